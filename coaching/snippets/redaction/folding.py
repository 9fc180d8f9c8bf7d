"""A text in plain form for matching, with the way back to the text as given."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_UNUSUAL = re.compile(r"[^\x00-\x7f]|&(?:amp|lt|gt|quot|apos|nbsp|#39|#34|#x27);")
_ENTITIES = {
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "quot": '"',
    "apos": "'",
    "nbsp": " ",
    "#39": "'",
    "#34": '"',
    "#x27": "'",
}
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), 9, 127), " ")
# Letters that Unicode does not take apart into a plain letter and a mark.
_LETTERS = dict(
    zip(
        "øØłŁđĐðÐıħĦßæÆœŒþÞ",
        ["o", "O", "l", "L", "d", "D", "d", "D", "i", "h", "H", "ss", "ae", "AE", "oe", "OE", "th", "Th"],
        strict=True,
    )
)
_LINE_ENDS = "\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Folded:
    """The plain text, and for each of its characters where it starts and ends in the text as given."""

    text: str
    starts: list[int] | range
    ends: list[int] | range


def fold(text: str) -> Folded:
    """NFKC, without accents, zero-width characters and HTML escapes; quotes, dashes and spaces in their plain form."""
    if text.isascii() and "&" not in text:
        return Folded(text.translate(_CONTROLS), range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece, start, end in _pieces(text):
        if not piece:
            if ends and unicodedata.combining(text[start]):
                ends[-1] = end  # an accent belongs to the letter before it
            continue
        pieces.append(piece)
        if len(piece) == end - start:
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            starts.extend([start] * len(piece))
            ends.extend([end] * len(piece))
    return Folded("".join(pieces).translate(_CONTROLS), starts, ends)


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    done = 0
    for match in _UNUSUAL.finditer(text):
        start, end = match.span()
        if done < start:
            yield text[done:start], done, start
        found = match.group()
        yield (_ENTITIES[found[1:-1]] if found[0] == "&" else _plain(found)), start, end
        done = end
    if done < len(text):
        yield text[done:], done, len(text)


@lru_cache(maxsize=8192)
def _plain(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    if char in _LINE_ENDS:
        return "\n"
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category in ("Zs", "Pd", "Cc"):
        return "-" if category == "Pd" else " "
    if char in "‘’‚‛′´`“”„‟″«»":
        return "'" if char in "‘’‚‛′´`" else '"'
    return _compatible(char, category)


def _compatible(char: str, category: str) -> str:
    if category == "Nd":
        return str(unicodedata.decimal(char))
    plain = unicodedata.normalize("NFKC", char)
    if ord(plain[0]) < 0x2000:
        parts = unicodedata.normalize("NFD", plain)
        plain = "".join(part for part in parts if not unicodedata.combining(part)) or plain
    return plain
