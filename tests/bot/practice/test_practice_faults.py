"""Slack's bad days, on request."""

from __future__ import annotations

import threading
from http.client import RemoteDisconnected
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError

from bot.practice import Fault

BROKEN = (ConnectionResetError, RemoteDisconnected, URLError)


@pytest.mark.parametrize("after", ["2", "2.5", "86400", "Wed, 21 Oct 2026 07:28:00 GMT", None])
def test_429_with_any_kind_of_retry_after_happens_once(slack, client, snippets, after: str | None) -> None:
    slack.fail("chat.postMessage", Fault.rate_limited(after))
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=snippets, text="x")
    client.chat_postMessage(channel=snippets, text="x")

    assert refused.value.response.status_code == 429
    assert refused.value.response["error"] == "ratelimited"
    assert refused.value.response.headers.get("Retry-After") == after
    assert len(slack.history(snippets)) == 1


@pytest.mark.parametrize("fault", [Fault.server_error(502), Fault.html(), Fault.html(500)])
def test_other_answers_than_json(slack, client, snippets, fault: Fault) -> None:
    slack.fail("*", fault)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=snippets, text="x")

    assert refused.value.response.status_code == fault.status
    assert slack.history(snippets) == []


@pytest.mark.parametrize(("fault", "posts"), [(Fault.reset_before(), 0), (Fault.reset_after(), 1)])
def test_a_broken_connection_before_and_after_the_post(slack, client, snippets, fault: Fault, posts: int) -> None:
    slack.fail("chat.postMessage", fault)
    with pytest.raises(BROKEN):
        client.chat_postMessage(channel=snippets, text="x")

    assert len(slack.history(snippets)) == posts
    assert slack.calls[-1].fault == fault.name


def test_any_error_by_its_name(slack, client, snippets, refusal) -> None:
    slack.fail("chat.postMessage", Fault.refusal("restricted_action"), times=2)

    errors = [refusal(client.chat_postMessage, channel=snippets, text="x") for _ in range(2)]
    assert errors == ["restricted_action"] * 2


def test_a_slow_answer_waits_for_the_workspaces_clock(slack, client, snippets) -> None:
    slack.fail("chat.postMessage", Fault.slow(31))
    answered = threading.Event()

    def post() -> None:
        client.chat_postMessage(channel=snippets, text="x")
        answered.set()

    caller = threading.Thread(target=post)
    caller.start()
    slack.wait_for(lambda slack: slack.history(snippets))
    assert not answered.is_set()
    slack.clock.advance(31)
    caller.join()
    assert answered.is_set()


def test_a_message_can_show_late(slack, client, snippets) -> None:
    slack.fail("chat.postMessage", Fault.late_to_show(10))
    client.chat_postMessage(channel=snippets, text="x")
    at_first = client.conversations_history(channel=snippets)["messages"]
    slack.clock.advance(10)

    assert at_first == []
    assert len(client.conversations_history(channel=snippets)["messages"]) == 1
