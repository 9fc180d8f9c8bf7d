"""A worker behind `bot.jobs` to put an engine to the test, and a look at whatever the engine keeps."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import event, inspect, text, update
from sqlalchemy.orm import Session

from bot.clock import wall
from bot.database import Database
from bot.jobs import Jobs
from coaching import outbox, people
from coaching.records.outbox import Letter

ENDING = 20.0  # seconds after which a test gives up
WORDS = "marzipan, as somebody wrote it"
_keys = count()


class Failed(Exception):
    """Something that breaks on purpose."""


@dataclass
class Postman:
    """Carries the letters of one database, one worker after the other, and notes what was handed over and when."""

    database: Database
    work: Jobs = field(init=False)
    launched: bool = False
    minutes_pass: bool = False  # else nothing is swept but by hand, so that what was carried can be counted
    carried: list[str] = field(default_factory=list)
    at: dict[str, datetime] = field(default_factory=dict)  # when a letter was handed over last
    again: dict[str, datetime] = field(default_factory=dict)  # what has to be brought back, and when
    fails: set[str] = field(default_factory=set)  # what it stumbles over
    hold: Callable[[], bool] = lambda: False  # whether it is to stay with what it has in hand
    inside: int = 0
    most_inside: int = 0
    minutes: int = 0  # how many have passed by hand
    changed: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self.attach()

    def attach(self) -> None:
        """From now on letters are enqueued."""
        self.work = Jobs(self.database, self._now)
        self.work.each_minute.append(self._minute)
        self.work.attach()

    def start(self) -> None:
        """Begin to work."""
        self.launched = True
        self.work.start(self.deliver, alone=self.database.is_sqlite)

    def stop(self, seconds: int = 6) -> None:
        """The worker leaves, and a process that only enqueues comes in its place."""
        self.work.stop(seconds)
        self.launched = False
        self.attach()

    def deliver(self, letters: list[str]) -> dict[str, datetime]:
        """What the worker calls."""
        with self.changed:
            self.inside += 1
            self.most_inside = max(self.most_inside, self.inside)
            self.carried += letters
            self.at |= dict.fromkeys(letters, datetime.now(UTC))
            self.changed.notify_all()
            self.changed.wait_for(lambda: not self.hold(), ENDING)
            waits = {id: self.again.pop(id) for id in letters if id in self.again}
            self.inside -= 1
            self.changed.notify_all()
        if self.fails & set(letters):
            raise RuntimeError(WORDS)
        with self.database.sessions.begin() as session:
            session.execute(update(Letter).where(Letter.id.in_(set(letters) - waits.keys())).values(state="sent"))
        return waits

    def let_go(self) -> None:
        """Nothing is held any more."""
        with self.changed:
            self.hold = lambda: False
            self.changed.notify_all()

    def post(self, *words: str, fails: bool = False) -> list[str]:
        """Decide on a letter for each of the words in one transaction, which may fail at the last moment."""
        with suppress(Failed), self.database.sessions.begin() as session:
            made = _written(session, *words)
            if fails:
                event.listen(session, "before_commit", _fail)
        return made

    def left(self, *words: str) -> list[str]:
        """Letters that are due, and that the engine has never heard of."""
        with self.database.sessions.begin() as session:
            made = _written(session, *words)
            session.info.pop("posted")
        return made

    def wait_for(self, *letters: str, times: int = 1) -> None:
        """Wait until these were carried so often."""
        with self.changed:
            done = self.changed.wait_for(lambda: all(self.carried.count(id) >= times for id in letters), ENDING)
        assert done, self.carried

    def catch_up(self) -> None:
        """Wait until whatever the engine was given before has come: what it is given now, for later, comes last."""
        (last,) = self.left("the last")
        self.work.again({last: datetime.now(UTC) + timedelta(seconds=0.4)})
        self.wait_for(last)

    def pass_a_minute(self) -> None:
        """The next minute has come."""
        self.minutes += 1
        self.work.minute()

    def _now(self) -> datetime:
        return wall() + timedelta(minutes=self.minutes)

    def _minute(self, now: datetime) -> None:
        if not self.minutes_pass:
            raise Failed


@contextmanager
def postman(database: Database) -> Iterator[Postman]:
    """A postman at work."""
    made = Postman(database)
    made.start()
    yield made
    made.let_go()
    made.work.stop(0)


def _written(session: Session, *words: str) -> list[str]:
    people.workspace(session, "T1")
    return [
        outbox.post(
            session, workspace="T1", key=f"{word} {next(_keys)}", kind="help", facts={"text": WORDS},
            now=datetime.now(UTC),
        ).id
        for word in words
    ]  # fmt: skip


def _fail(_: Session) -> None:
    raise Failed


def tables(database: Database) -> list[str]:
    """The tables that are the engine's and not ours, whatever the engine."""
    known = {*Letter.metadata.tables, "alembic_version"}
    found = inspect(database.engine)
    schemas = [None] if database.is_sqlite else set(found.get_schema_names()) - {"information_schema"}
    every = [(schema, name) for schema in schemas for name in found.get_table_names(schema)]
    return [f'"{schema}"."{name}"' if schema else f'"{name}"' for schema, name in every if name not in known]


def everything_kept(database: Database) -> str:
    """Every row of the engine's."""
    with database.engine.connect() as connection:
        return str([connection.execute(text(f"SELECT * FROM {table}")).all() for table in tables(database)])


def drop(database: Database) -> None:
    """Drop whatever the engine keeps."""
    names = tables(database)
    with database.engine.begin() as connection:
        for name in names:
            connection.exec_driver_sql(f"DROP TABLE {name}" + ("" if database.is_sqlite else " CASCADE"))
        if not database.is_sqlite:
            for schema in {name.partition(".")[0] for name in names} - {'"public"'}:
                connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
