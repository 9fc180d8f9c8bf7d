"""People's own words: personal data masked, and colleagues left unnamed who would rather not be named."""

import re
from collections.abc import Iterable

from coaching.snippets.redaction import redact
from coaching.snippets.redaction.lexicon import is_ordinary

INSTEAD = "a colleague"
FEWEST = 3  # letters of a part of a name that is looked for on its own


def masked(words: str) -> str:
    """The words without personal data; names stay, because thanks name the colleagues they are for."""
    for span in reversed(redact(words).spans):
        if span.kind != "person":
            words = f"{words[: span.start]}[{span.kind.replace('_', ' ')}]{words[span.end :]}"
    return words


def unnamed(words: str, names: Iterable[str]) -> str:
    """The words with `names` (and first names, last names, `@name`) replaced by "a colleague".

    Capitals count only where a name is an ordinary word as well: Will is hidden, "I will" stays.
    """
    for name in sorted(_forms(names), key=len, reverse=True):
        pattern = rf"(?<!\w)@?{re.escape(name)}(?!\w)"
        words = re.sub(pattern, INSTEAD, words, flags=0 if is_ordinary(name) else re.IGNORECASE)
    return words


def _forms(names: Iterable[str]) -> set[str]:
    whole = {name.strip() for name in names if name.strip()}
    parts = {part for name in whole for part in re.split(r"[\s.]+", name) if len(part) >= FEWEST}
    return whole | parts
