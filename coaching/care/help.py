"""Help first: on words of acute distress the writer sees a card with people to talk to. Nobody else learns of it.

This is a list of words, not a judgement about anybody: it misses much, and it shows the card to some who are fine.
It runs before the answer is sealed and leaves no trace.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

LINES = Path(__file__).with_name("helplines.toml")
EVERYWHERE = (
    "In danger right now: your country's emergency number (112 in Europe and on most mobile phones, 911 in America)",
    "Other countries: findahelpline.com lists helplines of more than 100 countries",
)

_SELF = r"(?:my\s?self|me)"
_WORDS = (
    rf"\b(?:kill|harm|hurt|cut|end)(?:ing)?\s+(?:\w+\s+)?{_SELF}\b",
    r"\bsuicid\w*",
    r"\b(?:end|take|taking|ending)\s+(?:\w+\s+)?my\s+(?:own\s+)?life\b",
    r"\b(?:want|wish|wanna|ready|going|like)\s+(?:\w+\s+){0,3}(?:to\s+)?(?:die|be\s+dead|not\s+wake\s+up|disappear)\b",
    r"\b(?:wish|better\s+off)\s+(?:\w+\s+){0,4}(?:dead|never\s+been\s+born|without\s+me)\b",
    r"\b(?:no|any|not\s+a)\s+(?:reason|point|will)\s+(?:to|in|left\s+to)\s+(?:live|living|go(?:ing)?\s+on)\b",
    r"\b(?:can\s?no?t|cannot|can['’]t)\s+(?:\w+\s+){0,2}(?:go\s+on|live\s+like\s+this|take\s+(?:it|this)\s+any\s?more)\b",
    r"\b(?:don['’]?t|do\s+not)\s+want\s+to\s+(?:live|be\s+here|wake\s+up|exist)\b",
    r"\bself[\s-]?harm\w*",
    r"\b(?:he|she|they|partner|husband|wife|boyfriend|girlfriend)\s+(?:hits?|beats?|is\s+hitting|is\s+beating)\s+me\b",
    r"\b(?:overdos\w*|panic\s+attacks?)\b",
)
_DISTRESS = re.compile("|".join(_WORDS), re.IGNORECASE)
_FIGURES = re.compile(
    r"\b(?:die|dying|died|dead)\s+(?:of\s+)?(?:laughing|laughter|inside\s+laughing|tired\b)", re.IGNORECASE
)


def is_needed(words: str) -> bool:
    """Whether the words speak of acute distress: then the card is shown to whoever wrote them."""
    return bool(_DISTRESS.search(_FIGURES.sub(" ", words.replace("’", "'"))))


def lines(countries: Iterable[str]) -> list[str]:
    """The helplines of these countries (two letters each), and what helps everywhere."""
    known = helplines()
    return [*(known[country] for country in countries if country in known), *EVERYWHERE]


@cache
def helplines() -> dict[str, str]:
    """All helplines, by country."""
    return tomllib.loads(LINES.read_text("utf-8"))
