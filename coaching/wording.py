"""People's own words: personal data masked, and colleagues left unnamed who would rather not be named."""

import re
from collections.abc import Iterable

from coaching.snippets.redaction import redact

INSTEAD = "a colleague"
_WORDS = (
    "an art bill can chase drew faith frank grace grant guy hope joy mark may miles my rich rose so sue summer will"
)
ALSO_WORDS = frozenset(_WORDS.split())
FEWEST = 3  # letters of a part of a name that is looked for on its own


def masked(words: str, colleagues: Iterable[str] = ()) -> str:
    """The words without personal data; names stay, because thanks name the colleagues they are for.

    An `@name` stays where it is the name of one of `colleagues`; any other may be a customer's.
    """
    known = {form.lower() for form in _forms(colleagues)}
    for span in reversed(redact(words).spans):
        found = words[span.start : span.end].lstrip("@").lower()
        if span.kind != "person" and not (span.kind == "username" and found in known):
            words = f"{words[: span.start]}[{span.kind.replace('_', ' ')}]{words[span.end :]}"
    return words


def unnamed(words: str, names: Iterable[str]) -> str:
    """The words with `names` (and first names, last names, `@name`) replaced by "a colleague".

    Small letters are looked at too, unless the name is an everyday word as well: Will is hidden, "I will" stays.
    """
    for name in sorted(_forms(names), key=len, reverse=True):
        pattern = rf"(?<!\w)@?{re.escape(name)}(?!\w)"
        words = re.sub(pattern, INSTEAD, words, flags=0 if name.lower() in ALSO_WORDS else re.IGNORECASE)
    return words


def _forms(names: Iterable[str]) -> set[str]:
    whole = {name.strip() for name in names if name.strip()}
    parts = {part for name in whole for part in re.split(r"[\s.]+", name) if len(part) >= FEWEST}
    return whole | parts
