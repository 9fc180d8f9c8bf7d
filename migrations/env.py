"""Alembic's way in: one history for SQLite and PostgreSQL; the engine's own tables are left alone."""

from typing import Any

from alembic import context
from sqlalchemy import Connection, text

from coaching.records import (  # the tables register themselves
    Record,
    care,  # noqa: F401
    erasure,  # noqa: F401
    outbox,  # noqa: F401
    people,  # noqa: F401
    pulse,  # noqa: F401
    recognition,  # noqa: F401
    setup,  # noqa: F401
    snippets,  # noqa: F401
)

LOCK = 70_515  # any number, the same in every process: one upgrade at a time


def ours(thing: Any, name: str | None, kind: str, reflected: bool, compared: Any) -> bool:
    """Only tables of this project: dbos keeps its own in the same database."""
    return kind != "table" or name in Record.metadata.tables


def run(connection: Connection) -> None:
    """Upgrade within one transaction."""
    context.configure(
        connection=connection, target_metadata=Record.metadata, include_object=ours, render_as_batch=True,
        transaction_per_migration=False,
    )  # fmt: skip
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = 0"))  # whoever comes second waits for the first
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        context.run_migrations()


with context.config.attributes["engine"].connect() as connection:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    run(connection)
    connection.commit()
