"""Backups, taken while the bot is at work, and put back with care for what went out since.

A SQLite file is copied here; on PostgreSQL its own tools do that part. A backup holds no keys: those of open
check-ins lie elsewhere and are in no backup, so ballots in it stay sealed.
"""

import sqlite3
import time
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, text, update

from bot import jobs, keys
from bot.address import file_of, read
from bot.database import Database, OutOfStep
from bot.settings import Environment, SettingsError
from coaching.care import probe
from coaching.records.care import KeyProbe
from coaching.records.outbox import Letter
from coaching.snippets import intake

POSTGRESQL = (
    "This database is PostgreSQL, whose own tool does it while the bot is at work: "
    'pg_dump --format=custom --file=PATH "$DATABASE_URL" (docs/operations.md).'
)
PUT_BACK = 'pg_restore --single-transaction --dbname="$DATABASE_URL" {}'
OTHER_TOOL = (
    "On PostgreSQL a backup is put into an empty database with {}. After that: takefive restore, without a file."
)
MISFITS = {
    OutOfStep.EMPTY: f"The database is empty: first {PUT_BACK.format('FILE')}, then takefive restore.",
    OutOfStep.OLDER: "The backup is of an older Take Five: run takefive migrate, then takefive restore again.",
    OutOfStep.NEWER: "The backup is of a newer Take Five: install that one, and run its takefive restore.",
}
BUSY = (
    "Others are connected to this database ({}). Stop every takefive serve and work, let pg_restore come to its end, "
    "close psql; then run takefive restore again."
)
OTHERS = text(  # plain roles are not shown what kind others are
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'"
)
LEAVING = 2.0  # seconds in which the server clears up after whoever has just left
PAGES = 500  # copied at a time; between two portions the bot gets its turn


def save(url: str, to: Path) -> int:
    """Copy the database to a new file and verify the copy; returns its size. Raises SettingsError."""
    source = _file(url)
    if not source.exists():
        raise SettingsError(f"There is no database at {source} to back up.")
    if to.exists():
        raise SettingsError(f"{to} is there already. Name a new file.")
    if not to.absolute().parent.is_dir():
        raise SettingsError(f"There is no folder {to.absolute().parent}: make it, or name another place.")
    try:
        _copy(source, to)
    except (sqlite3.Error, OSError) as error:
        why = getattr(error, "strerror", None) or error
        raise SettingsError(f"No backup was made: {to} could not be written ({why}).") from None
    return to.stat().st_size


def restore(environment: Environment, backup: Path | None, now: datetime) -> int:
    """Put a backup where the database was, which has to be out of the way; on PostgreSQL pg_restore has done that part.

    Letters whose time had come may have gone out since: they count as doubtful, so that whoever sends them looks in
    Slack first, and repeats nothing in public. Returns how many there are. Raises SettingsError.
    """
    if read(environment.database_url).get_backend_name() == "postgresql":
        if backup:
            raise SettingsError(OTHER_TOOL.format(PUT_BACK.format(backup)))
        _look_at_what_was_put_back(environment.database_url)
    elif backup is None:
        raise SettingsError("Say which backup: takefive restore FILE.")
    else:
        _put_back(backup, _file(environment.database_url))
    return _doubt(environment, now)


def _put_back(backup: Path, target: Path) -> None:
    if target.exists():
        raise SettingsError(f"{target.name} is there still. Stop Take Five and move it away, with its -wal and -shm.")
    for companion in ("-wal", "-shm"):
        target.with_name(target.name + companion).unlink(missing_ok=True)
    if not backup.is_file():
        raise SettingsError(f"There is no backup at {backup}.")
    try:
        _copy(backup, target)
    except (sqlite3.Error, OSError) as error:
        raise SettingsError(f"Nothing was restored: the backup cannot be used ({type(error).__name__}).") from None


def _look_at_what_was_put_back(url: str) -> None:
    """Whether a PostgreSQL database is ours alone and fits the code. Raises SettingsError, with what to do."""
    database = Database(url)
    until = time.monotonic() + LEAVING
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while (others := connection.scalar(OTHERS)) and time.monotonic() < until:
            time.sleep(0.05)
    problem = None if others else database.version_problem()
    database.close()
    if others or problem:
        raise SettingsError(MISFITS.get(problem, problem) if problem else BUSY.format(others))


def _doubt(environment: Environment, now: datetime) -> int:
    database = Database(environment.database_url)
    database.lock()
    database.migrate()
    jobs.prepare(database)
    jobs.begin_anew(database)
    seen = keys.SlotDirectory(keys.folder(environment.keys, database.url)).seen()
    since = func.coalesce(Letter.sending_since, Letter.not_before)
    open_still = Letter.state.in_(("due", "sending")) & (Letter.not_before <= now)
    with database.sessions.begin() as session:
        doubtful = session.connection().execute(
            update(Letter).where(open_still).values(
                state="due", owner=None, lease_until=None, sending_since=since,
            )
        ).rowcount  # fmt: skip
        intake.doubt(session, now)
        row = session.get(KeyProbe, probe.ROW)
        if row and row.nonce != seen:
            session.delete(row)  # another key directory: open rounds are void at once, instead of waited for
    database.close()
    return doubtful


def _copy(source: Path, to: Path) -> None:
    """One file into a new one, which is there only once it is whole. Raises sqlite3.Error and OSError."""
    part = to.with_name(f".{to.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(0o600)
        _copy_pages(source, part)
        part.rename(to)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _copy_pages(source: Path, to: Path) -> None:
    """Page by page, and a look at whether all of it came. Raises sqlite3.Error."""
    old_file = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(old_file, uri=True)) as old, closing(sqlite3.connect(to)) as new:
        old.backup(new, pages=PAGES)
        whole = new.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not whole or new.execute("PRAGMA foreign_key_check").fetchall():
            raise sqlite3.DatabaseError("not whole")


def _file(url: str) -> Path:
    file = file_of(url)
    if file is None:
        raise SettingsError(POSTGRESQL)
    return file
