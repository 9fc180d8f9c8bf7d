"""The shapes of requests that the listeners can take; whatever does not fit never reaches them.

A shape is a type (or several), a pattern, a dict of shapes (keys ending in "?" may be missing or null), or a list with
the shape of its items and, after it, the fewest there may be.
Payloads: https://docs.slack.dev/reference/interaction-payloads and https://docs.slack.dev/reference/events
"""

import re
from typing import Any

ID = re.compile(r"[\w.:-]{1,128}", re.ASCII)  # what is kept as an id: of a person, a channel, a message, a form
PERSON = {"id": ID, "team_id?": ID}
CHANNEL = {"id": ID}
TEAM = {"id": ID}
MESSAGE = {"ts": ID, "text?": str, "user?": ID, "bot_id?": str, "subtype?": str, "thread_ts?": ID}
ATTACHMENT = {"text?": str}  # of a web page it has anything else, such as a number as its `ts`
BLOCK = {"type": str, "block_id": str}
OPTION = {"value": re.compile(r".{0,150}", re.DOTALL)}  # as long as Slack lets an option's value be
ANSWER = {"value?": str, "selected_option?": OPTION, "selected_options?": [OPTION], "selected_users?": [ID],
          "selected_conversation?": ID, "selected_conversations?": [ID]}  # fmt: skip
REACTION = {"user": ID, "reaction": str, "item": {"type": str, "channel?": ID, "ts?": ID}}
VIEW = {"id": ID, "type": str, "callback_id": str, "private_metadata": str, "blocks": [BLOCK],
        "state": {"values": dict}}  # fmt: skip
ACTION = {"action_id": str, "block_id?": str, "value?": str, "selected_option?": OPTION}

EVENTS: dict[str, Any] = {
    "message": {"channel": ID, "ts": ID, "text?": str, "user?": ID, "subtype?": str, "thread_ts?": ID,
                "channel_type?": str, "attachments?": [ATTACHMENT], "bot_id?": str},
    "message_changed": {"channel": ID, "message": {**MESSAGE, "attachments?": [ATTACHMENT]},
                        "previous_message?": {"text?": str}},
    "message_deleted": {"channel": ID, "deleted_ts": ID},
    "user_change": {"user": {"id": ID, "deleted?": bool}},
    "tokens_revoked": {"tokens": {"bot?": list}},
}  # fmt: skip
EVENT = {"type": str, "user?": (str, dict), "channel?": (str, dict), "thread_ts?": str}  # what Bolt reads of any event
REQUESTS: dict[str, Any] = {
    "url_verification": {"challenge": str},
    "event_callback": {"team_id?": ID, "event": EVENT, "authorizations?": [{"team_id?": ID}],
                       "team?": TEAM},
    "block_actions": {"user": PERSON, "team?": TEAM, "actions": [ACTION, 1], "trigger_id?": str, "response_url?": str,
                      "view?": dict, "channel?": CHANNEL},
    "view_submission": {"user": PERSON, "team?": TEAM, "view": VIEW},
    "view_closed": {"user": PERSON, "team?": TEAM, "view": {"type": str, "callback_id": str}},
    "message_action": {"user": PERSON, "team?": TEAM, "callback_id": str, "channel": CHANNEL, "message": MESSAGE,
                       "trigger_id?": str, "response_url?": str},
    "shortcut": {"user": PERSON, "team?": TEAM, "callback_id": str, "trigger_id": str},
}  # fmt: skip
COMMAND = {"command": str, "text?": str, "user_id": ID, "channel_id": ID, "trigger_id": str, "team_id": ID,
           "team?": ID}  # fmt: skip


def is_request(body: Any) -> bool:
    """Whether a decoded body is a request that the listeners understand."""
    kind = body.get("type") if isinstance(body, dict) else None
    if not isinstance(kind, str) or kind not in REQUESTS or not fits(body, REQUESTS[kind]):
        return False
    if kind != "url_verification" and not _names_a_workspace(body):
        return False
    if kind == "event_callback":
        return _is_event(body["event"])
    return kind != "view_submission" or _is_filled_in(body["view"]["state"]["values"])


def is_id(value: Any) -> bool:
    """Whether a value can be kept as somebody's id: Bolt also looks for ids in places that no shape names."""
    return fits(value, ID)


def fits(value: Any, shape: Any) -> bool:
    """Whether a value has a shape."""
    if isinstance(shape, list):
        kind, fewest = (*shape, 0)[:2]
        return isinstance(value, list) and len(value) >= fewest and all(fits(item, kind) for item in value)
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and shape.fullmatch(value) is not None
    if not isinstance(shape, dict):
        return isinstance(value, shape)
    return isinstance(value, dict) and all(_fits_key(value, key, inner) for key, inner in shape.items())


def _fits_key(value: dict[str, Any], key: str, shape: Any) -> bool:
    name = key.removesuffix("?")
    if key != name and value.get(name) is None:
        return True
    return name in value and fits(value[name], shape)


def _names_a_workspace(body: dict[str, Any]) -> bool:
    first = (body.get("authorizations") or [{}])[0]
    named = first.get("team_id") or body.get("team_id")
    return bool(named) or fits(body, {"team": TEAM}) or fits(body, {"user": {"team_id": ID}})


def _is_event(event: dict[str, Any]) -> bool:
    subtype = event.get("subtype")
    if event["type"] in ("reaction_added", "reaction_removed"):
        return fits(event, REACTION)
    if event["type"] != "message":
        return event["type"] not in EVENTS or fits(event, EVENTS[event["type"]])
    return fits(event, EVENTS.get(subtype if isinstance(subtype, str) else "message", EVENTS["message"]))


def _is_filled_in(values: dict[str, Any]) -> bool:
    return all(
        isinstance(fields, dict) and len(fields) == 1 and all(fits(answer, ANSWER) for answer in fields.values())
        for fields in values.values()
    )
