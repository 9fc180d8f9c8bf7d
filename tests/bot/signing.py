"""Requests as Slack makes them: signed, in JSON or as a form, one valid example of every kind."""

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

SECRET = "practice-secret"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
CANARY = "marzipan canary"
REPLY = f"I'm so sorry the cot arrived broken. I've sent a new one and I'll call you tomorrow about it. {CANARY}"
Json = dict[str, Any]


def headers(body: bytes, at: float, kind: str = JSON, secret: str = SECRET) -> dict[str, str]:
    """The headers of a request signed at `at`."""
    stamp = str(int(at))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}", "Content-Type": kind}


def encoded(kind: str, body: Json) -> tuple[bytes, str]:
    """The bytes and the content type in which `event`, `command` or `interactive` travels."""
    if kind == "event":
        return json.dumps(body).encode(), JSON
    form = body if kind == "command" else {"payload": json.dumps(body)}
    return urlencode(form, errors="surrogatepass").encode(), FORM


def event(**fields: Any) -> Json:
    """A message in the snippets channel, with some fields changed."""
    told = {"type": "message", "channel": "C1", "ts": "1700000000.000100", "user": "U1", "text": REPLY, **fields}
    seen_by = {"team_id": "T1", "user_id": "UBOT", "enterprise_id": None}
    return {"type": "event_callback", "team_id": "T1", "event": told, "authorizations": [seen_by], "event_id": "Ev1"}


def _modal(callback: str, metadata: str, **answers: Any) -> Json:
    values = {block: {"answer": answer} for block, answer in answers.items()}
    blocks = [{"type": "input", "block_id": block, "label": {"type": "plain_text", "text": "a"}} for block in answers]
    return {
        "id": "V1", "type": "modal", "callback_id": callback, "private_metadata": metadata, "blocks": blocks,
        "state": {"values": values},
    }  # fmt: skip


def _acting(kind: str, **fields: Any) -> Json:
    return {
        "type": kind, "user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}, "trigger_id": "1.2.x",
        "response_url": "http://127.0.0.1:9/response/1", **fields,
    }  # fmt: skip


def _click(action: str) -> Json:
    pressed = {"type": "button", "action_id": action, "block_id": "b", "value": "AAAA"}
    return _acting("block_actions", channel={"id": "C1"}, message={"ts": "1.1", "text": CANARY}, actions=[pressed])


_TYPED = {"type": "plain_text_input", "value": REPLY}
_CHOSEN = {"type": "static_select", "selected_option": {"value": "email"}}
_CARRIED = json.dumps({"place": "C1", "contact": None, "customer": "external"})
_COMMAND = {
    "command": "/takefive", "user_id": "U1", "channel_id": "C1", "trigger_id": "1.2.x", "team_id": "T1",
    "response_url": "http://127.0.0.1:9/response/1",
}  # fmt: skip
_FORWARDED = [{"is_share": True, "text": REPLY, "author_id": "U2", "channel_id": "C2", "ts": "1.5"}]
_MESSAGE = {"ts": "1700000000.000100", "text": REPLY, "user": "U1"}
EVERY_KIND: list[tuple[str, Json]] = [
    ("event", event()),
    ("event", event(channel="D1", channel_type="im")),
    ("event", event(channel="D1", channel_type="im", ts="1.6", attachments=_FORWARDED)),
    ("event", event(subtype="message_changed", message=_MESSAGE, previous_message={"text": "before"})),
    ("event", event(subtype="message_deleted", deleted_ts="1700000000.000100")),
    ("event", {"type": "event_callback", "team_id": "T1", "event": {"type": "team_join", "user": {"id": "U2"}}}),
    ("event", {"type": "url_verification", "challenge": "prove it"}),
    *(("command", {**_COMMAND, "text": f"{word} {CANARY}"}) for word in ("", "snippet", "kudos", "pause", "nonsense")),
    *(("interactive", _click(name)) for name in ("kudos_share", "kudos_edit", "prefer_none", "take_down", "other")),
    ("interactive", _acting("message_action", callback_id="review_reply", channel={"id": "C1"}, message=_MESSAGE)),
    ("interactive", _acting("shortcut", callback_id="unknown")),
    (
        "interactive",
        _acting("view_submission", view=_modal("snippet_form", "C1", reply=_TYPED, context=_TYPED, contact=_CHOSEN)),
    ),
    ("interactive", _acting("view_submission", view=_modal("snippet_keep", _CARRIED, reply=_TYPED))),
    ("interactive", _acting("view_submission", view=_modal("kudos_edited", "AAAA", words=_TYPED))),
    ("interactive", _acting("view_closed", view={"id": "V1", "type": "modal", "callback_id": "snippet_form"})),
]
