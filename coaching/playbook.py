"""Playbooks: what is looked for in a reply, as data. A playbook is a TOML file; this room reads and checks it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

SHELF = Path(__file__).parent / "playbooks"
SCOPES = frozenset(
    {"not negated", "not conditional", "not a question", "a question", "not before but", "opening", "to you"}
)
_CUE_KEYS = {"id", "line", "say", "strength", "scope", "canned", "example", "counter"}


class BrokenPlaybook(ValueError):
    """A playbook that cannot be used; the message names the file, the place and what to do."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Phrases that speak for one line of a playbook, with one sentence that shows it and one that looks like it."""

    id: str
    line: str
    say: tuple[str, ...]
    strength: float
    scope: frozenset[str]
    canned: bool
    example: str
    counter: str


@dataclass(frozen=True, slots=True)
class Playbook:
    """One lens: its lines (name to description), its slots (named lists of phrases) and its cues."""

    name: str
    version: str
    lines: Mapping[str, str]
    slots: Mapping[str, tuple[str, ...]]
    cues: tuple[Cue, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=32)
def load(name: str) -> Playbook:
    """The playbook of this name from the shelf. Raises `BrokenPlaybook`."""
    return read(SHELF / f"{name}.toml")


def read(path: Path) -> Playbook:
    """The playbook in this file. Raises `BrokenPlaybook` with the file, the cue and the reason."""
    try:
        raw = path.read_bytes()
        data = tomllib.loads(raw.decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BrokenPlaybook(f"{path.name}: {error}") from error
    lines = {str(key): str(value) for key, value in data.pop("lines", {}).items()}
    slots = {name: tuple(phrases) for name, phrases in data.pop("slots", {}).items()}
    cues = tuple(_cue(path.name, number, entry, lines) for number, entry in enumerate(data.pop("cue", []), 1))
    _unique(path.name, cues)
    return Playbook(path.stem, sha256(raw).hexdigest()[:12], lines, slots, cues, data)


def _cue(file: str, number: int, entry: dict[str, Any], lines: Mapping[str, str]) -> Cue:
    where = f"{file}: cue {number} ({entry.get('id', 'without an id')})"
    if missing := {"id", "line", "say", "example", "counter"} - entry.keys():
        raise BrokenPlaybook(f"{where}: add {', '.join(sorted(missing))}")
    if unknown := entry.keys() - _CUE_KEYS:
        raise BrokenPlaybook(f"{where}: {', '.join(sorted(unknown))} is not known here")
    if entry["line"] not in lines:
        raise BrokenPlaybook(f"{where}: there is no line {entry['line']!r} under [lines]")
    scope = frozenset(entry.get("scope", ()))
    if scope - SCOPES:
        raise BrokenPlaybook(f"{where}: scope knows only {', '.join(sorted(SCOPES))}")
    strength = float(entry.get("strength", 0.8))
    if not 0 < strength < 1:
        raise BrokenPlaybook(f"{where}: strength is a number between 0 and 1")
    say = tuple(entry["say"])
    return Cue(
        entry["id"], entry["line"], say, strength, scope, bool(entry.get("canned")), entry["example"], entry["counter"]
    )


def _unique(file: str, cues: tuple[Cue, ...]) -> None:
    seen: set[str] = set()
    for cue in cues:
        if cue.id in seen:
            raise BrokenPlaybook(f"{file}: two cues are called {cue.id}")
        seen.add(cue.id)
