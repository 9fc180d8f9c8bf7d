"""The reader reads what was taken in, whatever breaks in one snippet, and stops when it is told to."""

import logging
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot import reader
from bot.database import Database
from bot.reader import Reader
from coaching.records.snippets import Arrival, Review
from coaching.snippets import intake
from coaching.snippets.review import Read
from tests.coaching.snippets.test_intake import NOW, STRONG, WORKPLACE, snippet, take_in
from tests.conftest import ON_BOTH


def count(database: Database, table: type[Arrival] | type[Review]) -> int:
    with database.sessions() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def reads(database: Database):
    made = Reader(database, WORKPLACE, lambda: NOW)
    yield made
    made.stop()


@ON_BOTH
def test_it_reads_everything_that_waits_and_then_what_comes(
    database: Database, reads: Reader, monkeypatch: pytest.MonkeyPatch
):
    for wait in ("POLL", "ALONE"):
        monkeypatch.setattr(reader, wait, 60.0)  # so that nothing but being woken brings it about
    take_in(database, snippet("1.1"), snippet("1.2"))
    read = threading.Event()
    database_read = reads._next

    def next() -> bool:
        more = database_read()
        if count(database, Review) == 3:
            read.set()
        return more

    reads._next = next  # type: ignore[method-assign]
    reads.thread.start()
    take_in(database, snippet("1.3"))
    assert read.wait(10)
    assert count(database, Arrival) == 0


def test_what_this_process_takes_in_wakes_it(database: Database, reads: Reader):
    assert not reads._wanted.is_set()
    take_in(database, snippet())
    assert reads._wanted.is_set()


def test_one_that_breaks_it_holds_up_nobody_else_and_leaves_no_word_in_the_log(
    database: Database, reads: Reader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    real = intake.read

    def read(arrival: Arrival) -> Read:
        if arrival.origin == "C1:1.1":
            raise ValueError(arrival.text)
        return real(arrival)

    monkeypatch.setattr(intake, "read", read)
    take_in(database, snippet("1.1"), snippet("1.2"))

    assert reads.read() == 2
    assert (count(database, Arrival), count(database, Review)) == (1, 1)
    assert "a snippet could not be read" in caplog.text
    assert STRONG[:20] not in caplog.text


def test_after_the_last_try_there_is_an_alarm(
    database: Database, reads: Reader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(intake, "read", lambda *_: 1 / 0)
    monkeypatch.setattr(intake, "TRIES", 1)
    take_in(database, snippet())
    with caplog.at_level(logging.ERROR):
        assert reads.read() == 1
    assert "ALARM a snippet is given up: ZeroDivisionError" in caplog.text
    assert count(database, Arrival) == 0


def test_while_the_database_is_away_no_try_counts(database: Database, reads: Reader, monkeypatch: pytest.MonkeyPatch):
    def gone(*_: object) -> None:
        raise OperationalError("gone", None, Exception())

    take_in(database, snippet())
    with monkeypatch.context() as broken:
        broken.setattr(intake, "read", gone)
        with pytest.raises(OperationalError):
            reads.read()
    with database.sessions() as session:
        assert session.scalar(select(Arrival.tries)) == 0
    assert reads.read() == 1


def test_while_it_reads_others_can_write(database: Database, reads: Reader, monkeypatch: pytest.MonkeyPatch):
    real, taken = intake.read, []

    def read(arrival: Arrival) -> Read:
        if not taken:
            taken.append(snippet("1.2"))
            take_in(database, *taken)  # it would wait for its turn, and give up
        return real(arrival)

    monkeypatch.setattr(intake, "read", read)
    take_in(database, snippet())
    assert reads.read() == 2


def test_a_reader_that_is_told_to_stop_leaves_the_rest(database: Database):
    made = Reader(database, WORKPLACE, lambda: datetime.now(UTC))
    made.stop()
    take_in(database, snippet())
    assert made.read() == 0
    assert count(database, Arrival) == 1
