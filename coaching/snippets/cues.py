"""Finding the phrases of a playbook in the words of a text: a trie of tokens, so that time grows with the text only.

A phrase is written as plain words. `a|b` is either word, `{slot}` any phrase of a slot, `[words]` may be there or not,
`*` is up to three words of any kind within the clause. `_name`, `_link`, `_thing`, `_smile` and `_sad` stand for what
`words.py` makes of a mention, a link, other masked data and emoji.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from coaching.playbook import BrokenPlaybook, Cue, Playbook
from coaching.snippets import spelling

GAP = 3
_ENDS_A_GAP = frozenset(".!?;:…,")
_PART = re.compile(r"\[([^\[\]]*)\]|([^\s\[\]]+)")
_NOTHING: tuple["_Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One cue found: `words[start:end]` said it, by the phrase with this number."""

    cue: int
    start: int
    end: int


@dataclass(slots=True, eq=False)
class _Node:
    """A place in the trie. `words` leads on by one word, `slots` by a phrase of several, `gap` by any words."""

    parts: dict[str, "_Node"] = field(default_factory=dict)
    words: dict[str, tuple["_Node", ...]] = field(default_factory=dict)
    slots: dict[str, list["_Node"]] = field(default_factory=dict)
    skips: list["_Node"] = field(default_factory=list)
    gap: "_Node | None" = None
    cues: list[int] = field(default_factory=list)


class Trie:
    """The compiled phrases of a playbook."""

    def __init__(self, phrases: Iterable[tuple[int, str]], slots: Mapping[str, Iterable[str]]) -> None:
        self._root = _Node()
        self._nodes = [self._root]
        self._singles: dict[str, set[str]] = {}
        self._longer: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, values in slots.items():
            self._slot(name, values)
        for cue, phrase in phrases:
            self._add(cue, phrase)
        for node in self._nodes:
            self._open(node)

    def _slot(self, name: str, values: Iterable[str]) -> None:
        singles = self._singles.setdefault(name, set())
        for value in values:
            first, *rest = plain(value)
            if rest:
                self._longer.setdefault(first, []).append((tuple(rest), name))
            else:
                singles.add(first)

    def _add(self, cue: int, phrase: str) -> None:
        node = self._root
        for optional, part in _PART.findall(phrase):
            if optional:
                aside = self._child(node, f"[{optional}]")
                after = aside
                for inner in optional.split():
                    after = self._child(after, inner)
                if aside not in node.skips:
                    node.skips.append(aside)
                after_both = self._child(node, f"[{optional}] after")
                if after_both not in after.skips:
                    after.skips.append(after_both)
                    node.skips.append(after_both)
                node = after_both
            else:
                node = self._child(node, part)
        if node is self._root:
            raise BrokenPlaybook(f"a phrase is empty: {phrase!r}")
        if cue not in node.cues:
            node.cues.append(cue)

    def _child(self, node: _Node, part: str) -> _Node:
        if part not in node.parts:
            node.parts[part] = _Node()
            self._nodes.append(node.parts[part])
        return node.parts[part]

    def _open(self, node: _Node) -> None:
        """Turn the written parts into ways on: one dictionary look-up a word when reading."""
        for part, child in node.parts.items():
            if part == "*":
                node.gap = child
            elif not part.startswith("["):
                for choice in part.split("|"):
                    self._choose(node, choice, child)

    def _choose(self, node: _Node, choice: str, child: _Node) -> None:
        if choice[0] != "{":
            self._chain(node, plain(choice), child)
            return
        name = choice[1:-1]
        if name not in self._singles:
            raise BrokenPlaybook(f"no slot is called {choice}")
        node.slots.setdefault(name, []).append(child)
        for word in self._singles[name]:
            node.words[word] = (*node.words.get(word, _NOTHING), child)

    def _chain(self, node: _Node, words: tuple[str, ...], child: _Node) -> None:
        for word in words[:-1]:
            step = _Node()
            node.words[word] = (*node.words.get(word, _NOTHING), step)
            node = step
        node.words[words[-1]] = (*node.words.get(words[-1], _NOTHING), child)

    def find(self, words: list[str]) -> list[Hit]:
        """Every cue in the words, the longest saying of each at each beginning."""
        hits: list[Hit] = []
        root, firsts, longer = self._root, self._root.words, self._longer
        for start, word in enumerate(words):
            if word in firsts or word in longer:
                best: dict[int, int] = {}
                self._step(root, words, start, best)
                hits.extend([Hit(cue, start, end) for cue, end in best.items()])
        return hits

    def _step(self, node: _Node, words: list[str], at: int, best: dict[int, int]) -> None:
        for cue in node.cues:
            if best.get(cue, 0) < at:
                best[cue] = at
        for aside in node.skips:
            self._step(aside, words, at, best)
        if at == len(words):
            return
        for child in node.words.get(words[at], _NOTHING):
            self._step(child, words, at + 1, best)
        if node.slots and words[at] in self._longer:
            self._slots(node, words, at, best)
        if node.gap is not None:
            self._gap(node.gap, words, at, best)

    def _slots(self, node: _Node, words: list[str], at: int, best: dict[int, int]) -> None:
        for rest, name in self._longer[words[at]]:
            end = at + 1 + len(rest)
            if name in node.slots and tuple(words[at + 1 : end]) == rest:
                for child in node.slots[name]:
                    self._step(child, words, end, best)

    def _gap(self, node: _Node, words: list[str], at: int, best: dict[int, int]) -> None:
        for end in range(at, min(at + GAP, len(words) - 1) + 1):
            if end > at and words[end - 1] in _ENDS_A_GAP:
                break
            self._step(node, words, end, best)


def compiled(playbook: Playbook) -> Trie:
    """The trie over all cues of a playbook; a hit's `cue` is the place in `playbook.cues`."""
    phrases = ((number, say) for number, cue in enumerate(playbook.cues) for say in cue.say)
    return Trie(phrases, playbook.slots)


def plain(phrase: str) -> tuple[str, ...]:
    """The plain words of a written phrase, spelt as in a text."""
    return tuple(word for token in phrase.split() for word in spelling.words(token))


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
