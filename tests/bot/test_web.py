"""The HTTP face: what Slack and anybody else send, and what they hear."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from bot.database import Database
from coaching.records.snippets import Arrival
from tests.bot.face import Face
from tests.bot.signing import EVERY_KIND, REPLY, event
from tests.conftest import ON_BOTH


def share(face: Face, ts: str = "1700000000.000200") -> TestResponse:
    return face.send("event", event(ts=ts, text=REPLY * 30))


def kept(database: Database) -> int:
    with database.sessions() as session:
        return session.scalar(select(func.count()).select_from(Arrival)) or 0


def test_a_file_that_was_put_in_the_place_of_the_first_is_written_to(face: Face, database, migrated_file):
    assert share(face, "1.1").status_code == 200
    file = Path(str(database.url.database))
    file.unlink()
    for companion in ("-wal", "-shm"):
        file.with_name(file.name + companion).unlink(missing_ok=True)
    file.write_bytes(migrated_file.read_bytes())

    assert share(face, "1.2").status_code == 200
    with sqlite3.connect(file) as fresh:
        assert fresh.execute("SELECT count(*) FROM arrival").fetchone() == (1,)
    fresh.close()


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
def test_a_request_that_comes_twice_is_taken_once(face: Face, database):
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
