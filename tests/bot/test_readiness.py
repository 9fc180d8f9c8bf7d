"""Ready or not: each check says so in a line, nothing secret is in it, and it mends itself."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event as happening
from sqlalchemy.exc import OperationalError

from bot import probes, readiness
from bot.clock import wall
from bot.database import Database
from bot.readiness import Readiness
from bot.settings import SettingsError, environment
from coaching import pulse
from coaching.care import plans
from coaching.workplace import Workplace
from tests.bot.face import Face
from tests.conftest import ON_BOTH

READY = {"migrations": "ok", "database": "ok", "engine": "ok"}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look is a new one."""
    monkeypatch.setattr(readiness, "FRESH", -1.0)


@pytest.fixture
def swept(database: Database) -> None:
    """A worker was at work a moment ago."""
    with database.sessions.begin() as session:
        pulse.beat(session, pulse.SWEEP, wall())


@ON_BOTH
@pytest.mark.usefixtures("swept")
def test_a_process_whose_parts_all_work_is_ready(face: Face):
    answer = face.client.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"ready": True, "checks": READY})


@ON_BOTH
def test_without_a_worker_it_is_not_ready_until_one_looks_through_the_letters(database: Database):
    now = datetime(2026, 3, 1, tzinfo=UTC)
    ready = Readiness(database, lambda: now)
    assert ready.look()["engine"].startswith("no worker has looked through the letters yet")
    for age, fine in ((timedelta(minutes=1), True), (timedelta(minutes=4), False)):
        with database.sessions.begin() as session:
            pulse.beat(session, pulse.SWEEP, now - age)
        assert (ready.look()["engine"] == "ok") is fine


def test_many_looks_write_once(database: Database, monkeypatch):
    monkeypatch.setattr(readiness, "FRESH", 60.0)
    commits: list[object] = []
    happening.listen(database.engine, "commit", commits.append)
    ready = Readiness(database, wall)
    for _ in range(20):
        ready.look()
    assert len(commits) == 1


def test_a_check_that_breaks_is_a_line_without_its_words(database: Database):
    def breaks() -> str | None:
        raise OperationalError("SELECT 'marzipan'", None, RuntimeError("xoxb-canary"))

    assert Readiness(database, wall, {"keys": breaks}).look()["keys"] == "the check itself failed (OperationalError)"


@contextmanager
def shut_out(folder: Path) -> Iterator[None]:
    """Everybody may enter the key directory, which is no place for keys."""
    folder.chmod(0o757)
    yield
    folder.chmod(0o750)


def test_the_key_directory_is_looked_at_only_where_there_are_check_ins(database: Database, tmp_path: Path):
    folder = tmp_path / "elsewhere" / "keys"
    folder.mkdir(mode=0o750, parents=True)
    given = environment({"TAKEFIVE_KEYS": str(folder)})
    team = {"name": "Support", "members": ["U1"], "checkin": {"weekday": "friday", "time": "15:00"}}
    asked = Workplace(care=plans.read({"team": [team]}, "UTC"))
    with shut_out(folder):
        found = readiness.key_check(given, database, asked, writes=True)()
        assert found == "the key directory cannot be used: takefive doctor says why"
        assert readiness.key_check(given, database, Workplace(), writes=True)() is None
    assert readiness.key_check(given, database, asked, writes=True)() is None
    folder.rmdir()
    assert readiness.key_check(given, database, asked, writes=True)() is None, "a worker makes it with the first round"
    assert readiness.key_check(given, database, asked, writes=False)()


def test_the_side_port_serves_the_probes_and_the_figures_and_the_public_one_no_figures(face: Face, database: Database):
    side = probes.side(database, Readiness(database, wall)).test_client()
    assert side.get("/healthz").data == b"ok\n"
    assert json.loads(side.get("/readyz").data)["ready"] is False
    assert b"takefive_letters_due 0.0" in side.get("/metrics").data
    assert face.client.get("/metrics").status_code == 404


def test_the_side_port_is_on_this_machine_alone_unless_told_otherwise(database: Database):
    server = probes.listen("0", probes.side(database, Readiness(database, wall)))
    assert server.server_address[0] == "127.0.0.1"
    with pytest.raises(SettingsError, match="nothing can listen there"):
        probes.listen(str(server.server_port), probes.side(database, Readiness(database, wall)))
    server.shutdown()
    server.server_close()
    with pytest.raises(SettingsError, match="host:port"):
        probes.listen(secrets.token_hex(2) + "x", probes.side(database, Readiness(database, wall)))
