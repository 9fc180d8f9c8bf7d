"""What the rest of the house relies on from the durable engine, whatever the engine is, on both databases."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot import jobs
from bot.database import Database
from bot.jobs import Jobs
from coaching import outbox, people
from tests.conftest import ON_BOTH

ENDING = 15.0  # seconds after which a test gives up


@dataclass
class Postman:
    """Carries letters, and notes what was handed over; what is in `again` has to be brought back once."""

    database: Database
    work: Jobs
    carried: list[str] = field(default_factory=list)
    again: dict[str, float] = field(default_factory=dict)
    broken: bool = False
    changed: threading.Condition = field(default_factory=threading.Condition)

    def deliver(self, letters: list[str]) -> dict[str, datetime]:
        """What the worker calls."""
        with self.changed:
            self.carried += letters
            waits = {id: self.again.pop(id) for id in letters if id in self.again}
            self.changed.notify_all()
        if not self.broken:
            with self.database.sessions.begin() as session:
                for id in set(letters) - waits.keys():
                    session.execute(text("UPDATE letter SET state = 'sent' WHERE id = :id"), {"id": id})
        return {id: datetime.now(UTC) + timedelta(seconds=wait) for id, wait in waits.items()}

    def start(self) -> None:
        """Begin to work."""
        self.work.start(self.deliver, alone=self.database.is_sqlite)

    def post(self, *keys: str, at: datetime | None = None, fails: bool = False) -> list[str]:
        """Decide on letters in one transaction, which may fail at its end."""
        try:
            with self.database.sessions.begin() as session:
                people.workspace(session, "T1")
                made = [
                    outbox.post(session, workspace="T1", key=key, kind="help", facts={}, now=at or datetime.now(UTC)).id
                    for key in keys
                ]
                if fails:
                    session.flush()
                    raise RuntimeError
        except RuntimeError:
            return []
        return made

    def wait_for(self, *letters: str, times: int = 1) -> None:
        """Wait until these were carried so often."""
        with self.changed:
            done = self.changed.wait_for(lambda: all(self.carried.count(id) >= times for id in letters), ENDING)
        assert done, self.carried


@pytest.fixture
def postman(database: Database) -> Iterator[Postman]:
    work = Jobs(database)
    work.attach()
    yield Postman(database, work)
    work.stop(0)


def waiting(postman: Postman) -> int:
    """How many errands the engine knows of."""
    assert postman.work._client
    return len(postman.work._client.list_workflows())


@ON_BOTH
def test_letters_are_carried_once_in_the_order_in_which_they_were_posted(postman: Postman):
    postman.start()
    posted = [postman.post(f"{number}a", f"{number}b") for number in range(10)]

    for pair in posted:
        postman.wait_for(*pair)
    for first, second in posted:
        assert postman.carried.index(first) < postman.carried.index(second)
    assert sorted(postman.carried) == sorted(id for pair in posted for id in pair)


@ON_BOTH
def test_a_transaction_that_fails_leaves_neither_letters_nor_errands(postman: Postman):
    postman.post("a", "b", fails=True)
    assert waiting(postman) == 0

    postman.start()
    postman.wait_for(*postman.post("c"))
    assert len(postman.carried) == 1


@ON_BOTH
def test_a_process_that_only_enqueues_leaves_the_errand_in_the_database(postman: Postman):
    (letter,) = postman.post("a")
    assert waiting(postman) == 1
    assert postman.carried == []

    postman.start()
    postman.wait_for(letter)


@ON_BOTH
def test_what_has_to_wait_comes_back_at_its_time(postman: Postman):
    postman.start()
    with postman.database.sessions.begin() as session:
        people.workspace(session, "T1")
    with postman.changed:
        letters = postman.post("now", "later")
        postman.again[letters[1]] = 0.3

    postman.wait_for(letters[1], times=2)
    assert postman.carried.count(letters[0]) == 1


@ON_BOTH
def test_the_sweep_finds_what_is_due_and_leaves_the_rest(postman: Postman):
    now = datetime.now(UTC)
    due, tomorrow, done = postman.post("due", at=now - timedelta(hours=1)), postman.post("b", at=now), postman.post("c")
    with postman.database.sessions.begin() as session:
        session.execute(text("UPDATE letter SET state = 'sent' WHERE id = :id"), {"id": done[0]})
        session.get_one(outbox.Letter, tomorrow[0]).not_before = now + timedelta(days=1)

    assert postman.work.sweep(now) == 1
    assert postman.work.sweep(now + timedelta(days=2)) == 2
    postman.start()
    postman.wait_for(*due)


@ON_BOTH
def test_a_letter_that_waits_has_one_errand_however_often_it_is_asked_for(postman: Postman):
    now = datetime.now(UTC)
    (letter,) = postman.post("a")
    with postman.database.sessions.begin() as session:
        session.get_one(outbox.Letter, letter).not_before = until = now + timedelta(seconds=30)
    first = waiting(postman)

    for _ in range(3):
        postman.work.again({letter: until})
        assert postman.work.sweep(now) == 0

    assert waiting(postman) == first + 1


@ON_BOTH
def test_an_errand_that_fails_is_found_again_by_the_sweep(postman: Postman, monkeypatch):
    monkeypatch.setattr(jobs, "TICK", 0.3)
    postman.broken = True
    postman.start()
    (letter,) = postman.post("a")
    postman.wait_for(letter, times=2)
    postman.broken = False
    postman.wait_for(letter, times=3)


@ON_BOTH
def test_when_the_engines_tables_are_dropped_every_due_letter_is_still_delivered(database: Database):
    first = Postman(database, Jobs(database))
    first.work.attach()
    letters = first.post("a", "b")
    first.work.stop(0)
    drop_engine(database)

    second = Postman(database, Jobs(database))
    second.work.attach()
    second.start()
    second.wait_for(*letters)
    second.work.stop(0)


def test_a_worker_that_is_alone_ends_the_leases_of_the_dead(postman: Postman):
    (letter,) = postman.post("a")
    with postman.database.sessions.begin() as session:
        assert outbox.claim(session, letter, "dead", datetime.now(UTC))
    drop_engine(postman.database)
    jobs.prepare(postman.database)

    postman.start()
    postman.wait_for(letter)


def test_only_ids_travel_through_the_engine(postman: Postman):
    with postman.database.sessions.begin() as session:
        people.workspace(session, "T1")
        outbox.post(session, workspace="T1", key="a", kind="unsure", facts={"text": "marzipan"}, now=datetime.now(UTC))
    with postman.database.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM workflow_status")).all()
    assert len(rows) == 1
    assert "marzipan" not in str(rows)


def drop_engine(database: Database) -> None:
    """Drop whatever the engine keeps."""
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("DROP SCHEMA dbos CASCADE"))
            return
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        for name in names:
            if name not in outbox.Letter.metadata.tables and not name.startswith(("sqlite_", "alembic_")):
                connection.exec_driver_sql(f'DROP TABLE "{name}"')
