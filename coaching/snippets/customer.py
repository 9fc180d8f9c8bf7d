"""The customer's side: what their words show, and which tactics the moment calls for."""

from dataclasses import dataclass
from functools import lru_cache
from math import prod

from coaching import playbook
from coaching.snippets import cues, sentences, words

ENOUGH = 0.15  # the least chance at which a need is shown as a reason


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a customer's words show: the line of the playbook, where its sentence is, and where the cue in it."""

    line: str
    start: int
    end: int
    cue_start: int
    cue_end: int
    strength: float


@lru_cache(maxsize=1)
def _trie() -> cues.Trie:
    return cues.compiled(playbook.load("customer"))


def needs(text: str, spans: tuple[tuple[int, int], ...]) -> list[Need]:
    """What these parts of a text, the customer's, show; the strongest first."""
    found: dict[tuple[str, int], Need] = {}
    book = playbook.load("customer")
    for start, end in spans:
        heard = words.split(text, start, end)
        for a, b in sentences.split(text, start, end):
            i, j = heard.within(a, b)
            plain = heard.plain[i:j]
            for hit in _trie().find(plain):
                cue = book.cues[hit.cue]
                need = Need(cue.line, a, b, heard.starts[i + hit.start], heard.ends[i + hit.end - 1], cue.strength)
                known = found.get((cue.line, a))
                if cues.in_scope(cue, plain, hit, 0, len(plain)) and (known is None or known.strength < need.strength):
                    found[cue.line, a] = need
    return sorted(found.values(), key=lambda need: -need.strength)


def called_for(found: list[Need]) -> dict[str, list[Need]]:
    """Which tactics these needs call for, each with the needs that do, the strongest first.

    Needs add up like independent chances; `[called_from]` in the playbook says from where a tactic is called for.
    """
    book = playbook.load("customer").extra
    calls: dict[str, list[Need]] = {}
    for tactic, least in book["called_from"].items():
        chances = [(book["calls_for"][need.line].get(tactic, 0.0) * need.strength, need) for need in _by_line(found)]
        if 1 - prod(1 - chance for chance, _ in chances) >= least:
            calls[tactic] = [need for chance, need in sorted(chances, key=lambda one: -one[0]) if chance >= ENOUGH]
    return calls


def _by_line(found: list[Need]) -> list[Need]:
    """The strongest need of each line; the others say the same again."""
    return list({need.line: need for need in reversed(found)}.values())
