"""Holds what an app sends against `shapes.py`, and words what is wrong the way Slack does."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import Any

from . import rich_text, shapes
from .shapes import Items, OneOf, Part, Plain, Shape, Text, Words

Json = dict[str, Any]


def _error(words: str, where: str) -> str:
    return f"[ERROR] {words} [json-pointer:{where}]"


def blocks_errors(blocks: Any, where: str = "/blocks", most: int = shapes.MESSAGE_BLOCKS) -> list[str]:
    """What Slack would say of the blocks of a message; an empty list when all is well."""
    if not isinstance(blocks, list):
        return [_error("must be an array", where)]
    return [*fits(Items(OneOf(tuple(shapes.BLOCKS)), most, 0), blocks, where), *_repeated(blocks, where)]


def view_errors(view: Any) -> list[str]:
    """What Slack would say of a modal or a home tab; the answer is then `invalid_arguments`."""
    if not isinstance(view, dict) or view.get("type") not in shapes.VIEWS:
        return [_error("failed to match all allowed schemas", "/view")]
    errors = [*_fields(shapes.VIEWS[view["type"]], view, "/view"), *_repeated(view.get("blocks"), "/view/blocks")]
    if _asks(view) and view["type"] == "modal" and not view.get("submit"):
        errors.append(_error("missing required field: submit", "/view"))
    return [_error("failed to match all allowed schemas", "/view"), *errors] if errors else []


def too_large(view: Json) -> bool:
    """Whether a view is over 250 kB."""
    return len(json.dumps(view, ensure_ascii=False).encode("utf-8", "surrogatepass")) > shapes.VIEW_BYTES


def text_size(blocks: Any) -> int:
    """The characters of all texts in these blocks together."""
    if isinstance(blocks, dict):
        own = len(blocks["text"]) if isinstance(blocks.get("text"), str) else 0
        return own + sum(text_size(part) for part in blocks.values())
    return sum(map(text_size, blocks)) if isinstance(blocks, list) else 0


def _asks(view: Json) -> bool:
    return any(isinstance(block, dict) and block.get("type") == "input" for block in view.get("blocks") or [])


@singledispatch
def fits(rule: Any, value: Any, where: str) -> Iterable[str]:
    """What is wrong with `value` at the JSON pointer `where` by this rule of the table."""
    raise TypeError(f"No such rule in the table: {rule!r}")


@fits.register
def _(rule: Words, value: Any, where: str) -> Iterable[str]:
    if not isinstance(value, str):
        return [_error("must be a string", where)]
    if rule.one_of:
        return [] if value in rule.one_of else [_error("must be a valid enum value", where)]
    return _length(value, rule.least, rule.most, where)


@fits.register
def _(rule: Text, value: Any, where: str) -> Iterable[str]:
    kinds = ("plain_text",) if rule.plain else ("plain_text", "mrkdwn")
    if not isinstance(value, dict) or value.get("type") not in kinds:
        return [_error(f"must be a text object of type {' or '.join(kinds)}", where)]
    strange = value.keys() - {"type", "text", "emoji", "verbatim"}
    extra = [_error(f"invalid additional property: {name}", where) for name in sorted(strange)]
    return [*extra, *fits(Words(rule.most), value.get("text"), f"{where}/text")]


@fits.register
def _(rule: Items, value: Any, where: str) -> Iterable[str]:
    if not isinstance(value, list):
        return [_error("must be an array", where)]
    if len(value) > rule.most:
        return [_error(f"no more than {rule.most} items allowed", where)]
    if len(value) < rule.least:
        return [_error(f"no fewer than {rule.least} items allowed", where)]
    return [words for at, part in enumerate(value) for words in fits(rule.of, part, f"{where}/{at}")]


@fits.register
def _(rule: OneOf, value: Any, where: str) -> Iterable[str]:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in rule.types:
        return [_error(f"unsupported type: {kind}", where)]
    if kind in ("plain_text", "mrkdwn"):
        return fits(Text(3000, plain=False), value, where)
    # An image is both a block and an element; only the element stands inside something else.
    table = shapes.BLOCKS if rule.types == tuple(shapes.BLOCKS) else shapes.ELEMENTS
    return [*_fields(table[kind], value, where), *_special(kind, value, where)]


@fits.register
def _(rule: Part, value: Any, where: str) -> Iterable[str]:
    return _fields(shapes.COMPOSITION[rule.name], value, where)


@fits.register
def _(rule: Plain, value: Any, where: str) -> Iterable[str]:
    return [] if isinstance(value, rule.kind) else [_error("must be of another type", where)]


def _length(value: str, least: int, most: int, where: str) -> Iterator[str]:
    if len(value) > most:
        yield _error(f"must be less than {most + 1} characters", where)
    if len(value) < least:
        yield _error(f"must be more than {least - 1} characters", where)


def _fields(shape: Shape, value: Any, where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield _error("must be an object", where)
        return
    for name in shape.needs:
        if name not in value:
            yield _error(f"missing required field: {name}", where)
    for name, part in value.items():
        if name in shape.fields:
            yield from fits(shape.fields[name], part, f"{where}/{name}")
        elif name == "block_id":
            yield from fits(shapes.ID, part, f"{where}/block_id")
        elif name != "type":
            yield _error(f"invalid additional property: {name}", where)


def _special(kind: str, value: Json, where: str) -> Iterator[str]:
    if kind == "section" and not ({"text", "fields"} & value.keys()):
        yield _error("must define either `text` or `fields`", where)
    if kind.endswith("static_select") and ("options" in value) == ("option_groups" in value):
        yield _error("must define either `options` or `option_groups`", where)
    if kind == "image" and ("image_url" in value) == ("slack_file" in value):
        yield _error("must define either `image_url` or `slack_file`", where)
    if kind == "image" and isinstance(file := value.get("slack_file"), dict) and len(file.keys() & {"id", "url"}) != 1:
        yield _error("must define either `id` or `url`", f"{where}/slack_file")
    if kind == "rich_text" and isinstance(value.get("elements"), list):
        yield from (_error(words, place) for words, place in rich_text.problems(value, where))
    chosen = value.get("initial_option")
    if chosen is not None and chosen not in _options(value):
        yield _error("initial_option must match one of the options", where)


def _options(element: Json) -> list[Any]:
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(option for group in groups for option in group.get("options", []))]


def _repeated(blocks: Any, where: str) -> Iterator[str]:
    """Block ids are unique in a message or view, action ids in their block."""
    found = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    for name, times in Counter(block.get("block_id") for block in found).items():
        if name and times > 1:
            yield _error(f"`block_id` {name} already exists", where)
    for at, block in enumerate(found):
        elements = block.get("elements")
        parts = [part for part in elements if isinstance(part, dict)] if isinstance(elements, list) else []
        for name, times in Counter(part.get("action_id") for part in parts).items():
            if name and times > 1:
                yield _error(f"`action_id` {name} already exists", f"{where}/{at}/elements")
