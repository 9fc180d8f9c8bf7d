"""A small linear model a tactic over the cues and words of one sentence, scored in plain Python.

The weights were learned by `training/train.py` from sentences written for this project; no numpy is needed to use them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from math import exp, log
from pathlib import Path
from typing import Any

from coaching.playbook import SHELF, BrokenPlaybook, Playbook
from coaching.snippets.cues import Hit

TACTICS = ("empathy", "ownership", "professionalism", "active_listening", "authenticity")
FILE = SHELF / "five_tactics.weights.json"
LONGEST = 3  # words in a row that count as one feature
_SILENT = frozenset(".,:;-–—()\"'“”‘’/&*^~+=%$£€#|<>[]{}…!") | {"_name"}
_MARKS = (
    ("asks", frozenset("?")),
    ("exclaims", frozenset("!")),
    ("has I", frozenset(("i", "me", "my"))),
    ("has we", frozenset(("we", "us", "our"))),
    ("has you", frozenset(("you", "your"))),
    ("has if", frozenset(("if",))),
    ("has a link", frozenset(("_link",))),
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a tactic's score begins to lean, and the band in which the reading says that it is unsure."""

    leans: float
    unsure_from: float
    shown_from: float


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned: for each feature the pairs (tactic, weight)."""

    bias: tuple[float, ...]
    weights: dict[str, tuple[tuple[int, float], ...]]
    slope: tuple[float, ...]
    offset: tuple[float, ...]
    thresholds: tuple[Thresholds, ...]
    checksum: str

    def scores(self, features: Mapping[str, float]) -> list[float]:
        """The log odds that a sentence with these features shows each tactic, in the order of `TACTICS`."""
        total = list(self.bias)
        for name in self.weights.keys() & features.keys():
            value = features[name]
            for tactic, weight in self.weights[name]:
                total[tactic] += weight * value
        return total

    def odds_of(self, tactic: int, probability: float) -> float:
        """The log odds at which the probability is reached."""
        return (log(probability / (1 - probability)) - self.offset[tactic]) / self.slope[tactic]

    def probability(self, tactic: int, log_odds: float) -> float:
        """The calibrated probability for the log odds of the best sentence of a turn."""
        x = self.slope[tactic] * log_odds + self.offset[tactic]
        return 1 / (1 + exp(-max(-30.0, min(30.0, x))))


def features(plain: Sequence[str], hits: Sequence[Hit], book: Playbook) -> dict[str, float]:
    """The features of one sentence or clause: what the model weighs, each with its value.

    `hits` are the cues found in these words and in scope.
    """
    found = dict.fromkeys(phrases(plain), 1.0)
    for hit in hits:
        cue = book.cues[hit.cue]
        best = f"best {cue.line}"
        found[f"cue {cue.id}"] = 1.0
        found[best] = max(cue.strength, found.get(best, 0.0))
    return found | _shape(plain)


def _shape(plain: Sequence[str]) -> dict[str, float]:
    present = set(plain)
    shape = {name: 1.0 for name, marks in _MARKS if not marks.isdisjoint(present)}
    if any(word[0] in "0123456789" for word in present):
        shape["has a number"] = 1.0
    shape["is long"] = min(40, sum([word[0].isalnum() for word in plain])) / 20
    return shape


def phrases(plain: Sequence[str]) -> set[str]:
    """One to three words in a row, without names and marks; those that open the sentence once more with `^`."""
    said = [word for word in plain if word not in _SILENT]
    if not said:
        return set()
    pairs = [f"{a} {b}" for a, b in pairwise(said)]
    triples = [f"{pair} {c}" for pair, c in zip(pairs, said[2:], strict=False)]
    return {*said, *pairs, *triples, f"^{said[0]}", f"^{pairs[0] if pairs else said[0]}"}


@lru_cache(maxsize=1)
def load(path: Path = FILE) -> Model:
    """The shipped model. Raises `BrokenPlaybook` when the file was changed by anything but the training."""
    data = json.loads(path.read_text(encoding="utf-8"))
    if checksum(data["tactics"]) != data["checksum"]:
        raise BrokenPlaybook(f"{path.name} does not match its checksum: run `make train`, do not edit it")
    weights: dict[str, list[tuple[int, float]]] = {}
    for number, name in enumerate(TACTICS):
        for feature, weight in data["tactics"][name]["weights"].items():
            weights.setdefault(feature, []).append((number, weight))
    learned = [data["tactics"][name] for name in TACTICS]
    return Model(
        tuple(one["bias"] for one in learned),
        {feature: tuple(pairs) for feature, pairs in weights.items()},
        tuple(one["slope"] for one in learned),
        tuple(one["offset"] for one in learned),
        tuple(Thresholds(one["leans"], one["unsure_from"], one["shown_from"]) for one in learned),
        data["checksum"],
    )


def checksum(tactics: dict[str, Any]) -> str:
    """The fingerprint over everything that was learned or chosen."""
    return sha256(json.dumps(tactics, sort_keys=True).encode()).hexdigest()[:16]
