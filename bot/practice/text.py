"""What a person types, and what Slack makes of it: escapes, links, mentions, rich text.

Rules: https://docs.slack.dev/messaging/formatting-message-text (escaping, retrieving, mentioning).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]

_TOKEN = re.compile(
    r"(?P<ready><(?:[@#][A-Z0-9]{3,}|!subteam\^[A-Z0-9]+|!here|!channel|!everyone)(?:\|[^<>]*)?>)"
    r"|(?P<url>https?://[^\s<>\"|]*[^\s<>\"|.,;:!?)'\]])"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<host>\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|app|example)\b(?:/[^\s<>\"|]*[^\s<>\"|.,;:!?)'\]])?)"
    r"|(?P<wide>@(?:here|channel|everyone)\b)"
    r"|(?P<name>[@#][\w][\w.-]*)",
    re.IGNORECASE,
)
_PIECE = re.compile(r"<([^<>]+)>|:([a-z0-9_+'-]+):", re.IGNORECASE)


def escaped(text: str) -> str:
    """The three control characters as entities, and nothing else."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """The way back."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def typed(text: str, names: Mapping[str, str]) -> str:
    """What Slack hands to apps when a person types `text`.

    `names` maps what follows `@` or `#` in the composer, in lower case and with the sign, to a token such as
    `<@U1>`. Tokens written out (`<@U1>`) stay, so that a test can name an id.
    """
    out, end = [], 0
    for found in _TOKEN.finditer(text):
        out += [escaped(text[end : found.start()]), _token(found, names)]
        end = found.end()
    return "".join([*out, escaped(text[end:])])


def _token(found: re.Match[str], names: Mapping[str, str]) -> str:
    raw = found.group()
    wrapped = {
        "ready": raw,
        "url": f"<{escaped(raw)}>",
        "mail": f"<mailto:{raw}|{raw}>",
        "host": f"<http://{escaped(raw)}|{escaped(raw)}>",
        "wide": f"<!{raw[1:].lower()}>",
        "name": names.get(raw.lower(), escaped(raw)),
    }
    return wrapped[found.lastgroup or "name"]


def rich_text(text: str) -> Json:
    """The `rich_text` block that Slack's own clients put beside the text of a person's message."""
    section = {"type": "rich_text_section", "elements": list(_elements(text))}
    return {"type": "rich_text", "block_id": "typed", "elements": [section]}


def _elements(text: str) -> Iterator[Json]:
    end = 0
    for found in _PIECE.finditer(text):
        if found.start() > end:
            yield {"type": "text", "text": unescaped(text[end : found.start()])}
        yield {"type": "emoji", "name": found[2]} if found[2] else _element(found[1])
        end = found.end()
    if end < len(text):
        yield {"type": "text", "text": unescaped(text[end:])}


def _element(token: str) -> Json:
    body, _, label = token.partition("|")
    if body.startswith("@"):
        return {"type": "user", "user_id": body[1:]}
    if body.startswith("#"):
        return {"type": "channel", "channel_id": body[1:]}
    if body.startswith("!subteam^"):
        return {"type": "usergroup", "usergroup_id": body.removeprefix("!subteam^")}
    if body.startswith("!"):
        return {"type": "broadcast", "range": body[1:]}
    link = {"type": "link", "url": unescaped(body)}
    return {**link, "text": unescaped(label)} if label else link


def mentioned(text: str) -> list[str]:
    """The ids of the people that a text in Slack's form mentions."""
    return re.findall(r"<@([A-Z0-9]+)(?:\|[^>]*)?>", text)
