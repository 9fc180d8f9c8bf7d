"""Every view in each of its states is sent exactly as written down here: one JSON file a payload."""

import json
import re
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from bot.practice import limits, shapes
from handlers import door
from handlers.door import Message
from tests.golden.states import Made, states
from tests.handlers.hostile import NASTY, reaching_out, texts

HERE = Path(__file__).parent
AGAIN = "this payload changed: if that is meant, run python -m tests.golden and read the difference"
IDS = ("value", "private_metadata", "action_id", "block_id", "callback_id", "channel_id", "user_id")
OUR_OWN = {"U1", "U2", "U3", "C1", "C2"}  # people and channels that a view is told to refer to by id


def payload(made: Made) -> Any:
    """What is sent to the Web API: a message's blocks, or a view."""
    return door.payload(made)["blocks"] if isinstance(made, Message) else door.view(made)


def payloads() -> dict[str, Any]:
    """Every payload by name."""
    return {name: payload(made) for name, made in states().items()}


PAYLOADS = payloads()


@pytest.mark.parametrize("name", PAYLOADS)
def test_what_is_sent_is_what_is_written_down(name: str):
    assert json.loads((HERE / f"{name}.json").read_text("utf-8")) == PAYLOADS[name], AGAIN


def test_no_payload_is_written_down_that_nothing_sends():
    written = {str(file.relative_to(HERE).with_suffix("")) for file in HERE.glob("*/*.json")}
    assert written == set(PAYLOADS), AGAIN


def test_there_are_more_than_a_hundred_that_differ_in_more_than_ids():
    kinds = {json.dumps(without_ids(made), sort_keys=True) for made in PAYLOADS.values()}
    assert len(kinds) >= 100


@pytest.mark.parametrize("name", PAYLOADS)
def test_each_is_within_slacks_limits(name: str):
    assert refusals(PAYLOADS[name]) == []


@pytest.mark.parametrize("text", NASTY)
def test_in_each_state_the_nastiest_words_stay_words(text: str):
    for name, made in states(text).items():
        stays_words(name, made)


def test_hostile_texts_stay_words_in_every_state():
    chosen = cycle(PAYLOADS)
    for text in texts(20, seed=7):
        made = states(text)
        for _ in range(50):
            name = next(chosen)
            stays_words(name, made[name])


def stays_words(name: str, made: Made) -> None:
    sent = door.payload(made) if isinstance(made, Message) else door.view(made)
    assert refusals(sent["blocks"] if isinstance(made, Message) else sent) == [], name
    unintended = [each for each in reaching_out(sent) if not set(re.findall(r"'((?:U|C)\d)'", str(each))) & OUR_OWN]
    assert unintended == [], name


def refusals(made: Any) -> list[str]:
    """What Slack would say against a payload."""
    if isinstance(made, dict):
        return [*limits.view_errors(made), *(["view_too_large"] if limits.too_large(made) else [])]
    too_long = ["msg_blocks_too_long"] if limits.text_size(made) > shapes.BLOCKS_TEXT else []
    return [*limits.blocks_errors(made), *too_long]


def without_ids(part: Any) -> Any:
    if isinstance(part, list):
        return [without_ids(each) for each in part]
    if isinstance(part, dict):
        return {key: without_ids(value) for key, value in part.items() if key not in IDS}
    return part
