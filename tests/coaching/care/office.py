"""A circle without a Slack: the minute's work on a real database and key directory, which can break off anywhere."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.database import Database
from bot.keys import KeyDirectory
from coaching.care import box, plans
from coaching.care.ballots import Key
from coaching.people import Actor
from coaching.records.care import Ballot, Comment, Result, Roster, Round
from coaching.records.outbox import Letter
from coaching.workplace import Workplace
from handlers.rounds import Minute

TEAM = [f"U{number}" for number in range(12)]
STEPS = ("before create", "after create", "before destroy", "after destroy", "scrub", "before close", "after close")


class Crash(Exception):
    """The process dies here."""


class FrailKeys(KeyDirectory):
    """A key directory whose process dies at a step, once."""

    breaks_at: str | None = None

    def step(self, name: str) -> None:
        if self.breaks_at == name:
            self.breaks_at = None
            raise Crash(name)

    def create(self, round: str, key: Key) -> None:
        self.step("before create")
        super().create(round, key)
        self.step("after create")

    def destroy(self, round: str) -> None:
        self.step("before destroy")
        super().destroy(round)
        self.step("after destroy")

    def key(self, round: str) -> Key | None:
        self.step("before close")
        return super().key(round)


class Slack:
    """A Slack of which the workspace's name and its user groups are asked."""

    def __init__(self) -> None:
        self.groups: dict[str, list[str]] = {}

    def auth_test(self) -> dict[str, str]:
        return {"team_id": "T1"}

    def usergroups_list(self, include_users: bool) -> dict[str, Any]:
        assert include_users
        return {
            "usergroups": [{"id": f"S{name}", "handle": name, "users": users} for name, users in self.groups.items()]
        }


class Office:
    """Teams named by user groups, so that people can join, leave and switch."""

    def __init__(self, database: Database, keys: Path, start: datetime = datetime(2026, 6, 3, 15, tzinfo=UTC)) -> None:
        self.database, self.slack, self.keys, self.now = database, Slack(), FrailKeys(keys), start
        self.settings: dict[str, Any] = {}

    def arrange(self, given: dict[str, Any]) -> None:
        """These are the settings from now on, as after a restart."""
        assert plans.problems(given) == []
        self.settings = given
        self.minute = Minute(
            Workplace(care=plans.read(given, "UTC")), self.database.sessions, self.slack, self.keys, self.scrub,
            serves_too=True,
        )  # fmt: skip

    def scrub(self) -> None:
        self.keys.step("scrub")
        self.database.scrub()

    def tick(self, **time: float) -> None:
        """Let time pass, then do a minute's work."""
        self.now += timedelta(**time)
        self.minute(self.now)

    def answer(self, person: str, **answers: int | str) -> None:
        """Seal an answer in the round that is open for this person. Raises Refused."""
        with self.database.sessions.begin() as session:
            round = box.current(session, "T1", person, self.now)
            box.answer(session, self.keys, Actor("T1", person), round.id if round else "0" * 16, answers, self.now)

    def rounds(self) -> list[Round]:
        return self.all(Round, Round.opens_at)

    def letters(self, kind: str) -> list[Letter]:
        return [letter for letter in self.all(Letter, Letter.not_before) if letter.kind == kind]

    def results(self, round: str) -> dict[tuple[str, str], str | None]:
        return {(row.group, row.question): row.value for row in self.all(Result, Result.group) if row.round == round}

    def roster(self, round: str) -> set[str]:
        return {row.person for row in self.all(Roster, Roster.person) if row.round == round}

    def comments(self) -> list[str]:
        return [row.text for row in self.all(Comment, Comment.key)]

    def ballots(self) -> int:
        with self.database.sessions() as session:
            return session.scalar(select(func.count()).select_from(Ballot)) or 0

    def all(self, table: Any, order: Any) -> list[Any]:
        with self.database.sessions() as session:
            return list(session.scalars(select(table).order_by(order)))


def support(members: list[str], **checkin: Any) -> dict[str, Any]:
    """The settings of one team with a check-in on Fridays at 15:00."""
    return {
        "team": [{"name": "Support", "members": members, "leads": ["ULEAD"], "checkin": {"reminders": 0, **checkin}}]
    }


def opened(office: Office) -> str:
    """The round that opens two days on; its id."""
    office.tick(days=2)
    return office.rounds()[-1].id
