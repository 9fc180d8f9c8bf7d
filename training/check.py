"""Check the labelled corpus: `python training/check.py`, one line a complaint, exit code 1 if there is any.

    python training/check.py --merge    put near twins of different families into the family of the first of them

A near twin has more than half of its letter trigrams in common with another line (Jaccard). Training and checking never
split a family, so twins in two families would let a line be checked against what was learned from its own copy.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent / "corpus"

TACTICS = {"empathy", "ownership", "professionalism", "active_listening", "authenticity"}
CALLS = {
    "feeling", "loss", "repeated_contact", "confusion", "urgency", "missing_facts", "thanks", "leaving",
    "plain_question",
}  # fmt: skip
ANTIPATTERNS = {"blame", "dismissal", "buck_passing", "robotic", "over_promise", "none"}
CHANNELS = {"tweet", "chat", "email", "phone", "sms", "review"}
DIALECTS = {"us", "uk", "ie", "in", "au", "za", "ng", "ph", "sg", "ca", "nz", "ke", "eu"}
INDUSTRIES = {
    "airline", "bank", "cars", "cinema", "food-delivery", "games", "grocery", "hardware", "health", "hotel",
    "insurance", "mixed", "parcel", "public-services", "retail", "ride-hailing", "software", "streaming",
    "telecom", "train", "travel", "utilities",
}  # fmt: skip

SOME = 8  # trigrams; with more there is less to compare and more to count

SETTING = {"channel": CHANNELS, "industry": INDUSTRIES, "dialect": DIALECTS}
AGENT = SETTING | {"labels": TACTICS}
CUSTOMER = SETTING | {"calls_for": CALLS, "labels_called_for": TACTICS}
ANTIPATTERN = {"antipattern": ANTIPATTERNS}

Row = dict[str, Any]
Corpus = dict[str, list[Row]]

_INITIALS = re.compile(r"\s[-^/*~]\s?\w{1,8}\s*$")
_WORDS = re.compile(r"\w+(?:'\w+)*")


def read(folder: Path = CORPUS) -> Corpus:
    """Every line of the corpus, by file name, in a fixed order."""
    paths = sorted(folder.glob("*.jsonl"))
    return {path.name: [json.loads(x) for x in path.read_text("utf-8").splitlines() if x.strip()] for path in paths}


def complaints(corpus: Corpus, guide: str) -> Iterator[str]:
    """Everything that is wrong with a corpus and its guide, as sentences; nothing when all is well."""
    for name, rows in corpus.items():
        if _kind(name) not in guide:
            yield f"{name}: the guide does not say what this file holds"
        for row in rows:
            yield from (f"{row['id']}: {wrong}" for wrong in _faults(row, _fields(name)))
    rows = [row for rows in corpus.values() for row in rows]
    yield from _repeated(rows, "id", "id {0} is used {1} times")
    for said_by in (agents(corpus) + corpus["antipatterns.jsonl"], corpus["customers.jsonl"]):
        said = [{"said": plain(row["text"])} for row in said_by]
        yield from _repeated(said, "said", "{1} lines say {0!r}")
    for group in twins(agents(corpus)):
        ids = ", ".join(row["id"] for row in group)
        yield f"near twins in different families (run with --merge): {ids}"


def agents(corpus: Corpus) -> list[Row]:
    """The agents' lines of every file."""
    return [row for name, rows in corpus.items() if name.startswith("agents") for row in rows]


def plain(text: str) -> str:
    """The words alone, without the initials at the end; the text itself where there are no words."""
    return " ".join(_WORDS.findall(_INITIALS.sub("", text).lower().replace("’", "'"))) or text


def twins(rows: list[Row]) -> list[list[Row]]:
    """Lines that are nearly the same, in groups that span more than one family; a twin's twin is in the group too."""
    group = list(range(len(rows)))
    for first, second in _alike([_trigrams(plain(row["text"])) for row in rows]):
        kept, gone = group[first], group[second]
        if kept != gone:
            group = [kept if number == gone else number for number in group]
    found: dict[int, list[Row]] = defaultdict(list)
    for row, number in zip(rows, group, strict=True):
        found[number].append(row)
    return [each for each in found.values() if len({row["family"] for row in each}) > 1]


def merge(folder: Path = CORPUS) -> int:
    """Give near twins the family of the first of them, in the files. Returns how many lines have moved."""
    corpus, moved = read(folder), 0
    for group in twins(agents(corpus)):
        for row in group[1:]:
            moved += row["family"] != group[0]["family"]
            row["family"] = group[0]["family"]
    for name, rows in corpus.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / name).write_text(lines, encoding="utf-8")
    return moved


def _kind(name: str) -> str:
    return "agents-*.jsonl" if name.startswith("agents") else name


def _fields(name: str) -> dict[str, set[str]]:
    return AGENT if name.startswith("agents") else CUSTOMER if name.startswith("customers") else ANTIPATTERN


def _faults(row: Row, fields: dict[str, set[str]]) -> Iterator[str]:
    for field, known in fields.items():
        given = row.get(field)
        for word in given if isinstance(given, list) else [given]:
            if word not in known:
                yield f"{field} {word!r} is unknown"
    if "labels" in fields:
        if not row.get("family"):
            yield "no family"
        if row.get("hard") and not row.get("note"):
            yield "hard, but no note says what decided"


def _repeated(rows: Iterable[Row], field: str, words: str) -> Iterator[str]:
    for value, times in Counter(row[field] for row in rows).items():
        if times > 1:
            yield words.format(value, times)


def _trigrams(text: str) -> set[str]:
    padded = f"  {text}  "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def _alike(trigrams: list[set[str]]) -> Iterator[tuple[int, int]]:
    """Pairs of numbers whose sets share more than half of what they hold together: 3 |A and B| > |A| + |B|.

    Each then shares more than half of its own, so the rarest that they share are in the rarer half of both, but for
    some: only those with SOME in common there are compared (prefix filtering, https://doi.org/10.1145/1242572.1242591).
    """
    seldom = Counter(gram for mine in trigrams for gram in mine)
    holders: dict[str, list[int]] = defaultdict(list)
    for number, mine in enumerate(trigrams):
        rare = sorted(sorted(mine), key=seldom.__getitem__)[: (len(mine) + 1) // 2 - 1 + SOME]
        shared: Counter[int] = Counter()
        for gram in rare:
            shared.update(holders[gram])
            holders[gram].append(number)
        near = [other for other, times in shared.items() if times >= min(SOME, len(mine) // 2 + 1)]
        for other in near:
            if 3 * len(mine & trigrams[other]) > len(mine) + len(trigrams[other]):
                yield other, number


def main() -> int:
    """Print the complaints, or merge; the exit code."""
    if "--merge" in sys.argv:
        sys.stdout.write(f"{merge()} lines moved to the family of their twin\n")
    found = list(complaints(read(), (CORPUS / "README.md").read_text("utf-8")))
    sys.stdout.write("\n".join(found or ["The corpus is in order."]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
