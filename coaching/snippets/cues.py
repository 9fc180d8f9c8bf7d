"""Finding the phrases of a playbook in the words of a text: an automaton over words, so time grows with the text only.

A phrase is written as plain words. `a|b` is either word, `{slot}` any phrase of a slot, `[words]` may be there or not,
`*` is up to three words of any kind within the clause. `_name`, `_link`, `_thing`, `_smile` and `_sad` stand for what
`words.py` makes of a mention, a link, other masked data and emoji.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from coaching.playbook import BrokenPlaybook, Cue, Playbook
from coaching.snippets import spelling

GAP = 3
_ENDS_A_GAP = frozenset(".!?;:…,")
_PART = re.compile(r"\[([^\[\]]*)\]|([^\s\[\]]+)")
_ANY = ""  # stands for every word that no phrase knows
_ROOM = 100_000  # ways between places that are remembered before the memory is cleared


class Hit(NamedTuple):
    """One cue found: `words[start:end]` said it."""

    cue: int
    start: int
    end: int


@dataclass(slots=True, eq=False)
class _Node:
    """A point in the written phrases: what may come next, and the cues that are complete here."""

    parts: dict[str, "_Node"] = field(default_factory=dict)
    words: dict[str, list["_Node"]] = field(default_factory=dict)
    slots: list[tuple[str, "_Node"]] = field(default_factory=list)
    free: list["_Node"] = field(default_factory=list)  # after any one word
    skips: list["_Node"] = field(default_factory=list)  # after none
    cues: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class _Place:
    """All the points where one may be after the same words; the ways on are found once and then remembered."""

    nodes: tuple[_Node, ...]
    cues: tuple[int, ...]
    ways: dict[str, "_Place | None"] = field(default_factory=dict)


class Trie:
    """The compiled phrases of a playbook."""

    def __init__(self, phrases: Iterable[tuple[int, str]], slots: Mapping[str, Iterable[str]]) -> None:
        self._slots: dict[str, dict[str, list[tuple[str, ...]]]] = {}
        self._known = set(_ENDS_A_GAP)
        for name, values in slots.items():
            for value in values:
                first, *rest = self._met(plain(value))
                self._slots.setdefault(name, {}).setdefault(first, []).append(tuple(rest))
        root = _Node()
        for cue, phrase in phrases:
            self._add(root, cue, phrase)
        self._chains: dict[tuple[tuple[str, ...], int], _Node] = {}
        self._places: dict[frozenset[int], _Place] = {}
        self._remembered = 0
        self._root = self._place([root])

    def find(self, words: list[str]) -> list[Hit]:
        """Every cue in the words, the longest saying of each at each beginning."""
        known = self._known
        words = [word if word in known else _ANY for word in words]
        hits: list[Hit] = []
        root, last = self._root, len(words)
        for start, first in enumerate(words):
            place = root.ways[first] if first in root.ways else self._way(root, first)
            at, ends = start + 1, {}
            while place is not None:
                for cue in place.cues:
                    ends[cue] = at
                if at == last:
                    break
                word = words[at]
                place = place.ways[word] if word in place.ways else self._way(place, word)
                at += 1
            if ends:
                hits += [Hit(cue, start, end) for cue, end in ends.items()]
        return hits

    def _way(self, place: _Place, word: str) -> _Place | None:
        """Where a word leads; found by walking all the points once, then remembered."""
        if self._remembered >= _ROOM:
            for one in self._places.values():
                one.ways.clear()
            self._remembered = 0
        after: list[_Node] = []
        for node in place.nodes:
            if word in node.words:
                after += node.words[word]
            for slot, child in node.slots:
                if word in self._slots[slot]:
                    after += [self._chain(rest, child) for rest in self._slots[slot][word]]
        if word and word not in _ENDS_A_GAP and not after:  # here it is a word like any other
            found = place.ways[_ANY] if _ANY in place.ways else self._way(place, _ANY)
        else:
            after += [step for node in place.nodes for step in node.free] if word not in _ENDS_A_GAP else []
            found = self._place(after) if after else None
        place.ways[word] = found
        self._remembered += 1
        return found

    def _place(self, nodes: list[_Node]) -> _Place:
        found: dict[int, _Node] = {}
        while nodes:
            node = nodes.pop()
            if id(node) not in found:
                found[id(node)] = node
                nodes.extend(node.skips)
        key = frozenset(found)
        if key not in self._places:
            cues = {cue for node in found.values() for cue in node.cues}
            self._places[key] = _Place(tuple(found.values()), tuple(sorted(cues)))
        return self._places[key]

    def _chain(self, words: tuple[str, ...], child: _Node) -> _Node:
        """The point from which these words, and then `child`, are still to come."""
        if not words:
            return child
        key = (words, id(child))
        if key not in self._chains:
            self._chains[key] = _Node(words={words[0]: [self._chain(words[1:], child)]})
        return self._chains[key]

    def _add(self, root: _Node, cue: int, phrase: str) -> None:
        node = root
        for optional, part in _PART.findall(phrase):
            node = self._optional(node, optional) if optional else self._child(node, part)
        if node is root:
            raise BrokenPlaybook(f"a phrase is empty: {phrase!r}")
        if cue not in node.cues:
            node.cues.append(cue)

    def _optional(self, node: _Node, words: str) -> _Node:
        """Two ways to the same point: with the words and without them."""
        key = f"[{words}]"
        if key not in node.parts:
            node.parts[key] = after = _Node()
            inner = _Node()
            node.skips += [inner, after]
            for part in words.split():
                inner = self._child(inner, part)
            inner.skips.append(after)
        return node.parts[key]

    def _child(self, node: _Node, part: str) -> _Node:
        if part not in node.parts:
            node.parts[part] = child = _Node()
            if part == "*":
                self._gap(node, child)
            else:
                for choice in part.split("|"):
                    self._choose(node, choice, child)
        return node.parts[part]

    def _gap(self, node: _Node, child: _Node) -> None:
        node.skips.append(child)
        for _ in range(GAP):
            step = _Node(skips=[child])
            node.free.append(step)
            node = step

    def _choose(self, node: _Node, choice: str, child: _Node) -> None:
        if choice.startswith("{"):
            if choice[1:-1] not in self._slots:
                raise BrokenPlaybook(f"no slot is called {choice}")
            node.slots.append((choice[1:-1], child))
            return
        words = self._met(plain(choice))
        for word in words[:-1]:
            step = _Node()
            node.words.setdefault(word, []).append(step)
            node = step
        node.words.setdefault(words[-1], []).append(child)

    def _met(self, words: tuple[str, ...]) -> tuple[str, ...]:
        self._known.update(words)
        return words


def compiled(playbook: Playbook) -> Trie:
    """The trie over all cues of a playbook; a hit's `cue` is the place in `playbook.cues`."""
    phrases = ((number, say) for number, cue in enumerate(playbook.cues) for say in cue.say)
    return Trie(phrases, playbook.slots)


def plain(phrase: str) -> tuple[str, ...]:
    """The plain words of a written phrase, spelt as in a text."""
    return tuple(word for token in phrase.split() for word in spelling.words(token))


def scopes(plain: list[str], hit: Hit, start: int, end: int) -> set[str]:
    """What surrounds a hit in its sentence `plain[start:end]`, in the words of a cue's scope."""
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


_NEGATIONS = frozenset(["not", "no", "never", "nothing", "cannot", "without", "neither", "nor"])
_CONDITIONS = frozenset(["if", "unless", "whether", "should"])
_TURNS = frozenset(["but", "however", "though", "although"])
_YOU = frozenset(["you", "your", "yours", "yourself"])


def in_scope(cue: Cue, plain: list[str], hit: Hit, start: int, end: int) -> bool:
    """Does the hit stand where its cue counts?"""
    return not cue.scope or cue.scope <= scopes(plain, hit, start, end)
