"""Finding the phrases of a playbook in the words of a text: a trie of tokens, so that time grows with the text only.

A phrase is written as plain words. `{slot}` stands for any phrase of a slot, `(words)` may be there or not,
`a|b` is either word, `*` is up to three words of any kind within the clause.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product

from coaching.playbook import BrokenPlaybook, Cue, Playbook
from coaching.snippets import spelling

GAP = 3
_ENDS_A_GAP = frozenset(".,!?;:…")
_PART = re.compile(r"\(([^()]*)\)|(\{\w+\})|(\*)|([^\s(){}*]+)")


@dataclass(frozen=True, slots=True)
class Hit:
    """One cue found: `words[start:end]` said it."""

    cue: int
    start: int
    end: int


@dataclass(slots=True)
class _Node:
    words: dict[str, "_Node"] = field(default_factory=dict)
    slots: dict[str, "_Node"] = field(default_factory=dict)
    gap: "_Node | None" = None
    cues: list[int] = field(default_factory=list)


class Trie:
    """The compiled phrases of a playbook."""

    def __init__(self, phrases: Iterable[tuple[int, str]], slots: dict[str, tuple[str, ...]]) -> None:
        self._root = _Node()
        self._openings: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, values in slots.items():
            for value in values:
                for words in _spellings(value):
                    self._openings.setdefault(words[0], []).append((words[1:], name))
        for cue, phrase in phrases:
            for parts in _variants(phrase):
                self._add(parts, cue, slots)

    def _add(self, parts: list[str], cue: int, slots: dict[str, tuple[str, ...]]) -> None:
        nodes = [self._root]
        for part in parts:
            if part == "*":
                nodes = [_gap(node) for node in nodes]
            elif part[0] == "{":
                if part[1:-1] not in slots:
                    raise BrokenPlaybook(f"no slot is called {part}")
                nodes = [node.slots.setdefault(part[1:-1], _Node()) for node in nodes]
            else:
                nodes = [_walk(node, words) for node in nodes for words in _spellings(part)]
        for node in nodes:
            if cue not in node.cues:
                node.cues.append(cue)

    def find(self, words: list[str]) -> list[Hit]:
        """Every cue in the words, the longest saying of each at each beginning."""
        hits: list[Hit] = []
        slots_at: dict[int, list[tuple[str, int]]] = {}
        root_words, root_slots, openings = self._root.words, self._root.slots, self._openings
        for start, word in enumerate(words):
            if word in root_words or (word in openings and any(name in root_slots for _, name in openings[word])):
                best: dict[int, int] = {}
                self._step(self._root, words, start, slots_at, best)
                hits.extend(Hit(cue, start, end) for cue, end in best.items())
        return hits

    def _step(
        self, node: _Node, words: list[str], at: int, slots_at: dict[int, list[tuple[str, int]]], best: dict[int, int]
    ) -> None:
        for cue in node.cues:
            if best.get(cue, 0) < at:
                best[cue] = at
        if at >= len(words):
            return
        following = node.words.get(words[at])
        if following is not None:
            self._step(following, words, at + 1, slots_at, best)
        if node.slots:
            for name, end in self._slots(words, at, slots_at):
                if name in node.slots:
                    self._step(node.slots[name], words, end, slots_at, best)
        if node.gap is not None:
            for skipped in range(GAP + 1):
                if at + skipped >= len(words) or (skipped and words[at + skipped - 1] in _ENDS_A_GAP):
                    break
                self._step(node.gap, words, at + skipped, slots_at, best)

    def _slots(self, words: list[str], at: int, slots_at: dict[int, list[tuple[str, int]]]) -> list[tuple[str, int]]:
        known = slots_at.get(at)
        if known is None:
            known = [
                (name, at + 1 + len(rest))
                for rest, name in self._openings.get(words[at], ())
                if not rest or tuple(words[at + 1 : at + 1 + len(rest)]) == rest
            ]
            slots_at[at] = known
        return known


def compiled(playbook: Playbook) -> Trie:
    """The trie over all cues of a playbook; a hit's `cue` is the place in `playbook.cues`."""
    phrases = ((number, say) for number, cue in enumerate(playbook.cues) for say in cue.say)
    return Trie(phrases, dict(playbook.slots))


def _gap(node: _Node) -> _Node:
    if node.gap is None:
        node.gap = _Node()
    return node.gap


def _walk(node: _Node, words: tuple[str, ...]) -> _Node:
    for word in words:
        node = node.words.setdefault(word, _Node())
    return node


def _spellings(phrase: str) -> list[tuple[str, ...]]:
    """The plain words of a written phrase, one tuple for each combination of its `a|b` choices."""
    choices = [[spelling.words(choice) for choice in word.split("|")] for word in phrase.split()]
    return [tuple(word for words in picked for word in words) for picked in product(*choices)]


def _variants(phrase: str) -> list[list[str]]:
    """A phrase's parts, with and without each optional part."""
    variants: list[list[str]] = [[]]
    for optional, slot, gap, word in _PART.findall(phrase):
        if optional:
            inner = [piece[1] or piece[2] or piece[3] for piece in _PART.findall(optional)]
            variants = [*variants, *([*variant, *inner] for variant in variants)]
        else:
            variants = [[*variant, slot or gap or word] for variant in variants]
    return variants


def scopes(plain: list[str], hit: Hit, start: int, end: int) -> set[str]:
    """What surrounds a hit in its sentence `plain[start:end]`, as the names that a cue's scope may ask for or refuse."""
    found = {"a question"} if "?" in plain[hit.end - 1 : end] else {"not a question"}
    before = plain[max(start, hit.start - 3) : hit.start]
    if not _NEGATIONS.intersection(before):
        found.add("not negated")
    if not _CONDITIONS.intersection(plain[max(start, hit.start - 12) : hit.start]):
        found.add("not conditional")
    if not _TURNS.intersection(plain[hit.end : min(end, hit.end + 4)]):
        found.add("not before but")
    if hit.start - start <= 4:
        found.add("opening")
    if _YOU.intersection(plain[hit.start : end]):
        found.add("to you")
    return found


_NEGATIONS = frozenset("not no never nothing cannot without neither nor".split())
_CONDITIONS = frozenset("if unless whether should".split())
_TURNS = frozenset("but however though although".split())
_YOU = frozenset("you your yours yourself".split())


def in_scope(cue: Cue, plain: list[str], hit: Hit, start: int, end: int) -> bool:
    """Does the hit stand where its cue counts?"""
    return not cue.scope or cue.scope <= scopes(plain, hit, start, end)
