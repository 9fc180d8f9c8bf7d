"""A reading for people: the words of the text with what shows in them, in the terminal or in a file."""

from collections.abc import Iterator
from pathlib import Path

from coaching.snippets import feedback, lenses, tagging
from coaching.snippets.lenses import Line
from coaching.snippets.tagging import Evidence, Reading, Tactic

Marks = tuple[str, str]
STATES = {
    "shown": "shown",
    "missed": "called for, and not there",
    "not_called_for": "not called for",
    "unsure": "not sure",
}


def tactics(text: str, marks: Marks) -> Iterator[str]:
    """The lines of a report on the five tactics; `marks` stand around the words that speak for each."""
    reading = tagging.read(text)
    if reading.reason:
        yield feedback.explain(reading.reason)
        return
    for name, tactic in reading.tactics.items():
        yield f"{name.replace('_', ' ').capitalize()}: {STATES[tactic.state]}"
        yield from _words(text, tactic, marks)
    yield from _harms(reading)


def through(text: str, lens: str, marks: Marks) -> Iterator[str]:
    """The lines of a report through a lens, by its name or its file. Raises ValueError for a broken one."""
    chosen = Path(lens) if lens.endswith(".toml") else lens
    yield f"{lenses.load(chosen).extra['title']}"
    for line in lenses.read(text, chosen):
        yield from _line(text, line, marks)


def _words(text: str, tactic: Tactic, marks: Marks) -> Iterator[str]:
    for piece in tactic.evidence:
        yield f"    {_marked(text, piece, marks)}"
    if tactic.state == "missed":
        asked = "; ".join(dict.fromkeys(piece.quote for piece in tactic.called_for))
        yield f"    The customer's words called for it: {asked}"


def _harms(reading: Reading) -> Iterator[str]:
    for harm in reading.antipatterns:
        yield f"{harm.name.replace('_', ' ').capitalize()}: these words get in the way"
        yield f"    {harm.quote}"


def _line(text: str, line: Line, marks: Marks) -> Iterator[str]:
    yield f"{line.name.replace('_', ' ').capitalize()} ({line.about})"
    if line.cannot_tell:
        yield f"    Cannot be told from one snippet: {line.cannot_tell}"
    for piece in line.evidence:
        yield f"    {_marked(text, piece, marks)}"
    if line.question:
        yield f"    To ask oneself: {line.question}"


def _marked(text: str, piece: Evidence, marks: Marks) -> str:
    if piece.cue is None:
        return piece.quote
    a, b = max(piece.cue[0], piece.start), min(piece.cue[1], piece.end)
    return f"{text[piece.start : a]}{marks[0]}{text[a:b]}{marks[1]}{text[b : piece.end]}"
