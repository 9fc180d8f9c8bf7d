"""Every sentence of a turn, and every clause in it, with the cues in scope and how much speaks for each tactic."""

from dataclasses import dataclass
from functools import lru_cache

from coaching import playbook
from coaching.snippets import cues, model, sentences
from coaching.snippets.words import Words

BOOK = "five_tactics"


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence or a clause: words `start` to `end` of the turn, its cues, and the log odds of each tactic."""

    start: int
    end: int
    hits: tuple[cues.Hit, ...]
    log_odds: list[float]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as a whole and by clause (none when it is all one clause)."""

    whole: Part
    clauses: tuple[Part, ...]

    def best(self, tactic: int) -> float:
        """The log odds of the part that speaks most for a tactic."""
        best = self.whole.log_odds[tactic]
        for clause in self.clauses:
            best = max(best, clause.log_odds[tactic])
        return best


@lru_cache(maxsize=1)
def _trie() -> cues.Trie:
    return cues.compiled(playbook.load(BOOK))


def in_scope(plain: list[str]) -> list[cues.Hit]:
    """The cues found in the words of one sentence where they count."""
    known = playbook.load(BOOK).cues
    return [hit for hit in _trie().find(plain) if cues.in_scope(known[hit.cue], plain, hit, 0, len(plain))]


def weigh(text: str, start: int, end: int, spoken: Words) -> list[Sentence]:
    """The sentences of `text[start:end]`, weighed; the words `spoken` are those of that part of the text."""
    found = []
    for a, b in sentences.split(text, start, end):
        i, j = spoken.within(a, b)
        plain = spoken.plain[i:j]
        if plain:
            found.append(_sentence(plain, i))
    return found


def _sentence(plain: list[str], offset: int) -> Sentence:
    hits = in_scope(plain)
    cuts = sentences.clauses(plain, 0, len(plain))
    whole = _part(plain, 0, len(plain), hits, offset)
    return Sentence(whole, tuple(_part(plain, a, b, hits, offset) for a, b in cuts) if len(cuts) > 1 else ())


def _part(plain: list[str], start: int, end: int, hits: list[cues.Hit], offset: int) -> Part:
    inside = [hit for hit in hits if start <= hit.start and hit.end <= end]
    weighed = model.load().scores(model.features(plain[start:end], inside, playbook.load(BOOK)))
    moved = tuple(cues.Hit(hit.cue, hit.start + offset, hit.end + offset) for hit in inside)
    return Part(start + offset, end + offset, moved, weighed)
