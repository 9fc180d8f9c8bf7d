"""How good and how fast the reading is, on labelled text that the project did not write.

    python bench/reading.py GOLD.jsonl [--half 0|1] [--baselines]

Each line of GOLD: {"id", "conv", "text", "context", "labels": {tactic: bool}, "agreed": {tactic: bool | null},
"called_for": [tactic], "spans": [[start, end, tactic]], "sampled"}. `--half` takes one half of the conversations.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from hashlib import md5
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.tag import as_json
from coaching.snippets import tagging
from coaching.snippets.tagging import TACTICS, Reading

Row = dict[str, Any]
Read = list[tuple[Row, Reading]]


def half_of(row: Row) -> int:
    """Which half of the conversations a row belongs to; the whole conversation goes the same way."""
    return int(md5(row["conv"].encode()).hexdigest(), 16) % 2


def ratio(part: float, whole: float) -> float:
    """A share, 0 where there is nothing to share."""
    return part / whole if whole else 0.0


def f1(pairs: Iterable[tuple[bool, bool]]) -> float:
    """F1 of pairs (truth, said)."""
    pairs = list(pairs)
    both = sum(truth and said for truth, said in pairs)
    return ratio(2 * both, sum(truth for truth, _ in pairs) + sum(said for _, said in pairs))


def macro(read: Read, said: Callable[[Row, Reading, str], bool]) -> float:
    """Macro F1 against the first reader."""
    return sum(f1((row["labels"][t], said(row, reading, t)) for row, reading in read) for t in TACTICS) / len(TACTICS)


def interval(read: Read, figure: Callable[[Read], float], times: int = 300) -> tuple[float, float]:
    """The 95 % bootstrap interval of a figure, conversations drawn anew each time."""
    dice = random.Random(1)
    talks: dict[str, Read] = {}
    for row, reading in read:
        talks.setdefault(row["conv"], []).append((row, reading))
    keys = list(talks)
    drawn = sorted(figure([one for key in dice.choices(keys, k=len(keys)) for one in talks[key]]) for _ in range(times))
    return drawn[int(0.025 * times)], drawn[int(0.975 * times) - 1]


def leans(row: Row, reading: Reading, tactic: str) -> bool:
    """The forced choice."""
    return reading.tactics[tactic].leans


def average_precision(pairs: Sequence[tuple[float, bool]]) -> float:
    """Area under the precision-recall curve."""
    hits, area = 0, 0.0
    for rank, (_, truth) in enumerate(sorted(pairs, key=lambda pair: -pair[0]), 1):
        hits += truth
        area += truth * hits / rank
    return ratio(area, hits)


def shown(read: Read) -> tuple[float, float, float]:
    """Precision and recall of `shown` where two readers agree, and the share of `unsure`."""
    right = said = there = unsure = judged = 0
    for row, reading in read:
        for tactic in TACTICS:
            state = reading.tactics[tactic].state
            judged += 1
            unsure += state == "unsure"
            truth = row["agreed"][tactic]
            if truth is not None:
                there += truth
                said += state == "shown"
                right += truth and state == "shown"
    return ratio(right, said), ratio(right, there), ratio(unsure, judged)


def evidence(read: Read) -> tuple[float, float]:
    """How often the evidence touches the reader's span, and the share of its characters inside."""
    touched = cases = inside = length = 0
    for row, reading in read:
        for tactic in TACTICS:
            spans = [(a, b) for a, b, name in row["spans"] if name == tactic]
            mine = [(piece.start, piece.end) for piece in reading.tactics[tactic].evidence]
            if not spans or not mine:
                continue
            human = {place for a, b in spans for place in range(a, b)}
            places = {place for a, b in mine for place in range(a, b)}
            cases += 1
            touched += bool(human & places)
            inside += len(human & places)
            length += len(places)
    return ratio(touched, cases), ratio(inside, length)


def missed(read: Read) -> tuple[float, float]:
    """Precision and recall of `missed`: called for by the second reader and not in the first reader's labels."""
    right = said = there = 0
    for row, reading in read:
        for tactic in TACTICS:
            truth = tactic in row["called_for"] and not row["labels"][tactic]
            says = reading.tactics[tactic].state == "missed"
            right, said, there = right + (truth and says), said + says, there + truth
    return ratio(right, said), ratio(right, there)


def calibration_error(read: Read, bins: int = 10) -> float:
    """Expected calibration error over all scores, ten bins of equal width."""
    kept: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for row, reading in read:
        for tactic in TACTICS:
            score = reading.tactics[tactic].score
            kept[min(bins - 1, int(score * bins))].append((score, row["labels"][tactic]))
    total = sum(map(len, kept))
    gaps = (abs(sum(s for s, _ in one) - sum(t for _, t in one)) for one in kept)
    return sum(gaps) / total


def speed(rows: Sequence[Row], lines: int = 20_000) -> float:
    """Turns a second on one core, warm: from a line of JSON to a line of JSON."""
    wire = [json.dumps({"id": row["id"], "text": row["text"], "context": row["context"]}) for row in rows]
    wire = (wire * (lines // len(wire) + 1))[:lines]
    for line in wire[:500]:
        _through(line)
    start = time.process_time()  # not the clock on the wall: the machine may have other work
    for line in wire:
        _through(line)
    return lines / (time.process_time() - start)


def _through(line: str) -> str:
    row = json.loads(line)
    return json.dumps({"id": row["id"], **as_json(tagging.read(row["text"], row["context"]))})


def hostile() -> tuple[float, str]:
    """The slowest of the 40,000-character texts that took ordinary expressions a minute, and its beginning."""
    slowest = (0.0, "")
    for piece in (
        "a",
        "A.",
        "a. ",
        "!? ",
        "\n",
        "<@",
        ":a",
        "'’",
        "we ",
        "i will ",
        "sorry ",
        "Ann: ",
        "> ",
        "\ud83d\0",
        "🙂",
    ):
        text = (piece * 40_000)[:40_000]
        start = time.perf_counter()
        tagging.read(text, text)
        slowest = max(slowest, (time.perf_counter() - start, piece))
    return slowest


def report(read: Read, name: str) -> None:
    """Print every figure of one set of rows."""
    low, high = interval(read, lambda some: macro(some, leans))
    print(f"\n{name}: {len(read)} turns\n  macro F1 of leans {macro(read, leans):.3f} (95 % {low:.3f} to {high:.3f})")
    for t in TACTICS:
        each = [(row["labels"][t], leans(row, reading, t)) for row, reading in read]
        area = average_precision([(reading.tactics[t].score, row["labels"][t]) for row, reading in read])
        right = sum(a and b for a, b in each)
        precise = ratio(right, sum(said for _, said in each))
        recalled = ratio(right, sum(truth for truth, _ in each))
        print(f"    {t:17} precision {precise:.2f} recall {recalled:.2f} F1 {f1(each):.3f} AP {area:.3f}")
    print("  shown where two readers agree: precision {:.3f} recall {:.3f}, unsure {:.1%}".format(*shown(read)))
    print("  evidence touches the reader's {:.3f}, characters inside {:.3f}".format(*evidence(read)))
    print("  missed: precision {:.3f} recall {:.3f}".format(*missed(read)))
    print(f"  calibration error {calibration_error(read):.3f}")


def baselines(rows: Sequence[Row]) -> None:
    """What one would use instead, in the same run. TF-IDF is cross-validated on these very rows, which favours it."""
    always = sum(f1((row["labels"][t], True) for row in rows) for t in TACTICS) / len(TACTICS)
    print(f"\nbaselines (macro F1): always positive {always:.3f}", end="")
    from nltk.sentiment.vader import SentimentIntensityAnalyzer
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    learner = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(C=10, class_weight="balanced"))
    talks, texts, found = [row["conv"] for row in rows], [row["text"] for row in rows], []
    for t in TACTICS:
        truth = [row["labels"][t] for row in rows]
        said = cross_val_predict(learner, texts, truth, groups=talks, cv=GroupKFold(5))
        found.append(f1(zip(truth, said, strict=True)))
    print(f", TF-IDF with logistic regression {sum(found) / len(found):.3f}", end="")
    try:
        mood = SentimentIntensityAnalyzer()
    except LookupError:
        print(" (VADER: its lexicon is not installed)")
        return
    said_ = [(row["labels"]["empathy"], mood.polarity_scores(row["text"])["compound"] > 0.3) for row in rows]
    print(f", VADER > 0.3 as empathy {f1(said_):.3f} (empathy alone)")


def main() -> None:
    """Read every row and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--baselines", action="store_true")
    parser.add_argument("--no-speed", action="store_true")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").split("\n") if line.strip()]
    rows = [row for row in rows if options.half is None or half_of(row) == options.half]
    read = [(row, tagging.read(row["text"], row["context"])) for row in rows]
    report(read, "all rows")
    report([one for one in read if one[0]["sampled"] == "random"], "drawn at random")
    if options.baselines:
        baselines(rows)
    if not options.no_speed:
        print(f"\n{speed(rows):,.0f} turns a second on one core, JSON to JSON, 20,000 lines")
        print("slowest hostile text of 40,000 characters: {:.3f} s ({!r} repeated)".format(*hostile()))


if __name__ == "__main__":
    main()
