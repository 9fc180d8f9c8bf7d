"""Is this English? A handful of the commonest words tells; a reading that cannot judge says so."""

from collections.abc import Sequence

from coaching.snippets import wordlists

ENOUGH = 0.34  # the share of words that must be among the commonest English ones
JUDGED_FROM = 5  # words; "Merci beaucoup" is too short to tell from a name, and too short to praise
_ENGLISH = wordlists.named("common_english")


def is_english(plain: Sequence[str]) -> bool:
    """Whether these words, in plain form, read as English. Fewer than five are given the benefit of the doubt."""
    if 2 * sum(not word.isascii() for word in plain) > len(plain):
        return False
    return len(plain) < JUDGED_FROM or sum(word in _ENGLISH for word in plain) >= ENOUGH * len(plain)
