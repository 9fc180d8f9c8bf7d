"""What one would use instead of the reading: always yes, a mood lexicon, and the usual text classifier.

They need the training extra (`make train` installs it); what is not installed is skipped with a word.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import md5
from importlib.util import find_spec
from math import log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "training"))

from bench.figures import Row, Said
from coaching.snippets.model import TACTICS

LINES = 20_000  # lines that a speed is measured on
Reader = Callable[[Sequence[str]], object]


def baselines(rows: Sequence[Row], corpus: Sequence[Row] = ()) -> Iterator[Said]:
    """Each baseline on these rows; `corpus` are other rows to learn from, where there are any."""
    yield Said("always yes", [dict.fromkeys(TACTICS, True)] * len(rows), [dict.fromkeys(TACTICS, 1.0)] * len(rows))
    if find_spec("vaderSentiment"):
        yield vader(rows)
    else:
        print("(VADER is skipped: it comes with the package vaderSentiment, which is not installed)")
    if find_spec("sklearn"):
        yield rechosen(rows, crossed(rows))
        if corpus:
            yield rechosen(rows, taught(rows, corpus))
    else:
        print("(TF-IDF is skipped: scikit-learn is not installed, `make train` brings it)")


def half_of(row: Row) -> int:
    """Which half of the conversations a row belongs to; the whole conversation goes the same way."""
    return int(md5(row["conv"].encode()).hexdigest(), 16) % 2


def rechosen(rows: Sequence[Row], said: Said) -> Said:
    """The same scores, with yes from the score that has the best F1 in the other half: nobody's is chosen at home."""
    from thresholds import leaning

    odds = [{t: _odds(x) for t, x in one.items()} for one in said.score]
    limits = []
    for half in (0, 1):
        other = [place for place, row in enumerate(rows) if half_of(row) != half]
        found = {t: leaning([odds[i][t] for i in other], [rows[i]["labels"][t] for i in other]) for t in TACTICS}
        limits.append(found)
    yes = [{t: one[t] >= limits[half_of(row)][t] for t in TACTICS} for row, one in zip(rows, odds, strict=True)]
    return replace(said, yes=yes)


def _odds(chance: float) -> float:
    chance = min(max(chance, 1e-6), 1 - 1e-6)
    return log(chance / (1 - chance))


def vader(rows: Sequence[Row]) -> Said:
    """VADER's compound mood above 0.3 taken for empathy; it knows nothing of the other four."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    reader = SentimentIntensityAnalyzer()
    moods = [reader.polarity_scores(row["text"])["compound"] for row in rows]
    none = dict.fromkeys(TACTICS, 0.0)
    speed = _speed(rows, lambda texts: [reader.polarity_scores(text) for text in texts])
    yes = [dict.fromkeys(TACTICS, False) | {"empathy": mood > 0.3} for mood in moods]
    return Said("VADER > 0.3 as empathy", yes, [none | {"empathy": mood} for mood in moods], speed)


def crossed(rows: Sequence[Row]) -> Said:
    """TF-IDF with logistic regression, cross-validated on these very rows by conversation: at home, as we are not."""
    from sklearn.model_selection import GroupKFold, cross_val_predict

    texts, talks = [row["text"] for row in rows], [row["conv"] for row in rows]
    chances = {}
    for tactic in TACTICS:
        truth = [row["labels"][tactic] for row in rows]
        said = cross_val_predict(_learner(), texts, truth, groups=talks, cv=GroupKFold(5), method="predict_proba")
        chances[tactic] = said[:, 1]
    return _judged("TF-IDF + LR, learned from these rows *", rows, chances)


def taught(rows: Sequence[Row], corpus: Sequence[Row]) -> Said:
    """The same classifier, learned from the same sentences as ours."""
    lines, texts = [row["text"] for row in corpus], [row["text"] for row in rows]
    learners = {t: _learner().fit(lines, [row["labels"][t] for row in corpus]) for t in TACTICS}
    chances = {t: learner.predict_proba(texts)[:, 1] for t, learner in learners.items()}
    speed = _speed(rows, lambda some: [learner.predict_proba(some) for learner in learners.values()])
    return _judged("TF-IDF + LR, learned from our corpus *", rows, chances, speed)


def _learner():  # type: ignore[no-untyped-def]
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    judge = LogisticRegression(C=10, class_weight="balanced", solver="liblinear", random_state=0)
    return make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), judge)


def _judged(name: str, rows: Sequence[Row], chances: dict[str, Sequence[float]], speed: float = 0.0) -> Said:
    score = [{t: float(chances[t][place]) for t in TACTICS} for place in range(len(rows))]
    return Said(name, [{t: chance >= 0.5 for t, chance in one.items()} for one in score], score, speed)


def _speed(rows: Sequence[Row], read: Reader) -> float:
    texts = ([row["text"] for row in rows] * (LINES // len(rows) + 1))[:LINES]
    start = time.process_time()
    read(texts)
    return LINES / (time.process_time() - start)
