"""Why a reading says what it says, in words: what counted for and against, what was called for, and the lenses."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from coaching import playbook
from coaching.snippets import lenses, model, tagging, turns, weighing, words
from coaching.snippets.tagging import TACTICS, Reading

MOST = 3  # reasons named on each side
SLIGHT = 0.25  # log odds below which a feature is not worth a word
AS_A_WHOLE = "the wording as a whole, more than any one word of it"
SHAPES = {
    "asks": "that it asks something",
    "exclaims": "the exclamation mark",
    "has I": "that you speak as “I”",
    "has we": "that you speak as “we”",
    "has if": "the word “if”",
    "has a number": "that it names a number or a time",
    "has a link": "the link",
}


@dataclass(frozen=True, slots=True)
class Because:
    """One tactic: the words that decided, the reasons on each side, and what the customer's words asked for."""

    tactic: str
    state: str
    sentence: str
    counted_for: tuple[str, ...]
    counted_against: tuple[str, ...]
    called_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A whole reading explained: the tactics, and by lens the lines that the same words show with their quotes."""

    tactics: tuple[Because, ...]
    lenses: tuple[tuple[str, str, str], ...]


def explain(text: str, context: str | None = None, through: Iterable[str] | None = None) -> Explanation:
    """Explain the reading of `text` (see `tagging.read`) with the playbook of today.

    `through` are lenses: names of shipped ones, or paths of a team's own ending in .toml; None: all shipped ones.
    """
    reading = tagging.read(text, context)
    return Explanation(
        tuple(_because(text, reading, number) for number in range(len(TACTICS))),
        tuple(_seen(text, context, lenses.names() if through is None else through)),
    )


def _because(text: str, reading: Reading, number: int) -> Because:
    name = TACTICS[number]
    tactic = reading.tactics[name]
    called = tuple(dict.fromkeys(found.quote for found in tactic.called_for))
    best = _deciding(text, number)
    if best is None:
        return Because(name, tactic.state, "", (), (), called)
    sentence, reasons = best
    ranked = sorted(reasons.items(), key=lambda reason: -abs(reason[1]))
    plus = _telling([reason for reason, weight in ranked if weight > SLIGHT]) or (AS_A_WHOLE,)
    minus = _telling([reason for reason, weight in ranked if weight < -SLIGHT])
    return Because(name, tactic.state, sentence, plus, minus, called)


def _telling(reasons: list[str]) -> tuple[str, ...]:
    """The weightiest reasons, without a phrase that is part of one named before."""
    told: list[str] = []
    for reason in reasons:
        if len(told) < MOST and not any(reason.strip("“”") in other or other.strip("“”") in reason for other in told):
            told.append(reason)
    return tuple(told)


def _deciding(text: str, number: int) -> tuple[str, dict[str, float]] | None:
    """The words that speak most for a tactic, and how much each of their features counted."""
    found = [
        (part.log_odds[number], spoken, part)
        for turn in turns.parse(text).agent_turns
        for spoken in (words.split(text, turn.start, turn.end),)
        for sentence in weighing.weigh(text, turn.start, turn.end, spoken)
        for part in (sentence.whole, *sentence.clauses)
    ]
    if not found:
        return None
    _, spoken, part = max(found, key=lambda one: one[0])
    quote = text[spoken.starts[part.start] : spoken.ends[part.end - 1]]
    return quote, _counted(text, spoken, part, number)


def _counted(text: str, spoken: words.Words, part: weighing.Part, number: int) -> dict[str, float]:
    """Reasons with the log odds they added: phrases of the playbook as they were said, and the shape of the sentence.

    Words that were only learned (“the”, “courier”) explain nothing to anybody: what they added is not told.
    """
    book = playbook.load(weighing.BOOK)
    quotes: dict[str, str] = {}
    for hit in sorted(part.hits, key=lambda hit: book.cues[hit.cue].strength):
        cue = book.cues[hit.cue]
        said = f"“{text[spoken.starts[hit.start] : spoken.ends[hit.end - 1]].strip(' .,;:')}”"
        quotes |= {f"cue {cue.id}": said, f"best {cue.line}": said}
    weights = model.load().weights
    counted: dict[str, float] = {}
    for feature, value in model.features(spoken.plain[part.start : part.end], part.hits, book).items():
        weight = dict(weights.get(feature, ())).get(number, 0.0) * value
        reason = quotes.get(feature) or (SHAPES.get(feature) if weight > 0 else None)
        if reason and weight:
            counted[reason] = counted.get(reason, 0.0) + weight
    return counted


def _seen(text: str, context: str | None, through: Iterable[str]) -> list[tuple[str, str, str]]:
    """What the lenses see: the lens, the line in words, the quote."""
    seen = []
    for name in through:
        lens = Path(name) if name.endswith(".toml") else name
        title = str(lenses.load(lens).extra["title"])
        seen += [
            (title, line.about, line.evidence[0].quote) for line in lenses.read(text, lens, context) if line.evidence
        ]
    return seen
