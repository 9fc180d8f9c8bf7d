"""Whatever happens in whatever order, nothing about fewer than k people comes out, and no ballot outlives its round.

A small share of random histories; `python -m bench.histories 2000` tells many more.
"""

import random
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bench.differencing import derivable
from bot.database import Database
from coaching.care import box, results
from coaching.care.disclosure import publishable
from coaching.care.figures import half_points, three_steps
from coaching.people import Refused
from tests.coaching.care.office import STEPS, Office

EVERYONE = [f"U{number}" for number in range(16)]
TEAMS = ("early", "late", "night")
PERSON = st.sampled_from(EVERYONE)
TEAM = st.sampled_from(TEAMS)


class History(RuleBasedStateMachine):
    """Three teams, two of which share a split group; people come, go, answer, and the process dies now and then."""

    make: Callable[[], tuple[Database, Path]]

    @initialize(seed=st.integers(0, 2**16))
    def begin(self, seed: int) -> None:
        self.database, folder = type(self).make()
        self.office = Office(self.database, folder / "keys")
        dice = random.Random(seed)
        self.office.slack.groups = {team: dice.sample(EVERYONE, dice.randint(3, 10)) for team in TEAMS}
        self.k = 5
        self.truth: dict[str, dict[str, int]] = {}
        self.members: dict[str, dict[str, set[str]]] = {}
        self.published: dict[str, dict[tuple[str, str], str | None]] = {}
        self.arrange()
        self.office.tick()

    def arrange(self) -> None:
        rules = {"reminders": 0, "k": self.k, "questions": ["mood"]}
        teams = [{"name": team, "members": [f"@{team}"]} for team in TEAMS]
        teams[2]["checkin"] = rules
        group = {"name": "days", "teams": ["early", "late"], "checkin": {**rules, "split": True}}
        self.office.arrange({"team": teams, "group": [group]})

    @rule(hours=st.sampled_from([1, 12, 24, 48, 96]))
    def time_passes(self, hours: int) -> None:
        self.office.tick(hours=hours)
        self.office.tick(minutes=1)
        for round in self.office.rounds():
            self.truth.setdefault(round.id, {})

    @rule(people=st.lists(st.tuples(PERSON, st.integers(1, 5)), min_size=1, max_size=14))
    def people_answer(self, people: list[tuple[str, int]]) -> None:
        for person, mood in people:
            with self.database.sessions() as session:
                round = box.current(session, "T1", person, self.office.now)
            if round is None:
                with pytest.raises(Refused):
                    self.office.answer(person, mood=mood)
            else:
                self.office.answer(person, mood=mood)
                self.truth[round.id][person] = mood

    @rule(moods=st.lists(st.integers(0, 5), min_size=len(EVERYONE), max_size=len(EVERYONE)))
    def a_week_goes_by(self, moods: list[int]) -> None:
        for _ in range(7):
            self.time_passes(24)
            if any(round.state in box.TAKING for round in self.office.rounds()):
                break
        self.people_answer([(person, mood) for person, mood in zip(EVERYONE, moods, strict=True) if mood])
        self.time_passes(96)

    @rule(person=PERSON, team=TEAM)
    def somebody_joins(self, person: str, team: str) -> None:
        self.office.slack.groups[team] = sorted({*self.office.slack.groups[team], person})

    @rule(person=PERSON, team=TEAM)
    def somebody_leaves(self, person: str, team: str) -> None:
        self.office.slack.groups[team] = [one for one in self.office.slack.groups[team] if one != person]

    @rule(person=PERSON, there=TEAM)
    def somebody_switches(self, person: str, there: str) -> None:
        for team in TEAMS:
            self.somebody_leaves(person, team)
        self.somebody_joins(person, there)

    @rule(k=st.integers(5, 7))
    def the_threshold_is_raised(self, k: int) -> None:
        self.k = max(self.k, k)
        self.arrange()

    @rule(step=st.sampled_from([step for step in STEPS if step != "after close"]))
    def the_process_dies_soon(self, step: str) -> None:
        self.office.keys.breaks_at = step

    @rule(person=PERSON)
    def somebody_is_erased(self, person: str) -> None:
        with self.database.sessions.begin() as session:
            box.remove(session, self.office.keys, "T1", person)
        for round in self.office.rounds():
            if round.state in box.TAKING:
                self.truth.get(round.id, {}).pop(person, None)

    @invariant()
    def what_is_over_has_no_ballot_and_no_key(self) -> None:
        taking = {round.id: len(self.truth.get(round.id, {})) for round in self.office.rounds()
                  if round.state in box.TAKING}  # fmt: skip
        assert self.office.ballots() == sum(taking.values())
        if self.office.keys.breaks_at is None:
            self.office.tick(minutes=1)
            open_now = {round.id for round in self.office.rounds() if round.state in box.TAKING}
            assert set(self.office.keys.rounds()) == open_now

    @invariant()
    def what_was_published_is_right_stays_and_singles_nobody_out(self) -> None:
        for round in self.office.rounds():
            shown = self.office.results(round.id)
            assert self.published.setdefault(round.id, shown) == shown or not self.published[round.id]
            self.published[round.id] = shown
            assert bool(shown) == (round.state == "closed")

        for round in self.office.rounds():
            if round.state == "closed" and round.id in self.truth:
                self.check(round)

    def check(self, round: Any) -> None:
        if round.id not in self.members:  # who counted when it closed; later erasures change the roster, not the past
            with self.database.sessions() as session:
                self.members[round.id] = {group: results.roster_of(session, round, group) for group in round.groups}
        truth = self.truth[round.id]
        given = {group: people & truth.keys() for group, people in self.members[round.id].items()}
        values = {group: value for (group, _), value in self.published[round.id].items() if value}
        moods = {group: [truth[person] for person in people] for group, people in given.items()}
        assert not derivable({group: given[group] for group in values}, 5)
        assert set(values) == publishable(given, round.k)
        assert all(value in (half_points(moods[g]), three_steps(moods[g])) for g, value in values.items())

    @invariant()
    def a_circle_has_one_round_a_week(self) -> None:
        weeks = [(round.circle, round.week) for round in self.office.rounds()]
        assert len(weeks) == len(set(weeks))

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()


def tell(make: Callable[[], tuple[Database, Path]], histories: int, steps: int = 8) -> None:
    """Tell so many random histories, each on a fresh database; AssertionError with the shortest that goes wrong."""
    machine = type("Told", (History,), {"make": staticmethod(make)})
    rules = settings(
        max_examples=histories, stateful_step_count=steps, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    run_state_machine_as_test(machine, settings=rules)


def fresh(template: Path, folder: Path) -> tuple[Database, Path]:
    """A database of one's own, copied from an empty one, and a folder elsewhere for its keys."""
    place = folder / secrets.token_hex(6)
    (place / "data").mkdir(parents=True)
    file = place / "data" / "takefive.db"
    file.write_bytes(template.read_bytes())
    database = Database(f"sqlite:///{file}")
    return database, place


def test_random_histories_keep_every_promise(migrated_file: Path, tmp_path: Path):
    tell(lambda: fresh(migrated_file, tmp_path), histories=4)


def test_histories_catch_a_close_that_publishes_by_size_alone(
    migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(
        results, "publishable", lambda groups, k: {name for name, people in groups.items() if len(people) >= k - 2}
    )
    history = type("Told", (History,), {"make": staticmethod(lambda: fresh(migrated_file, tmp_path))})()
    history.begin(seed=1)
    with pytest.raises(AssertionError):
        weeks_in_which_few_answer(history)
    history.teardown()


def test_the_same_weeks_keep_every_promise(migrated_file: Path, tmp_path: Path):
    history = type("Told", (History,), {"make": staticmethod(lambda: fresh(migrated_file, tmp_path))})()
    history.begin(seed=1)
    weeks_in_which_few_answer(history)
    history.teardown()


def weeks_in_which_few_answer(history: History) -> None:
    dice = random.Random(8)
    for _ in range(4):
        history.a_week_goes_by([dice.choice((0, 0, 1, 5)) for _ in EVERYONE])
        history.what_was_published_is_right_stays_and_singles_nobody_out()
