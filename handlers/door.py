"""The send door: everything that leaves for Slack passes here.

It cleans characters that JSON or Slack refuse, cuts text to its limit BEFORE escaping, refuses mrkdwn (people's words
would be read as mark-up; rich text and plain text cannot ping or link by accident), checks the limits that Slack
checks, and switches link names and unfurls off. Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

Block = dict[str, Any]

MOST_BLOCKS: Final = 50
MOST_VIEW_BLOCKS: Final = 100
MOST_CHARACTERS: Final = 12_000  # all blocks together fail near 13,200 (msg_blocks_too_long)
MOST_VIEW_BYTES: Final = 240_000  # a modal or home tab takes 250 kB with everything around the blocks
MOST_TEXT: Final = 4_000  # chat.update takes no longer text
TEXT: Final = 3_000
SHORTER: Final = (TEXT, 1_500, 700, 300, 100)  # what each text is cut to when all together are too long
LIMITS: Final = {"header": 150, "button": 75, "title": 24, "submit": 24, "close": 24, "label": 2_000, "option": 75}
NOTHING: Final = "…"  # where nothing printable is left: Slack refuses an empty text
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]+")
QUIET: Final = {"link_names": False, "unfurl_links": False, "unfurl_media": False, "parse": "none"}


class Unsendable(ValueError):
    """A message or view that Slack would refuse: a mistake of ours, found before it leaves."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a view makes: `text` for notifications and screen readers, `blocks` for everybody else."""

    text: str
    blocks: list[Block] = field(default_factory=list)


def clean(text: str) -> str:
    """The text without NULs, control characters and lone surrogates, which JSON or Slack refuse."""
    return text if text.isprintable() else UNPRINTABLE.sub("", text)


def cut(text: str, limit: int) -> str:
    """The text within `limit` characters, with an ellipsis where something was left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def escape(text: str, limit: int = TEXT) -> str:
    """A person's words for a place where Slack reads mark-up: cleaned, cut, then `&`, `<` and `>` escaped.

    What escaping makes longer than MOST_TEXT is cut shorter before it, so that no entity is cut in two.
    """
    words = cut(clean(text), limit)
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped if len(escaped) <= MOST_TEXT else escape(words, len(words) * MOST_TEXT // len(escaped))


def payload(message: Message) -> dict[str, Any]:
    """The arguments of chat.postMessage, chat.update or an answer to a command. Raises Unsendable."""
    blocks = _fitted([_cleaned(block) for block in message.blocks], _characters, MOST_CHARACTERS)
    check(blocks, MOST_BLOCKS)
    text = escape(message.text)
    return {"text": text if text.strip() else "Take Five", "blocks": blocks, **QUIET}


def view(view: Block) -> Block:
    """A modal or home tab, cleaned and checked. Raises Unsendable."""
    cleaned: Block = _cleaned(view)
    cleaned["blocks"] = _fitted(cleaned["blocks"], _bytes, MOST_VIEW_BYTES)
    check(cleaned["blocks"], MOST_VIEW_BLOCKS)
    if any(block["type"] == "input" for block in cleaned["blocks"]) and "submit" not in cleaned:
        raise Unsendable("a modal with an input needs a submit button")
    if len(cleaned.get("private_metadata", "")) > TEXT:
        raise Unsendable("private_metadata is over 3,000 characters")
    return cleaned


def check(blocks: list[Block], most: int) -> None:
    """Raise Unsendable where Slack would answer `invalid_blocks`, which its own models do not notice."""
    if len(blocks) > most:
        raise Unsendable(f"{len(blocks)} blocks, Slack takes {most}")
    _unlike([block["block_id"] for block in blocks if "block_id" in block], "block_id")
    for block in blocks:
        _unlike(list(_values(block, "action_id")), "action_id")
        if any(True for kind in _values(block, "type") if kind == "mrkdwn"):
            raise Unsendable("mrkdwn would read people's words as mark-up: use rich text or plain text")
        if not all(_texts(block)):
            raise Unsendable(f"an empty text in a {block['type']} block")


def may_answer(response_url: str, api_url: str) -> bool:
    """Whether a response_url is Slack's own, or on the very host that the Web API is called at."""
    try:
        url, api = urlsplit(response_url), urlsplit(api_url)
    except ValueError:
        return False
    return (url.scheme, url.netloc) in {("https", "hooks.slack.com"), (api.scheme, api.netloc)}


def _fitted(blocks: list[Block], size: Callable[[list[Block]], int], most: int) -> list[Block]:
    for limit in SHORTER:
        shown: list[Block] = [_shortened(block, limit) for block in blocks]
        if size(shown) <= most:
            return shown
    raise Unsendable(f"{size(shown)} characters, Slack takes {most}")


def _characters(blocks: list[Block]) -> int:
    return sum(map(len, _texts(blocks)))


def _bytes(blocks: list[Block]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False).encode())


def _shortened(part: Any, limit: int) -> Any:
    if isinstance(part, list):
        return [_shortened(item, limit) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: cut(value, limit) if key == "text" and isinstance(value, str) else _shortened(value, limit)
        for key, value in part.items()
    }


def _unlike(ids: list[str], name: str) -> None:
    if len(ids) != len(set(ids)):
        raise Unsendable(f"the same {name} twice")


def _cleaned(part: Any, place: str = "") -> Any:
    if isinstance(part, str):
        return clean(part)
    if isinstance(part, list):
        return [_cleaned(item, place) for item in part]
    if not isinstance(part, dict):
        return part
    if part.get("type") == "plain_text":
        return {**part, "text": cut(clean(part["text"]), LIMITS.get(place, TEXT)) or NOTHING}
    if part.get("type") == "text":
        return {**part, "text": clean(part["text"]) or NOTHING}
    if "initial_value" in part:
        part = {**part, "initial_value": cut(clean(part["initial_value"]), part.get("max_length", TEXT))}
    kind = str(part.get("type", ""))
    return {
        key: _cleaned(value, key if key in LIMITS else ("option" if key == "options" else kind))
        for key, value in part.items()
    }


def _texts(part: Any) -> Iterator[str]:
    for value in _values(part, "text"):
        if isinstance(value, str):
            yield value


def _values(part: Any, name: str) -> Iterator[Any]:
    if isinstance(part, list):
        for item in part:
            yield from _values(item, name)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key == name:
                yield value
            yield from _values(value, name)
