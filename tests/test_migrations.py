"""The history of the tables: up, down and up again on both databases, and never a hand on the engine's own."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from bot import jobs
from bot.database import MIGRATIONS, Database
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
def test_the_history_leads_up_down_and_up_again(database: Database, history: Config):
    everything = ours(database)
    assert everything == set(Record.metadata.tables)

    command.downgrade(history, "base")
    assert ours(database) == set()
    database.migrate()
    assert ours(database) == everything
    assert database.version_problem() is None


@ON_BOTH
def test_every_step_back_can_be_taken_forward_again(database: Database, history: Config):
    for _ in ScriptDirectory(str(MIGRATIONS)).walk_revisions():
        command.downgrade(history, "-1")
    database.migrate()
    assert differences(database) == []


@ON_BOTH
def test_the_history_and_the_models_agree(database: Database):
    assert differences(database) == []


@ON_BOTH
def test_the_guard_notices_a_column_that_has_no_migration(database: Database):
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE letter DROP COLUMN problem"))
    assert differences(database) != []


@ON_BOTH
def test_the_engines_own_tables_are_left_alone(database: Database, history: Config):
    before = engines(database)
    assert before

    command.downgrade(history, "base")
    database.migrate()

    assert engines(database) == before


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
    assert all(step.doc for step in steps)
