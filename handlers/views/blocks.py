"""The pieces that views are made of. People's words only ever go into rich text and plain text."""

import json
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, Literal

from handlers.door import MOST_VIEW_BYTES, clean, cut

Block = dict[str, Any]
Part = str | Block
PIECE, MOST_PIECES = 2_800, 90  # characters that a text takes, texts that a window takes
PIECES_BYTES = MOST_VIEW_BYTES - 10_000


def bold(text: str) -> Block:
    """Bold words inside a paragraph."""
    return {"type": "text", "text": text, "style": {"bold": True}}


def quiet(text: str) -> Block:
    """Words in italics inside a paragraph."""
    return {"type": "text", "text": text, "style": {"italic": True}}


def paragraph(*parts: Part) -> Block:
    """A paragraph; plain strings are plain words, whatever characters they hold."""
    return _rich("rich_text_section", parts)


def quote(text: str) -> Block:
    """Somebody's words, quoted."""
    return _rich("rich_text_quote", (text,))


def mention(user: str) -> Block:
    """A person inside a paragraph; in a channel it lets them know, so never in a list."""
    return {"type": "user", "user_id": user}


def room(channel: str) -> Block:
    """A channel inside a paragraph."""
    return {"type": "channel", "channel_id": channel}


def emoji(name: str) -> Block:
    """An emoji inside a paragraph, beside the words that say the same."""
    return {"type": "emoji", "name": name}


def copyable(text: str) -> Block:
    """Words to copy: Slack offers a copy button on preformatted text."""
    return _rich("rich_text_preformatted", (text,))


def copyables(parts: Iterable[str], between: str) -> tuple[list[Block], bool]:
    """Much text in pieces to copy, as much as a window takes, and whether that is all of it.

    A part that is longer than a piece goes on in the next one.
    """
    held: list[str] = []
    for part in map(clean, parts):
        if held and len(held[-1]) + len(between) + len(part) <= PIECE:
            held[-1] += between + part
        else:
            held += [part[start : start + PIECE] for start in range(0, len(part), PIECE)]
    blocks = [copyable(piece) for piece in held[:MOST_PIECES]]
    sizes = accumulate(len(json.dumps(block, ensure_ascii=False).encode()) for block in blocks)
    shown = [block for block, size in zip(blocks, sizes, strict=True) if size < PIECES_BYTES]
    return shown, len(shown) == len(held)


def together(*parts: Block) -> Block:
    """Several paragraphs, quotes and the like as one block, of which a message takes fifty."""
    return {"type": "rich_text", "elements": [element for part in parts for element in part["elements"]]}


def heading(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text)}


def note(text: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [plain(text)]}


def image(file: str, alt: str) -> Block:
    """A picture that was handed over to Slack, with the same in words for whoever cannot see it."""
    return {"type": "image", "slack_file": {"id": file}, "alt_text": cut(alt, 2_000)}


def divider() -> Block:
    """A line between two parts."""
    return {"type": "divider"}


def button(label: str, action: str, value: str, style: Literal["primary", "danger"] | None = None) -> Block:
    """A button: a verb on it, a sealed id in it."""
    made: Block = {"type": "button", "text": plain(label), "action_id": action, "value": value}
    return {**made, "style": style} if style else made


def actions(*buttons: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(buttons)}


def plain(text: str) -> Block:
    """Plain text as Block Kit wants it; colons stay colons."""
    return {"type": "plain_text", "text": text, "emoji": False}


def field(block: str, label: str, element: Block, *, optional: bool = False, hint: str | None = None) -> Block:
    """A question of a form. The answer is found under `block` (see `answers`)."""
    made: Block = {"type": "input", "block_id": block, "label": plain(label), "element": element, "optional": optional}
    return {**made, "hint": plain(hint)} if hint else made


def long_answer(placeholder: str = "", *, initial: str = "", most: int = 3_000) -> Block:
    """A text of several lines."""
    made: Block = {"type": "plain_text_input", "action_id": "answer", "multiline": True, "max_length": most}
    if placeholder:
        made["placeholder"] = plain(placeholder)
    return {**made, "initial_value": initial} if initial else made


def choice(options: dict[str, str], initial: str | None = None, kind: str = "static_select") -> Block:
    """One of several: `options` maps the value to the words."""
    made = {value: {"text": plain(words), "value": value} for value, words in options.items()}
    element: Block = {"type": kind, "action_id": "answer", "options": list(made.values())}
    return {**element, "initial_option": made[initial]} if initial else element


def several_people(initial: Sequence[str], most: int) -> Block:
    """Some people of the workspace."""
    made: Block = {"type": "multi_users_select", "action_id": "answer", "max_selected_items": most}
    return {**made, "initial_users": list(initial)} if initial else made


def place(initial: str | None) -> Block:
    """A channel that no outsider reads."""
    only = {"include": ["public", "private"], "exclude_external_shared_channels": True, "exclude_bot_users": True}
    made: Block = {"type": "conversations_select", "action_id": "answer", "filter": only}
    return {**made, "initial_conversation": initial} if initial else made


def modal(
    callback: str, title: str, blocks: list[Block], *, submit: str, close: str = "Cancel", metadata: str = ""
) -> Block:
    """A modal; `title`, `submit` and `close` have 24 characters at most."""
    return {
        "type": "modal", "callback_id": callback, "title": plain(title), "submit": plain(submit), "close": plain(close),
        "blocks": blocks, "private_metadata": metadata,
    }  # fmt: skip


def closing(title: str, blocks: list[Block]) -> Block:
    """A modal that only shows something."""
    return {"type": "modal", "title": plain(title), "close": plain("Close"), "blocks": blocks}


def answers(view: Block) -> dict[str, str | None]:
    """What was typed or chosen in a submitted form: block id to text or value (None: left empty)."""
    given = {}
    for block, fields in view["state"]["values"].items():
        (answer,) = fields.values()
        option = answer.get("selected_option")
        typed = option["value"] if option else answer.get("value") or answer.get("selected_conversation")
        given[block] = clean(typed) if typed else None
    return given


def _rich(kind: str, parts: tuple[Part, ...]) -> Block:
    elements = [{"type": "text", "text": part} if isinstance(part, str) else part for part in parts]
    return {"type": "rich_text", "elements": [{"type": kind, "elements": elements}]}
