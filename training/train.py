"""Learn the weights of `coaching/playbooks/five_tactics.weights.json` from `training/corpus/agents-*.jsonl`.

    python training/train.py                 learn, calibrate and write; the same corpus gives the same file
    python training/train.py --check         learn and compare with the file that is there; exit 1 if it differs
    python training/train.py --curve DEV     average precision on a labelled file for 100, 200, 400, ... sentences

Only sentences written for this project are learned from. The thresholds were chosen on the development half of the
benchmark (that file is not part of this project) and stand in `training/thresholds.toml`.
"""

import argparse
import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from coaching import playbook  # noqa: E402
from coaching.snippets import model, turns, weighing, words  # noqa: E402

FEWEST_FAMILIES = 3  # a phrase must be met in as many families to become a feature
FOLDS = 5
PLENTY = 1000  # features a tactic
STRICTNESS = 0.5  # scikit-learn's C
EVERYDAY = 4.0  # how much a line of `agents-terse.jsonl` weighs: short, plain replies are the commonest in life

Row = dict[str, Any]
Features = dict[str, float]


def rows() -> list[Row]:
    """Every labelled agent sentence, in a fixed order."""
    found = []
    for path in sorted((HERE / "corpus").glob("agents-*.jsonl")):
        found += [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return found


def features(text: str) -> Features:
    """The features of one corpus line, exactly as the reading makes them."""
    plain = words.split(text).plain
    return model.features(plain, weighing.in_scope(plain), playbook.load("five_tactics"))


def parts_of(text: str) -> Iterator[Features]:
    """The features of each sentence and clause of what the agent says in a text."""
    book = playbook.load("five_tactics")
    for turn in turns.parse(text).agent_turns:
        spoken = words.split(text, turn.start, turn.end)
        for sentence in weighing.weigh(text, turn.start, turn.end, spoken):
            for part in (sentence.whole, *sentence.clauses):
                yield model.features(spoken.plain[part.start : part.end], part.hits, book)


@lru_cache(maxsize=1)
def proper_names() -> frozenset[str]:
    """Words that the corpus mostly writes with a capital inside a sentence: names and places. None is a feature."""
    high: Counter[str] = Counter()
    low: Counter[str] = Counter()
    for row in rows():
        for found in re.finditer(r"(?<=[\w,] )[^\W\d_]+", row["text"]):
            (high if found[0].istitle() and found[0] != "I" else low)[found[0].lower()] += 1
    return frozenset(word for word, times in high.items() if times > low[word])


def vocabulary(data: Sequence[Features], families: Sequence[str], tactic: str) -> list[str]:
    """The features that may count for a tactic: its own cues, the neutral ones, and phrases of several families."""
    met: dict[str, set[str]] = defaultdict(set)
    for one, family in zip(data, families, strict=True):
        for name in one:
            met[name].add(family)
    names = proper_names()
    line = {f"cue {cue.id}": cue.line for cue in playbook.load("five_tactics").cues}
    kept = []
    for name, where in met.items():
        if name.startswith("cue "):
            fits = line[name] in (tactic, "neutral")
        elif name.startswith("best "):
            fits = name[5:] in (tactic, "neutral")
        else:
            fits = len(where) >= FEWEST_FAMILIES and names.isdisjoint(name.lstrip("^").split())
        if fits:
            kept.append(name)
    return sorted(kept)


def matrix(data: Iterable[Features], names: Sequence[str]) -> csr_matrix:
    """The features as numbers, one row a sentence."""
    column = {name: number for number, name in enumerate(names)}
    starts, places, values = [0], [], []
    for one in data:
        for name, value in one.items():
            if name in column:
                places.append(column[name])
                values.append(value)
        starts.append(len(places))
    return csr_matrix((values, places, starts), shape=(len(starts) - 1, len(names)))


def fit(
    data: Sequence[Features], truth: Sequence[bool], names: Sequence[str], worth: Sequence[float]
) -> tuple[float, dict[str, float]]:
    """Bias and weights of one tactic: fit on all names, keep the heaviest, fit again, round."""
    learner = LogisticRegression(C=STRICTNESS, solver="liblinear", max_iter=1000, random_state=0)
    learner.fit(matrix(data, names), truth, worth)
    share = Counter(name for one in data for name in one)
    weight = dict(zip(names, learner.coef_[0], strict=True))
    heaviest = sorted(names, key=lambda name: (-abs(weight[name]) * share[name] ** 0.5, name))[:PLENTY]
    learner.fit(matrix(data, sorted(heaviest)), truth, worth)
    pairs = zip(sorted(heaviest), learner.coef_[0], strict=True)
    return round(float(learner.intercept_[0]), 4), {n: round(float(w), 4) for n, w in pairs if abs(w) >= 0.00005}


def log_odds(one: Features, bias: float, weights: dict[str, float]) -> float:
    """The score of one sentence."""
    return bias + sum(weights.get(name, 0.0) * value for name, value in one.items())


def folds(families: Sequence[str]) -> Iterator[tuple[list[int], list[int]]]:
    """Training and held-out row numbers; a family is never on both sides."""
    number = {family: place % FOLDS for place, family in enumerate(sorted(set(families)))}
    for fold in range(FOLDS):
        inside = [i for i, family in enumerate(families) if number[family] != fold]
        outside = [i for i, family in enumerate(families) if number[family] == fold]
        yield inside, outside


def worth_of(lines: Sequence[Row]) -> list[float]:
    """How much each line counts."""
    return [EVERYDAY if row["id"].startswith("e-") else 1.0 for row in lines]


def held_out(
    data: Sequence[Features], families: Sequence[str], truth: Sequence[bool], tactic: str, worth: Sequence[float]
) -> list[float]:
    """The log odds of each sentence from a model that never saw its family."""
    scores = [0.0] * len(data)
    for inside, outside in folds(families):
        some = [data[i] for i in inside]
        names = vocabulary(some, [families[i] for i in inside], tactic)
        bias, weights = fit(some, [truth[i] for i in inside], names, [worth[i] for i in inside])
        for i in outside:
            scores[i] = log_odds(data[i], bias, weights)
    return scores


def average_precision(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """The area under the precision and recall curve."""
    order = np.argsort(-np.asarray(scores), kind="stable")
    hits = np.asarray(truth)[order]
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean()) if hits.any() else 0.0


def learned() -> dict[str, Any]:
    """What `five_tactics.weights.json` says of each tactic."""
    chosen = tomllib.loads((HERE / "thresholds.toml").read_text(encoding="utf-8"))
    lines = rows()
    data, families = [features(row["text"]) for row in lines], [row["family"] for row in lines]
    tactics = {}
    for tactic in model.TACTICS:
        truth = [tactic in row["labels"] for row in lines]
        scores = held_out(data, families, truth, tactic, worth_of(lines))
        slope = LogisticRegression(C=1e6).fit(np.asarray(scores).reshape(-1, 1), truth).coef_[0][0]
        bias, weights = fit(data, truth, vocabulary(data, families, tactic), worth_of(lines))
        area = average_precision(scores, truth)
        print(
            f"{tactic:17} {sum(truth):5} of {len(truth)} sentences, {len(weights)} weights, slope {slope:.2f}, ", end=""
        )
        print(f"average precision on families not seen {area:.3f}")
        tactics[tactic] = {"bias": bias, "slope": round(float(slope), 4), **chosen[tactic], "weights": weights}
    return tactics


def curve(path: Path) -> None:
    """Print how average precision on a labelled file grows with the number of sentences learned from."""
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    lines = rows()
    families = sorted({row["family"] for row in lines})
    np.random.default_rng(1).shuffle(families)
    rank = {family: place for place, family in enumerate(families)}
    lines.sort(key=lambda row: (rank[row["family"]], row["id"]))
    data = [features(row["text"]) for row in lines]
    parts = [list(parts_of(row["text"])) for row in gold]
    sizes = [n for n in (100, 200, 400, 800, 1600, 3200, 6400) if n < len(lines)] + [len(lines)]
    print("sentences " + " ".join(f"{tactic:>17}" for tactic in model.TACTICS) + "   macro")
    for size in sizes:
        found = []
        for tactic in model.TACTICS:
            names = vocabulary(data[:size], [row["family"] for row in lines[:size]], tactic)
            truth = [tactic in row["labels"] for row in lines[:size]]
            bias, weights = fit(data[:size], truth, names, worth_of(lines[:size]))
            scores = [max((log_odds(f, bias, weights) for f in one), default=-9.0) for one in parts]
            found.append(average_precision(scores, [bool(row["labels"][tactic]) for row in gold]))
        print(f"{size:9} " + " ".join(f"{ap:17.3f}" for ap in found) + f"   {sum(found) / 5:.3f}")


def main() -> int:
    """Run one of the three uses."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--curve", type=Path)
    options = parser.parse_args()
    if options.curve:
        curve(options.curve)
        return 0
    tactics = learned()
    text = json.dumps({"checksum": model.checksum(tactics), "tactics": tactics}, indent=0, sort_keys=True) + "\n"
    if options.check:
        same = model.FILE.read_text(encoding="utf-8") == text
        print("the weights are the ones that this corpus gives" if same else "the weights differ: run `make train`")
        return 0 if same else 1
    model.FILE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
