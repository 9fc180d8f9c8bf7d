"""Where the sentences of a text are, and the clauses within a sentence."""

import re
from functools import lru_cache

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from coaching.snippets import wordlists

LONGEST = 400  # characters; a sentence beyond it is cut, so that one wall of text stays readable evidence

# `!`, `?`, an ellipsis sign and a new line always end a sentence; a smile or a link does when a capital follows.
_HARD = re.compile(r"[!?…]+[\"'”’)]*(?=\s|$)|\n+|[:;=]['-]?[)(DP](?=\s+[A-Z])|\[link\](?=\s+[A-Z])")
# A bullet or a number before a line, the "1/2" of a divided message, and the initials that close a tweet.
_BEFORE = re.compile(
    r"\s*(?:(?:[-*•–>]|\d{1,2}[.):]|\(?\d/\d\)?|\.{2,}|\^ ?\w{1,3}\b|\*[A-Z]{2,4}\b|/[A-Z]{2}\b)(?:\s+|$)|\.{2,})*"
)
_INITIALS = r"\^ ?\w{1,12}\.?|\*[A-Z]\w{0,20}|[-~–] ?[A-Z]\w{0,15}|/[A-Z]{1,3}|\(?\d/\d\)?|\[link\]|\.{2,}"
_AFTER = re.compile(rf"(?:(?:^|\s+)(?:{_INITIALS}))+\s*$")
_NAME_ALONE = re.compile(r"\W{0,3}[A-Z][\w'’]{0,14}\W{0,3}$")


class _Punkt(PunktSentenceTokenizer):
    """Punkt with its verdicts remembered: the same two words around a full stop are met again and again."""

    @lru_cache(maxsize=2_048)  # noqa: B019 (one splitter lives as long as the process)
    def text_contains_sentbreak(self, text: str) -> bool:
        return bool(super().text_contains_sentbreak(text))


def _punkt() -> _Punkt:
    parameters = PunktParameters()
    parameters.abbrev_types = set(wordlists.named("abbreviations"))
    parameters.sent_starters = set(wordlists.named("sentence_starters"))
    return _Punkt(parameters)


_PUNKT = _punkt()


def split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]` as places in `text`, without bullets and initials around them."""
    spans: list[tuple[int, int]] = []
    for a, b in _pieces(text, start, end):
        if ". " in text[a:b]:
            spans.extend((a + x, a + y) for x, y in _PUNKT.span_tokenize(text[a:b]))
        else:
            spans.append((a, b))
    trimmed = (_trim(text, a, b) for a, b in spans)
    return [(a, min(b, a + LONGEST)) for a, b in trimmed if b > a and not (a > start and _signs(text, a, b))]


def _signs(text: str, start: int, end: int) -> bool:
    """A name or initials alone behind the last sentence: "... Natalie", "Understood." is none."""
    return end - start <= 18 and text[end - 1] not in ".!?" and bool(_NAME_ALONE.match(text, start, end))


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces, last = [], start
    for found in _HARD.finditer(text, start, end):
        pieces.append((last, found.end()))
        last = found.end()
    pieces.append((last, end))
    return [(_BEFORE.match(text, a, b).end(), b) for a, b in pieces]  # type: ignore[union-attr]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    start = _BEFORE.match(text, start, end).end()  # type: ignore[union-attr]
    tail = text[max(start, end - 60) : end]
    closing = _AFTER.search(tail)
    kept = tail[: closing.start()] if closing else tail
    return start, end - len(tail) + len(kept.rstrip())


_OPENERS = wordlists.named("clause_openers")
_BREAKS = frozenset((",", ";", ":", "–", "—", "(", ")", "-"))
_STANDS_BEFORE_SUBJECT = wordlists.named("before_subject")
_HELPERS = wordlists.named("helping_verbs")
_AFTER_AND = wordlists.named("after_and")


def clauses(plain: list[str], start: int, end: int) -> list[tuple[int, int]]:
    """Cut the words `plain[start:end]` of one sentence into clauses: `[(start, k), (k, ...), ...]`."""
    cuts = [start]
    for k in range(start + 1, end):
        if _opens(plain, k, end) and k - cuts[-1] >= 2:
            cuts.append(k)
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _opens(plain: list[str], k: int, end: int) -> bool:
    word, before = plain[k], plain[k - 1]
    after = plain[k + 1] if k + 1 < end else ""
    if before in _BREAKS:
        return word in _OPENERS
    if word in ("but", "however"):
        return True
    if word in ("so", "and"):
        return after in (_AFTER_AND if word == "and" else ("i", "we", "you", "that", "it", "please"))
    if word in ("i", "we"):
        return after in _HELPERS and before not in _STANDS_BEFORE_SUBJECT
    return word == "if" and after in ("you", "not", "this", "it", "that")
