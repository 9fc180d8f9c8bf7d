"""While the database cannot take anything, nothing is acknowledged and nobody is told "ready"; then it mends itself.

Every state of `tests.bot.broken` x both databases x HTTP, Socket Mode, the worker and /readyz.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from slack_bolt import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from sqlalchemy import func, make_url, select

from bot import database as databases
from bot import readiness, serve, web
from bot.database import Database
from coaching import pulse
from coaching.records.snippets import Arrival
from handlers import answering
from tests.bot import engine
from tests.bot.broken import STATES, Broken
from tests.bot.engine import Postman
from tests.bot.face import Face, bolt_of, face_of
from tests.bot.signing import CANARY, REPLY, event
from tests.conftest import on_server, own_database


class Ears:
    """Stands in for the connection of Socket Mode, and notes what is acknowledged."""

    def __init__(self, socket: serve.Socket) -> None:
        self.logger, self.answered = socket.client.logger, list[str]()

    def send_socket_mode_response(self, answer: SocketModeResponse) -> None:
        """Slack hears it."""
        self.answered.append(answer.envelope_id)


@dataclass
class Town:
    """One database, and everything that works on it."""

    kind: str
    database: Database
    face: Face
    socket: serve.Socket
    postman: Postman
    sent: int = field(default=0)

    def __post_init__(self) -> None:
        self.ears = Ears(self.socket)

    def kept(self) -> int:
        """How many snippets."""
        with self.database.sessions() as session:
            return session.scalar(select(func.count()).select_from(Arrival)) or 0

    def snippet(self) -> dict:
        """One that was not sent before, too long for the room that is left on a page."""
        self.sent += 1
        return event(ts=f"17000000{self.sent:02}.000200", text=REPLY * 30)

    def over_http(self, snippet: dict) -> bool:
        """Whether it is acknowledged."""
        status = self.face.send("event", snippet).status_code
        assert status in (200, 503)
        return status == 200

    def over_the_socket(self, snippet: dict) -> bool:
        """Whether it is acknowledged."""
        self.ears.answered.clear()
        self.socket.handle(self.ears, SocketModeRequest("events_api", "E1", snippet))
        return self.ears.answered == ["E1"]


@pytest.fixture(scope="module", params=STATES)
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Nobody trusts an answer of a moment ago."""
    with (
        pytest.MonkeyPatch.context() as patch,
        own_database(request, request.param, tmp_path_factory.mktemp("states")) as url,
    ):
        patch.setattr(databases, "FRESH", 0.0)
        patch.setattr(readiness, "FRESH", -1.0)
        database = Database(url if request.param == "sqlite" else as_nobody_special(url))
        settings, bolt = bolt_of(database)
        with engine.postman(database) as postman, closing(serve.Socket(bolt, settings, database)) as socket:
            postman.minutes_pass = True
            postman.pass_a_minute()
            yield Town(request.param, database, face_of(database), socket, postman)
        database.close()


def as_nobody_special(url: str) -> str:
    """The same database, for a role whom the server's limits hold for; it is dropped with the server."""
    role = f"r{secrets.token_hex(6)}"
    on_server(url, f"CREATE ROLE {role} LOGIN PASSWORD '{role}'")
    for schema in ("public", "dbos"):
        on_server(url, f"GRANT ALL ON SCHEMA {schema} TO {role}")
        on_server(url, f"GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {role}")
        on_server(url, f"GRANT ALL ON ALL SEQUENCES IN SCHEMA {schema} TO {role}")
    on_server(url, f"GRANT ALL ON ALL FUNCTIONS IN SCHEMA dbos TO {role}")
    on_server(url, f"ALTER TABLE alembic_version OWNER TO {role}")
    return make_url(url).set(username=role, password=role).render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def state(request: pytest.FixtureRequest) -> str:
    """What is wrong with the database. As wide as the town, so that pytest has all tests of one town together."""
    return request.param[1]


every_state = pytest.mark.parametrize(
    ("town", "state"),
    [pytest.param(kind, (kind, state), id=f"{kind}-{state}") for kind in STATES for state in STATES[kind]],
    indirect=True,
)


def not_acknowledged_until_mended(town: Town, broken: Broken, send: Callable[[dict], bool]) -> None:
    before, snippet = town.kept(), town.snippet()
    with broken(town.database):
        assert not send(snippet)
    assert town.kept() == before
    assert send(snippet)
    assert town.kept() == before + 1


@every_state
def test_over_http_a_snippet_is_refused_and_taken_when_it_comes_again(town: Town, state: str, caplog):
    not_acknowledged_until_mended(town, STATES[town.kind][state], town.over_http)
    assert "not acknowledged: " in caplog.text
    assert CANARY not in caplog.text


@every_state
def test_over_socket_mode_a_snippet_is_left_unanswered_and_taken_when_it_comes_again(town: Town, state: str, caplog):
    not_acknowledged_until_mended(town, STATES[town.kind][state], town.over_the_socket)
    assert CANARY not in caplog.text


@every_state
def test_a_worker_goes_on_trying_and_delivers_once_it_can(town: Town, state: str):
    delivers_once_mended(town, STATES[town.kind][state])


def delivers_once_mended(town: Town, broken: Broken) -> None:
    (letter,) = town.postman.left("a")
    with broken(town.database):
        town.postman.pass_a_minute()
        with suppress(RuntimeError):  # so the engine hears that the errand failed
            town.postman.work.carry([letter])
        assert town.postman.work.problem() is None
    town.postman.pass_a_minute()
    town.postman.wait_for(letter)


WHY = {
    "locked": ("database", "cannot be written to (OperationalError)"),
    "read-only": ("database", "cannot be written to (OperationalError)", "cannot be written to (InternalError)"),
    "full": ("database", "cannot be written to (OperationalError)"),
    "crowded": ("migrations", "cannot be reached (OperationalError)"),
    "newer": ("migrations", "newer than this version"),
    "empty": ("migrations", "empty: run takefive migrate"),
    "gone": ("database", "is gone", "cannot be written to (OperationalError)"),
}


def says_so_until_mended(town: Town, state: str) -> None:
    (check, *words), broken = WHY[state], STATES[town.kind][state]
    town.postman.pass_a_minute()
    with broken(town.database):
        answer = town.face.client.get("/readyz")
        assert answer.status_code == 503
        assert any(part in answer.json["checks"][check] for part in words), answer.json
        for secret in (
            str(town.database.url.database),
            str(Path.home()),
            "xoxb",
            *filter(None, [town.database.url.password]),
        ):
            assert secret not in answer.text
        assert all(len(line) < 120 and "\n" not in line for line in answer.json["checks"].values())
        assert town.face.client.get("/healthz").status_code == 200
    assert town.face.client.get("/readyz").status_code == 200


@every_state
def test_readyz_says_why_in_a_line_without_a_secret_and_recovers(town: Town, state: str):
    says_so_until_mended(town, state)


def test_the_guard_notices_a_bot_that_does_not_look_at_the_database_first(town: Town, monkeypatch):
    monkeypatch.setattr(web, "check", lambda database: None)
    for send in (town.over_http, town.over_the_socket):
        with pytest.raises(AssertionError):
            not_acknowledged_until_mended(town, STATES[town.kind]["newer"], send)


def test_the_guard_notices_a_bot_that_acknowledges_whatever_happens(town: Town, monkeypatch):
    monkeypatch.setattr(answering, "BoltResponse", lambda status: BoltResponse(status=200))
    for send in (town.over_http, town.over_the_socket):
        with pytest.raises(AssertionError):
            not_acknowledged_until_mended(town, STATES[town.kind]["read-only"], send)


def test_the_guard_notices_a_readiness_that_only_reads(town: Town, monkeypatch):
    monkeypatch.setattr(pulse, "beat", lambda session, name, now: session.connection())
    monkeypatch.setattr(Database, "ask_for_room", lambda self, session: None)
    with pytest.raises(AssertionError):
        says_so_until_mended(town, "read-only")
