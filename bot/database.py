"""The database: the only room that knows engines, URLs and pragmas."""

import fcntl
import logging
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import cache, partial
from pathlib import Path
from typing import IO, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from bot.address import file_of, read

MIGRATIONS = Path(__file__).parent.parent / "migrations"
BUSY = 2.0  # seconds a request waits for its turn to write; Slack waits 3 for the answer
SHRED_WAITS = 10.0  # seconds for a table that others use
FRESH = 2.0  # seconds for which an answer about the database's version holds

logging.getLogger("sqlalchemy").setLevel(logging.WARNING)  # at DEBUG it logs every row: people's words, seal keys


class InUse(Exception):
    """Another process works on the same SQLite file."""


class OutOfStep(SQLAlchemyError):
    """The database is older or newer than the code: nothing is acknowledged until they fit."""

    EMPTY = "The database is empty: run takefive migrate."
    OLDER = "The database is older than this version of Take Five: run takefive migrate."
    GONE = "The database file {} is gone: put it back, or start Take Five again with an empty one."
    NEWER = "The database is newer than this version of Take Five: start the newer version again."


class Turns(sessionmaker[Session]):
    """Sessions that write one at a time: SQLite with many writing threads has unfair tails, a lock in front is fair."""

    turn = threading.Lock()

    @contextmanager
    def its_turn(self) -> Iterator[None]:
        """Around writing. Raises OperationalError when it takes too long until it is one's turn."""
        if not self.turn.acquire(timeout=BUSY):
            raise OperationalError("waiting for a turn to write", None, TimeoutError("the database is busy"))
        try:
            yield
        finally:
            self.turn.release()

    @contextmanager
    def _in_turn(self) -> Iterator[Session]:
        with self.its_turn(), super().begin() as session:
            yield session

    def begin(self) -> AbstractContextManager[Session]:
        """One transaction, in turn."""
        return self._in_turn()


class Database:
    """One database, SQLite or PostgreSQL: its engine, its sessions, and whether it fits the code."""

    def __init__(self, url: str) -> None:
        self.url = read(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engines: list[Engine] = []
        self.engine = self.open(BUSY)
        self.sessions: sessionmaker[Session] = (Turns if self.is_sqlite else sessionmaker)(
            self.engine, expire_on_commit=False
        )
        event.listen(self.sessions, "loaded_as_persistent", _keep)
        self._checked = 0.0
        self._path = file_of(self.url)
        self._file: tuple[int, int] | None = None
        self._lock: IO[str] | None = None

    def open(self, busy: float) -> Engine:
        """One more engine on this database, with patience of its own; it is closed along with the others.

        SQLite would put an empty file in the place of one that is gone, and write into it: that is refused.
        """
        engine, file = connect(self.url, busy), file_of(self.url)

        def refuse_to_make_one(*_: Any) -> None:
            if file and not file.exists():
                raise sqlite3.OperationalError("the file is gone")

        event.listen(engine, "do_connect", refuse_to_make_one)
        self.engines.append(engine)
        return engine

    def lock(self) -> None:
        """Claim a SQLite file for this process. Raises InUse when another process holds it, else SQLAlchemyError."""
        path = self._path
        if path is None:
            return
        try:
            lock = Path(f"{path}.lock").open("a", encoding="ascii")
        except OSError as error:
            raise OperationalError("claiming the file", None, error) from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise InUse(
                f"Another Take Five works on {self.url.database} already. One process serves a SQLite file: "
                "stop the other one, or set DATABASE_URL=postgresql://... to run several."
            ) from None
        self._lock = lock

    def check(self) -> None:
        """Raise OutOfStep, in words, unless the database's version is the code's. Asks at most every two seconds."""
        self._notice_another_file()
        if time.monotonic() - self._checked > FRESH:
            problem = self.version_problem()
            if problem:
                raise OutOfStep(problem)
            self._checked = time.monotonic()

    def _notice_another_file(self) -> None:
        """An open SQLite file can be deleted or replaced: then what is written to it is gone, so it is opened anew."""
        path = self._path
        if path is None:
            return
        try:
            found = path.stat()
        except FileNotFoundError:
            if self._file:
                raise OutOfStep(OutOfStep.GONE.format(path.name)) from None
            return
        if self._file != (found.st_dev, found.st_ino):
            self._file, self._checked = (found.st_dev, found.st_ino), 0.0
            for engine in self.engines:
                engine.dispose()

    def version_problem(self) -> str | None:
        """What does not fit between database and code, and what to do, or None. Raises SQLAlchemyError when gone."""
        path = file_of(self.url)
        if path and not path.exists():
            return OutOfStep.GONE.format(path.name) if self._file else OutOfStep.EMPTY
        with self.engine.connect() as connection:
            known = inspect(connection).has_table("alembic_version")
            current = connection.scalar(text("SELECT version_num FROM alembic_version")) if known else None
        newest, *older = versions()
        if current == newest:
            return None
        if current is None:
            return OutOfStep.EMPTY
        return OutOfStep.OLDER if current in older else OutOfStep.NEWER

    def migrate(self, revision: str = "head") -> None:
        """Bring the tables to the code's version (or to `revision`); a SQLite file is made where there is none."""
        from alembic import command  # a fifth of a second that only a migration takes
        from alembic.config import Config

        path = file_of(self.url)
        if path:
            with suppress(OSError):  # without its folder: connecting says so
                path.touch()
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["engine"] = self.engine
        command.upgrade(config, revision)
        self._checked = 0.0

    def ask_for_room(self, session: Session) -> None:
        """Make SQLite take one more page, and give it back: a row that is overwritten fits into a full file too."""
        if self.is_sqlite:
            with session.begin_nested() as step:
                session.connection().exec_driver_sql("CREATE TABLE room (id)")
                step.rollback()

    def scrub(self) -> None:
        """Clean what deleted ballots leave behind: SQLite's write-ahead log, PostgreSQL's dead rows."""
        self._clean("VACUUM ballot")

    def tidy(self) -> None:
        """The same each minute for what was read and left alone; what others keep busy just then waits for the next."""
        self._clean("VACUUM (SKIP_LOCKED) arrival")

    def _clean(self, on_postgresql: str) -> None:
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)" if self.is_sqlite else on_postgresql)

    def shred(self, tables: Iterable[str]) -> bool:
        """Rewrite what held deleted words, so that no byte of them is left in the files; False: not all could be.

        `secure_delete` alone leaves remnants where SQLite rearranged pages, VACUUM alone leaves them in PostgreSQL's
        pages, and its statistics keep samples of columns. Everybody else waits meanwhile.
        """
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("VACUUM")
                blocked = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
                return not blocked
            if not _only_newer_readers(connection):
                return False
            connection.detach()  # what is said to this one holds for nobody else
            connection.exec_driver_sql(f"SET lock_timeout = '{int(SHRED_WAITS)}s'")
            for table in tables:
                connection.exec_driver_sql(f'VACUUM (FULL, ANALYZE) "{table}"')
            connection.exec_driver_sql("VACUUM FULL pg_statistic")
        return True

    def turn(self) -> AbstractContextManager[None]:
        """Around what a session writes that has been reading before: from there to its commit."""
        return self.sessions.its_turn() if isinstance(self.sessions, Turns) else nullcontext()

    def close(self) -> None:
        """Give back connections and the lock."""
        for engine in self.engines:
            end(engine)
        if self._lock:
            self._lock.close()


def _keep(session: Session, row: object) -> None:
    """Until it ends, a session keeps what it has read: it would forget a row that nobody holds, and read it again.

    Of a letter's eighteen statements five read something once more. Who needs a row as it is now (after waiting for a
    lock, say) asks for it with `populate_existing`.
    """
    session.info.setdefault("kept", []).append(row)


def end(engine: Engine) -> None:
    """Close an engine's connections, at once or when whoever is still at work gives theirs back."""

    def close(connection: Any, record: Any) -> None:
        if connection is not None:
            connection.close()

    event.listen(engine.pool, "checkin", close)
    engine.dispose()


@cache
def versions() -> list[str]:
    """The versions that this code knows, the newest first: each migration's file begins with its own."""
    return sorted((file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")), reverse=True)


def _only_newer_readers(connection: Connection) -> bool:
    """Wait until nobody can still see what was deleted: PostgreSQL keeps it in the rewritten table until then."""
    own = connection.scalar(text("SELECT CAST(pg_current_xact_id() AS text)"))
    older = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND age(backend_xmin) > age(CAST(CAST(:own AS text) AS xid))"
    )
    until = time.monotonic() + SHRED_WAITS
    while connection.scalar(older, {"own": own}):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def connect(url: str | URL, busy: float) -> Engine:
    """An engine. On SQLite: write-ahead log, each commit on disk, foreign keys, `busy` seconds for a locked file.

    On PostgreSQL: `busy` seconds for a locked table or row, and until a server that does not answer counts as gone.
    """
    if read(url).get_backend_name() != "sqlite":
        waits = {"connect_timeout": max(int(busy), 2), "tcp_user_timeout": int(busy * 1_000)}  # else it is minutes
        engine = create_engine(url, connect_args=waits, pool_pre_ping=True, pool_size=10, hide_parameters=True)
        event.listen(engine, "connect", partial(_prepare_postgresql, f"SET lock_timeout = {int(busy * 1_000)}"))
        return engine
    engine = create_engine(
        url,
        connect_args={"timeout": busy, "isolation_level": "IMMEDIATE", "check_same_thread": False},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _prepare_postgresql(statement: str, connection: Any, record: Any) -> None:
    connection.execute(statement)
    connection.commit()
