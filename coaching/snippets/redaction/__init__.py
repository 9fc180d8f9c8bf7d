"""Masking of personal data, before anything is read or stored.

Each finder looks for one family of data in the plain form of the text and hides what it found from those after it,
so the order of FINDERS is the order of precedence. Every pattern is bounded or anchored: a text of 40,000 hostile
characters takes a fraction of a second.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from coaching.snippets.redaction import addresses, banking, contacts, names, national, phones, references
from coaching.snippets.redaction.folding import fold
from coaching.snippets.redaction.kinds import KINDS, PUBLIC, Rule
from coaching.snippets.redaction.lexicon import Found

__all__ = ["KINDS", "Redacted", "Rule", "Span", "redact"]

# A private-use character: no letter, no digit, no space, so no pattern runs across what is hidden already.
_HIDDEN = "\ue000"
_PLACEHOLDER = re.compile("|".join(re.escape(f"[{kind.replace('_', ' ')}]") for kind in KINDS))

_ROUNDS = 12
_ANYTHING = re.compile(rf"[^\s{_HIDDEN}]+")

FINDERS: tuple[Callable[[str], Iterable[Found]], ...] = (
    contacts.slack_marks,
    contacts.urls,
    contacts.emails,
    banking.ibans,
    banking.cards,
    national.national_ids,
    contacts.ip_addresses,
    national.birth_dates,
    addresses.addresses,
    references.named_ids,
    references.codes,
    phones.runs,
    contacts.usernames,
    names.people,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A masked place, in code points of the text as given."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """The masked text, and what was masked in the text as given: sorted, not overlapping."""

    text: str
    spans: tuple[Span, ...]


def redact(text: str) -> Redacted:
    """Put a placeholder such as `[email]` in the place of each piece of personal data; KINDS tells the rules.

    Masking a masked text again changes nothing.
    """
    folded = fold(text)
    spans = sorted(
        (Span(folded.starts[start], folded.ends[end - 1], kind) for start, end, kind in _find(folded.text)),
        key=lambda span: span.start,
    )
    return Redacted(_masked(text, spans), tuple(spans))


def _find(plain: str) -> Iterator[Found]:
    hidden = _PLACEHOLDER.sub(lambda match: _HIDDEN * len(match.group()), plain)
    for _ in range(_ROUNDS):  # what was masked can lay bare more
        before = hidden
        for finder in FINDERS:
            found = list(finder(hidden))
            if found:
                hidden = _hide(hidden, found)
                yield from (item for item in found if item[2] != PUBLIC)
        if hidden == before:
            return
    # Only a text made to tire us gets here: nothing of it stays.
    yield from ((*match.span(), "order_id") for match in _ANYTHING.finditer(hidden))


def _hide(text: str, found: list[Found]) -> str:
    pieces, done = [], 0
    for start, end, _ in found:
        pieces += [text[done:start], _HIDDEN * (end - start)]
        done = end
    return "".join([*pieces, text[done:]])


def _masked(text: str, spans: list[Span]) -> str:
    pieces, done = [], 0
    for span in spans:
        pieces += [text[done : span.start], f"[{span.kind.replace('_', ' ')}]"]
        done = span.end
    return "".join([*pieces, text[done:]])
