"""Have corpus lines labelled again by somebody who does not see the labels, and compare.

    python training/second_reading.py draw agents-d.jsonl 100 > reading.tsv    id, an empty column, the text
    python training/second_reading.py compare reading.tsv                      Cohen's kappa a tactic, differences

The reader fills the middle column with the letters of what the line shows (`e`, `o`, `p`, `l` for listening, `a`), for
example `el`, and leaves it empty for none. The draw is seeded, so the same command draws the same lines.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from nltk.metrics.agreement import AnnotationTask

sys.path.insert(0, str(Path(__file__).parent))

import check

LETTERS = {
    "e": "empathy",
    "o": "ownership",
    "p": "professionalism",
    "l": "active_listening",
    "a": "authenticity",
}

Pair = tuple[set[str], set[str]]


def draw(rows: list[check.Row], count: int, seed: int = 20) -> Iterator[str]:
    """A sheet to fill in: `count` lines in a random order, without their labels."""
    for row in random.Random(seed).sample(rows, count):
        yield f"{row['id']}\t\t{row['text']}"


def read_again(sheet: str, rows: list[check.Row]) -> dict[str, Pair]:
    """For each id on a filled sheet: the labels in the corpus and those of the second reader."""
    first = {row["id"]: set(row["labels"]) for row in rows}
    filled = [line.split("\t") for line in sheet.splitlines() if line.strip()]
    return {number: (first[number], {LETTERS[letter] for letter in letters.strip()}) for number, letters, _ in filled}


def kappa(pairs: list[Pair], tactic: str) -> float:
    """Cohen's kappa of two readers on one tactic; 1.0 where neither ever saw it."""
    if not any(tactic in labels for pair in pairs for labels in pair):
        return 1.0
    judged = [(reader, n, tactic in pair[reader]) for n, pair in enumerate(pairs) for reader in (0, 1)]
    return float(AnnotationTask(judged).kappa())


def compare(sheet: str, rows: list[check.Row]) -> Iterator[str]:
    """The report: a line a tactic, then a line for each difference."""
    pairs = read_again(sheet, rows)
    text = {row["id"]: row["text"] for row in rows}
    for tactic in LETTERS.values():
        yield f"{kappa(list(pairs.values()), tactic):5.2f}  {tactic}"
    for number, (first, second) in pairs.items():
        if first != second:
            yield f"{number}  {sorted(first)} or {sorted(second)}?  {text[number]}"


def main() -> None:
    """Draw or compare, as the first word says."""
    corpus = check.read()
    if sys.argv[1:2] == ["draw"]:
        lines = draw(corpus[sys.argv[2]], int(sys.argv[3]))
    elif sys.argv[1:2] == ["compare"]:
        lines = compare(Path(sys.argv[2]).read_text("utf-8"), check.agents(corpus))
    else:
        sys.exit(__doc__)
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    main()
