"""After the close nobody can tell what anybody answered, nor who answered, from anything that is or was stored.

The attackers hold a copy of every row with its system columns after each commit, what each commit added to the
write-ahead log, the files, the logs and the lead's screen, and no key. The same attack takes a naive schema apart.
"""

import json
import logging
import math
import random
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import BoltRequest
from sqlalchemy import select, text

from bot import app as bolt
from bot.database import Database
from bot.jobs import Jobs
from bot.keys import KeyDirectory
from bot.settings import environment
from coaching.care import box, letters, plans
from coaching.people import workspace
from coaching.records.care import Round
from coaching.records.outbox import Letter
from coaching.workplace import Workplace
from handlers import seals
from handlers.rounds import Minute
from tests.conftest import ON_BOTH

PEOPLE = [f"U{number:03}AGENT" for number in range(40)]
ROUNDS = 3  # a small share: `python -m bench.linkage` makes it 20
ANSWERING = 20
FRAME = 4_096 + 24  # bytes of a page in SQLite's write-ahead log
PERSON = re.compile(r"U\d{3}AGENT")
PLAIN = re.compile(rb'"?mood"?\W{1,4}([1-5])')
Rows = dict[str, set[str]]


class Silent:
    """A Slack of which only the workspace's name is asked."""

    def auth_test(self) -> dict[str, str]:
        return {"team_id": "T1"}


@dataclass
class Evidence:
    """What the attackers have about one round: the changes of each commit, and all bytes."""

    commits: list[Rows] = field(default_factory=list)
    bytes: bytes = b""
    screen: str = ""
    truth: dict[str, int] = field(default_factory=dict)


class World:
    """The real code on a real database, without a Slack to deliver to."""

    def __init__(self, database: Database, keys: Path, log: Path) -> None:
        given = {"team": [{"name": "Support", "members": PEOPLE, "leads": ["ULEAD"], "checkin": {"reminders": 0}}]}
        self.database, self.log = database, log
        self.now = datetime(2026, 6, 3, 15, tzinfo=UTC)  # a Wednesday
        url = database.url.render_as_string(hide_password=False)
        settings = environment({"DATABASE_URL": url, "SLACK_BOT_TOKEN": "xoxb-0", "TAKEFIVE_KEYS": str(keys)})
        workplace = Workplace(care=plans.read(given, "UTC"))
        self.app = bolt.build(settings, workplace, database, lambda: self.now)
        self.minute = Minute(
            workplace, database.sessions, Silent(), KeyDirectory(keys), database.scrub, serves_too=True
        )
        self.jobs = Jobs(database, lambda: self.now)
        self.jobs.attach()
        self.dice = random.Random(6)
        self.frames: set[int] = set()
        self.tick(days=0)

    def round(self) -> Evidence:
        """One week: opened, answered by half of the people in any order, closed."""
        self.tick(days=2)
        with self.database.sessions() as session:
            id = session.scalar(select(Round.id).where(Round.state == "open"))
        found, before = Evidence(), self.rows()
        self.wal()
        for person in self.dice.sample(PEOPLE, ANSWERING):
            found.truth[person] = self.dice.randint(1, 5)
            self.answer(person, id, found.truth[person])
            after = self.rows()
            found.commits.append({table: rows - before.get(table, set()) for table, rows in after.items()})
            before = after
            found.bytes += self.wal()
        self.tick(days=5)
        found.bytes += self.everything()
        with self.database.sessions() as session:
            found.screen = json.dumps(letters.results_of(session, session.get_one(Round, id)))
        self.clear()
        return found

    def clear(self) -> None:
        """Take out what the attackers have seen, so that the next round's copies are small."""
        with self.database.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM letter")
            for name, _ in list(self._queries(connection)):
                if name == "workflow_status":
                    schema = "" if self.database.is_sqlite else "dbos."
                    connection.exec_driver_sql(f"DELETE FROM {schema}{name}")

    def tick(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.minute(self.now)
        self.jobs.sweep(self.now)

    def answer(self, person: str, round: str, mood: int) -> None:
        with self.database.sessions() as session:
            key = workspace(session, "T1").seal_key
        view = {
            "id": "V1", "type": "modal", "callback_id": "checkin_answer", "blocks": [],
            "private_metadata": seals.seal(key, "T1", person, "checkin_answer", round),
            "state": {"values": {"mood": {"answer": {"selected_option": {"value": str(mood)}}}}},
        }  # fmt: skip
        body = {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": person}, "view": view}
        request = BoltRequest(
            body=urlencode({"payload": json.dumps(body)}),
            headers={"content-type": ["application/x-www-form-urlencoded"]},
        )
        assert "It is sealed" in self.app.dispatch(request).body

    def rows(self) -> Rows:
        """Every row of every table, with the columns that the database adds by itself."""
        with self.database.engine.connect() as connection:
            return {
                name: set(map(repr, connection.exec_driver_sql(query))) for name, query in self._queries(connection)
            }

    def _queries(self, connection: Any) -> Iterator[tuple[str, str]]:
        if self.database.is_sqlite:
            tables = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all()
            for name, sql in tables:
                yield name, f'SELECT {"" if "WITHOUT ROWID" in sql else "rowid, "}* FROM "{name}"'
            return
        known = (
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        for schema, name in connection.execute(text(known)).all():
            yield name, f'SELECT xmin::text, ctid::text, * FROM "{schema}"."{name}"'

    def wal(self) -> bytes:
        """What was added to the write-ahead log (PostgreSQL keeps its own where only the server reads it)."""
        file = Path(f"{self.database.url.database}-wal")
        log = file.read_bytes()[32:] if self.database.is_sqlite and file.exists() else b""
        frames = [log[at : at + FRAME] for at in range(0, len(log), FRAME)]
        added = b"".join(frame for frame in frames if hash(frame) not in self.frames)
        self.frames = set(map(hash, frames))
        return added

    def everything(self) -> bytes:
        """The database's files with their free pages, and the log."""
        file = Path(self.database.url.database)
        files = file.parent.glob(f"{file.name}*") if self.database.is_sqlite else ()
        return b"".join(file.read_bytes() for file in [*files, self.log])


@dataclass
class Guess:
    """What an attacker believes: a mood for everybody, and who answered at all."""

    mood: dict[str, int] = field(default_factory=dict)
    who: set[str] = field(default_factory=set)


def same_commit(found: Evidence) -> Guess:
    """A commit that names one person and one number gives both away."""
    guess = Guess()
    for commit in found.commits:
        named, numbers = _persons(commit), _numbers(commit)
        if len(named) == 1:
            guess.who |= named
            if len(numbers) == 1:
                guess.mood[next(iter(named))] = numbers[0]
    return guess


def in_order(found: Evidence) -> Guess:
    """People and numbers, each in the order in which their rows came."""
    persons = [person for commit in found.commits for person in sorted(_persons(commit))]
    numbers = [number for commit in found.commits for number in _numbers(commit)]
    return Guess(dict(zip(persons, numbers, strict=False)), set(persons))


def in_the_bytes(found: Evidence) -> Guess:
    """Whatever stands in clear near a name, in the files, the log of writes, free pages and logs."""
    guess = Guess()
    for place in PLAIN.finditer(found.bytes):
        near = PERSON.findall(found.bytes[max(0, place.start() - 200) : place.end() + 200].decode("latin-1"))
        guess.mood |= dict.fromkeys(near, int(place[1]))
        guess.who |= set(near)
    return guess


def by_rank(found: Evidence) -> Guess:
    """The tags sorted like the people, and numbers out of the boxes' own bytes."""
    boxes = sorted(row for commit in found.commits for row in commit.get("ballot", ()))
    people = sorted(PEOPLE)[:: max(1, len(PEOPLE) // max(1, len(boxes)))][: len(boxes)]
    return Guess({who: len(row) % 5 + 1 for who, row in zip(people, boxes, strict=False)}, set(people))


def off_the_screen(found: Evidence) -> Guess:
    """What the lead sees: the average for everybody, and everybody took part if most did."""
    value = re.search(r'"value": "(\d)', found.screen)
    number = int(value[1]) if value else 3
    return Guess(dict.fromkeys(PEOPLE, number), set(PEOPLE) if "over 75" in found.screen else set())


ATTACKERS: list[Callable[[Evidence], Guess]] = [same_commit, in_order, in_the_bytes, by_rank, off_the_screen]


def scores(evidence: list[Evidence], attacker: Callable[[Evidence], Guess]) -> tuple[float, float]:
    """How often an attacker is right about what and about who; without a clue it says 3, and "did not answer"."""
    what = who = 0
    for found in evidence:
        guess = attacker(found)
        what += sum(guess.mood.get(person, 3) == mood for person, mood in found.truth.items())
        who += sum((person in guess.who) == (person in found.truth) for person in PEOPLE)
    return what / (len(evidence) * ANSWERING), who / (len(evidence) * len(PEOPLE))


def _persons(commit: Rows) -> set[str]:
    return {person for rows in commit.values() for row in rows for person in PERSON.findall(row)}


def _numbers(commit: Rows) -> list[int]:
    rows = [row for table, found in commit.items() if table != "ballot" for row in sorted(found)]
    return [int(number) for row in rows for number in re.findall(r"\bmood\W+([1-5])\b", row)]


def chance(rounds: int) -> tuple[float, float]:
    """The most that luck explains, about what and about who, after so many rounds: three sigma above guessing."""
    sigma_what = math.sqrt(0.2 * 0.8 / (rounds * ANSWERING))
    sigma_who = math.sqrt(0.5 * 0.5 / (rounds * len(PEOPLE)))
    return 0.2 + 3 * sigma_what, 0.5 + 3 * sigma_who


@contextmanager
def logged(database: Database, folder: Path) -> Iterator[World]:
    """The world, with its keys in a folder elsewhere, and all that it logs."""
    log = logging.FileHandler(folder / "log")
    logging.getLogger().addHandler(log)
    made = World(database, folder / "keys", folder / "log")
    yield made
    made.jobs.stop(0)
    logging.getLogger().removeHandler(log)
    log.close()


@pytest.fixture
def world(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with logged(database, tmp_path_factory.mktemp("elsewhere")) as made:
        yield made


@ON_BOTH
def test_no_attacker_does_better_than_chance_after_the_close(world: World):
    evidence = [world.round() for _ in range(ROUNDS)]

    for attacker in ATTACKERS:
        what, who = scores(evidence, attacker)
        assert what <= chance(ROUNDS)[0], (attacker.__name__, what)
        assert who <= chance(ROUNDS)[1], (attacker.__name__, who)


def naive(session: Any, slots: Any, actor: Any, round: str, answers: dict[str, Any], now: datetime) -> None:
    """What "anonymous" usually means: the answers in one table with a random key, who has answered in another."""
    for table in ("naive_answer(id TEXT, given TEXT)", "naive_answered(round TEXT, person TEXT)"):
        session.execute(text(f"CREATE TABLE IF NOT EXISTS {table}"))
    values = {"id": secrets.token_hex(16), "given": f"mood {answers['mood']}", "round": round, "person": actor.user}
    session.execute(text("INSERT INTO naive_answer VALUES (:id, :given)"), values)
    session.execute(text("INSERT INTO naive_answered VALUES (:round, :person)"), values)


@ON_BOTH
def test_the_same_attack_takes_a_naive_schema_apart(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(box, "answer", naive)
    evidence = [world.round() for _ in range(2)]

    what, who = scores(evidence, same_commit)
    assert what >= 0.9
    assert who >= 0.9


def test_a_submission_writes_one_ballot_row_and_nothing_else(world: World):
    found = world.round()

    for commit in found.commits:
        changed = {table: len(rows) for table, rows in commit.items() if rows}
        assert changed == {"ballot": 1}


def test_letters_and_engine_rows_are_the_same_for_those_who_answered_and_those_who_did_not(world: World):
    found = world.round()

    with world.database.sessions() as session:
        rows = session.scalars(select(Letter).where(Letter.person != "ULEAD"))
        said = {person: [] for person in PEOPLE}
        for letter in rows:
            said[letter.person].append((letter.kind, letter.state, letter.attempts, json.dumps(letter.facts)))
    answered = {json.dumps(sorted(said[person])) for person in found.truth}
    silent = {json.dumps(sorted(said[person])) for person in PEOPLE if person not in found.truth}
    assert answered == silent
    assert len(answered) == 1
