"""Readiness: whether this process can do its work now, with one short line a check and no secret or path in it."""

import os
import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot import keys
from bot.address import file_of
from bot.clock import Clock
from bot.database import Database, OutOfStep
from bot.settings import Environment
from coaching import pulse
from coaching.workplace import Workplace

Check = Callable[[], str | None]  # what is wrong, in a short line; None when nothing is
FRESH = 2.0  # seconds for which an answer holds: each look writes, and anybody may ask
LATE = timedelta(minutes=3)  # a worker looks through the letters each minute


class Readiness:
    """The checks of one process. Every look finds out anew, so that it recovers without a restart."""

    def __init__(self, database: Database, clock: Clock, also: Mapping[str, Check] = {}) -> None:
        self._database, self._clock = database, clock
        self._checks: dict[str, Check] = {
            "migrations": self._version, "database": self._write, "engine": self._sweep, **also
        }  # fmt: skip
        self._turn = threading.Lock()
        self._looked, self._found = float("-inf"), dict[str, str]()

    def look(self) -> dict[str, str]:
        """Each check with "ok", or with what is wrong."""
        with self._turn:
            if time.monotonic() - self._looked > FRESH:
                self._found = {name: _line(check) for name, check in self._checks.items()}
                self._looked = time.monotonic()
            return self._found

    def _version(self) -> str | None:
        try:
            return self._database.version_problem()
        except SQLAlchemyError as error:
            return f"the database cannot be reached ({type(error).__name__})"

    def _write(self) -> str | None:
        """A real write: a file system that is full or read-only lets everything else pass."""
        try:
            self._database.check()
            with self._database.sessions.begin() as session:
                pulse.beat(session, pulse.PROBE, self._clock())
                self._database.ask_for_room(session)
        except OutOfStep as error:
            return str(error)
        except SQLAlchemyError as error:
            return f"the database cannot be written to ({type(error).__name__})"
        return None

    def _sweep(self) -> str | None:
        try:
            with self._database.sessions() as session:
                age = pulse.age(session, pulse.SWEEP, self._clock())
        except SQLAlchemyError as error:
            return f"the database cannot be read ({type(error).__name__})"
        if age is None:
            return "no worker has looked through the letters yet: start takefive work"
        late = f"no worker has looked through the letters for {age.total_seconds():.0f} s: restart takefive work"
        return late if age > LATE else None


def key_check(environment: Environment, database: Database, workplace: Workplace, *, writes: bool) -> Check:
    """The check of the key directory: a worker writes there, a process that only takes answers reads what it wrote."""
    folder = keys.folder(environment.keys, database.url)

    def check() -> str | None:
        if not workplace.care.circles:
            return None
        usable = folder.is_dir() and os.access(folder, os.W_OK if writes else os.X_OK)
        if keys.problem(folder, file_of(database.url)) or not (usable or _can_be_made(folder, writes)):
            return "the key directory cannot be used: takefive doctor says why"
        return None

    return check


def _can_be_made(folder: Path, writes: bool) -> bool:
    """Whether a worker could still make it: it does so with the first round."""
    above = next((path for path in folder.parents if path.is_dir()), None)
    return writes and not folder.exists() and above is not None and os.access(above, os.W_OK)


def _line(check: Check) -> str:
    try:
        return check() or "ok"
    except Exception as error:
        return f"the check itself failed ({type(error).__name__})"
