"""The history of the tables: up, down and up again on both databases, and never a hand on the engine's own."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, MetaData, func, inspect, select, text

from bot import jobs
from bot.database import MIGRATIONS, Database, versions
from coaching.records import Record
from tests.conftest import ON_BOTH


@pytest.fixture
def history(database: Database) -> Iterator[Config]:
    """Alembic on the test's database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = database.engine
    yield config
    database.engine.dispose()


def ours(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) & Record.metadata.tables.keys()


def engines(database: Database) -> set[str]:
    schema = None if database.is_sqlite else "dbos"
    return set(inspect(database.engine).get_table_names(schema)) - Record.metadata.tables.keys() - {"alembic_version"}


def differences(database: Database) -> list[object]:
    known = Record.metadata.tables

    def only_ours(thing: object, name: str | None, kind: str, reflected: bool, compared: object) -> bool:
        return kind != "table" or name in known

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": only_ours, "compare_type": True})
        return list(compare_metadata(context, Record.metadata))


@ON_BOTH
def test_the_history_and_the_models_agree(database: Database):
    assert differences(database) == []


@ON_BOTH
def test_the_guard_notices_a_column_that_has_no_migration(database: Database):
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE letter DROP COLUMN problem"))
    assert differences(database) != []


@ON_BOTH
def test_an_upgrade_keeps_what_is_there(database: Database):
    with database.engine.begin() as connection:
        connection.execute(text("INSERT INTO workspace (id, seal_key) VALUES ('T1', :key)"), {"key": b"k"})
    database.migrate()
    jobs.prepare(database)
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT id FROM workspace")).scalars().all() == ["T1"]


def test_the_history_is_one_line_and_every_step_has_a_name():
    script = ScriptDirectory(str(MIGRATIONS))
    steps = list(script.walk_revisions())
    assert len(script.get_heads()) == 1
    assert [step.revision for step in reversed(steps)] == [f"{number:04d}" for number in range(1, len(steps) + 1)]
    assert versions() == [step.revision for step in steps]
    assert all(step.doc for step in steps)


VALUES = {"state": "open", "standing": "member", "kudos": "private", "source": "channel", "decision": "kept",
          "reach": "public", "role": "author", "proposed": "shown", "why": "asked"}  # fmt: skip


def filled(database: Database) -> dict[str, int]:
    """Put a row into every table of ours that has none, as they are at this revision; returns the counts."""
    known = MetaData()
    known.reflect(database.engine, only=lambda name, _: name in Record.metadata.tables)
    with database.engine.begin() as connection:
        for table in known.sorted_tables:
            if not connection.scalar(select(func.count()).select_from(table)):
                connection.execute(table.insert().values({column.name: value_for(column) for column in table.columns}))
    return rows(database)


def rows(database: Database) -> dict[str, int]:
    """How many rows each table of ours has."""
    with database.engine.connect() as connection:
        return {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in ours(database)}


def value_for(column: Column) -> object:
    if column.name == "shout_out" and column.table.name == "second":
        return None
    if column.name in VALUES:
        return "due" if column.table.name == "letter" else VALUES[column.name]
    kind = column.type.python_type
    made = {
        str: "T1",
        bytes: b"k",
        int: 1,
        bool: True,
        dict: {},
        object: [],
        datetime: datetime(2026, 3, 1, tzinfo=UTC),
    }
    return made[kind]


@ON_BOTH
def test_the_history_leads_down_up_down_and_up_again_and_each_step_keeps_all_rows(database: Database, history: Config):
    everything, of_the_engine = ours(database), engines(database)
    assert everything == set(Record.metadata.tables)
    assert of_the_engine

    command.downgrade(history, "base")
    assert ours(database) == set()
    counts: dict[str, int] = {}
    for version in reversed(versions()):
        command.upgrade(history, version)
        counts = {**filled(database), **counts}
    for version in versions()[1:]:
        command.downgrade(history, version)
        left = rows(database)
        assert left == {name: counts[name] for name in left}, version
    command.downgrade(history, "base")
    assert ours(database) == set()

    database.migrate()
    assert ours(database) == everything
    assert engines(database) == of_the_engine
    assert database.version_problem() is None
    assert differences(database) == []
