"""Does a name, a spelling or a contraction change a state? `python bench/invariance.py TURNS.jsonl...`

Each turn is read as it is and with one thing exchanged; a change of any tactic's state is counted.
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from coaching.snippets import tagging, wordlists

NAMES = ("Emily", "Lakisha", "Mohammed", "Nguyen", "Siobhan", "Priya", "Zoë", "Wei", "Oluwaseun", "Grace")
GREETED = re.compile(r"\b((?:Hi|Hello|Hey|Dear|Thanks|Thank you|Sorry),? )([A-Z][a-z]{2,12})(?=[,.!? ])")
NO_NAMES = wordlists.named("common_english") | wordlists.named("no_names")  # "Hi, Just checking", "Hey, Thanks"
LONG = {"I'm": "I am", "we'll": "we will", "We'll": "We will", "I'll": "I will", "we're": "we are", "We're": "We are",
        "I've": "I have", "We've": "We have", "we've": "we have", "don't": "do not", "can't": "cannot",
        "it's": "it is", "that's": "that is", "isn't": "is not", "you're": "you are", "didn't": "did not"}  # fmt: skip
BARE = re.compile(r"\b(I|don|can|didn|isn|doesn|won|haven|that|you)['’](m|t|s|re|ve)\b")
BRITISH = {"apologize": "apologise", "realize": "realise", "organize": "organise", "canceled": "cancelled",
           "color": "colour", "favorite": "favourite", "center": "centre", "inquiry": "enquiry"}  # fmt: skip


def exchanged(pairs: dict[str, str]) -> Callable[[str], str]:
    """Exchange words for others, whole words only."""
    known = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in pairs))
    return lambda text: known.sub(lambda found: pairs[found[0]], text)


def renamed(text: str, name: str) -> str:
    """The text with another name behind a greeting, where there is one."""
    return GREETED.sub(lambda found: found[0] if found[2].lower() in NO_NAMES else found[1] + name, text)


EXCHANGES: dict[str, Callable[[str], str]] = {
    **{f"name {name}": lambda text, name=name: renamed(text, name) for name in NAMES},  # type: ignore[misc]
    "long forms": lambda text: exchanged(LONG)(text.replace("’", "'")),
    "contractions": exchanged({long: short for short, long in LONG.items()}),
    "no apostrophe": lambda text: re.sub(
        r"\b(I|don|can|didn|isn|doesn|won|haven|that|you)['’](m|t|s|re|ve)\b", r"\1\2", text
    ),
    "curly quotes": lambda text: text.replace("'", "’"),
    "straight quotes": lambda text: text.replace("’", "'"),
    "British": exchanged(BRITISH),
    "American": exchanged({british: american for american, british in BRITISH.items()}),
}


def states(text: str, context: str | None) -> list[str]:
    """The five states."""
    return [tactic.state for tactic in tagging.read(text, context).tactics.values()]


def main() -> None:
    """Count and print."""
    rows = [json.loads(line) for path in sys.argv[1:] for line in Path(path).read_text("utf-8").split("\n") if line]
    for name, exchange in EXCHANGES.items():
        pairs = [(row, exchange(row["text"])) for row in rows if exchange(row["text"]) != row["text"]]
        before = [states(row["text"], row["context"]) for row, _ in pairs]
        after = [states(other, row["context"]) for row, other in pairs]
        changed = sum(a != b for one, two in zip(before, after, strict=True) for a, b in zip(one, two, strict=True))
        share = changed / max(1, 5 * len(pairs))
        print(f"{name:17} {len(pairs):5} turns exchanged, {changed:3} states changed, {share:.2%}")


if __name__ == "__main__":
    main()
