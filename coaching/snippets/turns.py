"""Who said what: a snippet, however it was copied, as turns of the agent and of the customer.

Understood: "Agent: ..." and "Customer: ..." in many words for both, "[10:42] Ann: ...", "(10:42:13 AM) Ann: ...",
"Ann (Support): ...", a name on a line of its own with a time, quoted lines (`>`), an e-mail over the one it answers,
signatures. Two names without a part are ambiguous: the caller asks which one is the agent.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from coaching.snippets import wordlists

Speaker = Literal["agent", "customer"]
LONGEST = 6_000  # characters; what stands beyond is not read

AGENT = wordlists.named("agent")
CUSTOMER = wordlists.named("customer")
NOBODY = wordlists.named("nobody")
_NO_NAMES = wordlists.named("no_names")
_TIME = (
    r"\(?\[?(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4},?\s{1,3})?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s?(?:[AaPp]\.?[Mm]\.?)?\]?\)?"
)
_NAME = r"[ \t]{0,8}(?:\*{1,2})?(?:TIME[ \t]{0,3}(?:[-–|][ \t]{0,3})?)?(?P<name>[^\W\d_][^\n:<>\[\]()]{0,39}?)"
_PART = r"(?:[ \t]{1,3}\((?P<part>[^()\n]{1,30})\))?"
_LABEL = re.compile(
    (_NAME + _PART + r"(?:[ \t,]{1,4}TIME)?[ \t]{0,3}(?:\*{1,2})?:(?:\*{1,2})?(?=[ \t\n]|$)").replace("TIME", _TIME)
)
_DATE = r"(?:[A-Z][a-z]{2,8} \d{1,2},? (?:\d{4},? )?(?:at )?)?"
_HEADING = re.compile(
    _NAME.replace("TIME", _TIME) + _PART + rf"[ \t]{{0,3}}[,|•·—–-]?[ \t]{{0,3}}{_DATE}{_TIME}[ \t]{{0,8}}$"
)
_INLINE = re.compile(r"(?<=[.!?\"”)])\s{1,3}(?=(?:Agent|Customer|Rep|Advisor|Adviser|Client|Caller|Support)\s?:\s)")
_QUOTE = re.compile(r"[ \t]{0,8}(?:>|&gt;)+[ \t]?")
_REPLIED_TO = re.compile(
    r"(?:On .{4,120} wrote:|-{2,}\s?(?:Original Message|Forwarded message).{0,40}|_{8,})\s*$", re.IGNORECASE
)
_MAIL_HEADER = re.compile(r"(?:From|Sent|To|Cc|Date|Subject):\s", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:kind|best|warm|warmest|with|many thanks and|yours)? ?"
    r"(?:regards|wishes|thanks|sincerely|faithfully|cheers)[,.!]?\s*$",
    re.IGNORECASE,
)
_FOOTER = re.compile(r"(?:-- ?|##- .{0,120}|Sent from my .{0,40}|-{3,}.{0,60}-{3,}|={3,}.*)$")


@dataclass(frozen=True, slots=True)
class Turn:
    """`text[start:end]` was said by `speaker`."""

    speaker: Speaker
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns of a text in order; `ambiguous` names two people of whom one must be the agent."""

    turns: tuple[Turn, ...]
    ambiguous: tuple[str, str] | None = None

    @property
    def agent_turns(self) -> tuple[Turn, ...]:
        """What the agent said."""
        return tuple(turn for turn in self.turns if turn.speaker == "agent")

    @property
    def customer_turns(self) -> tuple[Turn, ...]:
        """What the customer said."""
        return tuple(turn for turn in self.turns if turn.speaker == "customer")


@dataclass(slots=True)
class _Line:
    start: int  # of the words, behind a label or quote mark
    end: int
    name: str | None = None  # who is named to speak from here on
    part: str | None = None
    quoted: bool = False


def parse(text: str, *, whole: Speaker = "agent", agent: str | None = None) -> Conversation:
    """Divide a snippet into turns.

    A text without speakers is all `whole`'s. `agent` names the agent, where that had to be asked.
    """
    if "\n" not in text and ":" not in text and not _QUOTE.match(text):
        return Conversation(tuple(_turn(whole, text, 0, min(len(text), LONGEST))))
    lines = list(_lines(text, min(len(text), LONGEST)))
    names = _names(lines)
    parts = _parts(names, agent)
    if parts is None:
        return Conversation((), (names[0][0], names[1][0]))
    if parts:
        return Conversation(tuple(_by_label(text, lines, parts, whole)))
    return Conversation(tuple(_by_quote(text, lines, whole)))


def _lines(text: str, end: int) -> Iterator[_Line]:
    start = 0
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        inline = [start, *(found.end() for found in _INLINE.finditer(text, start, stop)), stop]
        for a, b in pairwise(inline):
            yield _line(text, a, b)
        start = stop + 1


def _line(text: str, start: int, end: int) -> _Line:
    if quote := _QUOTE.match(text, start, end):
        return _Line(quote.end(), end, quoted=True)
    if (label := _LABEL.match(text, start, end)) and _may_be_a_name(label["name"]):
        return _Line(label.end(), end, label["name"].strip(" *"), label["part"])
    if (heading := _HEADING.match(text, start, end)) and _may_be_a_name(heading["name"]):
        return _Line(end, end, heading["name"].strip(" *,"), heading["part"])
    return _Line(start, end)


def _may_be_a_name(name: str) -> bool:
    words = name.replace("*", " ").split()
    if not words or len(words) > 4:
        return False
    if _part_of(name):
        return True
    return all(word[0].isupper() or word in ("from", "at", "de", "van", "of") for word in words) and not any(
        word.lower().rstrip(".") in _NO_NAMES for word in words
    )


def _names(lines: list[_Line]) -> list[tuple[str, str | None]]:
    """Each name met and the part in brackets behind it, in order of appearance."""
    found: dict[str, str | None] = {}
    for line in lines:
        if line.name:
            found[line.name] = found.get(line.name) or line.part
    return list(found.items())


def _part_of(name: str) -> Speaker | Literal["nobody"] | None:
    words = re.findall(r"[a-z]+", name.lower().replace("-", ""))
    for words_of, part in ((NOBODY, "nobody"), (CUSTOMER, "customer"), (AGENT, "agent")):
        if words and (words[0] in words_of or words[-1] in words_of):
            return part  # type: ignore[return-value]
    return "agent" if " from " in f" {name} " or " at " in f" {name} " else None


def _parts(names: list[tuple[str, str | None]], agent: str | None) -> dict[str, str] | None:
    """Who has which part. Empty: nobody is named to speak; None: two people, and no telling which is the agent."""
    parts: dict[str, str | None] = {name: _part_of(part or "") or _part_of(name) for name, part in names}
    if agent is not None and agent in parts:
        parts = {name: "agent" if name == agent else "customer" for name in parts}
    unknown = [name for name, part in parts.items() if part is None]
    known = set(parts.values()) - {None, "nobody"}
    if len(unknown) == len(parts):
        return None if len(unknown) == 2 else {}
    other = "customer" if "agent" in known else "agent"
    if not known and len(unknown) == 2:
        return None
    return {name: part or other for name, part in parts.items()}


def _by_label(text: str, lines: list[_Line], parts: dict[str, str], whole: Speaker) -> Iterator[Turn]:
    speaker: str = "customer" if "customer" not in parts.values() and whole == "agent" else "nobody"
    for line in lines:
        if line.name:
            speaker = parts[line.name]
        if line.quoted:
            yield from _turn("customer", text, line.start, line.end)
        elif speaker != "nobody" and not _FOOTER.match(text, line.start, line.end):
            yield from _turn(speaker, text, line.start, line.end)


def _by_quote(text: str, lines: list[_Line], whole: Speaker) -> Iterator[Turn]:
    """No speaker is named: quoted lines and the mail below a reply are the other side's, signatures are nobody's."""
    speaker: Speaker = whole
    signed = False
    for line in lines:
        words = text[line.start : line.end].strip()
        if _REPLIED_TO.match(words):
            speaker, signed = "customer", False
        elif line.quoted:
            yield from _turn("customer", text, line.start, line.end)
        elif _FOOTER.match(words) or (signed and len(words) < 60):
            signed = True
        elif not (speaker == "customer" and _MAIL_HEADER.match(words)):
            signed = bool(_CLOSING.match(words))
            if line.name is not None:
                line.start = _behind_indent(text, line)
            yield from _turn(speaker, text, line.start, line.end)


def _behind_indent(text: str, line: _Line) -> int:
    """A label that names nobody is part of what was said: back to the beginning of its line."""
    return text.rfind("\n", 0, line.start) + 1


def _turn(speaker: str, text: str, start: int, end: int) -> Iterator[Turn]:
    if not text[start:end].isspace() and start < end:
        yield Turn("agent" if speaker == "agent" else "customer", start, end)
