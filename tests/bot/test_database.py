"""The database: one process a SQLite file, versions that fit, commits that stay."""

import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import sessionmaker

from bot import database as databases
from bot.address import file_of
from bot.database import Database, InUse, OutOfStep, Turns
from coaching import people
from tests.conftest import ON_BOTH

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND_PROCESS = """
import sys
from bot.database import Database, InUse
try:
    Database(sys.argv[1]).lock()
except InUse as error:
    sys.exit(f"refused: {error}")
"""


def second_process(url: str) -> str:
    return subprocess.run([sys.executable, "-c", SECOND_PROCESS, url], capture_output=True, text=True).stderr


def test_a_second_process_on_the_same_file_is_refused_with_a_clear_line(database: Database, database_url: str):
    database.lock()

    refused = second_process(database_url)

    assert refused.startswith("refused: Another Take Five works on")
    assert "DATABASE_URL=postgresql://" in refused
    assert "Traceback" not in refused


def test_a_file_is_free_again_once_the_first_process_has_closed_it(database_url: str):
    first = Database(database_url)
    first.lock()
    first.close()

    assert second_process(database_url) == ""


def test_another_way_to_write_the_same_address_is_still_the_same_file(database: Database, database_url: str):
    database.lock()

    assert "refused" in second_process(database_url.replace("takefive.db", "./takefive.db"))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_several_processes_may_share_a_postgresql_database(database: Database, database_url: str):
    database.lock()
    other = Database(database_url)
    other.lock()
    other.close()


def test_a_fresh_file_is_empty_and_says_what_to_do(tmp_path):
    fresh = Database(f"sqlite:///{tmp_path / 'new.db'}")

    assert fresh.version_problem() == OutOfStep.EMPTY
    with pytest.raises(OutOfStep, match="run takefive migrate"):
        fresh.check()
    fresh.close()


@ON_BOTH
def test_a_migrated_database_fits(database: Database):
    assert database.version_problem() is None
    database.check()


@ON_BOTH
@pytest.mark.parametrize(("version", "problem"), [("9999", OutOfStep.NEWER), ("0001", OutOfStep.OLDER)])
def test_a_database_of_another_version_says_which_way_to_go(database: Database, version: str, problem: str):
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})

    assert database.version_problem() == problem


def test_the_version_is_not_asked_for_with_every_request(database: Database, monkeypatch):
    database.check()
    monkeypatch.setattr(database, "version_problem", lambda: pytest.fail("asked again"))

    database.check()


def test_asking_for_the_version_again_and_again_keeps_nothing_in_memory(database: Database):
    database.version_problem()
    known = len(database.engine._compiled_cache)
    for _ in range(3):
        database.version_problem()
    assert len(database.engine._compiled_cache) == known


def test_sqlite_keeps_every_commit_on_disk_and_overwrites_what_is_deleted(database: Database):
    with database.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_postgresql_nobody_waits_longer_for_a_lock_than_slack_waits_for_the_answer(database: Database):
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "2s"


def test_no_file_is_made_in_the_place_of_one_that_is_gone(database: Database):
    database.check()
    file = Path(str(database.url.database))
    file.unlink()
    database.engine.dispose()

    with pytest.raises(OperationalError, match="the file is gone"):
        database.engine.connect()
    assert not file.exists()
    assert database.version_problem() == OutOfStep.GONE.format(file.name)


def test_writers_on_sqlite_take_turns_and_give_up_in_time(database: Database, monkeypatch):
    monkeypatch.setattr(databases, "BUSY", 0.01)
    with database.sessions.begin(), pytest.raises(OperationalError), database.sessions.begin():
        pass
    with database.sessions.begin() as session:
        people.workspace(session, "T1")


def test_a_turn_is_given_back_when_a_transaction_fails(database: Database):
    with pytest.raises(RuntimeError), database.sessions.begin():
        raise RuntimeError
    with database.sessions.begin() as session:
        people.workspace(session, "T1")


def test_many_threads_write_without_losing_a_row(database: Database):
    def write(number: int) -> None:
        for step in range(10):
            with database.sessions.begin() as session:
                people.person(session, "T1", f"U{number}x{step}")

    with database.sessions.begin() as session:
        people.workspace(session, "T1")
    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.sessions() as session:
        assert session.scalar(text("SELECT count(*) FROM person")) == 80


@ON_BOTH
def test_times_come_back_aware_and_in_utc(database: Database):
    with database.sessions.begin() as session:
        people.workspace(session, "T1").blocked_until = NOW
    with database.sessions() as session:
        assert people.workspace(session, "T1").blocked_until == NOW


@ON_BOTH
def test_a_time_without_a_zone_is_refused(database: Database):
    with pytest.raises(Exception, match="without a zone"), database.sessions.begin() as session:
        people.workspace(session, "T1").blocked_until = NOW.replace(tzinfo=None)


@ON_BOTH
def test_an_error_of_the_database_quotes_no_values(database: Database):
    with pytest.raises(Exception) as refused, database.sessions.begin() as session:
        session.execute(text("INSERT INTO person (workspace, id) VALUES (:w, :u)"), {"w": None, "u": "marzipan"})
    assert "marzipan" not in str(refused.value).split("DETAIL")[0]


def test_only_sqlite_takes_turns(database: Database):
    assert isinstance(database.sessions, Turns)
    assert isinstance(database.sessions, sessionmaker)


def test_an_address_says_where_its_file_is(tmp_path):
    assert file_of(f"sqlite:///{tmp_path}/a.db") == tmp_path / "a.db"
    assert file_of("sqlite://") is None
    assert file_of("postgresql://localhost/a") is None


def test_the_guard_notices_a_lock_that_lets_everybody_in(database: Database, database_url: str, monkeypatch):
    monkeypatch.setattr(databases.fcntl, "flock", lambda file, how: None)
    with pytest.raises(AssertionError):
        test_a_second_process_on_the_same_file_is_refused_with_a_clear_line(database, database_url)


def test_a_lock_of_ones_own_is_refused_too(database: Database, database_url: str):
    database.lock()
    again = Database(database_url)
    with pytest.raises(InUse):
        again.lock()
    again.close()


def test_a_server_that_takes_the_connection_and_says_nothing_counts_as_gone():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        gone = Database(f"postgresql://someone:secret@127.0.0.1:{silent.getsockname()[1]}/takefive")
        with pytest.raises(OperationalError):
            gone.check()
        gone.close()
