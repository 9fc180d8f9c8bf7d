"""Is this English? A handful of the commonest words tells; a reading that cannot judge says so."""

from collections.abc import Sequence

ENOUGH = 0.34  # the share of words that must be among the commonest English ones
JUDGED_FROM = 5  # words; "Merci beaucoup" is too short to tell from a name, and too short to praise
_COMMON = """
i you we it he she they me us them my your our his her its their this that these those there here the a an and or but if so
as of to in on at by for with from up out about into over after before is are was were be been am do does did done have has
had will would can could should may might must not no yes ok please thanks thank sorry hi hello hey what which who when
where why how all any some more just now then than also too very only again back still get got let know see look like need
want help make made go going take send sent give good great one two day days today tomorrow time order number email name
dm check try call team
"""
_ENGLISH = frozenset(_COMMON.split())


def is_english(plain: Sequence[str]) -> bool:
    """Whether these words, in plain form, read as English. Fewer than five are given the benefit of the doubt."""
    if sum(not word.isascii() for word in plain) * 2 > len(plain):
        return False
    known = sum(word in _ENGLISH for word in plain)
    return known >= ENOUGH * len(plain) or (len(plain) < JUDGED_FROM and (known > 0 or all(map(str.isascii, plain))))
