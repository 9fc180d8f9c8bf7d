"""Reading a snippet: which of the five tactics the agent's words show, with the words that show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from coaching import playbook
from coaching.snippets import customer, language, model, turns, weighing, words

State = Literal["shown", "missed", "not_called_for", "unsure"]
Reason = Literal["empty", "no_agent", "too_short", "language", "ambiguous"]
TACTICS = model.TACTICS
ANTIPATTERNS = ("blame", "dismissal", "buck_passing", "robotic", "over_promise")
FEWEST_WORDS = 2
WORTH_QUOTING = 0.7  # a further sentence is evidence from this share of the score that leans
CLAUSE_IS_ENOUGH = 0.7  # a clause stands for its sentence when it loses no more than these log odds


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the text as given: `text[start:end] == quote`, and where in the text the cue stands, if there is one."""

    start: int
    end: int
    quote: str
    cue: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Tactic:
    """What is said of one tactic: its state, the forced choice, how likely it is shown, and the words, best first."""

    state: State
    leans: bool
    score: float
    evidence: tuple[Evidence, ...] = ()
    called_for: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Antipattern:
    """Words that do harm, by the name of the harm."""

    name: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A read snippet. `reason` says why it could not be read; then nothing is shown."""

    tactics: dict[str, Tactic]
    antipatterns: tuple[Antipattern, ...] = ()
    language_ok: bool = True
    agent_words: int = 0
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class _Heard:
    """One sentence of the agent's, and the words it is part of."""

    spoken: words.Words
    sentence: weighing.Sentence


def read(text: str, context: str | None = None, *, agent: str | None = None) -> Reading:
    """Read an agent's words.

    `context` is what the customer said before; a text without speakers is the agent's. `agent` names the agent among
    two people whom the text itself does not tell apart.
    """
    said = turns.parse(text, agent=agent)
    calls = _calls(text, said, context)
    if reason := _unreadable(text, said):
        return _unread(reason, calls)
    spoken = [(turn, words.split(text, turn.start, turn.end)) for turn in said.agent_turns]
    plain = [word for _, one in spoken for word in one.plain if word[0].isalpha()]
    if len(plain) < FEWEST_WORDS:
        return _unread("too_short", calls, len(plain))
    if not language.is_english(plain):
        return _unread("language", calls, len(plain))
    heard = [_Heard(one, s) for turn, one in spoken for s in weighing.weigh(text, turn.start, turn.end, one)]
    tactics = {name: _judged(text, heard, number, calls.get(name, ())) for number, name in enumerate(TACTICS)}
    return Reading(tactics, tuple(_harms(text, heard)), True, len(plain))


def _unreadable(text: str, said: turns.Conversation) -> Reason | None:
    if said.ambiguous:
        return "ambiguous"
    if not text.strip():
        return "empty"
    return None if said.agent_turns else "no_agent"


def _unread(reason: Reason, calls: dict[str, tuple[Evidence, ...]], count: int = 0) -> Reading:
    tactics = {name: Tactic("not_called_for", False, 0.0, (), calls.get(name, ())) for name in TACTICS}
    return Reading(tactics, (), reason != "language", count, reason)


def _judged(text: str, heard: list[_Heard], number: int, called: tuple[Evidence, ...]) -> Tactic:
    learned = model.load()
    limits = learned.thresholds[number]
    odds = [one.sentence.best(number) for one in heard]
    best = max(odds, default=-99.0)
    score = learned.probability(number, best)
    if score < limits.unsure_from:
        return Tactic("missed" if called else "not_called_for", score >= limits.leans, round(score, 4), (), called)
    enough = min(best, learned.odds_of(number, WORTH_QUOTING * limits.leans))
    strongest = sorted((-x, place) for place, x in enumerate(odds) if x >= enough)
    evidence = tuple(_quoted(text, heard[place], number) for _, place in strongest)
    state: State = "shown" if score >= limits.shown_from else "unsure"
    return Tactic(state, score >= limits.leans, round(score, 4), evidence, called)


def _quoted(text: str, one: _Heard, number: int) -> Evidence:
    """The clause that speaks for the tactic, or the whole sentence where no clause does so alone."""
    part = one.sentence.whole
    for clause in one.sentence.clauses:
        least = part.log_odds[number] - (CLAUSE_IS_ENOUGH if part is one.sentence.whole else 0.0)
        if clause.log_odds[number] >= least:
            part = clause
    known = playbook.load(weighing.BOOK).cues
    cue = max(
        (hit for hit in part.hits if known[hit.cue].line == TACTICS[number]),
        key=lambda hit: (known[hit.cue].strength, hit.end - hit.start),
        default=None,
    )
    place = (one.spoken.starts[cue.start], one.spoken.ends[cue.end - 1]) if cue else None
    start, end = _trimmed(one.spoken, part.start, part.end)
    return Evidence(start, end, text[start:end], place)


def _trimmed(spoken: words.Words, start: int, end: int) -> tuple[int, int]:
    """Where a quotation begins and ends: without a comma or a joining word at its edges."""
    while end - start > 1 and spoken.plain[end - 1] in (",", ";", ":", "-", "–", "(", "_link"):
        end -= 1
    while end - start > 1 and spoken.plain[start] in (",", ";", "-", "–", ")", "and", "but"):
        start += 1
    return spoken.starts[start], spoken.ends[end - 1]


def _harms(text: str, heard: list[_Heard]) -> Iterator[Antipattern]:
    known = playbook.load(weighing.BOOK).cues
    for one in heard:
        whole = one.sentence.whole
        start, end = _trimmed(one.spoken, whole.start, whole.end)
        names = {known[hit.cue].line for hit in whole.hits}
        yield from (Antipattern(name, start, end, text[start:end]) for name in ANTIPATTERNS if name in names)


def _calls(text: str, said: turns.Conversation, context: str | None) -> dict[str, tuple[Evidence, ...]]:
    if context is None:
        source, spans = text, tuple((turn.start, turn.end) for turn in said.customer_turns)
    else:
        source, spans = context, ((0, min(len(context), turns.LONGEST)),)
    return {
        tactic: tuple(Evidence(n.start, n.end, source[n.start : n.end], (n.cue_start, n.cue_end)) for n in found)
        for tactic, found in customer.called_for(customer.needs(source, spans)).items()
    }
