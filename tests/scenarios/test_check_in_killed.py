"""A check-in's close, killed with -9 at every step of it, comes to one outcome all the same."""

import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import settings
from bot.app import slack_client
from bot.database import Database
from bot.keys import KeyDirectory
from bot.practice import Workspace
from bot.running import running
from coaching import outbox
from coaching.care import box
from coaching.care.circles import DAYS
from coaching.people import Actor
from coaching.records.care import Ballot, Result, Round
from coaching.workplace import Workplace
from handlers.rounds import Minute
from tests import dying
from tests.conftest import ON_BOTH
from tests.killing.zygote import shared
from tests.settling import settle, under_way

ANSWERS = (1, 2, 4, 4, 5, 4)  # of six people: 20, which is 3.5 in half points
OPENED = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(days=5)
SETTINGS = """
[[team]]
name = "Support"
members = {team}
checkin = {{weekday = "{day}", time = "{at:%H:%M}", reminders = 0}}

[care]
letters_per_minute = 600
"""


@dataclass
class Office:
    """A round that everybody has answered and that should have closed yesterday; nobody is at work."""

    slack: Workspace
    database: Database
    keys: KeyDirectory
    variables: dict[str, str]
    folder: Path

    @property
    def words(self) -> list[str]:
        return ["serve", "--socket"] if self.database.is_sqlite else ["work"]

    def works_until(self, step: str, mutant: bool = False) -> None:
        """Start Take Five and let it die at a step."""
        before = (f"tests.dying.{'in_two_transactions' if mutant else 'at'}", step)
        life = shared().start("dying", self.words, self.folder, variables=self.variables, before=before)
        shared().bury(life)
        assert life.code == -signal.SIGKILL, (step, (self.folder / "dying.log").read_text())

    def state(self) -> tuple[str, int, int, int]:
        """The round's state, and how many ballots, results and keys there are."""
        with self.database.sessions() as session:
            counts = [session.scalar(select(func.count()).select_from(table)) or 0 for table in (Ballot, Result)]
            return session.scalars(select(Round.state)).one(), *counts, len(self.keys.rounds())

    def come_to_rest(self) -> None:
        """Wait until every letter has come to an end."""
        settle(self.slack, lambda: under_way(self.database))

    def told(self) -> Counter[str]:
        """How often each person was told each thing."""
        people = [person for person in self.slack.world.people if person != self.slack.bot_user]
        said = [(who, message["text"]) for who in people for message in self.slack.history(self.slack.dm(who))]
        return Counter(f"{who}: {text}" for who, text in said)


@pytest.fixture
def office(database: Database, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with Workspace() as slack:
        team, keys = [slack.person(f"P{number}") for number in ANSWERS], tmp_path_factory.mktemp("elsewhere") / "keys"
        address = database.url.render_as_string(hide_password=False)
        variables = {**slack.environment(), "DATABASE_URL": address, "TAKEFIVE_KEYS": str(keys)}
        file = tmp_path / "takefive.toml"
        file.write_text(SETTINGS.format(team=team, day=DAYS[OPENED.weekday()], at=OPENED), "utf-8")
        made = Office(slack, database, KeyDirectory(keys), variables, tmp_path)
        minute = Minute(
            settings.load(file), database.sessions, slack_client(settings.environment(variables)), made.keys,
            database.scrub, serves_too=True,
        )  # fmt: skip
        for moment in (OPENED - timedelta(minutes=1), OPENED):
            minute(moment)
        with database.sessions.begin() as session:
            id = session.scalars(select(Round.id)).one()
            for person, mood in zip(team, ANSWERS, strict=True):
                box.answer(session, made.keys, Actor(slack.team_id, person), id, {"mood": mood}, OPENED)
        yield made


@ON_BOTH
def test_a_close_killed_at_every_step_one_after_the_other_has_one_outcome(office: Office, monkeypatch):
    monkeypatch.setattr(outbox, "CALL", timedelta(seconds=0.1))  # so long a dead worker's call may be under way
    found = []
    for step in dying.STEPS:
        office.works_until(step)
        found.append(office.state())
    with running(settings.environment(office.variables), Workplace()):
        office.come_to_rest()

    assert found[:2] == [("open", 6, 0, 1)] * 2
    assert {ballots for _, ballots, _, _ in found[2:]} == {0}
    assert [(state, keys) for state, _, _, keys in found[2:]] == [("closed", 1)] * 2 + [("closed", 0)] * 2
    with office.database.sessions() as session:
        values = dict(session.execute(select(Result.question, Result.value)).all())
    assert values["mood"] == "3.5"
    assert {value for question, value in values.items() if question != "mood"} == {None}
    assert sorted(office.told().values()) == [1] * len(ANSWERS)


def test_a_close_of_two_transactions_is_found_out(office: Office):
    office.works_until("in the transaction", mutant=True)

    assert office.state() != ("open", 6, 0, 1)
