"""Payment cards and international bank account numbers."""

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from coaching.snippets.redaction import nearby
from coaching.snippets.redaction.lexicon import Found, cues

_FOURS = r"\d{4}(?:[ .\-_/]{1,3}\d{4}){3}"
_CARDS = re.compile(
    r"(?<![\w.,])(?<!\d[ .-])(?:\d{12,19}"
    rf"|{_FOURS}(?:[ .-]{{1,3}}\d{{3}}(?!\d))?"
    r"|\d{4}[ .-]{1,3}\d{6}[ .-]{1,3}\d{4,5}"
    r"|\d{4}(?:[ .-]{1,3}\d{4}){2}(?:[ .-]{1,3}\d{1,3})?"
    r"|\d(?:[ .-]{0,2}\d){11,18})(?!\w|[.,]\d)"
)
_FIRST_FOURS = re.compile(_FOURS)
_LENGTHS = {
    country: int(entry.split()[0]) for entry in cues("iban", "lengths") for country in entry.split()[1:]
}  # "22 GB DE" says that both have 22
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{2}[ -]?|[A-Za-z]{2})\d{2}[ -]?[A-Za-z0-9](?:[ .-]{0,2}[A-Za-z0-9]){10,31}"
)


def cards(text: str) -> Iterator[Found]:
    """Payment cards: by check digit, or typed in fours."""
    if not nearby.has_digits(text):
        return
    for match in _CARDS.finditer(text):
        if _is_card(match.group(), nearby.words_before(text, match.start())):
            yield *match.span(), "card"
        elif shorter := _FIRST_FOURS.match(match.group()):
            yield match.start(), match.start() + shorter.end(), "card"


def _is_card(number: str, said: list[str]) -> bool:
    digits = re.sub(r"\D", "", number)
    spoken_of = nearby.speaks_of_card(said)
    if nearby.kind_of(said) == "order_id" and not spoken_of:
        return False
    real = len(set(digits)) > 1 and not (number[0] == "0" and len(digits) < 16)
    return spoken_of or (real and luhn.is_valid(digits)) or _FIRST_FOURS.fullmatch(number) is not None


def ibans(text: str) -> Iterator[Found]:
    """International bank account numbers, of the length that the country has."""
    if not nearby.has_digits(text):
        return
    for match in _IBAN.finditer(text):
        length = _LENGTHS.get(match.group()[:2].upper(), 99)
        end, compact = match.start(), ""
        while len(compact) < length and end < match.end():
            compact += text[end] if text[end].isalnum() else ""
            end += 1
        if len(compact) == length and not text[end : end + 1].isalnum() and _is_iban(text, match.start(), compact):
            yield match.start(), end, "iban"


def _is_iban(text: str, start: int, compact: str) -> bool:
    if mod_97_10.is_valid((compact[4:] + compact[:4]).upper()):
        return True
    named = "iban" in nearby.before(text, start).lower()
    return named or (compact.isupper() and sum(map(str.isdigit, compact)) >= 10)
