"""Texts that would like to be more than words, every view that shows words, and a reader of Slack's mark-up."""

import dataclasses
import importlib
import inspect
import pkgutil
import random
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from handlers import seals, views
from handlers.door import Message
from handlers.views import Reader

ID = "ab" * 8
TACTICS = ("empathy", "ownership", "professionalism", "active_listening", "authenticity")
PIECES = (
    "<!channel>", "<!here|here>", "<!everyone>", "<@U123>", "<@U123|ana>", "<#C123|general>", "<!subteam^S1>",
    "<https://evil.example|the help page>", "<mailto:a@b.example|me>", "https://evil.example/?a=1&b=2",
    "@channel", "@ana",
    "&lt;!channel&gt;", "&amp;lt;", "&", "<", ">", "<<", ">>", "|", "*bold*", "_it_", "~no~", "`code`", "```",
    "> quote",
    "1. one", "- two", ":fire:", "\u202e", "\u2066", "\u200b", "\ufeff", "\0", "\x07", "\x7f", "\ud800", "\udfff",
    "\u2028",
    "\r\n", "\n", "\t", " ", "é", "e\u0301", "𝔘", "😀", "👩‍👩‍👧‍👦", "مرحبا",
    "שלום", "漢字", "{0}", "%s", "${x}", "\\", '"', "'", "word",
)  # fmt: skip
NASTY = (
    "", " ", "\0", "\ud800", "\n" * 50, "<!channel>", "&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;", "&" * 40_000,
    "<" * 3_000, "x" * 40_000, "😀" * 20_000, "\u202e" * 5_000, "\0" * 40_000, "<!channel> " * 4_000,
    "a" * 2_999 + "&&&",
    "a" * 2_995 + "<!channel>", "```" + "<@U1>" * 700, "word " * 8_000, "\u200b", "</script><b>", "*" * 3_001,
)  # fmt: skip
MARK_UP = re.compile(r"<[!@#][^<>]*>|<[a-z]+:[^<>]*>", re.IGNORECASE)
PINGS = {"link", "user", "usergroup", "channel", "broadcast"}  # parts of rich text that reach out


def texts(times: int, seed: int) -> Iterator[str]:
    """Hostile texts, most of them short, some as long as Slack lets a person type."""
    chance = random.Random(seed)
    for _ in range(times):
        made = "".join(chance.choices(PIECES, k=chance.choice((1, 2, 3, 5, 8, 13, 40))))
        yield made * chance.choice((1,) * 30 + (40, 40_000 // len(made)))


def reader() -> Reader:
    """A reader who is called something hostile too."""
    return Reader(lambda user: "<@U999|Ana> <!channel>", lambda purpose, id: seals.seal(b"k", "T1", "U1", purpose, id))


def all_views() -> dict[str, Callable[..., Any]]:
    """Every view there is, by room and name: the functions that make a message, a modal or a home tab."""
    found = {}
    for room in pkgutil.iter_modules(views.__path__):
        if room.name not in ELSEWHERE:
            module = importlib.import_module(f"{views.__name__}.{room.name}")
            for name, view in inspect.getmembers(module, inspect.isfunction):
                if view.__module__ == module.__name__ and not name.startswith("_") and _shows(view):
                    found[f"{room.name}.{name}"] = view
    return found


def _shows(view: Callable[..., Any]) -> bool:
    hints = typing.get_type_hints(view)
    reads_a_form = "view" in hints
    return not reads_a_form and (hints.get("return") is Message or hints.get("return") == dict[str, Any])


def filled(view: Callable[..., Any], text: str) -> Any:
    """What a view makes when every fact that may be a person's words is this text."""
    hints = typing.get_type_hints(view)
    return view(**{name: _fact(view, name, hints[name], text) for name in inspect.signature(view).parameters})


ELSEWHERE = {
    "blocks",
    "checkin",
    "comfort",
    "results",
    "praise",
    "digests",
    "home",
    "setup",
}  # no views, or see tests/golden/states.py
WHERE = {"U1", "U2", "C1"}  # whom and what a view is told to name by its id
KNOWN: dict[str, Any] = {
    "review": ID, "decision": None, "place": "C1", "channel": "C1", "author": "U1", "signer": "U2", "choice": "private",
    "tactic": "empathy", "state": "shown", "metadata": "sealed", "antipattern": "blame", "praised": {"empathy"},
    "shoutout": ID, "people": ["U1", "U2"], "rooms": ["C1"], "wish": "public", "reach": "public", "id": ID, "by": "U1",
    "where": "C1", "lines": (), "kind": "thanks",
}  # fmt: skip


def _fact(view: Any, name: str, hint: Any, text: str) -> Any:
    if hint is Reader or Reader in typing.get_args(hint):
        return reader()
    if name in ("quotes", "showed"):
        return [[tactic, text] for tactic in TACTICS]
    if name == "ask":
        return [text], "sealed"
    if name == "tip" and "dict" in str(hint):
        return {"tactic": "empathy", "text": text, "rewrite": text, "about": text, "id": "tip"}
    if name == "line" and inspect.getmodule(view).__name__.endswith(("recognition", "praise")):
        return next(iter(importlib.import_module("coaching.recognition.lines").words()))
    return KNOWN[name] if name in KNOWN else _of(hint, text)


def _of(hint: Any, text: str) -> Any:
    kind, inside = typing.get_origin(hint), typing.get_args(hint)
    if kind in (types.UnionType, typing.Union):
        return _of(inside[0], text)
    if kind is Callable:
        return lambda *given: text
    if hint is datetime:
        return datetime(2026, 3, 2, tzinfo=UTC)
    if kind in (tuple, list, set, frozenset, Sequence, Iterable):
        several = [_of(one, text) for one in inside if one is not ...]
        return (kind if kind in (tuple, set, frozenset) else list)(several)
    if kind is dict:
        return {"text": text}
    if dataclasses.is_dataclass(hint):
        fields = typing.get_type_hints(hint)
        return hint(**{each.name: _fact(hint, each.name, fields[each.name], text) for each in dataclasses.fields(hint)})
    return {bool: True, int: 3, float: 0.5}.get(hint, text)


def reaching_out(made: dict[str, Any]) -> list[str]:
    """Every mention, link and ping that Slack would see in what is sent."""
    found = MARK_UP.findall(made.get("text", "")) if isinstance(made.get("text"), str) else []
    return [*found, *_in_parts(made.get("blocks", []))]


def _in_parts(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _in_parts(each)
    elif isinstance(part, dict):
        if part.get("type") in PINGS and not {part.get("user_id"), part.get("channel_id")} & WHERE:
            yield str(part)
        if part.get("type") == "mrkdwn":
            yield from MARK_UP.findall(part["text"])
        for each in part.values():
            yield from _in_parts(each)
