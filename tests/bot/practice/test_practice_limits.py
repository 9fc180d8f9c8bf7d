"""Slack's written limits: just within is taken, just beyond is refused and the place is named."""

from __future__ import annotations

from typing import Any

import pytest

from bot.practice.limits import blocks_errors, view_errors
from bot.practice.shapes import BLOCKS, COMPOSITION, ELEMENTS, VIEWS


def plain(length: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": "x" * length}


def section(**fields: Any) -> dict[str, Any]:
    return {"type": "section", **fields}


def button(**fields: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(3), **fields}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def option(number: int) -> dict[str, Any]:
    return {"text": plain(2), "value": str(number)}


def select(count: int, kind: str = "static_select") -> dict[str, Any]:
    return {"type": kind, "action_id": "s", "options": [option(number) for number in range(count)]}


@pytest.mark.parametrize(
    ("good", "bad", "where"),
    [
        (section(text=mrkdwn(3000)), section(text=mrkdwn(3001)), "/blocks/0/text/text"),
        (section(text=mrkdwn(1)), section(text=mrkdwn(0)), "/blocks/0/text/text"),
        (section(fields=[mrkdwn(2000)] * 10), section(fields=[mrkdwn(2000)] * 11), "/blocks/0/fields"),
        (section(text=mrkdwn(1)), section(), "/blocks/0"),
        ({"type": "header", "text": plain(150)}, {"type": "header", "text": plain(151)}, "/blocks/0/text/text"),
        ({"type": "header", "text": plain(1)}, {"type": "header", "text": mrkdwn(1)}, "/blocks/0/text"),
        (actions(button(text=plain(75))), actions(button(text=plain(76))), "/blocks/0/elements/0/text/text"),
        (actions(button(value="x" * 2000)), actions(button(value="x" * 2001)), "/blocks/0/elements/0/value"),
        (actions(button(action_id="x" * 255)), actions(button(action_id="x" * 256)), "/blocks/0/elements/0/action_id"),
        (actions(button(style="danger")), actions(button(style="loud")), "/blocks/0/elements/0/style"),
        (actions(*[button()] * 25), actions(*[button()] * 26), "/blocks/0/elements"),
        (actions(select(100)), actions(select(101)), "/blocks/0/elements/0/options"),
        (actions(select(10, "radio_buttons")), actions(select(11, "radio_buttons")), "/blocks/0/elements/0/options"),
        (actions(select(5, "overflow")), actions(select(6, "overflow")), "/blocks/0/elements/0/options"),
        (
            actions({**select(2), "initial_option": option(1)}),
            actions({**select(2), "initial_option": option(9)}),
            "/blocks/0/elements/0",
        ),
        (actions(button(action_id="a"), button(action_id="b")), actions(*[button(action_id="a")] * 2), "/blocks/0"),
        (section(text=plain(1)), {"type": "fireworks"}, "/blocks/0"),
        (section(text=plain(1)), section(text=plain(1), colour="red"), "/blocks/0"),
        (section(text=plain(1)), section(text={**plain(1), "blink": True}), "/blocks/0/text"),
        (
            {"type": "image", "image_url": "https://pictures.example/a.png", "alt_text": "A chart"},
            {"type": "image", "image_url": "https://pictures.example/a.png"},
            "/blocks/0",
        ),
    ],
)
def test_a_block_at_the_limit_is_taken_and_one_beyond_it_is_refused(good: Any, bad: Any, where: str) -> None:
    assert blocks_errors([good]) == []
    errors = blocks_errors([bad])
    assert errors
    assert any(f"[json-pointer:{where}" in error for error in errors)


def test_a_message_has_fifty_blocks_with_ids_of_their_own() -> None:
    assert blocks_errors([{"type": "divider"}] * 50) == []
    assert blocks_errors([{"type": "divider"}] * 51) == ["[ERROR] no more than 50 items allowed [json-pointer:/blocks]"]
    assert blocks_errors([{"type": "divider", "block_id": "same"}] * 2)
    assert blocks_errors("no list")


def modal(**fields: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain(24), "blocks": [], **fields}


ASKS = {
    "type": "input",
    "label": plain(10),
    "element": {"type": "plain_text_input"},
}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (modal(blocks=[{"type": "divider"}] * 100), modal(blocks=[{"type": "divider"}] * 101)),
        (modal(blocks=[ASKS], submit=plain(24)), modal(blocks=[ASKS])),
        (modal(blocks=[section(text=plain(1))]), modal(blocks=[section(text=plain(1))], title=plain(25))),
        (
            modal(blocks=[{"type": "divider"}], private_metadata="x" * 3000),
            modal(blocks=[{"type": "divider"}], private_metadata="x" * 3001),
        ),
        ({"type": "home", "blocks": []}, {"type": "home", "blocks": [], "title": plain(3)}),
        ({"type": "home", "blocks": []}, {"type": "house", "blocks": []}),
    ],
)
def test_views_have_limits_of_their_own(good: Any, bad: Any) -> None:
    assert view_errors(good) == []
    assert view_errors(bad)[0] == "[ERROR] failed to match all allowed schemas [json-pointer:/view]"


def test_every_shape_names_the_page_its_limits_come_from() -> None:
    for table in (BLOCKS, ELEMENTS, COMPOSITION, VIEWS):
        for shape in table.values():
            assert shape.page.split("/")[0] in ("block-kit", "views")
