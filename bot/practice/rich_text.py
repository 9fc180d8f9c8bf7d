"""What Slack takes inside a `rich_text` block: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
# What stands in a line, and the fields without which it is refused.
INLINE: dict[str, tuple[str, ...]] = {
    "text": ("text",),
    "link": ("url",),
    "emoji": ("name",),
    "user": ("user_id",),
    "usergroup": ("usergroup_id",),
    "channel": ("channel_id",),
    "broadcast": ("range",),
    "date": ("timestamp", "format"),
}
# What holds lines; a list holds sections.
CONTAINERS = ("rich_text_section", "rich_text_quote", "rich_text_preformatted", "rich_text_list")
STYLES = ("bold", "italic", "strike", "code", "underline")


def problems(block: Json, where: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a rich_text block, and at which JSON pointer."""
    for at, part in enumerate(block["elements"]):
        yield from _container(part, f"{where}/elements/{at}", CONTAINERS)


def _container(part: Any, where: str, allowed: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in allowed or not isinstance(part.get("elements"), list):
        yield f"unsupported type: {kind}", where
        return
    if kind == "rich_text_list" and part.get("style") not in ("bullet", "ordered"):
        yield "missing required field: style", where
    for at, inside in enumerate(part["elements"]):
        place = f"{where}/elements/{at}"
        yield from _container(inside, place, CONTAINERS[:1]) if kind == "rich_text_list" else _inline(inside, place)


def _inline(part: Any, where: str) -> Iterator[tuple[str, str]]:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in INLINE:
        yield f"unsupported type: {kind}", where
        return
    for name in INLINE[kind]:
        if not part.get(name):
            yield f"missing required field: {name}", where
    style = part.get("style", {})
    if not isinstance(style, dict) or not style.keys() <= set(STYLES):
        yield "invalid style", f"{where}/style"
