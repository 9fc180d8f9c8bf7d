"""The figures that every measurement of the reading shares: F1, average precision, and how sure they are."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from coaching.snippets.model import TACTICS

Row = dict[str, Any]
TIMES = 300  # draws of a bootstrap


@dataclass(frozen=True, slots=True)
class Said:
    """What one way of reading says of rows: for each row and tactic yes or no, and a score where it has one."""

    name: str
    yes: Sequence[dict[str, bool]]
    score: Sequence[dict[str, float]]
    speed: float = 0.0


def ratio(part: float, whole: float) -> float:
    """A share, 0 where there is nothing to share."""
    return part / whole if whole else 0.0


def f1(pairs: Iterable[tuple[bool, bool]]) -> float:
    """F1 of pairs (truth, said)."""
    pairs = list(pairs)
    both = sum(truth and said for truth, said in pairs)
    return ratio(2 * both, sum(truth for truth, _ in pairs) + sum(said for _, said in pairs))


def average_precision(pairs: Sequence[tuple[float, bool]]) -> float:
    """Area under the precision-recall curve of pairs (score, truth); equal scores are one step."""
    tied: dict[float, list[bool]] = defaultdict(list)
    for score, truth in pairs:
        tied[score].append(truth)
    hits = seen = 0
    area = 0.0
    for score in sorted(tied, reverse=True):
        hits, seen = hits + sum(tied[score]), seen + len(tied[score])
        area += sum(tied[score]) * hits / seen
    return ratio(area, hits)


def macro_f1(rows: Sequence[Row], said: Said) -> tuple[float, float, float]:
    """Macro F1 with its 95 % bootstrap interval, whole conversations drawn anew each time."""
    talks: dict[str, list[int]] = {}
    for row, yes in zip(rows, said.yes, strict=True):
        counts = talks.setdefault(row["conv"], [0] * (2 * len(TACTICS)))
        for number, tactic in enumerate(TACTICS):
            counts[2 * number] += row["labels"][tactic] and yes[tactic]
            counts[2 * number + 1] += row["labels"][tactic] + yes[tactic]
    dice, all_talks = random.Random(1), list(talks.values())
    drawn = sorted(_macro(dice.choices(all_talks, k=len(all_talks))) for _ in range(TIMES))
    return _macro(all_talks), drawn[int(0.025 * TIMES)], drawn[int(0.975 * TIMES) - 1]


def macro_average_precision(rows: Sequence[Row], said: Said) -> float:
    """Average precision, the mean over the tactics."""
    areas = [
        average_precision([(score[t], row["labels"][t]) for row, score in zip(rows, said.score, strict=True)])
        for t in TACTICS
    ]
    return sum(areas) / len(areas)


def precision_interval(judged: Sequence[tuple[str, int, int]]) -> tuple[float, float]:
    """The 95 % bootstrap interval of precision, from (group, right, said); groups are drawn whole."""
    groups: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for group, right, said in judged:
        groups[group][0] += right
        groups[group][1] += said
    dice, pool = random.Random(1), list(groups.values())
    draws = (dice.choices(pool, k=len(pool)) for _ in range(TIMES)) if pool else ()
    drawn = sorted(ratio(sum(a for a, _ in one), sum(b for _, b in one)) for one in draws) or [0.0] * TIMES
    return drawn[int(0.025 * TIMES)], drawn[int(0.975 * TIMES) - 1]


def _macro(talks: Sequence[list[int]]) -> float:
    total = [sum(column) for column in zip(*talks, strict=True)]
    return sum(ratio(2 * both, marked) for both, marked in zip(total[::2], total[1::2], strict=True)) / len(TACTICS)
