"""What Slack sends when one of the fourteen kinds of people clicks, types, submits, or writes a message."""

from typing import Any

from tests.handlers.visit import ELSEWHERE, HOME, KINDS, SNIPPETS

FORM = "V0FORM"
Body = dict[str, Any]


def home_of(kind: str) -> str:
    """The workspace that a visitor's request is sent from."""
    return ELSEWHERE if KINDS[kind][1] == ELSEWHERE else HOME


def doer(kind: str) -> Body:
    """What Slack tells with a click of who clicked."""
    user, home, _ = KINDS[kind]
    return {"id": user, "name": kind, "username": kind, "team_id": home}


def around(kind: str) -> Body:
    """What stands around a click or a form."""
    return {"team": {"id": home_of(kind)}, "user": doer(kind), "api_app_id": "A0", "trigger_id": "1.2.x"}


def click(kind: str, action: str, value: str, **more: Any) -> Body:
    """A button that was pressed."""
    pressed = {"action_id": action, "block_id": "b", "type": "button", "value": value, "action_ts": "1.0", **more}
    url = "https://hooks.slack.com/actions/T0/1/x"
    place = {"channel": {"id": SNIPPETS}, "container": {"type": "message"}, "response_url": url}
    return {"type": "block_actions", **around(kind), **place, "actions": [pressed]}


def submit(kind: str, form: str, metadata: str, values: dict[str, Any]) -> Body:
    """A form that was sent."""
    state = {"values": {block: {"answer": answer} for block, answer in values.items()}}
    blocks = [{"type": "input", "block_id": block} for block in values] or [{"type": "input", "block_id": "x"}]
    view = {"id": FORM, "type": "modal", "callback_id": form, "private_metadata": metadata, "state": state}
    return {"type": "view_submission", **around(kind), "view": {**view, "blocks": blocks}}


def command(kind: str, text: str) -> Body:
    """What was typed behind /takefive. Slack names the workspace of who typed it."""
    user, home, _ = KINDS[kind]
    url = "https://hooks.slack.com/commands/T0/1/x"
    return {
        "command": "/takefive", "text": text, "team_id": home, "user_id": user, "user_name": kind,
        "trigger_id": "1.2.x", "channel_id": SNIPPETS, "response_url": url, "api_app_id": "A0",
    }  # fmt: skip


def event(kind: str, **what: Any) -> Body:
    """Something that happened, as the Events API tells it."""
    user, home, standing = KINDS[kind]
    abroad = {"user_team": home, "source_team": home} if home != home_of(kind) else {}
    by = {"bot_id": "B0", "subtype": "bot_message"} if standing == "bot" and what["type"] == "message" else {}
    told = {"user": user, "team": home, **abroad, **by, **what}
    there = home_of(kind)
    return {
        "type": "event_callback", "team_id": there, "api_app_id": "A0", "event_id": "E0", "event_time": 1,
        "authorizations": [{"team_id": there, "user_id": "U0BOT", "is_bot": True}], "event": told,
        "is_ext_shared_channel": home == "T0CONN",
    }  # fmt: skip


def text(words: str) -> Body:
    return {"type": "plain_text_input", "value": words}


def chosen(value: str) -> Body:
    return {"type": "static_select", "selected_option": {"value": value}}
