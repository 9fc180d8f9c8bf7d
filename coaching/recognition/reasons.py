"""Reasons: whether thanks say what somebody did, or only that it was great."""

import re

FEWEST = 4  # telling words below which nobody could say what was done
_STOCK = """
a about absolutely all always amazing an and are as at awesome be been best big bravo brilliant can colleague
congrats congratulations day did do does doing done enough ever every everything excellent fab fantastic for from
genius gold good great guy guys had has have he help helped helpful helping her hero him his i in is it its job just
keep kudos legend like lot lots love made make man many me mine much my never nice of on one our outstanding over
perfect person player please proud quite rock rocks she shoutout so soon star such super support supportive superb
team teammate teamwork terrific than thank thanks that the their them there they this thumbs thx time to today too
top tremendous truly up us very was way we week well were what who wonderful wow with work working yay you your
"""
STOCK = frozenset(_STOCK.split())
WORD = re.compile(r"[^\W\d_][\w'’-]*|\d+")


def is_vague(what: str, names: tuple[str, ...] = ()) -> bool:
    """Whether the reason is stock praise: fewer than four different words are left without it and without `names`."""
    known = STOCK | {part for name in names for part in name.lower().split()}
    return len({word.lower() for word in WORD.findall(what)} - known) < FEWEST
