"""The words of a text, and what the lists of names say of each."""

import re
from dataclasses import dataclass

from coaching.snippets.redaction.lexicon import cues, is_ordinary, words

_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?:['-][^\W\d_]+)*(?![^\W_])")
_ENDINGS = tuple(cues("name", "endings"))
_PREFIXED = re.compile(r"(?:O'|D'|Mc|Mac)[A-Z][a-z]{2}")
_FAMILY_ENDINGS = tuple(cues("name", "family_endings"))


@dataclass(slots=True)
class Word:
    """A word of letters with its place: as written, in lower case, and as the lists have it (without 's).

    `capital`: it does not begin with a small letter; scripts without capitals count as capitals.
    """

    text: str
    start: int
    end: int
    lower: str
    key: str
    capital: bool

    @property
    def shouted(self) -> bool:
        """Three capitals and fewer are an abbreviation rather than a name."""
        return len(self.text) <= 3 and self.text.isupper() and self.text.isascii()

    @property
    def initial(self) -> bool:
        return len(self.text) == 1 and self.capital

    @property
    def given(self) -> bool:
        names = words("given_names")
        return self.key in names or ("-" in self.key and all(part in names for part in self.key.split("-")[:2]))

    @property
    def surname(self) -> bool:
        return self.key.rpartition("-")[2] in words("surnames")

    @property
    def wordlike(self) -> bool:
        """A given name that is a word, a town or a month as well."""
        return self.key in words("wordlike_given_names")

    @property
    def wordlike_surname(self) -> bool:
        return self.key in words("wordlike_surnames")

    @property
    def known(self) -> bool:
        return self.given or self.surname or self.wordlike or self.wordlike_surname

    @property
    def ordinary(self) -> bool:
        return is_ordinary(self.key)

    @property
    def unlikely(self) -> bool:
        """No name, or a word of which nothing but a list could say that it is one."""
        return (
            len(self.key) < 2
            or is_ordinary(self.key)
            or (len(self.key) > 4 and self.key.endswith(_ENDINGS))
            or self.shouted
            or "'" in self.key[-4:]
        )

    @property
    def sounds_like_a_surname(self) -> bool:
        if self.ordinary or self.text.isupper():
            return False
        return _PREFIXED.match(self.text) is not None or (len(self.key) > 6 and self.key.endswith(_FAMILY_ENDINGS))


@dataclass(slots=True)
class Passage:
    """A text and its words."""

    text: str
    words: list[Word]

    def gap(self, at: int) -> str:
        """What stands between a word and the one before it."""
        return self.text[self.words[at - 1].end : self.words[at].start]

    def next(self, at: int) -> Word | None:
        """The word after this one, when nothing but a space (after an initial a full stop too) is between them."""
        if at + 1 == len(self.words):
            return None
        gap = self.gap(at + 1)
        return self.words[at + 1] if gap == " " or (gap == ". " and self.words[at].initial) else None


def passage(text: str) -> Passage:
    """Take a text apart."""
    found = []
    for match in _WORD.finditer(text):
        start = match.start()
        for part in _parts(match.group()):
            lower = part.lower()
            key = lower.removesuffix("'s").removesuffix("'") if "'" in lower else lower
            found.append(Word(part, start, start + len(part), lower, key, not part[0].islower()))
            start += len(part) + 1
    return Passage(text, found)


def _parts(word: str) -> list[str]:
    """'Jean-Pierre' is one word, 'Thanks-Ana' two."""
    if "-" not in word:
        return [word]
    parts = word.split("-")
    return parts if any(map(is_ordinary, parts)) else [word]
