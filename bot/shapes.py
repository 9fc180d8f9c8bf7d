"""The shapes of requests that the listeners can take; whatever does not fit never reaches them.

A shape is a type, a dict of shapes (keys ending in "?" may be missing or null), or a list with the shape of its items.
Payloads: https://docs.slack.dev/reference/interaction-payloads and https://docs.slack.dev/reference/events
"""

from typing import Any

PERSON = {"id": str, "team_id?": str}
CHANNEL = {"id": str}
TEAM = {"id": str}
MESSAGE = {"ts": str, "text?": str, "user?": str, "bot_id?": str, "subtype?": str, "thread_ts?": str}
ATTACHMENT = {"text?": str, "author_id?": str, "channel_id?": str, "ts?": str}
BLOCK = {"type": str, "block_id?": str}
OPTION = {"value": str}
ANSWER = {"value?": str, "selected_option?": OPTION}
VIEW = {"id": str, "callback_id": str, "private_metadata": str, "blocks": [BLOCK], "state": {"values": dict}}
ACTION = {"action_id": str, "block_id?": str, "value?": str}

EVENTS: dict[str, Any] = {
    "message": {"channel": str, "ts": str, "text?": str, "user?": str, "subtype?": str, "thread_ts?": str,
                "channel_type?": str, "attachments?": [ATTACHMENT], "bot_id?": str},
    "message_changed": {"channel": str, "message": {**MESSAGE, "attachments?": [ATTACHMENT]},
                        "previous_message?": {"text?": str}},
    "message_deleted": {"channel": str, "deleted_ts": str},
}  # fmt: skip
REQUESTS: dict[str, Any] = {
    "url_verification": {"challenge": str},
    "event_callback": {"team_id?": str, "event": {"type": str}, "authorizations?": [{"team_id?": str}]},
    "block_actions": {"user": PERSON, "team?": TEAM, "actions": [ACTION], "trigger_id?": str, "response_url?": str,
                      "view?": dict, "channel?": CHANNEL},
    "view_submission": {"user": PERSON, "team?": TEAM, "view": VIEW},
    "view_closed": {"user": PERSON, "team?": TEAM, "view": dict},
    "message_action": {"user": PERSON, "team?": TEAM, "callback_id": str, "channel": CHANNEL, "message": MESSAGE,
                       "trigger_id?": str, "response_url?": str},
    "shortcut": {"user": PERSON, "team?": TEAM, "callback_id": str, "trigger_id": str},
}  # fmt: skip
COMMAND = {"command": str, "text?": str, "user_id": str, "channel_id": str, "trigger_id": str, "team_id": str}


def is_request(body: Any) -> bool:
    """Whether a decoded body is a request that the listeners understand."""
    kind = body.get("type") if isinstance(body, dict) else None
    if not isinstance(kind, str) or kind not in REQUESTS or not fits(body, REQUESTS[kind]):
        return False
    if kind == "event_callback":
        return _is_event(body["event"])
    return kind != "view_submission" or _is_filled_in(body["view"]["state"]["values"])


def fits(value: Any, shape: Any) -> bool:
    """Whether a value has a shape."""
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(item, shape[0]) for item in value)
    if not isinstance(shape, dict):
        return isinstance(value, shape)
    return isinstance(value, dict) and all(_fits_key(value, key, inner) for key, inner in shape.items())


def _fits_key(value: dict[str, Any], key: str, shape: Any) -> bool:
    name = key.removesuffix("?")
    if key != name and value.get(name) is None:
        return True
    return name in value and fits(value[name], shape)


def _is_event(event: dict[str, Any]) -> bool:
    subtype = event.get("subtype")
    if event["type"] != "message":
        return True
    return fits(event, EVENTS.get(subtype if isinstance(subtype, str) else "message", EVENTS["message"]))


def _is_filled_in(values: dict[str, Any]) -> bool:
    return all(
        isinstance(fields, dict) and len(fields) == 1 and all(fits(answer, ANSWER) for answer in fields.values())
        for fields in values.values()
    )
