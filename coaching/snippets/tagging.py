"""Reading a snippet: which of the five tactics the agent's words show, with the words that show them."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from coaching import playbook
from coaching.snippets import cues, customer, sentences, turns, words

State = Literal["shown", "missed", "not_called_for", "unsure"]
Reason = Literal["empty", "no_agent", "too_short", "language", "ambiguous"]
TACTICS = ("empathy", "ownership", "professionalism", "active_listening", "authenticity")
ANTIPATTERNS = ("blame", "dismissal", "buck_passing", "robotic", "over_promise")
FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the text as given: `text[start:end] == quote`, and where in the text the cue stands, if there is one."""

    start: int
    end: int
    quote: str
    cue: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Tactic:
    """What is said of one tactic: its state, the forced choice, how likely it is shown, and the words for it."""

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


@dataclass(slots=True)
class _Found:
    score: float = 0.0
    evidence: list[tuple[float, Evidence]] = field(default_factory=list)


@lru_cache(maxsize=1)
def _trie() -> cues.Trie:
    return cues.compiled(playbook.load("five_tactics"))


def read(text: str, context: str | None = None) -> Reading:
    """Read an agent's words. `context`: the customer's words before; a text without speakers is the agent's."""
    said = turns.parse(text)
    if said.ambiguous:
        return _unread("ambiguous")
    if not text.strip():
        return _unread("empty")
    if not said.agent_turns:
        return _unread("no_agent")
    heard = [(turn, words.split(text, turn.start, turn.end)) for turn in said.agent_turns]
    count = sum(any(c.isalpha() for c in word) for _, spoken in heard for word in spoken.plain)
    if count < FEWEST_WORDS:
        return _unread("too_short", count)
    found: dict[str, _Found] = {name: _Found() for name in (*TACTICS, *ANTIPATTERNS)}
    for turn, spoken in heard:
        _read_turn(text, turn, spoken, found)
    calls = _calls(text, said, context)
    tactics = {name: _judged(found[name], calls.get(name, ())) for name in TACTICS}
    harms = tuple(Antipattern(name, e.start, e.end, e.quote) for name in ANTIPATTERNS for _, e in found[name].evidence)
    return Reading(tactics, harms, agent_words=count)


def _unread(reason: Reason, count: int = 0) -> Reading:
    return Reading(
        {name: Tactic("not_called_for", False, 0.0) for name in TACTICS}, (), reason != "language", count, reason
    )


def _read_turn(text: str, turn: turns.Turn, spoken: words.Words, found: dict[str, _Found]) -> None:
    book = playbook.load("five_tactics")
    for a, b in sentences.split(text, turn.start, turn.end):
        i, j = spoken.within(a, b)
        plain = spoken.plain[i:j]
        parts = sentences.clauses(plain, 0, len(plain))
        best: dict[str, tuple[float, cues.Hit]] = {}
        for hit in _trie().find(plain):
            cue = book.cues[hit.cue]
            if cues.in_scope(cue, plain, hit, 0, len(plain)) and cue.strength > best.get(cue.line, (0.0, hit))[0]:
                best[cue.line] = cue.strength, hit
        for line, (strength, hit) in best.items():
            part = next((p for p in parts if p[0] <= hit.start < p[1]), (0, len(plain)))
            start, end = spoken.starts[i + part[0]], spoken.ends[i + max(part[1], hit.end) - 1]
            cue_place = spoken.starts[i + hit.start], spoken.ends[i + hit.end - 1]
            found[line].evidence.append((strength, Evidence(start, end, text[start:end], cue_place)))
            found[line].score = 1 - (1 - found[line].score) * (1 - strength)


def _calls(text: str, said: turns.Conversation, context: str | None) -> dict[str, tuple[Evidence, ...]]:
    if context is None:
        source, spans = text, tuple((turn.start, turn.end) for turn in said.customer_turns)
    else:
        source, spans = context, ((0, min(len(context), turns.LONGEST)),)
    calls = customer.called_for(customer.needs(source, spans))
    return {
        tactic: tuple(Evidence(n.start, n.end, source[n.start : n.end], (n.cue_start, n.cue_end)) for n in found)
        for tactic, found in calls.items()
    }


def _judged(found: _Found, called: tuple[Evidence, ...]) -> Tactic:
    leans = found.score >= 0.5
    evidence = tuple(e for _, e in found.evidence) if leans else ()
    state: State = "shown" if leans else "missed" if called else "not_called_for"
    return Tactic(state, leans, round(found.score, 4), evidence, called)
