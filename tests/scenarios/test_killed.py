"""`takefive` killed with -9 at any moment: nothing acknowledged is lost, and nothing public is said twice.

Thirty kills here, a thousand in `python -m bench.kills`.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.database import Database
from tests.conftest import ON_BOTH
from tests.killing.aims import ANSWERED, DUE, DURING_CALL, IN_PUBLIC, LOOKING, REQUEST, STARTING
from tests.killing.crew import Pace
from tests.killing.history import Done, History, Kept, Said, check
from tests.killing.town import run, town
from tests.killing.zygote import shared

# On SQLite one process does everything, on PostgreSQL there are a web and two workers.
WISHES = {
    17: (DURING_CALL, REQUEST, DURING_CALL, ANSWERED, DURING_CALL),
    18: (DURING_CALL, LOOKING, DURING_CALL, DUE, DURING_CALL),
    19: (DURING_CALL, STARTING, DURING_CALL, REQUEST, DURING_CALL),
}
QUICK = Pace(slow=0.2, late=0.4, private=1.0, public=1.6)


@ON_BOTH
@pytest.mark.parametrize("seed", WISHES)
def test_killed_at_any_moment_nothing_acknowledged_is_lost_and_nothing_is_said_twice(
    database: Database, tmp_path: Path, seed: int
):
    with town(shared(), database, tmp_path, QUICK, seed, size=6) as made:
        history = run(made, WISHES[seed])

    assert check(history) == [], made.crew.hits
    assert made.crew.hits.total() == len(WISHES[seed])
    assert made.crew.hits[DURING_CALL] >= 2
    assert {one.what for one in history.done if one.acknowledged} >= {"snippet", "answer"}
    assert "crate" not in made.crew.logs()


def test_the_judgement_notices_a_bot_without_the_ledger(database: Database, tmp_path: Path):
    spoilt = "tests.killing.mutants.without_the_ledger"
    with town(shared(), database, tmp_path, QUICK, seed=17, before=spoilt, size=6) as made:
        history = run(made, (IN_PUBLIC, IN_PUBLIC))

    assert "public twice" in {finding.about for finding in check(history)}


GOOD = History(
    done=[
        Done("snippet", "U1", 1, True), Done("shout-out", "U2", 2, True), Done("snippet", "U1", 3, False),
        Done("answer", "U1", 4, True), Done("answer", "U1", 5, True), Done("answer", "U2", 6, False),
    ],
    said=[Said("a", "C1", 1), Said("b", "C1", 2), Said("c", "D1", None)],
    letters=[
        Kept("a", "kudos", "sent", 1), Kept("b", "shoutout", "sent", 2), Kept("c", "given", "sent", 2),
        Kept("d", "reaction", "sent", 1),
    ],
    kept_marks={("snippet", 1), ("shout-out", 2)},
    published={5: 1},
)  # fmt: skip


def test_a_history_in_which_all_went_well_has_no_findings():
    assert check(GOOD) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"kept_marks": {("snippet", 1)}}, "lost"),
        ({"letters": GOOD.letters[1:3]}, "lost"),
        ({"said": GOOD.said[:2]}, "lost"),
        ({"published": {4: 1}}, "lost"),
        ({"published": {5: 2}}, "lost"),
        ({"published": None}, "lost"),
        ({"letters": [*GOOD.letters, Kept("e", "tip", "due", 3)]}, "unfinished"),
        ({"said": [*GOOD.said, GOOD.said[0]]}, "public twice"),
        ({"said": [*GOOD.said, Said("z", "C1", 1)]}, "public twice"),
        ({"said": [*GOOD.said, GOOD.said[2]]}, "private twice"),
    ],
)
def test_a_history_in_which_something_went_wrong_is_told(change: dict, found: str):
    assert found in {finding.about for finding in check(replace(GOOD, **change))}


def test_an_answer_replaced_by_one_that_was_not_acknowledged_may_stand_or_not():
    unsure = replace(GOOD, done=[*GOOD.done, Done("answer", "U1", 7, False)])

    assert check(replace(unsure, published={5: 1})) == check(replace(unsure, published={7: 1})) == []
    assert check(replace(unsure, published={})) != []
