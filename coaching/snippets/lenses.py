"""Lenses: other questions to the same words. A lens is a playbook whose lines an organisation cares about: HEART, its
service pledge, proactive honesty.

The shelf holds the shipped lenses; a team's own is a file of the same form. Beside `[lines]`, `[slots]` and `[[cue]]` a
lens has a `title` and an `about`, and may have `side = "customer"` (the customer's words are read), `[cannot_tell]`
(why a line cannot be told from one snippet) and `[questions]` (what to ask oneself where a line shows).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from coaching import playbook
from coaching.playbook import SHELF, BrokenPlaybook, Playbook
from coaching.snippets import cues, sentences, turns, words
from coaching.snippets.tagging import Evidence

FEWEST_CUES = 5  # below that a line would be one phrase in disguise
_EXTRA = {"title", "about", "side", "cannot_tell", "questions"}


@dataclass(frozen=True, slots=True)
class Line:
    """What was found for one line of a lens.

    `evidence` are sentences with the cue inside; none says that nothing was found, not that something is missing.
    `cannot_tell` says why one snippet cannot show the line. `question` is for whoever reads the reply to ask
    themselves; it is there only with evidence, and it is shown, never kept: it is no label on the customer.
    """

    name: str
    about: str
    evidence: tuple[Evidence, ...] = ()
    cannot_tell: str | None = None
    question: str | None = None


def read(text: str, lens: str | Path, context: str | None = None) -> tuple[Line, ...]:
    """Read an agent's words through a lens: its lines in the playbook's order, each with its evidence.

    `lens` is a name from `names()` or the path of a team's own file; `context` are the customer's words before. Places
    count in `text`; for a lens on the customer's side (`load(lens).extra["side"]`) they count in `context` where one is
    given. Raises `BrokenPlaybook` (a ValueError) for a lens that is not there or cannot be used.

    For the command line: `takefive tag --lens heart FILE` prints, line by line, `name`, `about` and either each
    `evidence.quote` with its `cue` marked, or `cannot_tell`, and last the `question`.
    """
    book, trie = _open(lens)
    source, spans = _heard(book, text, context)
    found: dict[str, dict[int, Evidence]] = {name: {} for name in book.lines}
    for start, end in spans:
        for name, evidence in _evidence(book, trie, source, start, end):
            found[name].setdefault(evidence.start, evidence)
    return tuple(_line(book, name, tuple(found[name].values())) for name in book.lines)


def load(lens: str | Path) -> Playbook:
    """The lens of this name or in this file, checked. Raises `BrokenPlaybook` with file, line and reason."""
    return _open(lens)[0]


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """The lenses on the shelf."""
    titled = (path.stem for path in SHELF.glob("*.toml") if re.search(r"^title = ", path.read_text("utf-8"), re.M))
    return tuple(sorted(titled))


@lru_cache(maxsize=32)
def _open(lens: str | Path) -> tuple[Playbook, cues.Trie]:
    if isinstance(lens, str) and lens not in names():
        raise BrokenPlaybook(f"there is no lens {lens!r}; there are {', '.join(names())}")
    path = SHELF / f"{lens}.toml" if isinstance(lens, str) else lens
    try:
        book = playbook.read(path)
        trie = cues.compiled(book)
        for problem in _problems(book, trie):
            raise BrokenPlaybook(problem)
    except (BrokenPlaybook, AttributeError, TypeError) as error:
        raise BrokenPlaybook(_placed(str(error), path)) from error
    return book, trie


def _heard(book: Playbook, text: str, context: str | None) -> tuple[str, list[tuple[int, int]]]:
    """The text that the lens reads, and the parts of it that its side said."""
    theirs = book.extra.get("side") == "customer"
    if theirs and context is not None:
        return context, [(0, min(len(context), turns.LONGEST))]
    said = turns.parse(text)
    return text, [(turn.start, turn.end) for turn in (said.customer_turns if theirs else said.agent_turns)]


def _evidence(book: Playbook, trie: cues.Trie, text: str, start: int, end: int) -> Iterator[tuple[str, Evidence]]:
    """Every line that a sentence speaks for, the longest saying of it first."""
    heard = words.split(text, start, end)
    for a, b in sentences.split(text, start, end):
        i, j = heard.within(a, b)
        plain = heard.plain[i:j]
        for hit in sorted(trie.find(plain), key=lambda hit: hit.start - hit.end):
            cue = book.cues[hit.cue]
            if cues.in_scope(cue, plain, hit, 0, len(plain)):
                place = heard.starts[i + hit.start], heard.ends[i + hit.end - 1]
                yield cue.line, Evidence(a, b, text[a:b], place)


def _line(book: Playbook, name: str, evidence: tuple[Evidence, ...]) -> Line:
    question = book.extra.get("questions", {}).get(name) if evidence else None
    return Line(name, book.lines[name], evidence, book.extra.get("cannot_tell", {}).get(name), question)


def _problems(book: Playbook, trie: cues.Trie) -> Iterator[str]:
    """What is wrong with a lens, in words for whoever wrote the file."""
    if not isinstance(book.extra.get("title"), str):
        yield 'give the lens a name: title = "..."'
    for key in sorted(book.extra.keys() - _EXTRA):
        yield f"{key!r} is not known here; a lens may have {', '.join(sorted(_EXTRA))}"
    if book.extra.get("side", "agent") not in ("agent", "customer"):
        yield "'side' is agent or customer"
    for table in ("cannot_tell", "questions"):
        for name in book.extra.get(table, {}).keys() - book.lines.keys():
            yield f"{name!r} under [{table}] is no line under [lines]"
    counted = Counter(cue.line for cue in book.cues)
    for name in book.lines.keys() - book.extra.get("cannot_tell", {}).keys():
        if counted[name] < FEWEST_CUES:
            yield f"{name!r} has {counted[name]} cues: give it {FEWEST_CUES}, or say why under [cannot_tell]"
    yield from _misread(book, trie)


def _misread(book: Playbook, trie: cues.Trie) -> Iterator[str]:
    for number, cue in enumerate(book.cues):
        if not _found(book, trie, number, cue.example):
            yield f"cue {number + 1} ({cue.id}): its example does not show it"
        if _found(book, trie, number, cue.counter):
            yield f"cue {number + 1} ({cue.id}): its counter-example shows it"


def _found(book: Playbook, trie: cues.Trie, number: int, sentence: str) -> bool:
    plain = words.split(sentence).plain
    hits = [hit for hit in trie.find(plain) if hit.cue == number]
    return any(cues.in_scope(book.cues[number], plain, hit, 0, len(plain)) for hit in hits)


def _placed(problem: str, path: Path) -> str:
    """The problem with the file's name and, where it is about one entry, the line on which that stands."""
    problem = problem.removeprefix(f"{path.name}: ")
    where = path.name
    if path.exists() and (about := re.search(r"^cue (\d+)|^'(\w+)'|(\{\w+\})", problem)):
        lines = path.read_text("utf-8").split("\n")
        number, name, slot = about.groups()
        starts = [n for n, line in enumerate(lines, 1) if _is_about(line, number, name, slot)]
        where += f", line {starts[int(number or 1) - 1]}" if len(starts) >= int(number or 1) else ""
    return f"{where}: {problem}"


def _is_about(line: str, number: str | None, name: str | None, slot: str | None) -> bool:
    if number:
        return line.strip() == "[[cue]]"
    return line.startswith(f"{name} ") if name else str(slot) in line
