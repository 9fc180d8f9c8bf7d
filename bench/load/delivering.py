"""Letters a second with so many workers: snippets are shared and read while nobody delivers, then the workers start."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import func, select

from bench.acknowledge.processes import Server
from bench.acknowledge.senders import Load
from bench.load import engine
from bench.load.cells import Delivering
from bench.load.places import OURS, Cost, Meter, PostgreSQL, workers
from bot.clock import wall
from bot.database import Database, connect
from bot.jobs import Jobs
from bot.practice import Fault, Workspace
from bot.reader import Reader
from coaching import outbox
from coaching.records.outbox import Letter
from coaching.workplace import Room, Workplace
from tests.processes import TakeFive, free_port

Workers = Callable[[], AbstractContextManager[list[int]]]  # starts them; their process ids
PLACES = 100
SAID = ("chat.postMessage", "reactions.add")
MOST = 90.0
CALL = 0.02
WORDS = "I'm so sorry crate {} came broken, that must be upsetting. I've sent a new one and I'll call you tomorrow."


def delivering(server: PostgreSQL, count: int, snippets: int) -> list[Delivering]:
    """The cells for so many workers: Take Five's, and the bare engine's."""
    cells = [_ours(server, count, snippets), _bare(server, count, 2 * snippets)]
    for cell in cells:
        print(cell.line(), flush=True)
    return cells


def _ours(server: PostgreSQL, count: int, snippets: int) -> Delivering:
    url = server.make(f"deliver{count}")
    with tempfile.TemporaryDirectory(prefix="takefive-load-") as name, Workspace(at_once=8) as slack:
        folder = Path(name)
        people = [slack.person(f"Colleague {number}") for number in range(PLACES)]
        rooms = [slack.channel(f"room-{number}", people) for number in range(PLACES)]
        (folder / "takefive.toml").write_text("".join(f'[[channel]]\nid = "{id}"\npart = "snippets"\n' for id in rooms))
        variables = {**slack.environment(), "DATABASE_URL": url, "TAKEFIVE_KEYS": f"{folder}/elsewhere/keys"}
        with _web(slack, variables, folder):
            _share(slack, people, rooms, range(PLACES))
            _read(url, rooms)
            with workers(1, variables, folder):
                _until(_letters_are_out(url))  # everybody is known now, and each direct message is open
            _share(slack, people, rooms, range(PLACES, PLACES + snippets))
            _read(url, rooms)
            crew, out = (lambda: workers(count, variables, folder)), _letters_are_out(url)
            return _measured(OURS, server, slack, count, crew, out)


def _bare(server: PostgreSQL, count: int, errands: int) -> Delivering:
    url = server.make(f"engine_work{count}")
    with Workspace() as slack:
        given = engine.client(url)
        for number in range(errands):
            engine.put(given, number)
        given.destroy()
        crew, out = (lambda: _bare_workers(count, url, slack)), (lambda: len(slack.world.calls) >= errands)
        return _measured("bare engine", server, slack, count, crew, out)


def _measured(
    what: str, server: PostgreSQL, slack: Workspace, count: int, started: Workers, out: Callable[[], bool]
) -> Delivering:
    known, own = len(slack.calls), time.process_time()
    slack.fail("*", Fault.slow(CALL), 100_000)

    def work() -> tuple[Load, float]:
        with started() as running:
            spent[0] -= sum(Server(0, pid, Path()).cpu() for pid in running)  # starting costs more than a letter
            _until(out)
            spent[0] += sum(Server(0, pid, Path()).cpu() for pid in running)
        return Load(), spent[0] + time.process_time() - own

    spent = [0.0]
    _, cost = Meter(server, []).read(work)
    calls = slack.calls[known:]
    said = sorted(call.at for call in calls if what != OURS or call.method in SAID)
    tenth = len(said) // 10
    rate = (len(said) - 2 * tenth) / (said[-1 - tenth] - said[tenth])
    parts = Cost(spent[0], cost.server, cost.bot - spent[0], cost.others)
    each = round(len(calls) / len(said), 2)
    return Delivering(what, count, len(said), round(rate, 1), each, parts.each(len(said)), round(cost.others, 3))


@contextmanager
def _web(slack: Workspace, variables: dict[str, str], folder: Path) -> Iterator[None]:
    port = free_port()
    web = TakeFive(["serve", "--port", str(port)], "listens on", variables, folder)
    try:
        web.start()
        slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        yield
    finally:
        web.close()


@contextmanager
def _bare_workers(count: int, url: str, slack: Workspace) -> Iterator[list[int]]:
    words = [sys.executable, "-m", "bench.load.engine", "work", url, slack.api_url, slack.bot_token]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    try:
        for each in running:
            assert each.stdout
            each.stdout.readline()
        yield [each.pid for each in running]
    finally:
        for each in running:
            each.kill()
            each.wait()
            assert each.stdout
            each.stdout.close()


def _share(slack: Workspace, people: list[str], rooms: list[str], numbers: range) -> None:
    """Snippets, each by another person in another room than the last."""
    for number in numbers:
        slack.say(people[number % PLACES], rooms[number % PLACES], WORDS.format(number))
    slack.settle(60)


def _read(url: str, rooms: list[str]) -> None:
    """Read what was shared, as a worker does, and let its letters wait."""
    database = Database(url)
    work = Jobs(database)
    work.attach()
    reader = Reader(database, Workplace(rooms={id: Room(id, "snippets") for id in rooms}), wall)
    reader.read()
    reader.stop()
    work.stop()
    database.close()


def _until(out: Callable[[], bool]) -> None:
    end = time.monotonic() + MOST
    while not out() and time.monotonic() < end:
        time.sleep(0.1)


def _letters_are_out(url: str) -> Callable[[], bool]:
    """Whether no letter waits any more."""
    engine = connect(url, 5)

    def out() -> bool:
        with engine.connect() as connection:
            return not connection.scalar(select(func.count()).where(Letter.state.in_(outbox.OPEN)))

    return out
