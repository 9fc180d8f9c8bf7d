"""What is said around a number: which kind it is of, or that it is nobody's."""

import re

from coaching.snippets.redaction.lexicon import cues

_WINDOW = 48
_SOME_DIGITS = re.compile(r"\d.{0,3}\d.{0,3}\d")
_LETTERS = re.compile(r"[a-z/]+")
_KINDS = {cue: kind for kind in ("phone", "ssn", "order_id") for cue in cues("number", kind)}
_CARD, _CODE, _AMOUNT = cues("number", "card"), cues("number", "code"), cues("number", "amount")
_LINKS = cues("number", "links")
_CURRENCY = re.compile(
    r"(?:[$€£¥₹₩₽]|\b(?:usd|eur|gbp|aud|cad|inr|chf|sek|nok|dkk|jpy|pln|rs|r\$|a\$)\.?) ?[\d.,]{0,12}-?$", re.I
)
_UNIT = re.compile(
    r" ?(?:%|[$€£¥₹°])|[,.]\d|[ -]?(?:percent|pct|dollars?|bucks|euros?|pounds?|quid|cents?|rupees|usd|eur|gbp|cad|aud|"
    r"inr|chf|sek|km|kms|miles?|mi|met(?:er|re)s?|cm|mm|inch(?:es)?|feet|ft|kg|kgs|lbs?|grams?|ml|lit(?:er|re)s?|gb|mb|"
    r"kb|tb|mbps|gbps|mhz|ghz|hz|rpm|watts?|kwh|mah|dpi|px|pixels?|fps|bit|bits|bytes?|secs?|seconds?|ms|mins?|"
    r"minutes?|hrs?|hours?|days?|weeks?|months?|years?|yrs?|times|points?|pts|coins?|credits?|tokens?|steps?|people|"
    r"users?|customers?|members|guests|followers?|subscribers?|views?|likes?|visits|downloads|calls|items?|units?|"
    r"pieces?|pcs|copies|boxes|pages?|rows|records|lines|words|characters?|chars|requests?|orders|emails|messages|sq|"
    r"square|degrees|calories|kcal|am|pm|th|st|nd|rd|k|x)\b(?![-/]\w)",
    re.I,
)


def has_digits(text: str) -> bool:
    """Whether there is any number of three digits and more: most texts have none, and are done here."""
    return _SOME_DIGITS.search(text) is not None


def before(text: str, start: int) -> str:
    """The characters before a place, as far as something that is hidden already."""
    return text[max(0, start - _WINDOW) : start].rpartition("\ue000")[2]


def words_before(text: str, start: int) -> list[str]:
    """The same as words in lower case."""
    return _LETTERS.findall(before(text, start).lower().replace("'s", ""))


def kind_of(said: list[str]) -> str | None:
    """The kind that the nearest word or pair of words before a number speaks of."""
    for at in range(len(said) - 1, -1, -1):
        kind = _KINDS.get(" ".join(said[max(0, at - 1) : at + 1])) or _KINDS.get(said[at])
        if kind:
            return kind
    return None


def speaks_of_card(said: list[str]) -> bool:
    """Whether a card is spoken of."""
    return not _CARD.isdisjoint(said)


def is_code(said: list[str]) -> bool:
    """Whether the number is said to be an error code, a version, an article."""
    return _right_before(said, _CODE)


def is_amount(said: list[str]) -> bool:
    """Whether the number is said to be an amount, and not somebody's number."""
    last = said[-1:]
    named = bool(last) and (_KINDS.get(last[0]) == "order_id" or last[0] in ("number", "no", "id"))
    return _right_before(said, _AMOUNT) and not named


def is_money(text: str, start: int) -> bool:
    """Whether a currency stands before the number."""
    return _CURRENCY.search(text[max(0, start - 20) : start]) is not None


def has_unit(text: str, end: int) -> bool:
    """Whether a unit or a quantity of things follows the number."""
    return _UNIT.match(text, end) is not None


def _right_before(said: list[str], phrases: frozenset[str]) -> bool:
    last = said[-1:]
    return bool(last) and (last[0] in phrases or (last[0] in _LINKS and len(said) > 1 and said[-2] in phrases))
