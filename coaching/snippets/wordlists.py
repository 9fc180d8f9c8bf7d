"""The lists of words in `wordlists.toml`, each by its name."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=1)
def _all() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def named(name: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(_all()[name].split())


def spellings() -> dict[str, tuple[str, ...]]:
    """For each way of writing a word the plain words it stands for."""
    return {written: tuple(plain.split()) for written, plain in _all()["spelling"].items()}


def ending_in_ise() -> frozenset[str]:
    """Words that end in -ise in every dialect."""
    return frozenset(_all()["no_ize"]["words"].split())
