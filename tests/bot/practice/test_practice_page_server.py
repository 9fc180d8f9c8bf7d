"""What the page's server answers, and whom."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.practice import Workspace, page
from bot.practice.brightwell import Brightwell

Json = dict[str, Any]


def ask(url: str, path: str, given: Any = None, **headers: str) -> tuple[int, Any]:
    """A GET, or a POST of JSON when something is given: the status and what came back."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
    body = None if given is None else json.dumps(given)
    connection.request("POST" if body else "GET", path, body, {"Content-Type": "application/json", **headers})
    response = connection.getresponse()
    raw = response.read()
    connection.close()
    return response.status, json.loads(raw) if "json" in (response.getheader("Content-Type") or "") else raw


def test_another_sites_page_can_neither_read_nor_act(slack, ana, snippets) -> None:
    said = {"person": ana, "channel": snippets, "text": "planted"}

    assert ask(slack.url, "/page/act/say", said, Origin="https://evil.example")[0] == 403
    assert ask(slack.url, "/page/start", Host="evil.example")[0] == 403
    assert slack.history(snippets) == []
    assert ask(slack.url, "/page/act/say", said, Origin=slack.url.rstrip("/"))[0] == 200


def test_it_is_the_guard_that_keeps_the_other_site_out(monkeypatch) -> None:
    monkeypatch.setattr(page, "only_from_here", lambda: None)
    with Workspace(manifest={}) as unguarded:
        assert ask(unguarded.url, "/page/start", Origin="https://evil.example", Host="evil.example")[0] == 200


def test_only_what_people_do_can_be_asked_for(slack) -> None:
    assert ask(slack.url, "/page/act/close", {})[0] == 404
    assert ask(slack.url, "/page/look?person=U404")[0] == 404


def test_what_slack_would_not_let_people_do_is_said_in_words(slack, ana, snippets) -> None:
    given = {"person": ana, "channel": snippets, "ts": "1.2", "name": "go"}
    status, said = ask(slack.url, "/page/act/click", given)

    assert (status, said["ok"]) == (200, False)
    assert "sees no message" in said["why"]


def test_a_person_sees_only_the_conversations_they_are_in(slack, ana, snippets) -> None:
    secret = slack.channel("secret", [slack.person("Ben")], private=True)
    slack.say(slack.bot_user, secret, "hidden")
    _, seen = ask(slack.url, f"/page/look?person={ana}&channel={secret}")

    assert [channel["id"] for channel in seen["channels"]] == [snippets, slack.dm(ana)]
    assert seen["messages"] == []


def test_a_new_start_brings_the_same_ids_and_none_of_the_old_words(slack, bot) -> None:
    forgotten = []
    before = slack.begin_with(Brightwell(), at_start_over=lambda: forgotten.append(True))
    slack.play(0)
    slack.settle()
    seen_events = {heard.body["event_id"] for heard in bot.heard}
    slack.start_over()
    slack.play(0)
    slack.settle()

    assert forgotten == [True]
    assert {slack.world.people[before[name]].name for name in ("Ana", "Lea", "Gil")} == {"Ana", "Lea", "Gil"}
    assert len(slack.history(before["snippets"])) == 1
    assert bot.heard[-1].body["event_id"] not in seen_events


def test_it_runs_as_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "bot.practice"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        told = json.loads(running.stdout.readline())
        given = {"person": told["ids"]["Ana"], "channel": told["ids"]["snippets"], "text": "hello"}
        _, said = ask(told["url"], "/page/act/say", given)
        _, seen = ask(told["url"], f"/page/look?person={given['person']}&channel={given['channel']}")
        running.terminate()
        status = running.wait(10)

    assert said["ok"]
    assert [message["text"] for message in seen["messages"]] == ["hello"]
    assert status == 0


def test_a_new_start_is_at_the_real_time_and_nothing_old_is_delivered_any_more(slack, bot) -> None:
    general = slack.begin_with(Brightwell())["general"]
    bot.answer = lambda heard: 500
    slack.play(0)
    slack.settle()
    slack.clock.advance(30)
    slack.start_over()
    heard, newest = len(bot.heard), slack.history(general)[0]["ts"]
    slack.clock.advance(3600)
    slack.settle()

    assert len(bot.heard) == heard
    assert float(newest) <= time.time()


@pytest.mark.parametrize(
    ("fault", "value", "name"),
    [
        ("rate_limited", "2.5", "429 Retry-After 2.5"),
        ("server_error", "", "503"),
        ("html", "", "HTML"),
        ("reset_before", "", "reset before"),
        ("reset_after", "", "reset after"),
        ("slow", "31", "slow 31 s"),
        ("late_to_show", "", "shows 10 s late"),
        ("refusal", "is_archived", "is_archived"),
    ],
)
def test_every_fault_can_be_asked_for_from_the_page(slack, fault: str, value: str, name: str) -> None:
    ask(slack.url, "/page/fault", {"method": "chat.postMessage", "fault": fault, "value": value, "times": "2"})

    assert [each.name for each in slack.world.faults["chat.postMessage"]] == [name] * 2
