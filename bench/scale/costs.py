"""What a snippet, a letter and an answered check-in cost: measured on the real `takefive serve`, on SQLite.

Processor time is the count of the kernel for the bot alone; rows and bytes are what the database grew by; calls are
what the practice workspace was asked for. The people are known before, as they are after a week.
"""

import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.acknowledge.processes import Server
from bench.load.delivering import WORDS
from bot.practice import Workspace
from tests.processes import TakeFive, free_port

PEOPLE, WARM = 100, 100
QUIET = 4.0  # seconds without a call or a request: everything is out
MOST = 120.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What one of something costs: milliseconds of processor, rows (the engine's too), bytes, calls by method."""

    cpu: float
    rows: dict[str, float]
    size: float
    calls: dict[str, float] = field(default_factory=dict)

    def line(self, name: str) -> str:
        """In one line."""
        rows, calls = (", ".join(f"{n} {c:.2f}" for n, c in each.items()) for each in (self.rows, self.calls))
        return f"  {name:22}{self.cpu:6.1f} ms of processor, {self.size / 1_000:5.1f} kB; rows: {rows}; calls: {calls}"


@dataclass
class House:
    """A running bot on SQLite in a small practice workspace."""

    slack: Workspace
    bot: TakeFive
    file: Path
    people: list[str]
    rooms: list[str]

    def settle(self) -> None:
        """Wait until nothing has moved for a while."""
        end, known, since = time.monotonic() + MOST, -1, time.monotonic()
        while time.monotonic() < min(end, since + QUIET):
            time.sleep(0.2)
            now = len(self.slack.calls) + len(self.slack.deliveries)
            known, since = (now, time.monotonic()) if now != known else (known, since)

    def measure(self, work: Iterator[object], count: int) -> Cost:
        """Do all of it, and say what one of `count` cost, with whatever followed from it."""
        rows, size, known, cpu = self._rows(), self._size(), len(self.slack.calls), self._cpu()
        for _ in work:
            pass
        self.settle()
        grown = {name: (now - rows.get(name, 0)) / count for name, now in self._rows().items() if now != rows.get(name)}
        calls = Counter(call.method for call in self.slack.calls[known:])
        each = {name: times / count for name, times in calls.most_common()}
        return Cost(1_000 * (self._cpu() - cpu) / count, grown, (self._size() - size) / count, each)

    def _cpu(self) -> float:
        assert self.bot.process
        return Server(0, self.bot.process.pid, Path()).cpu()

    def _rows(self) -> dict[str, int]:
        with closing(sqlite3.connect(self.file, timeout=30)) as connection:
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}

    def _size(self) -> int:
        with closing(sqlite3.connect(self.file, timeout=30)) as connection:
            pages, free, size = (
                connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("page_count", "freelist_count", "page_size")
            )
            return int((pages - free) * size)


def measured(folder: Path, snippets: int) -> dict[str, Cost]:
    """The three costs, by name."""
    with house(folder) as here:
        slack, people, rooms = here.slack, here.people, here.rooms
        here.measure((_share(here, number) for number in range(WARM)), WARM)
        found = {
            "snippet": here.measure((_share(here, number) for number in range(WARM, WARM + snippets)), snippets),
            "Home opened": here.measure((slack.open_home(person) for person in people), PEOPLE),
        }
        found["check-in, asked"] = here.measure(_open_check_in(here), PEOPLE)
        found["check-in, answered"] = here.measure((_answer(here, rooms[0], person) for person in people), PEOPLE)
        return found


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """The bot and its workspace."""
    with Workspace(at_once=4) as slack:
        people = [slack.person(f"Colleague {number}") for number in range(PEOPLE)]
        rooms = [slack.channel(f"room-{number}", people) for number in range(PEOPLE)]
        members = ", ".join(f'"{id}"' for id in people)
        (folder / "takefive.toml").write_text(
            f'[care]\nletters_per_minute = 600\n[[team]]\nname = "All"\nmembers = [{members}]\n'
            'checkin = { weekday = "friday", time = "15:00", reminders = 0, comments = true }\n'
            + "".join(f'[[channel]]\nid = "{id}"\npart = "snippets"\nteam = "All"\n' for id in rooms)
        )
        (folder / "data").mkdir()
        file, port = folder / "data" / "takefive.db", free_port()
        variables = {
            **slack.environment(), "DATABASE_URL": f"sqlite:///{file}", "TAKEFIVE_KEYS": f"{folder}/elsewhere/keys",
        }  # fmt: skip
        with closing(TakeFive(["serve", "--port", str(port)], "listens on", variables, folder)) as bot:
            bot.start()
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            yield House(slack, bot, file, people, rooms)


def _share(here: House, number: int) -> None:
    here.slack.say(here.people[number % PEOPLE], here.rooms[number % PEOPLE], WORDS.format(number))
    here.slack.settle(60)


def _open_check_in(here: House) -> Iterator[None]:
    """The week's check-in is brought forward to the next minute; then wait for its letters."""
    with closing(sqlite3.connect(here.file, timeout=30)) as connection, connection:
        connection.execute("UPDATE schedule SET next_run_at = datetime('now') || '.000000'")
    known = len(here.slack.calls)
    here.slack.wait_for(lambda slack: len(slack.world.calls) >= known + PEOPLE, 130)
    yield


def _answer(here: House, room: str, person: str) -> None:
    here.slack.command(person, room, "/takefive", "checkin")
    here.slack.submit(person, {"mood": "4", "team": "The lift works again, and the crates are upstairs"})
