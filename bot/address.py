"""DATABASE_URL: whether it can be meant, and why what it names cannot be used. No password is ever in the words."""

import os
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

WANTED = "write sqlite:///takefive.db or postgresql://user:password@host/name"
DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg")


def read(url: str | URL) -> URL:
    """The address in its parts. Raises ArgumentError, in words, when it is none, or of another kind of database."""
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        raise ArgumentError(f"DATABASE_URL is no address of a database: {WANTED}.") from None
    if parts.drivername not in DRIVERS:
        raise ArgumentError(f"DATABASE_URL names {parts.drivername}, which I cannot use: {WANTED}.")
    return parts


def file_of(url: str | URL) -> Path | None:
    """Where a SQLite database lives, as an absolute path; None for PostgreSQL and for one that is in memory."""
    parts = read(url)
    named = parts.get_backend_name() == "sqlite" and parts.database not in (None, "", ":memory:")
    return Path(str(parts.database)).absolute() if named else None


def trouble(url: str, error: Exception) -> str:
    """Why this database cannot be used, as far as `error` and a look at the place tell, and what to do about it."""
    try:
        parts, file = read(url), file_of(url)
    except ArgumentError as wrong:
        return str(wrong)
    reason = str(getattr(error, "orig", None) or error).lower()
    if parts.get_backend_name() == "postgresql":
        return _of_server(parts, reason, error)
    return (_of_file(file) if file else None) or _said_by_sqlite(file, reason, error)


def _of_file(file: Path) -> str | None:
    folder = file.parent
    if not folder.is_dir():
        return f"the folder {folder} of the database is not there: make it, or change DATABASE_URL"
    if file.is_dir():
        return f"{file} is a folder: DATABASE_URL names a file, such as {file / 'takefive.db'}"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"I may not write in the folder {folder} of the database: give me the right to, or change DATABASE_URL"
    if not file.exists():
        return f"there is no database at {file} yet: run takefive migrate"
    if not os.access(file, os.R_OK | os.W_OK):
        return f"I may not read and write the database {file}: give me the right to, or change DATABASE_URL"
    return None


def _said_by_sqlite(file: Path | None, reason: str, error: Exception) -> str:
    said = {
        "not a database": "is no SQLite database: put it away, or change DATABASE_URL",
        "malformed": "is damaged: put a backup in its place (takefive restore)",
        "locked": "is locked by another program: end that one, and try again",
        "busy": "is locked by another program: end that one, and try again",
        "is full": "cannot grow, because the disk is full: make room there",
        "readonly": "cannot be written to: is its disk mounted read-only?",
    }
    words = next((words for sign, words in said.items() if sign in reason), None)
    return f"{file} {words}" if words else f"the database {file} cannot be used ({type(error).__name__})"


def _of_server(parts: URL, reason: str, error: Exception) -> str:
    at = f"PostgreSQL at {parts.host or 'this machine'}:{parts.port or 5432}"
    if "authentication failed" in reason or "no password supplied" in reason:
        return f"{at} does not take the user {parts.username} with this password: correct DATABASE_URL"
    if "does not exist" in reason and "database" in reason:
        return f"{at} has no database {parts.database}: make it (createdb), or correct DATABASE_URL"
    if "resolve" in reason or "name or service" in reason:
        return f"there is no host {parts.host}: correct DATABASE_URL, or look at the network"
    if "connection" in reason or "timeout" in reason:
        return f"{at} cannot be reached: is it running, and is DATABASE_URL right?"
    return f"{at} cannot be used ({type(error).__name__})"
