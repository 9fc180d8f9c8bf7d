"""Our own corpus, read by models that never saw the line's family: what can be measured without anybody else's text.

The cues were written beside the corpus and are not held out, and the lines were written to show or to miss something:
these figures are higher than those on real conversations. Only the weights are learned anew, a fifth left out at a
time; calibration and thresholds are the shipped ones. It needs the training extra and takes about half a minute.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from unittest import mock

HOME = Path(__file__).parent.parent
sys.path[:0] = [str(HOME), str(HOME / "training")]

import check  # noqa: E402

from bench.figures import Row  # noqa: E402
from coaching.snippets import model, tagging  # noqa: E402
from coaching.snippets.tagging import TACTICS, Reading  # noqa: E402


def corpus() -> list[Row]:
    """The corpus in the shape of labelled turns; a family is a conversation."""
    return [
        {**line, "conv": line["family"], "context": None, "labels": {t: t in line["labels"] for t in TACTICS}}
        for line in check.agents(check.read())
    ]


def readings(rows: Sequence[Row]) -> list[Reading]:
    """Each row's reading by weights learned without its family."""
    import train

    data, families = [train.features(row["text"]) for row in rows], [row["family"] for row in rows]
    found: dict[int, Reading] = {}
    for inside, outside in train.folds(families):
        learned = _learned([rows[i] for i in inside], [data[i] for i in inside])
        with mock.patch.object(model, "load", lambda learned=learned: learned):
            found |= {i: tagging.read(rows[i]["text"]) for i in outside}
    return [found[i] for i in range(len(rows))]


def _learned(rows: Sequence[Row], data: Sequence[dict[str, float]]) -> model.Model:
    """The shipped model with weights from these rows alone."""
    import train

    bias, weights = [], {}
    for number, tactic in enumerate(TACTICS):
        names = train.vocabulary(data, [row["family"] for row in rows], tactic)
        truth = [row["labels"][tactic] for row in rows]
        one, found = train.fit(data, truth, names, train.worth_of(rows))
        bias.append(one)
        for name, weight in found.items():
            weights[name] = (*weights.get(name, ()), (number, weight))
    return replace(model.load(), bias=tuple(bias), weights=weights)
