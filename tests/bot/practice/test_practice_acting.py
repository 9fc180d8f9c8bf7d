"""What people do with the app: commands, shortcuts, clicks, forms, response URLs."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.webhook import WebhookClient

from bot.practice import CannotActError, Workspace

GO = {"type": "button", "action_id": "go", "value": "42", "text": {"type": "plain_text", "text": "Go"}}
PICK = {
    "type": "static_select",
    "action_id": "pick",
    "options": [{"text": {"type": "plain_text", "text": word}, "value": word.lower()} for word in ("Mild", "Hot")],
}
BUTTONS = [{"type": "actions", "block_id": "row", "elements": [GO, PICK]}]


def words(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def form(**more: Any) -> dict[str, Any]:
    name = {"type": "plain_text_input", "action_id": "name", "min_length": 3, "max_length": 5}
    pick = {**PICK, "initial_option": PICK["options"][0]}
    return {
        "type": "modal",
        "callback_id": "form",
        "title": words("A form"),
        "submit": words("Send"),
        "private_metadata": "kept",
        "blocks": [
            {"type": "input", "block_id": "who", "label": words("Name"), "element": name},
            {"type": "input", "block_id": "how", "label": words("How"), "element": pick, "optional": True},
            {"type": "actions", "block_id": "row", "elements": [GO]},
        ],
        **more,
    }


@pytest.fixture
def opened(slack, bot, client, ana) -> Workspace:
    """Ana has the form open."""
    slack.global_shortcut(ana, "give_shoutout")
    client.views_open(trigger_id=bot.heard[-1].body["trigger_id"], view=form())
    return slack


def test_a_command_arrives_as_a_form_and_its_answer_is_seen_by_who_typed_it(slack, bot, ana, snippets) -> None:
    bot.answer = lambda heard: (200, {"text": "Here is what I do."})

    assert slack.command(ana, snippets, "/takefive", "help <me>") == {"text": "Here is what I do."}
    heard = bot.heard[0].body
    assert (heard["command"], heard["text"]) == ("/takefive", "help &lt;me&gt;")
    assert (heard["user_id"], heard["channel_id"]) == (ana, snippets)
    assert slack.ephemerals(ana)[0]["text"] == "Here is what I do."


def test_a_command_that_fails_is_not_repeated_and_slack_says_so(slack, bot, ana, snippets) -> None:
    bot.answer = lambda heard: 500
    slack.command(ana, snippets, "/takefive")

    assert len(bot.heard) == 1
    assert "dispatch_failed" in slack.ephemerals(ana)[0]["text"]


def test_both_kinds_of_shortcut(slack, bot, ana, snippets) -> None:
    ts = slack.say(ana, snippets, "hello")
    slack.message_shortcut(ana, snippets, ts, "review_reply")
    slack.global_shortcut(ana, "give_shoutout")

    _, on_message, everywhere = (heard.body for heard in bot.heard)
    assert (on_message["type"], on_message["callback_id"]) == ("message_action", "review_reply")
    assert (on_message["message"]["text"], on_message["channel"]["id"]) == ("hello", snippets)
    assert (everywhere["type"], everywhere["callback_id"]) == ("shortcut", "give_shoutout")
    assert not {"channel", "response_url"} & everywhere.keys()


def test_what_the_manifest_does_not_declare_cannot_be_used() -> None:
    manifest = {"features": {"slash_commands": [{"command": "/takefive"}]}}
    with Workspace(manifest=manifest) as slack:
        ana = slack.person("Ana")
        room = slack.channel("room", [ana])
        with pytest.raises(CannotActError):
            slack.command(ana, room, "/kudos")
        with pytest.raises(CannotActError):
            slack.global_shortcut(ana, "anything")


def test_a_click_tells_what_where_and_who(slack, bot, client, ana, snippets) -> None:
    ts = client.chat_postMessage(channel=snippets, text="x", blocks=BUTTONS)["ts"]
    slack.click(ana, snippets, ts, "go")
    slack.click(ana, snippets, ts, "pick", "hot")

    pressed, chosen = (heard.body for heard in bot.heard if "actions" in heard.body)
    assert pressed["actions"][0]["value"] == "42"
    assert pressed["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": snippets,
        "is_ephemeral": False,
    }
    assert pressed["message"]["ts"] == ts
    assert chosen["actions"][0]["selected_option"]["value"] == "hot"
    assert chosen["state"]["values"]["row"]["pick"]["selected_option"]["value"] == "hot"


def test_a_click_in_an_ephemeral_message_carries_no_message(slack, bot, client, ana, snippets) -> None:
    ts = client.chat_postEphemeral(channel=snippets, user=ana, text="x", blocks=BUTTONS)["message_ts"]
    slack.click(ana, snippets, ts, "go")

    assert bot.heard[-1].body["container"]["is_ephemeral"]
    assert "message" not in bot.heard[-1].body


def test_what_is_not_there_cannot_be_clicked(slack, client, ana, snippets) -> None:
    ts = client.chat_postMessage(channel=snippets, text="x", blocks=BUTTONS)["ts"]
    with pytest.raises(CannotActError, match=r"\['go', 'pick'\]"):
        slack.click(ana, snippets, ts, "stop")
    with pytest.raises(CannotActError, match="'mild', 'hot'"):
        slack.click(ana, snippets, ts, "pick", "cold")


def test_a_submitted_form_brings_its_values_and_closes(opened, bot, ana) -> None:
    opened.submit(ana, {"who": "Ben"})

    view = bot.heard[-1].body["view"]
    assert bot.heard[-1].body["type"] == "view_submission"
    assert view["private_metadata"] == "kept"
    assert view["state"]["values"]["who"]["name"] == {"type": "plain_text_input", "value": "Ben"}
    assert view["state"]["values"]["how"]["pick"]["selected_option"]["value"] == "mild"
    assert opened.view(ana) is None


@pytest.mark.parametrize(
    ("name", "problem"),
    [("", "required"), ("Al", "at least 3"), ("Alexandra", "at most 5")],
)
def test_the_client_sends_no_form_that_breaks_its_own_rules(opened, bot, ana, name: str, problem: str) -> None:
    before = len(bot.heard)
    opened.submit(ana, {"name": name})

    assert len(bot.heard) == before
    assert problem in opened.view_errors(ana)["who"]


def test_the_bot_can_find_fault_with_a_form(opened, bot, ana) -> None:
    bot.answer = lambda heard: (200, {"response_action": "errors", "errors": {"who": "Somebody else"}})
    opened.submit(ana, {"name": "Ben"})

    assert opened.view_errors(ana) == {"who": "Somebody else"}
    assert opened.view(ana)["state"]["values"]["who"]["name"]["value"] == "Ben"


def test_the_bot_can_show_another_form_or_clear_all(opened, bot, ana) -> None:
    first = opened.view(ana)
    bot.answer = lambda heard: (200, {"response_action": "push", "view": form(title=words("Second"))})
    opened.submit(ana, {"name": "Ben"})
    second = opened.view(ana)
    bot.answer = lambda heard: (200, {"response_action": "update", "view": form(title=words("Third"))})
    opened.submit(ana, {"name": "Ben"})
    third = opened.view(ana)
    bot.answer = lambda heard: (200, {"response_action": "clear"})
    opened.submit(ana, {})

    assert [view["title"]["text"] for view in (second, third)] == ["Second", "Third"]
    assert second["root_view_id"] == second["previous_view_id"] == first["id"]
    assert third["id"] == second["id"]
    assert opened.view(ana) is None


def test_closing_is_told_only_to_who_asked(slack, bot, client, ana) -> None:
    for asked in (False, True):
        slack.global_shortcut(ana, "x")
        client.views_open(trigger_id=bot.heard[-1].body["trigger_id"], view=form(notify_on_close=asked))
        slack.close_view(ana)

    assert [heard.body["type"] for heard in bot.heard] == ["shortcut", "shortcut", "view_closed"]


def test_a_click_in_a_form_carries_what_was_filled_in(opened, bot, ana) -> None:
    opened.fill(ana, {"name": "Ben"})
    opened.click_in_view(ana, "go")

    body = bot.heard[-1].body
    assert body["container"] == {"type": "view", "view_id": opened.view(ana)["id"]}
    assert body["view"]["state"]["values"]["who"]["name"]["value"] == "Ben"


def test_an_updated_form_keeps_what_was_typed_under_the_same_ids(opened, client, ana) -> None:
    opened.fill(ana, {"name": "Ben"})
    view = opened.view(ana)
    client.views_update(view_id=view["id"], hash=view["hash"], view=form(title=words("Changed")))

    assert opened.view(ana)["title"]["text"] == "Changed"
    assert opened.view(ana)["state"]["values"]["who"]["name"]["value"] == "Ben"


def test_triggers_and_hashes_go_stale(opened, bot, client, ana, refusal) -> None:
    view = opened.view(ana)
    client.views_update(view_id=view["id"], view=form())
    used = bot.heard[-1].body["trigger_id"]
    opened.global_shortcut(ana, "x")
    late = bot.heard[-1].body["trigger_id"]
    opened.clock.advance(3.5)

    assert refusal(client.views_update, view_id=view["id"], hash=view["hash"], view=form()) == "hash_conflict"
    assert refusal(client.views_open, trigger_id=used, view=form()) == "exchanged_trigger_id"
    assert refusal(client.views_open, trigger_id=late, view=form()) == "expired_trigger_id"


def test_no_more_than_three_forms_lie_on_each_other(opened, bot, client, ana, refusal) -> None:
    for _ in range(2):
        opened.click_in_view(ana, "go")
        client.views_push(trigger_id=bot.heard[-1].body["trigger_id"], view=form())
    opened.click_in_view(ana, "go")

    trigger = bot.heard[-1].body["trigger_id"]
    assert refusal(client.views_push, trigger_id=trigger, view=form()) == "push_limit_reached"


def test_the_app_home_is_published_and_clicked(slack, bot, client, ana) -> None:
    slack.open_home(ana)
    slack.settle()
    client.views_publish(user_id=ana, view={"type": "home", "blocks": BUTTONS})
    slack.click_in_view(ana, "go", home=True)

    assert bot.events()[0]["tab"] == "home"
    assert slack.home(ana)["blocks"][0]["block_id"] == "row"
    assert bot.heard[-1].body["view"]["type"] == "home"


def test_a_response_url_speaks_five_times_within_half_an_hour(slack, bot, ana, snippets) -> None:
    slack.command(ana, snippets, "/takefive")
    hook = WebhookClient(bot.heard[0].body["response_url"])
    answers = [hook.send(text=f"{number}", response_type="in_channel") for number in range(6)]
    slack.command(ana, snippets, "/takefive")
    late = WebhookClient(bot.heard[-1].body["response_url"])
    slack.clock.advance(1801)

    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[5].body
    assert "expired_url" in late.send(text="late").body
    assert len(slack.history(snippets)) == 5


def test_an_answer_to_a_click_replaces_the_message_unless_told_otherwise(slack, bot, client, ana, snippets) -> None:
    ts = client.chat_postMessage(channel=snippets, text="ask", blocks=BUTTONS)["ts"]
    slack.click(ana, snippets, ts, "go")
    hook = WebhookClient(bot.heard[-1].body["response_url"])
    hook.send(text="aside", replace_original=False)
    hook.send(text="done")

    assert [each["text"] for each in slack.ephemerals(ana)] == ["aside"]
    assert [(each["text"], each["blocks"]) for each in slack.history(snippets)] == [("done", [])]


def test_an_ephemeral_message_is_replaced_and_deleted_through_its_url_only(slack, bot, client, ana, snippets) -> None:
    ts = client.chat_postEphemeral(channel=snippets, user=ana, text="draft", blocks=BUTTONS)["message_ts"]
    slack.click(ana, snippets, ts, "go")
    hook = WebhookClient(bot.heard[-1].body["response_url"])
    hook.send(text="shared", replace_original=True)
    replaced = slack.ephemerals(ana)
    hook.send(delete_original=True)

    assert [each["text"] for each in replaced] == ["shared"]
    assert slack.ephemerals(ana) == []
