"""The HTTP face while something underneath is broken: what was not kept is not acknowledged, and it mends itself."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from slack_bolt import BoltResponse
from sqlalchemy import event as happening
from sqlalchemy import func, make_url, select, text
from werkzeug.test import TestResponse

from bot import database as databases
from bot import web
from bot.database import Database
from coaching.records.snippets import Review
from handlers import answering
from tests.bot.face import Face
from tests.bot.signing import CANARY, EVERY_KIND, REPLY, event
from tests.conftest import ON_BOTH, on_server


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a lock, and nobody trusts an answer about the version of a moment ago."""
    monkeypatch.setattr(databases, "BUSY", 0.02)
    monkeypatch.setattr(databases, "FRESH", 0.0)


def share(face: Face, ts: str = "1700000000.000200") -> TestResponse:
    return face.send("event", event(ts=ts, text=REPLY * 30))


def kept(database: Database) -> int:
    with database.sessions() as session:
        return session.scalar(select(func.count()).select_from(Review)) or 0


Broken = Callable[[Database], Iterator[None]]


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Another connection holds the file."""
    other = sqlite3.connect(database.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextmanager
def _with_pragma(database: Database, pragma: str) -> Iterator[None]:
    def on_checkout(connection: sqlite3.Connection, record: object, proxy: object) -> None:
        connection.execute(f"PRAGMA {pragma}").close()

    happening.listen(database.engine, "checkout", on_checkout)
    yield
    happening.remove(database.engine, "checkout", on_checkout)
    database.engine.dispose()


@contextmanager
def read_only(database: Database) -> Iterator[None]:
    with _with_pragma(database, "query_only=ON"):
        yield


@contextmanager
def full(database: Database) -> Iterator[None]:
    """There is no room for another page."""
    with _with_pragma(database, "max_page_count=1"):
        yield


@contextmanager
def newer(database: Database) -> Iterator[None]:
    with database.engine.begin() as connection:
        (old,) = connection.execute(text("SELECT version_num FROM alembic_version")).one()
        connection.execute(text("UPDATE alembic_version SET version_num = 'from the future'"))
    yield
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :old"), {"old": old})


@contextmanager
def empty(database: Database) -> Iterator[None]:
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE alembic_version RENAME TO put_aside"))
    yield
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE put_aside RENAME TO alembic_version"))


@contextmanager
def gone(database: Database) -> Iterator[None]:
    file = Path(str(database.url.database))
    away = file.rename(file.with_suffix(".away"))
    yield
    assert not file.exists()
    away.rename(file)


@contextmanager
def cut_off(database: Database) -> Iterator[None]:
    """The server lets nobody in any more."""
    address, name = make_url(database.url).set(database="postgres"), database.url.database
    on_server(address, f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    on_server(address, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    yield
    on_server(address, f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")


def refuses_until_mended(face: Face, database: Database, broken: Broken, words: str, caplog) -> None:
    assert share(face, "1.1").status_code == 200
    with broken(database):
        assert share(face, "1.2").status_code == 503
        assert words in caplog.text
        assert CANARY not in caplog.text
    assert kept(database) == 1
    assert share(face, "1.2").status_code == 200
    assert kept(database) == 2


ON_SQLITE = {
    "locked": (locked, "not acknowledged: the database answered OperationalError"),
    "read-only": (read_only, "not acknowledged: the database answered OperationalError"),
    "full": (full, "not acknowledged: the database answered OperationalError"),
    "newer": (newer, "not acknowledged: The database is newer than this version of Take Five"),
    "empty": (empty, "not acknowledged: The database is empty: run takefive migrate"),
    "gone": (gone, "not acknowledged: The database file takefive.db is gone"),
}


@pytest.mark.parametrize("name", ON_SQLITE)
def test_while_a_sqlite_file_cannot_take_it_a_snippet_is_not_acknowledged(face: Face, database, caplog, name: str):
    refuses_until_mended(face, database, *ON_SQLITE[name], caplog)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("broken", [newer, empty, cut_off])
def test_while_a_postgresql_server_cannot_take_it_a_snippet_is_not_acknowledged(face: Face, database, caplog, broken):
    refuses_until_mended(face, database, broken, "not acknowledged: ", caplog)


def test_a_file_that_was_put_in_the_place_of_the_first_is_written_to(face: Face, database, migrated_file):
    assert share(face, "1.1").status_code == 200
    file = Path(str(database.url.database))
    file.unlink()
    for companion in ("-wal", "-shm"):
        file.with_name(file.name + companion).unlink(missing_ok=True)
    file.write_bytes(migrated_file.read_bytes())

    assert share(face, "1.2").status_code == 200
    with sqlite3.connect(file) as fresh:
        assert fresh.execute("SELECT count(*) FROM review").fetchone() == (1,)
    fresh.close()


def test_the_guard_notices_a_bot_that_does_not_look_at_the_database_first(face: Face, database, caplog, monkeypatch):
    monkeypatch.setattr(web, "check", lambda database: None)
    with pytest.raises(AssertionError):
        refuses_until_mended(face, database, *ON_SQLITE["newer"], caplog)


def test_the_guard_notices_a_bot_that_acknowledges_whatever_happens(face: Face, database, caplog, monkeypatch):
    monkeypatch.setattr(answering, "BoltResponse", lambda status: BoltResponse(status=200))
    with pytest.raises(AssertionError):
        refuses_until_mended(face, database, *ON_SQLITE["locked"], caplog)


def test_an_unknown_path_is_404_and_the_probe_says_ok(face: Face):
    assert face.client.get("/somewhere").status_code == 404
    assert face.client.post("/slack/other").status_code == 404
    assert face.client.get("/healthz").data == b"ok\n"


def test_an_event_of_an_unknown_type_is_acknowledged_and_has_no_effect(face: Face, database):
    body = {"type": "event_callback", "team_id": "T1", "event": {"type": "moon_landed", "user": "U1"}}

    assert face.send("event", body).status_code == 200
    assert kept(database) == 0


def test_a_body_over_the_size_cap_is_413(face: Face):
    assert face.send_bytes(b" " * 1_000_001).status_code == 413


def test_slacks_first_question_is_answered_with_its_own_words(face: Face):
    answer = face.send("event", {"type": "url_verification", "challenge": "prove it"})

    assert answer.json == {"challenge": "prove it"}


@ON_BOTH
def test_a_request_that_comes_twice_is_read_once(face: Face, database):
    body = event()
    for _ in range(2):
        assert face.send("event", body).status_code == 200

    assert kept(database) == 1


@ON_BOTH
def test_every_kind_of_request_is_answered_with_200(face: Face):
    assert [face.send(kind, body).status_code for kind, body in EVERY_KIND] == [200] * len(EVERY_KIND)


@ON_BOTH
@pytest.mark.parametrize(
    "words", [REPLY + "\0", "\ud800 " + REPLY, REPLY * 400, "😀" * 10_000, "\u202e" + REPLY + "\u200b"]
)
def test_no_text_is_too_strange_to_be_acknowledged(face: Face, database, words: str):
    assert face.send("event", event(text=words)).status_code == 200
    assert face.send("event", event(text=words, channel="D1", channel_type="im", ts="1.9")).status_code == 200
