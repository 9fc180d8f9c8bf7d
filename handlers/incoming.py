"""What comes in from Slack, in plain words: whose it is, and what it says without Slack's mark-up."""

import re
from typing import Any

from handlers import door

MARKUP = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")

ID = re.compile(r"[\w.:-]{1,128}", re.ASCII)
IDS = {"author_id", "channel_id", "ts"}


def workspace_of(body: dict[str, Any]) -> str:
    """The workspace a request belongs to; on an Enterprise Grid `team` may be null and the authorization says it."""
    first = (body.get("authorizations") or [{}])[0].get("team_id")
    named = first or body.get("team_id") or (body["team"]["id"] if body.get("team") else body["user"]["team_id"])
    return str(named)


def is_message(body: dict[str, Any]) -> bool:
    """Whether it is about a message, new or changed or deleted: nobody clicked, typed or opened anything."""
    event = body.get("event")
    return isinstance(event, dict) and event.get("type") == "message"


def words(text: str | None) -> str:
    """Slack's text as a person reads it: mentions and links as words, `&amp;` and its like unescaped.

    Characters that no database keeps (NUL, halves of surrogate pairs) are gone.
    """
    plain = MARKUP.sub(_reading, door.clean(text or ""))
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def is_from_outside(event: dict[str, Any], workspace: str) -> bool:
    """Whether somebody of another workspace wrote it (Slack Connect)."""
    return any(event.get(key) not in (None, workspace) for key in ("team", "user_team", "source_team"))


def is_own_message(event: dict[str, Any]) -> bool:
    """A person's own new message: no bot, no join or topic, no reply in a thread."""
    by_bot = event.get("bot_id") or event.get("bot_profile")
    plain = event.get("subtype") in (None, "file_share") and not by_bot and bool(event.get("user"))
    return plain and event.get("thread_ts") in (None, event.get("ts"))


def is_in_private(event: dict[str, Any]) -> bool:
    """Whether it was said to the bot alone; where Slack leaves the type of the channel out, its id says so."""
    kind = event.get("channel_type")
    return kind == "im" or (kind is None and str(event["channel"]).startswith("D"))


def forwarded(event: dict[str, Any]) -> dict[str, Any] | None:
    """The message that was forwarded along with this one, as its attachment, or None; what is no id is left out."""
    for item in event.get("attachments") or ():
        if item.get("is_share") or item.get("is_msg_unfurl"):
            return {key: value for key, value in item.items() if key not in IDS or _is_id(value)}
    return None


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and ID.fullmatch(value) is not None


def _reading(found: re.Match[str]) -> str:
    sigil, target, label = found.groups()
    if sigil == "@":
        return f"@{label or target}"
    if sigil == "#":
        return f"#{label or target}"
    if sigil == "!":
        return f"@{label or target}".replace("@subteam^", "@")
    return label or target.removeprefix("mailto:").removeprefix("tel:")
