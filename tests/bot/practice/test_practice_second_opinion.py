"""The same scenarios against somebody else's stand-in for Slack, so that our mistakes about Slack are not only ours."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier

from bot.practice import Workspace
from bot.practice.brightwell import STRONG
from bot.running import running
from bot.settings import environment
from coaching.workplace import Room, Workplace

HERE = Path(__file__).parent
SECRET = "a secret of the tests"


@dataclass
class Slack:
    """One of the two: where it is, who is there, and how a person speaks in it."""

    client: WebClient
    secret: str
    snippets: str
    ana: str
    ben: str
    say: Callable[[str], str]
    trigger: Callable[[], str]


@pytest.fixture(params=["practice", "emulate"])
def there(request: pytest.FixtureRequest, slack: Workspace, bot: Any) -> Slack:
    return request.getfixturevalue(request.param)


@pytest.fixture
def practice(slack: Workspace, bot: Any, client: WebClient, ana: str, snippets: str) -> Slack:
    def say(text: str) -> str:
        ts = slack.say(ana, snippets, text)
        slack.settle()
        return ts

    def trigger() -> str:
        slack.global_shortcut(ana, "x")
        return str(bot.heard[-1].body["trigger_id"])

    ben = slack.person("Ben")
    slack.join(ben, snippets)
    slack.settle()
    bot.heard.clear()
    return Slack(client, slack.signing_secret, snippets, ana, ben, say, trigger)


@pytest.fixture
def emulate(bot: Any) -> Iterator[Slack]:
    node = shutil.which("node")
    if not node or not (HERE / "node_modules" / "emulate").exists():
        words = "emulate is not installed: npm ci --prefix tests/bot/practice"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    command = [node, str(HERE / "emulate.mjs"), bot.url, SECRET]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        try:
            yield _emulated(json.loads(running.stdout.readline())["url"])
        finally:
            running.stdin.close()
            running.wait(10)


@pytest.fixture
def real_bot(emulate: Slack, bot: Any, tmp_path: Path) -> Iterator[None]:
    """The bot itself at work in somebody else's Slack: what that sends is handed on to it as it came."""
    settings = environment(
        {
            "SLACK_BOT_TOKEN": "xoxb-practice-bot",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": emulate.client.base_url,
            "DATABASE_URL": f"sqlite:///{tmp_path}/takefive.db",
        }
    )
    workplace = Workplace(rooms={emulate.snippets: Room(emulate.snippets, "snippets")})
    with running(settings, workplace) as taking:

        def hand_on(heard: Any) -> int:
            asked = urllib.request.Request(taking.address, heard.raw, heard.headers, method="POST")
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return int(answer.status)

        bot.answer = hand_on
        yield


def test_the_bot_itself_answers_a_snippet_in_somebody_elses_slack(emulate: Slack, real_bot: None, bot: Any) -> None:
    ts = emulate.say(STRONG)

    with bot.changed:
        bot.changed.wait_for(lambda: any(event.get("thread_ts") == ts for event in bot.events()), 20)
    root, kudos = emulate.client.conversations_replies(channel=emulate.snippets, ts=ts)["messages"]
    assert root["reactions"][0]["name"] == "eyes"
    assert "technician" in str(kudos["blocks"])


def _emulated(url: str) -> Slack:
    client = WebClient("xoxb-practice-bot", base_url=f"{url}api/", retry_handlers=[])
    as_ana = WebClient("xoxp-practice-ana", base_url=f"{url}api/", retry_handlers=[])
    people = {member["name"]: member["id"] for member in client.users_list()["members"]}
    [snippets] = [each["id"] for each in client.conversations_list()["channels"] if each["name"] == "snippets"]

    def say(text: str) -> str:
        return str(as_ana.chat_postMessage(channel=snippets, text=text)["ts"])

    def trigger() -> str:
        given = {"user_id": people["ana"]}
        return str(client.api_call("views.generateTriggerId", json=given)["trigger_id"])

    return Slack(client, SECRET, snippets, people["ana"], people["ben"], say, trigger)


def test_a_persons_message_comes_as_a_signed_event(there: Slack, bot: Any) -> None:
    ts = there.say("hello")

    heard = bot.heard[0]
    assert SignatureVerifier(there.secret).is_valid_request(heard.raw, heard.headers)
    assert heard.body["type"] == "event_callback"
    assert {"team_id", "event_id", "event_time"} <= heard.body.keys()
    event = heard.body["event"]
    found = {name: event[name] for name in ("type", "channel", "user", "text", "ts")}
    assert found == {"type": "message", "channel": there.snippets, "user": there.ana, "text": "hello", "ts": ts}


def test_a_snippet_is_answered_in_its_thread_and_with_a_reaction(there: Slack) -> None:
    ts = there.say("a reply to a customer")
    there.client.reactions_add(channel=there.snippets, timestamp=ts, name="eyes")
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "*Kudos*"}}]
    there.client.chat_postMessage(channel=there.snippets, thread_ts=ts, text="Kudos", blocks=blocks)

    root, reply = there.client.conversations_replies(channel=there.snippets, ts=ts)["messages"]
    assert (root["reply_count"], root["reactions"][0]["name"], root["reactions"][0]["count"]) == (1, "eyes", 1)
    assert (reply["text"], reply["thread_ts"], reply["blocks"][0]["type"]) == ("Kudos", ts, "section")


def test_a_private_tip_goes_to_the_same_conversation_every_time(there: Slack) -> None:
    posted = there.client.chat_postMessage(channel=there.ben, text="a tip")
    opened = there.client.conversations_open(users=there.ben)

    assert posted["channel"] == opened["channel"]["id"]
    assert posted["channel"].startswith("D")


def test_what_was_posted_is_changed_and_taken_back(there: Slack) -> None:
    ts = there.client.chat_postMessage(channel=there.snippets, text="first")["ts"]
    there.client.chat_update(channel=there.snippets, ts=ts, text="second")
    changed = there.client.conversations_history(channel=there.snippets, limit=1)["messages"][0]
    there.client.chat_delete(channel=there.snippets, ts=ts)
    left = there.client.conversations_history(channel=there.snippets)["messages"]

    assert changed["text"] == "second"
    assert ts not in [message["ts"] for message in left]


def test_history_is_read_the_newest_first_and_in_pages(there: Slack) -> None:
    stamps = [there.say(f"message {number}") for number in range(3)]

    first = there.client.conversations_history(channel=there.snippets, limit=2)
    rest = there.client.conversations_history(
        channel=there.snippets, limit=2, cursor=first["response_metadata"]["next_cursor"]
    )
    read = [message["ts"] for part in (first, rest) for message in part["messages"]]
    assert read[:3] == stamps[::-1]


def test_a_form_opens_once_for_a_trigger_and_knows_its_hash(there: Slack) -> None:
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "A form"},
        "blocks": [{"type": "divider"}],
    }
    trigger = there.trigger()
    opened = there.client.views_open(trigger_id=trigger, view=view)["view"]
    changed = there.client.views_update(view_id=opened["id"], hash=opened["hash"], view=view)["view"]

    assert opened["root_view_id"] == opened["id"] == changed["id"]
    assert _error(lambda: there.client.views_update(view_id=opened["id"], hash="1.2", view=view)) == "hash_conflict"
    assert _error(lambda: there.client.views_open(trigger_id=trigger, view=view)) == "exchanged_trigger_id"


def _error(call: Callable[[], Any]) -> str:
    try:
        call()
    except SlackApiError as refused:
        return str(refused.response["error"])
    return "no error"


# They differ in conversations.replies for a thread that is not there: emulate answers with an empty list, Slack's page
# names thread_not_found, as we do.
def test_wrong_calls_get_the_same_errors(there: Slack) -> None:
    client, ts = there.client, there.say("hello")
    client.reactions_add(channel=there.snippets, timestamp=ts, name="eyes")
    stranger = WebClient("", base_url=client.base_url, retry_handlers=[])
    refused = {
        "not_authed": lambda: stranger.auth_test(),
        "channel_not_found": lambda: client.chat_postMessage(channel="C404", text="x"),
        "no_text": lambda: client.api_call("chat.postMessage", json={"channel": there.snippets, "text": ""}),
        "message_not_found": lambda: client.chat_update(channel=there.snippets, ts="1.2", text="x"),
        "cant_update_message": lambda: client.chat_update(channel=there.snippets, ts=ts, text="x"),
        "cant_delete_message": lambda: client.chat_delete(channel=there.snippets, ts=ts),
        "already_reacted": lambda: client.reactions_add(channel=there.snippets, timestamp=ts, name="eyes"),
        "no_reaction": lambda: client.reactions_remove(channel=there.snippets, timestamp=ts, name="tada"),
        "user_not_found": lambda: client.users_info(user="U404"),
    }

    assert {error: _error(call) for error, call in refused.items()} == {error: error for error in refused}
