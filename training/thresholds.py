"""Choose the thresholds of `training/thresholds.toml` on labelled turns: `python training/thresholds.py GOLD.jsonl`.

Per tactic: the offset makes the scores as high, on average, as the tactic is frequent; `leans` has the best F1;
`shown_from` is the least score whose precision, where two readers agree, is high enough by the lower bound of a
bootstrap; `unsure_from` leaves at most the wished share unsure. The file says on which rows they were chosen.
Nothing is learned from those rows but these four numbers a tactic.
"""

import argparse
import json
import math
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from coaching.snippets import model, turns, weighing, words  # noqa: E402

WISHED = 0.87  # the lower bound of precision that makes a tactic shown
UNSURE = 0.03  # the share of turns that may be unsure, a tactic

Row = dict[str, Any]


def best_odds(text: str) -> list[float]:
    """The calibrated log odds of a turn's best part, a tactic, before any offset."""
    learned = model.load()
    found = [-9.0] * len(model.TACTICS)
    for turn in turns.parse(text).agent_turns:
        spoken = words.split(text, turn.start, turn.end)
        for sentence in weighing.weigh(text, turn.start, turn.end, spoken):
            found = [max(a, sentence.best(number)) for number, a in enumerate(found)]
    return [slope * x for slope, x in zip(learned.slope, found, strict=True)]


def leaning(odds: Sequence[float], truth: Sequence[bool]) -> float:
    """The log odds with the best F1, smoothed: the middle of the plateau within 0.01 of the best."""

    def f1(limit: float) -> float:
        said = [x >= limit for x in odds]
        return 2 * sum(a and b for a, b in zip(said, truth, strict=True)) / (sum(said) + sum(truth))

    grid = [x / 20 for x in range(-100, 60)]
    figures = [f1(x) for x in grid]
    near = [x for x, figure in zip(grid, figures, strict=True) if figure >= max(figures) - 0.012]
    return sum(near) / len(near)


def lower_bound(pairs: Sequence[tuple[bool, int]]) -> float:
    """The 10 % point of a bootstrap of precision."""
    dice = random.Random(1)
    drawn = sorted(sum(t for t, _ in dice.choices(pairs, k=len(pairs))) / len(pairs) for _ in range(200))
    return drawn[20]


def showing(odds: Sequence[float], agreed: Sequence[bool | None], least: float) -> float:
    """The least log odds, not below `least`, from which precision is high enough by its lower bound."""
    for x in (least + step / 20 for step in range(100)):
        pairs = [(t, 1) for o, t in zip(odds, agreed, strict=True) if o >= x and t is not None]
        if len(pairs) >= 5 and lower_bound(pairs) >= WISHED:
            return x
    return least + 1.0


def levelling(odds: Sequence[float], truth: Sequence[bool]) -> float:
    """The offset that makes the scores, on average, as high as the tactic is frequent."""
    return min(
        (x / 50 for x in range(-200, 201)),
        key=lambda offset: abs(sum(probability(o + offset) for o in odds) - sum(truth)),
    )


def probability(x: float) -> float:
    """From log odds."""
    return 1 / (1 + math.exp(-x))


def main() -> None:
    """Read the rows, choose, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--print", action="store_true", dest="only_print")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").split("\n") if line.strip()]
    odds = [best_odds(row["text"]) for row in rows]
    text = (
        f"# Chosen by training/thresholds.py on {len(rows)} labelled turns of the development half of the benchmark.\n"
    )
    for number, tactic in enumerate(model.TACTICS):
        mine = [one[number] for one in odds]
        truth = [bool(row["labels"][tactic]) for row in rows]
        limit, offset = leaning(mine, truth), levelling(mine, truth)
        upper = showing(mine, [row["agreed"][tactic] for row in rows], limit)
        below = sorted((x for x in mine if x < upper), reverse=True)
        lower = min(limit, below[min(len(below) - 1, int(UNSURE * len(rows)))])
        text += f"\n[{tactic}]\noffset = {offset:.2f}\nleans = {probability(limit + offset):.3f}\n"
        text += f"unsure_from = {probability(lower + offset):.3f}\nshown_from = {probability(upper + offset):.3f}\n"
    print(text)
    if not options.only_print:
        (HERE / "thresholds.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
