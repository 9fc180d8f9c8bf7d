"""A Socket Mode connection that dies in silence is found and replaced, by a clock of the test's own."""

import logging
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot import watchdog
from bot.practice import Fault, Workspace
from bot.watchdog import EVERY, SILENCE, Watchdog


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def slack() -> Iterator[Workspace]:
    with Workspace(manifest={}, answer_within=0.2) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def client(slack: Workspace) -> Iterator[SocketModeClient]:
    """Slack's own client, connected; it acknowledges everything and never pings by itself.

    One for all tests, as it takes three seconds to close.
    """
    quiet = logging.getLogger("watched")
    quiet.setLevel(logging.CRITICAL)
    made = SocketModeClient(slack.app_token, quiet, WebClient(base_url=slack.api_url), ping_interval=600)

    def listen(client: SocketModeClient, request: SocketModeRequest) -> None:
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id))

    made.socket_mode_request_listeners.append(listen)
    made.connect()
    slack.wait_for(lambda slack: slack.connections == 1)
    yield made
    made.close()


def hears_after_a_silent_death(slack: Workspace, client: SocketModeClient) -> None:
    clock = Clock()
    dog = Watchdog(client, clock)
    assert not dog.look()
    slack.fall_silent()
    while clock.now < 160 and not dog.look():  # it is found within the minute
        clock.now += EVERY
    ana = slack.person("Ana")
    slack.say(ana, slack.channel("snippets", [ana]), "anybody there?")
    slack.settle()
    assert slack.deliveries[-1].status == 200


def test_a_connection_that_is_open_and_silent_is_replaced_within_a_minute(slack: Workspace, client: SocketModeClient):
    hears_after_a_silent_death(slack, client)


def test_the_guard_notices_a_watchdog_that_sleeps(slack: Workspace, client: SocketModeClient, monkeypatch):
    monkeypatch.setattr(watchdog, "SILENCE", float("inf"))
    with pytest.raises(AssertionError):
        hears_after_a_silent_death(slack, client)


def test_a_connection_that_answers_is_left_alone(slack: Workspace, client: SocketModeClient):
    clock = Clock()
    dog = Watchdog(client, clock)
    session = client.session_id()
    for pong in range(20):
        client.current_session.last_ping_pong_time = float(pong)
        assert not dog.look()
        assert dog.problem() is None
        clock.now += SILENCE - 1
    assert client.session_id() == session


def test_while_slack_takes_no_connection_it_says_so_and_tries_again(slack: Workspace, client: SocketModeClient, caplog):
    clock = Clock()
    dog = Watchdog(client, clock)
    slack.fail("apps.connections.open", Fault.server_error())
    assert not dog.look()
    clock.now += SILENCE
    assert dog.problem() == "Slack has been silent for 30 s"
    assert dog.look()
    assert "no new connection to Slack could be made" in caplog.text
    clock.now += SILENCE
    assert dog.look()
    slack.wait_for(lambda slack: dog.problem() is None)
