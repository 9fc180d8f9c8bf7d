"""What is set up in Slack holds for the very next message, though it is not read from the database for each."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from bot import workplaces
from bot.clock import wall
from bot.database import Database
from bot.reader import Reader
from bot.workplaces import Workplaces
from coaching import setup
from coaching.people import Actor
from coaching.workplace import Room, Team, Workplace
from tests.bot.face import Face
from tests.bot.signing import REPLY
from tests.bot.signing import event as message
from tests.conftest import ON_BOTH

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
FILE = Workplace("UTC", (Team("Support", ("@agents",)),))


def put_to_work(database: Database, zone: str) -> None:
    with database.sessions.begin() as session:
        setup.keep(session, "T1", {"zone": zone})
        setup.apply(session, FILE, Actor("T1", "U9"), NOW)


@ON_BOTH
def test_a_change_by_this_process_holds_for_the_next_message(database: Database):
    held = Workplaces(database.sessions, FILE)
    assert held.lately("T1").zone == "UTC"
    put_to_work(database, "Asia/Tokyo")
    assert held.lately("T1").zone == "Asia/Tokyo"
    with database.sessions.begin() as session:
        setup.note_groups(session, "T1", {"@agents": ["U1", "U2"]}, NOW)
    assert held.lately("T1").teams[0].members == ("U1", "U2")
    assert held.lately("T2").zone == "UTC"


def test_between_changes_the_database_is_not_asked(database: Database):
    held, asked = Workplaces(database.sessions, FILE), []
    event.listen(database.engine, "before_cursor_execute", lambda *words: asked.append(words[2]))
    held.lately("T1")
    first = len(asked)
    assert first
    held.lately("T1")
    with database.sessions.begin() as session:  # a draft changes nothing
        setup.keep(session, "T1", {"zone": "Asia/Tokyo"})
    drafted = len(asked)
    held.lately("T1")
    assert len(asked) == drafted


def test_taking_a_snippet_in_takes_one_statement_and_reading_it_a_handful(face: Face, database: Database):
    reader = Reader(database, Workplace(rooms={"C1": Room("C1", "snippets")}), wall)

    def share(ts: str) -> None:
        assert face.send("event", message(ts=ts, text=REPLY * 30)).status_code == 200

    share("1700000000.000100")
    assert reader.read() == 1
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *words: asked.append(words[2]))
    share("1700000000.000200")
    assert [statement.split(" (")[0] for statement in asked] == ["INSERT INTO arrival"]
    asked.clear()
    assert reader.read() == 1
    reader.stop()
    assert sum(statement.startswith("INSERT INTO review") for statement in asked) == 1
    assert len(asked) <= 11, "\n".join(asked)


def test_a_change_by_another_process_holds_after_a_moment_and_at_once_for_clicks(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    held, other = Workplaces(database.sessions, FILE), Database(database.url.render_as_string(hide_password=False))
    assert held.lately("T1").zone == "UTC"
    put_to_work(other, "Asia/Tokyo")
    other.close()
    assert held.lately("T1").zone == "UTC"
    assert held.now("T1").zone == "Asia/Tokyo"
    monkeypatch.setattr(workplaces, "FRESH", -1.0)
    assert held.lately("T1").zone == "Asia/Tokyo"
