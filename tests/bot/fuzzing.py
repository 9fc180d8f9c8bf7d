"""Bad requests of many kinds, from a seed: spoilt bodies, any bytes, any JSON, spoilt headers."""

import copy
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot import shapes
from tests.bot.face import Face
from tests.bot.signing import CANARY, EVERY_KIND, FORM, JSON, encoded, event, headers

Request = tuple[bytes, dict[str, str]]
JUNK: list[Any] = [
    None, True, 5, -1.5, 10**400, "", " ", [], {}, [None], [[]], [{}], {"id": None}, {"a": {"a": {}}}, "\0", "a\0b",
    "\ud800", "a\udfffb", "𝔘ñï😀", "\u202eabc\u2066", "<!channel> <@U1>", "%s{}$x", "null", "[]", '{"place": 5}',
    "x" * 40_000, "https://[", "http://127.0.0.1:9/response/1", "é", "message", "im", "message_changed", f"{CANARY} ",
]  # fmt: skip
STRANGE = ["", " ", "0", "-1", "1e9", "١٢٣", "v0=", "v0=é", "a" * 5_000, "\0", "%00", "null", CANARY]
WRITTEN = [JSON, FORM, "text/plain", "", "a/b; charset=x", "application/json; charset=utf-16", "multipart/form-data"]


def requests(chance: random.Random, times: int) -> Iterator[Request]:
    """So many requests: bytes and headers. About half are spoilt versions of good ones."""
    makers = (_spoilt_body, _spoilt_body, _spoilt_body, _any_bytes, _any_json, _spoilt_headers)
    for number in range(times):
        body, written, spoil = chance.choice(makers)(chance)
        yield body, {**headers(body, time.time() - number % 250, written), **spoil}


def bombard(face: Face, seed: int, times: int) -> list[str]:
    """Send that many; hands back those that were answered with anything that a sender may not be told."""
    failures = []
    for body, given in requests(random.Random(seed), times):
        status = face.client.post("/slack/events", data=body, headers=given).status_code
        if status not in (200, 401, 409, 413):
            failures.append(f"{status}: {given.get('Content-Type')} {body[:1_500]!r}")
    return failures


def copies_of_one(face: Face, times: int) -> set[int]:
    """Send one signed snippet so many times, from eight threads; hands back every status that was answered."""
    body, written = encoded("event", event())
    given = headers(body, time.time(), written)

    def send(doors: Face) -> set[int]:
        return {doors.client.post("/slack/events", data=body, headers=given).status_code for _ in range(-(-times // 8))}

    with ThreadPoolExecutor(8) as pool:
        return set().union(*pool.map(send, [face.copy() for _ in range(8)]))


def _spoilt_body(chance: random.Random) -> tuple[bytes, str, dict[str, str]]:
    kind, body = chance.choice(EVERY_KIND)
    return *encoded(kind, spoilt(body, chance)), {}


def _any_bytes(chance: random.Random) -> tuple[bytes, str, dict[str, str]]:
    """Noise, or a good body cut short or with some bytes changed; signed all the same."""
    body = bytearray(encoded(*chance.choice(EVERY_KIND))[0])
    match chance.choice(("noise", "cut", "changed")):
        case "noise":
            body = bytearray(CANARY.encode() + chance.randbytes(chance.randrange(300)))
        case "cut":
            del body[chance.randrange(len(body)) :]
        case _:
            for _ in range(chance.choice((1, 3, 9))):
                body[chance.randrange(len(body))] = chance.randrange(256)
    return bytes(body), chance.choice(WRITTEN), {}


def _any_json(chance: random.Random) -> tuple[bytes, str, dict[str, str]]:
    """An object that claims to be of a known kind, with anything in it."""
    kind = chance.choice(sorted(shapes.REQUESTS))
    more = {_word(chance): _anything(chance, 3) for _ in range(chance.randrange(5))}
    body = {**event(), **more} if kind == "event_callback" else {**more, "type": kind}
    body |= {"note": CANARY}
    return *encoded("interactive" if chance.random() < 0.5 else "event", body), {}


def _spoilt_headers(chance: random.Random) -> tuple[bytes, str, dict[str, str]]:
    body, written = encoded(*chance.choice(EVERY_KIND))
    name = chance.choice(("X-Slack-Request-Timestamp", "X-Slack-Signature", "Content-Type", "Content-Encoding"))
    return body, written, {name: chance.choice(STRANGE)}


def _anything(chance: random.Random, depth: int) -> Any:
    match chance.randrange(4 if depth else 2):
        case 0 | 1:
            return copy.deepcopy(chance.choice(JUNK))
        case 2:
            return [_anything(chance, depth - 1) for _ in range(chance.randrange(4))]
        case _:
            return {_word(chance): _anything(chance, depth - 1) for _ in range(chance.randrange(4))}


def _word(chance: random.Random) -> str:
    return chance.choice(("user", "team", "event", "view", "actions", "state", "type", "payload", "\0", "é", ""))


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
