"""Three thousand bad requests against the real Flask and Bolt apps: no server error, and no word of theirs in a log."""

import copy
import logging

import pytest
from sqlalchemy import func, select

from bot import shapes
from bot.database import Database
from coaching.records.snippets import Arrival
from handlers import answering, incoming, snippets
from tests.bot.face import Face
from tests.bot.fuzzing import bombard, copies_of_one
from tests.bot.signing import CANARY, EVERY_KIND, SECRET, encoded, event
from tests.conftest import ON_BOTH

SHARE = {True: 2_700, False: 300}  # on SQLite and on PostgreSQL; 200,000 in `python -m bench.fuzz`


@ON_BOTH
def test_no_bad_request_causes_a_server_error_or_leaves_a_word_in_the_log(face: Face, database: Database, caplog):
    caplog.set_level(logging.DEBUG)
    for kind, body in EVERY_KIND:
        assert face.send(kind, body).status_code == 200

    assert bombard(face, seed=5, times=SHARE[database.is_sqlite]) == []
    assert CANARY not in caplog.text
    assert SECRET not in caplog.text
    assert "Traceback" not in caplog.text


@ON_BOTH
def test_a_hundred_copies_of_one_signed_request_have_one_effect(face: Face, database: Database):
    assert copies_of_one(face, 100) <= {200, 409}
    with database.sessions() as session:
        assert session.scalar(select(func.count()).select_from(Arrival)) == 1


@pytest.mark.parametrize("path", ["/slack/events", "/nope", "/healthz"])
@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "OPTIONS"])
def test_other_methods_and_paths_are_no_server_error(face: Face, path: str, method: str):
    assert face.client.open(path, method=method).status_code in (200, 404, 405)


@pytest.mark.parametrize(
    "strange", [{"team": "\ud800"}, {"view": {"app_installed_team_id": "\ud800"}}, {"enterprise": "a b"}]
)
def test_an_id_that_bolt_finds_where_no_shape_looks_is_not_understood(face: Face, caplog, strange: dict):
    body = event()
    body["authorizations"][0] |= strange

    assert face.send("event", body).status_code == 200
    assert "Traceback" not in caplog.text


def test_the_guard_notices_a_bot_that_takes_any_shape(face: Face, monkeypatch, caplog):
    monkeypatch.setattr(shapes, "fits", lambda value, shape: True)

    assert bombard(face, seed=5, times=150)


def test_the_guard_notices_a_bot_that_keeps_every_character(face: Face, monkeypatch, caplog):
    monkeypatch.setattr(incoming.door, "clean", lambda text: text)

    assert face.send("event", event(text=event()["event"]["text"] + "\ud800")).status_code == 503


def test_the_guard_notices_a_bot_that_logs_what_it_was_told(face: Face, monkeypatch, caplog):
    monkeypatch.setattr(answering, "wordless", lambda error: (type(error), error, error.__traceback__))
    monkeypatch.setattr(snippets, "words", lambda text: {}[text])

    assert face.send("event", event()).status_code == 503
    assert CANARY in caplog.text


def test_a_body_that_only_bolt_cannot_read_is_answered_with_200_and_logged_without_its_words(face: Face, caplog):
    body = event()
    body["event"] |= {"type": "reaction_added", "user": {"id": "U1"}, "item": {"channel": 5}, "reaction": CANARY}

    assert face.send("event", body).status_code == 200
    assert CANARY not in caplog.text


def test_an_unsigned_copy_of_a_good_request_is_not_read(face: Face):
    body, written = encoded(*EVERY_KIND[0])

    assert face.send_bytes(body, written, signed=False).status_code == 401


@pytest.mark.parametrize("spoil", ["option", "metadata"])
def test_a_form_with_far_more_in_it_than_slack_allows_is_no_server_error(face: Face, spoil: str):
    body = next(made for _, made in EVERY_KIND if made.get("view", {}).get("callback_id") == "snippet_form")
    body = copy.deepcopy(body)
    if spoil == "metadata":
        body["view"]["private_metadata"] = "x" * 3_000
    else:
        body["view"]["state"]["values"]["contact"]["answer"]["selected_option"]["value"] = "x" * 40_000

    assert face.send("interactive", body).status_code == 200


def test_a_form_that_carries_a_number_where_words_belong_is_no_server_error(face: Face):
    body = next(made for _, made in EVERY_KIND if made.get("view", {}).get("callback_id") == "snippet_keep")
    body = copy.deepcopy(body)
    body["view"]["private_metadata"] = '{"place": 5}'

    assert face.send("interactive", body).status_code == 200
