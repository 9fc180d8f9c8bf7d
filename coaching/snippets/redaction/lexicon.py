"""The lists of names and of words that are no names, read once from the files beside this one.

In the files a line that starts with # is a remark. Names stand in lower case without accents. Given names and surnames
that are words, towns, months or brands as well stand in files of their own: they need a cue or another name beside them.
"""

from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list: `given_names`, `wordlike_given_names`, `surnames`, `wordlike_surnames`, `ordinary_words`."""
    text = files(__package__).joinpath(f"{name}.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def is_ordinary(word: str) -> bool:
    """Whether a capitalised word is a common word, a brand, a town or a month rather than somebody's name."""
    return word.lower().removesuffix("'s") in words("ordinary_words")
