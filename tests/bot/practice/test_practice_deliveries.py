"""What the bot hears: events, signed and repeated as Slack does."""

from __future__ import annotations

import hashlib
import hmac
import threading
from datetime import UTC, datetime

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.practice import Workspace


def test_a_message_arrives_signed_and_in_an_envelope(slack, bot, ana, snippets) -> None:
    ts = slack.say(ana, snippets, "hello")
    slack.settle()

    [heard] = bot.heard
    assert SignatureVerifier(slack.signing_secret).is_valid_request(heard.raw, heard.headers)
    stamp, signature = heard.headers["x-slack-request-timestamp"], heard.headers["x-slack-signature"]
    base = b"v0:" + stamp.encode() + b":" + heard.raw
    assert signature == "v0=" + hmac.new(slack.signing_secret.encode(), base, hashlib.sha256).hexdigest()
    assert heard.body["type"] == "event_callback"
    assert heard.body["team_id"] == slack.team_id
    assert heard.body["authorizations"][0]["user_id"] == slack.bot_user
    event = heard.body["event"]
    assert (event["type"], event["user"], event["channel"], event["ts"]) == ("message", ana, snippets, ts)
    assert event["channel_type"] == "channel"


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("see https://help.example/a?b=1&c=2.", "see <https://help.example/a?b=1&amp;c=2>."),
        ("mail me@shop.example", "mail <mailto:me@shop.example|me@shop.example>"),
        ("go to brightwell.example", "go to <http://brightwell.example|brightwell.example>"),
        ("hi @ana and @nobody", "hi <@{ana}> and @nobody"),
        ("<@{ana}> look", "<@{ana}> look"),
        ("ask @support-agents in #snippets", "ask <!subteam^{group}> in <#{snippets}|snippets>"),
        ("@here: lunch", "<!here>: lunch"),
    ],
)
def test_what_people_type_arrives_as_slack_writes_it(slack, bot, ana, snippets, typed: str, heard: str) -> None:
    ids = {"ana": ana, "snippets": snippets, "group": slack.user_group("support-agents", [ana])}
    slack.say(ana, snippets, typed.format(**ids))
    slack.settle()

    assert bot.events()[0]["text"] == heard.format(**ids)


def test_a_typed_message_carries_the_rich_text_of_slacks_own_clients(slack, bot, ana, snippets) -> None:
    slack.say(ana, snippets, "hi @ana, see https://help.example :wave:")
    slack.settle()

    [section] = bot.events()[0]["blocks"][0]["elements"]
    assert [element["type"] for element in section["elements"]] == ["text", "user", "text", "link", "text", "emoji"]


def test_edits_and_deletions_tell_what_was_and_what_is(slack, bot, ana, snippets) -> None:
    ts = slack.say(ana, snippets, "first")
    slack.edit(ana, snippets, ts, "second")
    slack.delete(ana, snippets, ts)
    slack.settle()

    _, changed, deleted = bot.events()
    assert changed["subtype"] == "message_changed"
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("first", "second")
    assert changed["message"]["edited"]["user"] == ana
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)
    assert deleted["previous_message"]["text"] == "second"


def test_a_deleted_root_with_replies_leaves_a_tombstone(slack, bot, ana, snippets) -> None:
    ts = slack.say(ana, snippets, "root")
    slack.say(ana, snippets, "reply", thread_ts=ts)
    slack.delete(ana, snippets, ts)
    slack.settle()

    assert slack.history(snippets)[0]["subtype"] == "tombstone"
    assert bot.events()[-1]["message"]["subtype"] == "tombstone"


def test_every_kind_of_event_is_named_as_slack_names_it(slack, bot, ana, snippets) -> None:
    ts = slack.say(ana, snippets, f"<@{slack.bot_user}> look")
    slack.react(ana, snippets, ts, "eyes")
    slack.unreact(ana, snippets, ts, "eyes")
    slack.join(slack.person("Ben"), snippets)
    slack.leave(ana, snippets)
    slack.open_home(ana)
    slack.settle()

    kinds = [event["type"] for event in bot.events()]
    assert kinds == [
        "message",
        "app_mention",
        "reaction_added",
        "reaction_removed",
        "message",
        "member_joined_channel",
        "member_left_channel",
        "app_home_opened",
    ]


def test_the_bot_hears_itself_and_nothing_from_where_it_is_not(slack, bot, client, ana, snippets) -> None:
    elsewhere = slack.channel("elsewhere", [ana], bot=False)
    slack.say(ana, elsewhere, "not for the bot")
    client.chat_postMessage(channel=snippets, text="mine")
    slack.settle()

    [event] = bot.events()
    assert (event["text"], event["bot_id"]) == ("mine", "B0PRACTICE")


def test_an_event_without_an_answer_comes_again_at_once_then_after_one_and_five_minutes(
    slack, bot, ana, snippets
) -> None:
    bot.answer = lambda heard: 500
    slack.say(ana, snippets, "hello")
    slack.wait_for(lambda slack: len(bot.heard) == 2 and slack.world.deliveries.settled())
    for minutes, tries in ((1, 3), (5, 4)):
        slack.clock.advance(minutes * 60)
        slack.wait_for(lambda slack, tries=tries: len(slack.deliveries) == tries and slack.deliveries[-1].done)
    slack.clock.advance(24 * 3600)
    slack.settle()

    numbers = [heard.headers.get("x-slack-retry-num") for heard in bot.heard]
    assert numbers == [None, "1", "2", "3"]
    assert bot.heard[1].headers["x-slack-retry-reason"] == "http_error"
    assert len({heard.body["event_id"] for heard in bot.heard}) == 1


def test_a_bot_that_is_too_slow_hears_it_was_a_timeout() -> None:
    with Workspace(manifest={}, answer_within=0.05) as slack:
        # A listening socket that nobody reads from: connections are made, answers never come.
        import socket

        with socket.create_server(("127.0.0.1", 0)) as deaf:
            slack.deliver_to(f"http://127.0.0.1:{deaf.getsockname()[1]}/")
            ana = slack.person("Ana")
            slack.say(ana, slack.channel("snippets", [ana]), "hello")
            slack.settle()

        assert [(made.status, made.error, made.reason) for made in slack.deliveries] == [
            (None, "http_timeout", ""),
            (None, "http_timeout", "http_timeout"),
        ]


def test_requests_leave_the_machine_never() -> None:
    with Workspace(manifest={}) as slack, pytest.raises(ValueError, match="this machine"):
        slack.deliver_to("https://hooks.slack.com/events")


def test_waiting_in_vain_shows_the_traffic(slack, bot, ana, snippets) -> None:
    slack.say(ana, snippets, "hello")
    with pytest.raises(TimeoutError, match="events_api message"):
        slack.wait_for(lambda slack: False, seconds=0.01)


def test_the_clock_can_be_set_and_tells_who_listens(slack, ana, snippets) -> None:
    told = []
    slack.clock.listen(told.append)
    friday = datetime(2031, 5, 2, 16, tzinfo=UTC)
    slack.clock.set(friday)
    ts = slack.say(ana, snippets, "nearly weekend")

    assert told[0] >= friday
    assert 0 <= float(ts) - friday.timestamp() < 60


def test_signatures_carry_the_machines_time_unless_the_bot_lives_by_the_workspaces_clock(
    slack, bot, ana, snippets
) -> None:
    slack.clock.advance(24 * 3600)
    slack.say(ana, snippets, "by the machine")
    slack.settle()
    slack.deliver_to(bot.url, slack.clock.time)
    slack.say(ana, snippets, "by the workspace")
    slack.settle()

    verifier = SignatureVerifier(slack.signing_secret)
    assert [verifier.is_valid_request(heard.raw, heard.headers) for heard in bot.heard] == [True, False]
    ahead = int(bot.heard[1].headers["x-slack-request-timestamp"]) - int(
        bot.heard[0].headers["x-slack-request-timestamp"]
    )
    assert ahead >= 24 * 3600


def test_thousands_of_members_and_messages_do_not_slow_it_down(client) -> None:
    with Workspace(manifest={}) as slack:
        people = [slack.person(f"Person {number}") for number in range(2000)]
        room = slack.channel("room", people, bot=False)
        writers = [
            threading.Thread(target=lambda each=each: [slack.say(each, room, "hello") for _ in range(1000)])
            for each in people[:4]
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()

        stamps = [message["ts"] for message in slack.history(room)]
        assert len(stamps) == len(set(stamps)) == 4000
        assert stamps == sorted(stamps, reverse=True)
