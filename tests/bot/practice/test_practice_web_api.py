"""The Web API, asked through Slack's own client."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.practice import Fault, Workspace, methods
from bot.practice.methods import ERRORS, METHODS, Method
from bot.practice.methods.calls import RefusedError

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Well said*"}}


def test_a_post_is_read_back_as_slack_keeps_it(slack, client, snippets) -> None:
    posted = client.chat_postMessage(channel=snippets, text="A & B: https://help.example/x", blocks=[SECTION])

    [message] = client.conversations_history(channel=snippets)["messages"]
    assert message["ts"] == posted["ts"]
    assert message["text"] == "A &amp; B: <https://help.example/x>"
    assert (message["user"], message["bot_id"]) == (slack.bot_user, "B0PRACTICE")
    assert message["blocks"][0]["text"] == SECTION["text"]
    assert message["blocks"][0]["block_id"]


def test_a_thread_counts_its_replies(client, slack, ana, snippets) -> None:
    root = slack.say(ana, snippets, "a question")
    client.chat_postMessage(channel=snippets, thread_ts=root, text="an answer")
    slack.say(ana, snippets, "thanks", thread_ts=root)

    first, *replies = client.conversations_replies(channel=snippets, ts=root)["messages"]
    assert [reply["text"] for reply in replies] == ["an answer", "thanks"]
    assert first["reply_count"] == 2
    assert first["reply_users"] == [slack.bot_user, ana]
    assert len(client.conversations_history(channel=snippets)["messages"]) == 1


def test_a_reply_to_what_was_deleted_stands_in_the_channel_and_the_answer_tells(client, slack, ana, snippets) -> None:
    ts = slack.say(ana, snippets, "never mind")
    slack.delete(ana, snippets, ts)
    posted = client.chat_postMessage(channel=snippets, thread_ts=ts, text="Kudos!")

    assert "thread_ts" not in posted["message"]
    assert [message["text"] for message in slack.history(snippets)] == ["Kudos!"]


def test_history_comes_in_pages_the_newest_first(client, slack, ana, snippets) -> None:
    stamps = [slack.say(ana, snippets, f"message {number}") for number in range(5)]

    pages = client.conversations_history(channel=snippets, limit=2)
    read = [message["ts"] for page in pages for message in page["messages"]]
    assert read == stamps[::-1]


def test_history_between_two_moments(client, slack, ana, snippets) -> None:
    stamps = [slack.say(ana, snippets, f"message {number}") for number in range(4)]

    read = client.conversations_history(channel=snippets, oldest=stamps[0], latest=stamps[3])["messages"]
    assert [message["ts"] for message in read] == [stamps[2], stamps[1]]


def test_an_update_changes_text_and_keeps_blocks_that_are_not_named(client, slack, snippets) -> None:
    ts = client.chat_postMessage(channel=snippets, text="first", blocks=[SECTION])["ts"]
    client.chat_update(channel=snippets, ts=ts, text="second")

    [message] = slack.history(snippets)
    assert message["text"] == "second"
    assert message["blocks"][0]["text"] == SECTION["text"]
    assert message["edited"]["user"] == slack.bot_user


def test_a_deleted_message_is_gone(client, slack, snippets) -> None:
    ts = client.chat_postMessage(channel=snippets, text="oops")["ts"]
    client.chat_delete(channel=snippets, ts=ts)

    assert slack.history(snippets) == []


def test_a_post_to_a_person_goes_to_the_direct_messages(client, slack, ana) -> None:
    posted = client.chat_postMessage(channel=ana, text="just between us")

    assert posted["channel"] == slack.dm(ana) == client.conversations_open(users=ana)["channel"]["id"]
    assert slack.history(slack.dm(ana))[0]["text"] == "just between us"


def test_an_ephemeral_message_is_seen_by_one_person_and_stands_in_no_history(client, slack, ana, snippets) -> None:
    ben = slack.person("Ben")
    client.chat_postEphemeral(channel=snippets, user=ana, text="psst")

    assert [each["text"] for each in slack.ephemerals(ana)] == ["psst"]
    assert slack.ephemerals(ben) == slack.history(snippets) == []


def test_a_reaction_is_there_until_it_is_taken_back(client, slack, ana, snippets) -> None:
    ts = slack.say(ana, snippets, "hello")
    client.reactions_add(channel=snippets, timestamp=ts, name="tada")
    slack.react(ana, snippets, ts, "tada")
    client.reactions_remove(channel=snippets, timestamp=ts, name="tada")

    assert slack.history(snippets)[0]["reactions"] == [{"name": "tada", "users": [ana], "count": 1}]


def test_people_groups_and_channels_are_listed(client, slack, ana, snippets) -> None:
    group = slack.user_group("support-agents", [ana])
    guest = slack.person("Gil", single_channel_guest=True)
    slack.channel("secret", [ana], bot=False, private=True)

    assert client.users_info(user=guest)["user"]["is_ultra_restricted"]
    assert ana in {member["id"] for member in client.users_list()["members"]}
    assert client.usergroups_list(include_users=True)["usergroups"][0]["users"] == [ana]
    assert client.usergroups_users_list(usergroup=group)["users"] == [ana]
    listed = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert [channel["name"] for channel in listed] == ["snippets"]
    assert set(client.conversations_members(channel=snippets)["members"]) == {ana, slack.bot_user}
    assert client.conversations_info(channel=snippets)["channel"]["is_member"]


def test_arguments_arrive_as_json_and_as_a_form(slack, snippets) -> None:
    for kind, body in (
        ("application/json", json.dumps({"channel": snippets, "text": "one"}).encode()),
        ("application/x-www-form-urlencoded", f"token={slack.bot_token}&channel={snippets}&text=two".encode()),
    ):
        asked = urllib.request.Request(slack.api_url + "chat.postMessage", body, {"Content-Type": kind})
        if "json" in kind:
            asked.add_header("Authorization", f"Bearer {slack.bot_token}")
        with urllib.request.urlopen(asked) as response:
            assert json.load(response)["ok"]

    assert [message["text"] for message in slack.history(snippets)] == ["two", "one"]


@pytest.mark.parametrize(
    ("token", "error"),
    [("xoxb-1234567890-abcdef", "invalid_auth"), ("xoxb-practice-0000", "invalid_auth"), ("", "not_authed")],
)
def test_only_the_workspaces_own_token_is_taken(slack, refusal, token: str, error: str) -> None:
    assert refusal(WebClient(token=token, base_url=slack.api_url).auth_test) == error


def test_the_app_token_is_for_socket_mode_only(slack, refusal, snippets) -> None:
    as_app = WebClient(token=slack.app_token, base_url=slack.api_url)

    assert refusal(as_app.chat_postMessage, channel=snippets, text="x") == "not_allowed_token_type"


def refused_calls(slack: Workspace, ana: str, snippets: str) -> list[tuple[str, dict[str, Any], str]]:
    """Method, arguments, error: each as the method's own page lists it."""
    archived = slack.channel("old", [ana], archived=True)
    elsewhere = slack.channel("elsewhere", [ana], bot=False)
    private = slack.channel("private", [ana], bot=False, private=True)
    ts = slack.say(ana, snippets, "hello")
    gone, robot = slack.person("Gus", deactivated=True), slack.person("Robo", bot=True)
    many = [{"type": "divider"}] * 51
    return [
        ("chat.postMessage", {"channel": "C404", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": private, "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": elsewhere, "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": archived, "text": "x"}, "is_archived"),
        ("chat.postMessage", {"channel": gone, "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": snippets, "text": " "}, "no_text"),
        ("chat.postMessage", {"channel": snippets, "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": snippets, "text": "x", "blocks": many}, "invalid_blocks"),
        ("chat.postEphemeral", {"channel": snippets, "user": "U404", "text": "x"}, "user_not_in_channel"),
        ("chat.update", {"channel": snippets, "ts": ts, "text": "x"}, "cant_update_message"),
        ("chat.update", {"channel": snippets, "ts": "1.2", "text": "x"}, "message_not_found"),
        ("chat.delete", {"channel": snippets, "ts": ts}, "cant_delete_message"),
        ("chat.getPermalink", {"channel": snippets, "message_ts": "1.2"}, "message_not_found"),
        ("conversations.open", {}, "users_list_not_supplied"),
        ("conversations.open", {"users": "U404"}, "user_not_found"),
        ("conversations.open", {"users": gone}, "user_disabled"),
        ("conversations.open", {"users": robot}, "cannot_dm_bot"),
        ("conversations.history", {"channel": elsewhere}, "not_in_channel"),
        ("conversations.history", {"channel": snippets, "limit": 2000}, "invalid_limit"),
        ("conversations.history", {"channel": snippets, "cursor": "?"}, "invalid_cursor"),
        ("conversations.replies", {"channel": snippets, "ts": "1.2"}, "thread_not_found"),
        ("reactions.add", {"channel": snippets, "timestamp": ts, "name": "no such"}, "invalid_name"),
        ("reactions.add", {"channel": snippets, "timestamp": "1.2", "name": "tada"}, "message_not_found"),
        ("reactions.remove", {"channel": snippets, "timestamp": ts, "name": "tada"}, "no_reaction"),
        ("users.info", {"user": "U404"}, "user_not_found"),
        ("usergroups.users.list", {"usergroup": "S404"}, "no_such_subteam"),
        ("views.open", {"trigger_id": "1.2", "view": {"type": "modal"}}, "invalid_arguments"),
        ("chat.scheduleMessage", {}, "unknown_method"),
    ]


def test_each_wrong_call_is_refused_with_the_documented_error(slack, client, ana, snippets, refusal) -> None:
    wrong = refused_calls(slack, ana, snippets)

    got = [(name, refusal(client.api_call, api_method=name, json=arguments)) for name, arguments, _ in wrong]
    assert got == [(name, error) for name, _, error in wrong]


def test_no_error_is_given_that_the_methods_page_does_not_list(slack, monkeypatch) -> None:
    monkeypatch.setattr(methods, "METHODS", {"auth.test": Method(lambda world, arguments: _refuse("no_text"))})

    assert ERRORS.keys() == METHODS.keys()
    with pytest.raises(LookupError, match="does not document no_text"):
        methods.answer(slack.world, "auth.test", {}, slack.bot_token)


def _refuse(error: str) -> Any:
    raise RefusedError(error)


def test_a_second_reaction_of_the_same_kind_is_refused(client, slack, ana, snippets, refusal) -> None:
    ts = slack.say(ana, snippets, "hello")
    client.reactions_add(channel=snippets, timestamp=ts, name="tada")

    assert refusal(client.reactions_add, channel=snippets, timestamp=ts, name="tada") == "already_reacted"


def test_refused_blocks_say_where_and_why(client, snippets) -> None:
    long = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=snippets, text="x", blocks=[SECTION, long])

    messages = refused.value.response["response_metadata"]["messages"]
    assert messages == ["[ERROR] must be less than 151 characters [json-pointer:/blocks/1/text/text]"]


def test_what_the_app_got_wrong_is_listed_and_faults_are_not(slack, client, snippets, refusal) -> None:
    slack.fail("chat.postMessage", Fault.refusal("no_text"))
    refusal(client.chat_postMessage, channel=snippets, text="x")
    refusal(client.chat_postMessage, channel="C404", text="x")
    refusal(client.chat_postMessage, channel=snippets, text="x" * 40_001)

    assert [call.answer["error"] for call in slack.mistakes()] == ["msg_too_long"]


def test_what_the_manifest_does_not_ask_for_is_refused_and_not_sent() -> None:
    manifest = {
        "oauth_config": {"scopes": {"bot": ["chat:write", "channels:history"]}},
        "settings": {"event_subscriptions": {"bot_events": ["message.channels", "reaction_added"]}},
    }
    with Workspace(manifest=manifest) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        ana = slack.person("Ana")
        snippets = slack.channel("snippets", [ana])
        with pytest.raises(SlackApiError) as refused:
            client.reactions_add(channel=snippets, timestamp="1.2", name="tada")
        slack.react(ana, snippets, slack.say(ana, snippets, "hello"), "tada")
        slack.settle()

        assert refused.value.response["error"] == "missing_scope"
        assert refused.value.response["needed"] == "reactions:write"
        # Subscribed to reactions, but without the scope behind them Slack stays silent.
        assert {delivery.event["type"] for delivery in slack.deliveries} == {"message"}
