"""A backup is taken while the bot is at work; what it holds is restored, and nothing public is said twice."""

import sqlite3
import stat
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot import backup, start
from bot.database import Database
from bot.settings import SettingsError, environment
from coaching import outbox, people
from coaching.records.outbox import Letter
from coaching.records.snippets import Arrival
from tests.coaching.snippets.test_intake import snippet, take_in
from tests.conftest import House
from tests.scenarios.circle import FRIDAY, check_ins
from tests.scenarios.test_sharing_a_snippet import STRONG, in_thread


def put_away(database: Database) -> None:
    """The disk is lost: file, log and all."""
    database.engine.dispose()
    for name in ("", "-wal", "-shm"):
        Path(f"{database.url.database}{name}").unlink(missing_ok=True)


def restored(database: Database, copy: Path, **variables: str) -> int:
    put_away(database)
    given = environment({"DATABASE_URL": database.url.render_as_string(hide_password=False), **variables})
    return backup.restore(given, copy, start.wall())


def test_a_backup_may_have_any_name(database: Database, tmp_path: Path):
    copy = tmp_path / "100% of it, #2?.db"
    backup.save(str(database.url), copy)

    assert restored(database, copy) == 0
    assert sorted(file.name for file in tmp_path.iterdir() if ".part" in file.name) == []


def test_a_backup_taken_while_letters_are_written_holds_all_that_was_committed_before(
    database: Database, tmp_path: Path
):
    written: list[str] = []
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with database.sessions.begin() as session:
                people.workspace(session, "T1")
                key = f"k{len(written)}"
                outbox.post(session, workspace="T1", key=key, kind="known", facts={}, now=start.wall(), person="U1")
            written.append(key)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 20:
            stop.wait(0.01)
        before = set(written)
        size = backup.save(str(database.url), tmp_path / "copy.db")
    finally:
        stop.set()
        writer.join()
    assert size > 0
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600

    assert restored(database, tmp_path / "copy.db") >= 20
    with database.sessions() as session:
        assert before <= set(session.scalars(select(Letter.key)))


def kudos_once(house: House, tmp_path: Path) -> None:
    """The backup is taken before kudos leave; then they leave, the disk is lost, and the backup put back."""
    house.restart(run=False)
    ts = start_with_a_snippet(house, tmp_path / "copy.db")
    assert len(in_thread(house, house.snippets, ts)) == 1
    house.restart(run=False)
    restored(house.database, tmp_path / "copy.db")
    house.restart()
    house.settled()
    assert len(in_thread(house, house.snippets, ts)) == 1
    assert {letter.state for letter in house.letters() if letter.kind == "kudos"} == {"sent"}


def start_with_a_snippet(house: House, copy: Path) -> str:
    house.restart()
    ts = house.slack.say(house.ana, house.snippets, STRONG)
    house.settled()
    house.restart(run=False)
    with house.database.engine.begin() as connection:  # as it stood when the backup was made
        connection.execute(text("UPDATE letter SET state='due', sending_since=NULL, posted_in=NULL, posted_as=NULL"))
    house.database.engine.dispose()
    backup.save(str(house.database.url), copy)
    return ts


def test_a_restore_forgets_the_errands_that_the_engine_had_so_that_no_used_up_name_holds_a_letter_up(
    house: House, tmp_path: Path, impatient
):
    house.restart(run=False)
    start_with_a_snippet(house, tmp_path / "copy.db")
    errands = text("SELECT count(*) FROM workflow_status")
    with house.database.engine.connect() as connection:
        assert connection.scalar(errands)
    restored(house.database, tmp_path / "copy.db")
    with house.database.engine.connect() as connection:
        assert connection.scalar(errands) == 0


def test_what_went_out_after_the_backup_is_not_said_again(house: House, tmp_path: Path, impatient):
    kudos_once(house, tmp_path)


def test_the_guard_notices_a_restore_that_takes_letters_for_unsent(
    house: House, tmp_path: Path, impatient, monkeypatch
):
    def naive(given, now):
        return 0

    monkeypatch.setattr(backup, "_doubt", naive)
    with pytest.raises(AssertionError):
        kudos_once(house, tmp_path)


def test_an_open_check_in_whose_key_is_not_there_is_void_and_says_so(
    database: Database, tmp_path: Path, tmp_path_factory
):
    with check_ins(database, tmp_path_factory.mktemp("first")) as circle:
        circle.at(FRIDAY + timedelta(seconds=1))
        for person in circle.team:
            circle.answer(person, mood="3")
        (key,) = [file.read_bytes() for file in circle.keys.glob("*.key")]
        backup.save(str(database.url), tmp_path / "copy.db")
    assert key not in (tmp_path / "copy.db").read_bytes()
    elsewhere = tmp_path_factory.mktemp("second")
    restored(database, tmp_path / "copy.db", TAKEFIVE_KEYS=str(elsewhere / "keys"))
    with check_ins(database, elsewhere) as circle:
        circle.slack.clock.set(FRIDAY + timedelta(hours=1))
        circle.minute()
        assert [round.state for round in circle.rounds()] == ["void"]
        assert circle.ballots() == []
        with database.sessions() as session:
            assert session.scalars(select(Letter).where(Letter.kind == "checkin_void")).first()


def test_a_backup_that_is_not_whole_is_not_put_back_and_says_so(database: Database, tmp_path: Path):
    copy = tmp_path / "copy.db"
    backup.save(str(database.url), copy)
    with closing(sqlite3.connect(copy)) as spoilt:
        spoilt.execute("INSERT INTO quiet VALUES ('nowhere', 'U1', '2026-01-01')")
        spoilt.commit()
    with pytest.raises(SettingsError, match="Nothing was restored"):
        restored(database, copy)
    copy.write_bytes(b"x" * 5_000)
    with pytest.raises(SettingsError, match="Nothing was restored"):
        restored(database, copy)
    assert not Path(str(database.url.database)).exists()


def test_nothing_is_written_over(database: Database, tmp_path: Path):
    copy = tmp_path / "copy.db"
    backup.save(str(database.url), copy)
    with pytest.raises(SettingsError, match="is there already"):
        backup.save(str(database.url), copy)
    with pytest.raises(SettingsError, match="is there still"):
        backup.restore(environment({"DATABASE_URL": str(database.url)}), copy, start.wall())
    with pytest.raises(SettingsError, match="pg_dump"):
        backup.save("postgresql://localhost/takefive", tmp_path / "other")


def test_a_snippet_that_waited_to_be_read_when_the_backup_was_made_is_handed_back(database: Database, tmp_path: Path):
    copy = tmp_path / "copy.db"
    take_in(database, snippet())
    backup.save(str(database.url), copy)

    restored(database, copy)
    with database.sessions() as session:
        assert session.scalars(select(Arrival)).all() == []
        (told,) = session.scalars(select(Letter))
        assert (told.kind, told.facts["text"]) == ("unreadable", snippet().text)
