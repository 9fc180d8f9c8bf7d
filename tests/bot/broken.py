"""States in which a database cannot take anything, each until the block ends; nothing has to be started again."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from bot.database import Database
from tests.conftest import on_server

Broken = Callable[[Database], AbstractContextManager[None]]


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Somebody else holds the file, or the tables; nobody waits long for it."""
    if database.is_sqlite:
        other = sqlite3.connect(str(database.url.database), isolation_level=None, timeout=10)
        other.execute("BEGIN IMMEDIATE")
        with _saying(database, "PRAGMA busy_timeout=20"):
            yield
        other.execute("ROLLBACK")
        other.close()
        return
    with database.engine.begin() as connection:
        connection.execute(text("LOCK TABLE review, pulse, letter IN ACCESS EXCLUSIVE MODE"))
        with _saying(database, "SET lock_timeout = 20"):
            yield


@contextmanager
def read_only(database: Database) -> Iterator[None]:
    """Reading goes on."""
    if database.is_sqlite:
        with _saying(database, "PRAGMA query_only=ON"):
            yield
        return
    _say(database, "ALTER DATABASE {name} SET default_transaction_read_only = on")
    yield
    _say(database, "ALTER DATABASE {name} RESET default_transaction_read_only")


@contextmanager
def full(database: Database) -> Iterator[None]:
    """There is no room for another page, and none that was freed."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM")
    with _saying(database, "PRAGMA max_page_count=1"):
        yield


@contextmanager
def crowded(database: Database) -> Iterator[None]:
    """The server takes no more connections of ours."""
    _say(database, f"ALTER ROLE {database.url.username} CONNECTION LIMIT 0")
    yield
    _say(database, f"ALTER ROLE {database.url.username} CONNECTION LIMIT -1")


@contextmanager
def newer(database: Database) -> Iterator[None]:
    """A later version of the code was here."""
    with database.engine.begin() as connection:
        (old,) = connection.execute(text("SELECT version_num FROM alembic_version")).one()
        connection.execute(text("UPDATE alembic_version SET version_num = 'from the future'"))
    yield
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :old"), {"old": old})


@contextmanager
def empty(database: Database) -> Iterator[None]:
    """There is no sign of any version."""
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE alembic_version RENAME TO put_aside"))
    yield
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE put_aside RENAME TO alembic_version"))


@contextmanager
def gone(database: Database) -> Iterator[None]:
    """The file was moved away, or the server lets nobody in."""
    if database.is_sqlite:
        file = Path(str(database.url.database))
        away = file.rename(file.with_suffix(".away"))
        yield
        assert not file.exists(), "nothing is put in the place of a file that is gone"
        away.rename(file)
        return
    _say(database, "ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    yield
    _say(database, "ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")


STATES: dict[str, dict[str, Broken]] = {
    "sqlite": {
        "locked": locked, "read-only": read_only, "full": full, "newer": newer, "empty": empty, "gone": gone,
    },
    "postgresql": {
        "locked": locked, "read-only": read_only, "crowded": crowded, "newer": newer, "empty": empty, "gone": gone,
    },
}  # fmt: skip


def _say(database: Database, change: str) -> None:
    """Change something on the server, from where on nobody is connected any more."""
    from_outside, name = database.url.set(database="postgres", username="postgres"), database.url.database
    on_server(from_outside, change.format(name=name))
    on_server(from_outside, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


@contextmanager
def _saying(database: Database, statement: str) -> Iterator[None]:
    """Every connection that is taken says this first."""

    def on_checkout(connection: Any, record: object, proxy: object) -> None:
        connection.execute(statement).close()

    with ExitStack() as mending:
        for engine in database.engines:
            event.listen(engine, "checkout", on_checkout)
            if database.is_sqlite:  # where it holds for longer than the transaction
                mending.callback(engine.dispose)
            mending.callback(event.remove, engine, "checkout", on_checkout)
        yield
