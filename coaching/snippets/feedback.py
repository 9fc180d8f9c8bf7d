"""What to say about a reading: kudos in the words of the agent, and at most one private tip.

The wording is data (`playbooks/kudos.toml`, `playbooks/tips.toml`); this room only chooses. The same reading, variety
and history lead to the same choice, so a snippet that arrives twice is answered alike.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zlib import crc32

from coaching.playbook import SHELF
from coaching.snippets import customer, sentences, turns
from coaching.snippets.tagging import Evidence, Reading

# From the words that hurt most to those that merely help least; a customer feels heard first and is helped second.
ANTIPATTERNS = ("blame", "dismissal", "buck_passing", "over_promise", "robotic")
TACTICS_BY_NEED = ("empathy", "ownership", "active_listening", "professionalism", "authenticity")
UNFIT_FOR_PRAISE = {"blame", "dismissal"}
LONGEST_QUOTE = 240
Occasion = tuple[list[dict[str, Any]], str]  # tips that fit, and the words that they are about


@dataclass(frozen=True)
class Quote:
    """The agent's own words, exactly as written, and the tactic that they show."""

    tactic: str
    text: str


@dataclass(frozen=True)
class Kudos:
    """One or two tactics, at most two sentences of praise, and the words that earned it."""

    tactics: tuple[str, ...]
    lines: tuple[str, ...]
    quotes: tuple[Quote, ...]

    @property
    def text(self) -> str:
        """The whole of it: the sentences, and below them the words, each in quotation marks on a line of its own."""
        named = ", ".join(tactic.replace("_", " ") for tactic in self.tactics).capitalize()
        said = " ".join(self.lines) or f"{named}:"
        return "\n".join([said, *(f"“{quote.text}”" for quote in self.quotes)])


@dataclass(frozen=True)
class Tip:
    """One idea with words to copy. `about` quotes the agent's words it is about, or what the customer's called for."""

    id: str
    tactic: str
    text: str
    rewrite: str
    source: str
    about: str


@dataclass(frozen=True)
class Feedback:
    kudos: Kudos | None
    tip: Tip | None


def choose(
    reading: Reading,
    text: str,
    *,
    context: str | None = None,
    recent_tips: Collection[str] = (),
    recent_lines: Collection[str] = (),
    stopped: Collection[str] = (),
    variety: int,
) -> Feedback:
    """What to say about a reading of `text`.

    `recent_lines` are lines read lately in the same place: none of them comes again. `recent_tips` are ids of tips
    lately given, `stopped` the tactics or antipatterns of which the person wants no tips: none of these is chosen, and
    when no other fits there is no tip. `variety`, a number that belongs to the snippet, picks among equals.
    """
    kudos = _kudos(reading, recent_lines, variety)
    for fitting, words in _occasions(reading, text, context, bool(kudos)):
        fresh = [tip for tip in fitting if tip["id"] not in recent_tips and not _stopped(tip, stopped)]
        if fresh:
            return Feedback(kudos, _tip(_pick(fresh, variety, "tip"), words, kudos, variety))
    return Feedback(kudos, None)


def about(tip: str) -> str | None:
    """What a tip, by its id, is about: an antipattern or a tactic; None for a tip that is no longer there."""
    entry = next((one for one in _tips()["tip"] if one["id"] == tip), None)
    return str(entry.get("antipattern") or entry["tactic"]) if entry else None


def wording_of(tip: str) -> tuple[str, str] | None:
    """A tip of the library by its id: what it says and the words to use; None when it is not there any more."""
    return next(((each["text"], each["rewrite"]) for each in _tips()["tip"] if each["id"] == tip), None)


def explain(reason: str) -> str:
    """Kind words for a text that could not be read (`Reading.reason`) or gave `nothing` to say, and what to do.

    Raises KeyError for a reason that no reading gives.
    """
    return str(_tips()["unread"][reason])


@cache
def _wording() -> dict[str, Any]:
    return tomllib.loads((SHELF / "kudos.toml").read_text("utf-8"))


@cache
def _tips() -> dict[str, Any]:
    return tomllib.loads((SHELF / "tips.toml").read_text("utf-8"))


def _kudos(reading: Reading, recent: Collection[str], variety: int) -> Kudos | None:
    """Praise for the two strongest tactics at most; none beside words that blame or dismiss: it would ring hollow."""
    if any(each.name in UNFIT_FOR_PRAISE for each in reading.antipatterns):
        return None
    shown = [tactic for tactic, tagged in reading.tactics.items() if tagged.state == "shown"]
    quotes: list[Quote] = []
    for tactic in sorted(shown, key=lambda name: -reading.tactics[name].score):
        words = _quotable(reading, tactic, quotes)
        if words and len(quotes) < 2:
            quotes.append(Quote(tactic, words))
    if not quotes:
        return None
    tactics = tuple(quote.tactic for quote in quotes)
    return Kudos(tactics, _lines(list(reading.tactics), tactics, recent, variety), tuple(quotes))


def _quotable(reading: Reading, tactic: str, taken: list[Quote]) -> str | None:
    """The first words that show the tactic, are not quoted already, and do not get in the way elsewhere."""
    for found in reading.tactics[tactic].evidence:
        words = _cut(found.quote)
        marred = any(found.start < bad.end and bad.start < found.end for bad in reading.antipatterns)
        if words and not marred and words not in {quote.text for quote in taken}:
            return words
    return None


def _cut(words: str) -> str:
    """The words, or their beginning up to a word's end: still an exact quote, short enough to be read in a thread."""
    words = words.strip()
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE + 1].rsplit(None, 1)[0][:LONGEST_QUOTE]


def _lines(order: list[str], tactics: tuple[str, ...], recent: Collection[str], variety: int) -> tuple[str, ...]:
    """What to say about these tactics: an opening and one line, or a line each when the lines for both are used up.

    Nothing that was said lately is said again; in the end the quoted words speak for themselves.
    """
    wording = _wording()
    banks = [wording["lines"][tactic] for tactic in tactics]
    if len(tactics) > 1:
        both = wording["pairs"]["+".join(sorted(tactics, key=order.index))]
        banks = [both] if _fresh(both, recent) else banks
    fresh = [_fresh(bank, recent) for bank in banks]
    lines = [_pick(bank, variety, f"line {n}") for n, bank in enumerate(fresh) if bank]
    openings = _fresh(wording["openings"], recent)
    if openings and len(lines) < 2:
        lines.insert(0, _pick(openings, variety, "opening"))
    return tuple(lines)


def _fresh(bank: list[str], recent: Collection[str]) -> list[str]:
    return [line for line in bank if line not in recent]


def _occasions(reading: Reading, text: str, context: str | None, praised: bool) -> Iterator[Occasion]:
    """Reasons for a tip, the most helpful first.

    Worn phrases beside words that are `praised` are no reason, unless they mark the reply as a whole.
    """
    agent = turns.parse(text).agent_turns
    said = [text[start:end] for turn in agent for start, end in sentences.split(text, turn.start, turn.end)]
    yield from _harmful(reading)
    for tactic in TACTICS_BY_NEED:
        if reading.tactics[tactic].state == "missed":
            for asked in reading.tactics[tactic].called_for:
                for situation in _showed(asked, context or text, tactic):
                    yield from _to_the_point(_situational(tactic, situation), said, asked.quote)
    if not praised:
        for turn in agent:
            yield from _canned(text[turn.start : turn.end])


def _harmful(reading: Reading) -> Iterator[Occasion]:
    for harm in sorted(reading.antipatterns, key=lambda each: ANTIPATTERNS.index(each.name)):
        if harm.name == "robotic":
            yield from _canned(harm.quote)
        bank = [tip for tip in _tips()["tip"] if tip.get("antipattern") == harm.name]
        yield from _to_the_point(bank, [harm.quote], harm.quote)


def _showed(asked: Evidence, source: str, tactic: str) -> list[str]:
    """What the customer showed in the words that called for the tactic; what called for it comes first."""
    needs = customer.needs(source, ((asked.start, asked.end),))
    calling = customer.called_for(needs).get(tactic, [])
    return list(dict.fromkeys(need.line for need in (*calling, *needs)))


def _situational(tactic: str, situation: str) -> list[dict[str, Any]]:
    return [tip for tip in _tips()["tip"] if tip["tactic"] == tactic and situation in tip.get("when", ())]


def _canned(words: str) -> Iterator[Occasion]:
    """Phrases so worn that they count half, with the tip on each."""
    lowered = words.lower()
    for tip in _tips()["tip"]:
        for phrase in tip.get("canned", ()):
            if (start := lowered.find(phrase)) >= 0 and len(lowered) == len(words):
                yield [tip], words[start : start + len(phrase)]


def _to_the_point(bank: list[dict[str, Any]], said: list[str], otherwise: str) -> Iterator[Occasion]:
    """The tips about something that was said, with the sentence that says it; then those that fit whatever was said."""
    for sentence in said:
        yield [tip for tip in bank if "said" in tip and _says(sentence, tip["said"])], sentence
    yield [tip for tip in bank if "said" not in tip], otherwise


def _says(sentence: str, wanted: str) -> bool:
    """Whether one of the wordings stands in the sentence, as whole words."""
    return bool(re.search(rf"(?<!\w)(?:{wanted})(?!\w)", sentence.replace("’", "'"), re.IGNORECASE))


def _stopped(tip: dict[str, Any], stopped: Collection[str]) -> bool:
    return tip["tactic"] in stopped or tip.get("antipattern") in stopped


def _tip(entry: dict[str, Any], words: str, kudos: Kudos | None, variety: int) -> Tip:
    """The tip in words; a strength of the reply comes first when there is one."""
    strength = _pick(_wording()["strengths"][kudos.tactics[0]], variety, "strength") + " " if kudos else ""
    return Tip(entry["id"], entry["tactic"], strength + entry["text"], entry["rewrite"], entry["source"], words)


def _pick(bank: Sequence[Any], variety: int, purpose: str) -> Any:
    """One of the bank; the purpose keeps the choices of one reply from marching in step."""
    return bank[crc32(f"{purpose}:{variety}".encode()) % len(bank)]
