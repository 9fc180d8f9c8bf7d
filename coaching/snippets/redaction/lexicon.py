"""The lists of words and names beside this file, read once.

The `.txt` files hold names and common words in lower case without accents; a line that starts with # is a remark.
Given names and surnames that are words, towns, months or brands as well stand in files of their own: they need a cue
or another name beside them. `cues.toml` holds what is said around names and numbers.
"""

import tomllib
from functools import cache
from importlib.resources import files

Found = tuple[int, int, str]  # what a finder gives: start, end, kind


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list: `given_names`, `surnames`, `wordlike_` both, `ordinary_words`."""
    text = files(__package__).joinpath(f"{name}.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def _cues() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("cues.toml").read_text("utf-8"))


def cues(table: str, name: str) -> frozenset[str]:
    """The phrases of one entry of `cues.toml`."""
    return frozenset(_cues()[table][name].strip().replace("\n", ";").split(";"))


def is_ordinary(word: str) -> bool:
    """Whether a capitalised word is a common word, a brand, a town or a month rather than somebody's name."""
    return word.lower().removesuffix("'s") in words("ordinary_words")


def apart(found: list[Found]) -> list[Found]:
    """What was found, in order; of two that overlap the first."""
    kept: list[Found] = []
    for item in sorted(found):
        if not kept or item[0] >= kept[-1][1]:
            kept.append(item)
    return kept
