"""What somebody can be thanked for: the five tactics, and the service pledge, because co-workers are customers too."""

from functools import cache

from coaching import playbook
from coaching.snippets.tagging import TACTICS

PLEDGE = "pledge:"
SIGNS = {
    "empathy": "hugging_face",
    "ownership": "muscle",
    "professionalism": "necktie",
    "active_listening": "ear",
    "authenticity": "gem",
}
PLEDGE_SIGN = "handshake"


@cache
def words() -> dict[str, str]:
    """Each line's name with its words: "ownership" to "Ownership", "pledge:thanks" to the line of the pledge."""
    tactics = {name: name.replace("_", " ").capitalize() for name in TACTICS}
    return tactics | {f"{PLEDGE}{name}": about for name, about in playbook.load("pledge").lines.items()}


def sign(line: str) -> str:
    """The emoji that seconds thanks for this line, by its name."""
    return SIGNS.get(line, PLEDGE_SIGN)
