"""Socket Mode, with Slack's own client at the other end."""

from __future__ import annotations

import logging
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.practice import Workspace

Answer = Callable[[SocketModeRequest], Any]


@pytest.fixture(scope="module")
def slack() -> Iterator[Workspace]:
    with Workspace(manifest={}, answer_within=1) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def connected(slack: Workspace) -> Iterator[list[SocketModeRequest]]:
    """One connection for all tests, as Slack's client takes three seconds to close it."""
    heard: list[SocketModeRequest] = []
    quiet = logging.getLogger("socket under test")
    quiet.setLevel(logging.CRITICAL)
    client = SocketModeClient(slack.app_token, quiet, WebClient(base_url=slack.api_url), ping_interval=60)

    def listen(client: SocketModeClient, request: SocketModeRequest) -> None:
        heard.append(request)
        said = {"text": "Here I am."} if request.type == "slash_commands" else None
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id, said))

    client.socket_mode_request_listeners.append(listen)
    client.connect()
    slack.wait_for(lambda slack: slack.connections == 1)
    yield heard
    client.close()


@pytest.fixture
def socket(connected: list[SocketModeRequest]) -> list[SocketModeRequest]:
    """What the app hears in this test; it acknowledges everything, commands with words."""
    connected.clear()
    return connected


def test_events_come_down_the_socket_and_are_acknowledged(slack, socket, ana, snippets) -> None:
    slack.say(ana, snippets, "hello")
    slack.settle()

    [request] = socket
    assert (request.type, request.accepts_response_payload) == ("events_api", False)
    assert request.payload["event"]["text"] == "hello"
    assert slack.deliveries[-1].status == 200


def test_a_command_is_answered_in_the_acknowledgement(slack, socket, ana, snippets) -> None:
    assert slack.command(ana, snippets, "/takefive", "hi") == {"text": "Here I am."}
    assert slack.ephemerals(ana)[-1]["text"] == "Here I am."
    assert socket[0].accepts_response_payload


def test_clicks_come_as_interactive(slack, socket, ana) -> None:
    slack.global_shortcut(ana, "give_shoutout")

    assert (socket[0].type, socket[0].payload["type"]) == ("interactive", "shortcut")


def test_after_a_disconnect_the_client_comes_back(slack, socket, ana, snippets) -> None:
    slack.disconnect()
    slack.wait_for(lambda slack: slack.connections == 1, seconds=10)
    slack.say(ana, snippets, "still there?")
    slack.settle()

    assert socket[-1].payload["event"]["text"] == "still there?"


def test_an_address_is_good_for_one_connection(slack) -> None:
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(slack.url + "link/?ticket=guessed")


def test_without_a_connection_nothing_is_delivered() -> None:
    with Workspace(manifest={}) as slack:
        ana = slack.person("Ana")
        slack.say(ana, slack.channel("snippets", [ana]), "hello?")
        slack.settle()

        assert {made.error for made in slack.deliveries} == {"connection_failed"}
