"""Three thousand bad requests against the real Flask and Bolt apps: no server error, and no word of theirs in a log."""

import copy
import logging
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bot import shapes
from handlers import answering, incoming, snippets
from tests.bot.conftest import Face
from tests.bot.signing import CANARY, EVERY_KIND, FORM, JSON, SECRET, encoded, event
from tests.conftest import ON_BOTH

JUNK: list[Any] = [
    None, True, 5, -1.5, 10**400, "", " ", [], {}, [None], [[]], [{}], {"id": None}, {"a": {"a": {}}}, "\0", "a\0b",
    "\ud800", "a\udfffb", "𝔘ñï😀", "\u202eabc\u2066", "<!channel> <@U1>", "%s{}$x", "null", "[]", '{"place": 5}',
    "x" * 40_000, "https://[", "http://127.0.0.1:9/response/1", "é", "message", "im", "message_changed", f"{CANARY} ",
]  # fmt: skip
QUIET = settings(
    max_examples=300, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip


def places(part: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a body where something stands."""
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [path, *(place for key, value in inside for place in places(value, (*path, key)))]


def spoilt(body: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The body with one to three places emptied, filled with junk, or given company."""
    body = copy.deepcopy(body)
    for _ in range(chance.choice((1, 1, 2, 3))):
        *path, last = chance.choice([place for place in places(body) if place])
        at = body
        for key in path:
            at = at[key]
        junk = copy.deepcopy(chance.choice(JUNK))
        match chance.choice(("drop", "junk", "junk", "junk", "add")):
            case "drop":
                del at[last]
            case "add" if isinstance(at, dict):
                at[chance.choice(("user", "team", "channel", "event", "view", "type", "message"))] = junk
            case _:
                at[last] = junk
        if not body:
            break
    return body


def bombard(face: Face, seed: int, times: int) -> list[str]:
    """Send spoilt requests of every kind; hands back those that were answered with a server error."""
    chance = random.Random(seed)
    failures = []
    for _ in range(times):
        kind, body = chance.choice(EVERY_KIND)
        made = spoilt(body, chance)
        status = face.send(kind, made).status_code
        if status not in (200, 409):
            failures.append(f"{status}: {kind} {str(made)[:1_500]}")
    return failures


@ON_BOTH
def test_no_spoilt_request_causes_a_server_error_or_leaves_a_word_in_the_log(face: Face, caplog):
    caplog.set_level(logging.DEBUG)
    for kind, body in EVERY_KIND:
        assert face.send(kind, body).status_code == 200

    assert bombard(face, seed=5, times=1_100) == []
    assert CANARY not in caplog.text
    assert SECRET not in caplog.text


@QUIET
@given(body=some.binary(max_size=300), written=some.sampled_from([JSON, FORM, "text/plain", "", "a/b; charset=x"]))
def test_bytes_of_any_kind_are_answered_with_401_unsigned_and_200_signed(face: Face, body: bytes, written: str):
    assert face.send_bytes(body, written, signed=False).status_code == 401
    assert face.send_bytes(body, written).status_code == 200


ANYTHING = some.recursive(
    some.none() | some.booleans() | some.floats() | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=9), inner, max_size=3),
    max_leaves=4,
)


@settings(QUIET, max_examples=160)
@given(kind=some.sampled_from(sorted(shapes.REQUESTS)), more=some.dictionaries(some.text(max_size=9), ANYTHING))
def test_json_of_any_shape_is_answered_with_200(face: Face, kind: str, more: dict[str, Any]):
    body = {**event(), **more} if kind == "event_callback" else {**more, "type": kind}
    assert face.send("interactive" if kind.startswith("view") else "event", body).status_code == 200


@pytest.mark.parametrize("path", ["/slack/events", "/nope", "/healthz"])
@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "OPTIONS"])
def test_other_methods_and_paths_are_no_server_error(face: Face, path: str, method: str):
    assert face.client.open(path, method=method).status_code in (200, 404, 405)


def test_the_guard_notices_a_bot_that_takes_any_shape(face: Face, monkeypatch, caplog):
    monkeypatch.setattr(shapes, "fits", lambda value, shape: True)

    assert bombard(face, seed=5, times=150)


def test_the_guard_notices_a_bot_that_keeps_every_character(face: Face, monkeypatch, caplog):
    monkeypatch.setattr(incoming.door, "clean", lambda text: text)

    assert face.send("event", event(text=event()["event"]["text"] + "\ud800")).status_code == 503


def test_the_guard_notices_a_bot_that_logs_what_it_was_told(face: Face, monkeypatch, caplog):
    monkeypatch.setattr(answering, "wordless", lambda error: (type(error), error, error.__traceback__))
    monkeypatch.setattr(snippets, "words", lambda text: {}[text])

    assert face.send("event", event()).status_code == 503
    assert CANARY in caplog.text


def test_a_body_that_only_bolt_cannot_read_is_answered_with_200_and_logged_without_its_words(face: Face, caplog):
    body = event()
    body["event"] |= {"type": "reaction_added", "user": {"id": "U1"}, "item": {"channel": 5}, "reaction": CANARY}

    assert face.send("event", body).status_code == 200
    assert CANARY not in caplog.text


def test_an_unsigned_copy_of_a_good_request_is_not_read(face: Face):
    body, written = encoded(*EVERY_KIND[0])

    assert face.send_bytes(body, written, signed=False).status_code == 401
