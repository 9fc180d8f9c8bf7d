"""Measure and print: `python -m bench.soak [--minutes 30] [--seed 1]`. It fails from 1 MB an hour on.

The bot is the real `takefive serve` on SQLite, in a process of its own: only that one's memory is measured. The people
and the practice workspace are in this process. Until the bot is warm they act as fast as they are answered, so that
caches are full (and the front door has gone once through the ten minutes that it remembers); afterwards once a second.
"""

import argparse
import os
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench.soak.people import Office
from bench.soak.watch import Sample, look, slope, worker_of
from bot.practice import Workspace
from tests.processes import TakeFive, free_port

EACH, BETWEEN, ROUNDS = 5.0, 1.0, 180.0  # seconds: between samples, between acts, between one check-in and the next
WARM = 1 / 3  # of the time, and at least six minutes
GOAL = 1.0  # MB an hour


def main() -> int:
    """All of it; 1 when memory grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {given.minutes:g} minutes, seed {given.seed}")
    samples: list[Sample] = []
    with tempfile.TemporaryDirectory(prefix="takefive-soak-") as name, Workspace() as slack:
        folder, office = Path(name), Office(slack, given.seed)
        with _bot(slack, office, folder) as pid:
            warm = _live(office, folder, pid, samples, given.minutes * 60)
        before, after = samples[warm], samples[-1]
        _print(samples[warm:], office, folder)
    if given.minutes * 60 * WARM < 360:
        print("too short to judge: caches still fill")
        return 0
    grown, _ = slope([(each.at / 3_600, each.memory) for each in samples[warm:]])
    return int(grown > GOAL or after.files > before.files + 10 or after.threads > before.threads + 4)


@contextmanager
def _bot(slack: Workspace, office: Office, folder: Path) -> Iterator[int]:
    """The running bot; yields the process that does the work."""
    (folder / "data").mkdir()
    (folder / "takefive.toml").write_text(office.settings())
    port = free_port()
    variables = {
        **slack.environment(), "DATABASE_URL": f"sqlite:///{folder}/data/takefive.db",
        "TAKEFIVE_KEYS": f"{folder}/elsewhere/keys", "TAKEFIVE_METRICS": f"127.0.0.1:{free_port()}",
    }  # fmt: skip
    with closing(TakeFive(["serve", "--port", str(port)], "listens on", variables, folder)) as bot:
        bot.start()
        assert bot.process
        slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        yield worker_of(bot.process.pid)
        if bot.said():
            print("the bot's log ends with:", bot.said()[-2_000:], sep="\n")


def _live(office: Office, folder: Path, pid: int, samples: list[Sample], seconds: float) -> int:
    """Let people act until the time is over; the number of the first sample after the bot was warm."""
    began, stop, warm = time.monotonic(), threading.Event(), 0
    watcher = threading.Thread(target=_watch, args=(pid, samples, stop))
    watcher.start()
    rounds = 60.0
    while (gone := time.monotonic() - began) < seconds:
        if gone > rounds:
            rounds += ROUNDS
            _move_check_ins(folder)
        office.act()
        if gone > seconds * WARM:
            warm = warm or len(samples)
            stop.wait(BETWEEN)
    stop.set()
    watcher.join()
    return warm


def _watch(pid: int, samples: list[Sample], stop: threading.Event) -> None:
    while not stop.wait(EACH):
        samples.append(look(pid))
        if len(samples) % 12 == 0:
            last = samples[-1]
            print(f"  {last.memory:.2f} MB, {last.threads} threads, {last.files} files", flush=True)


def _move_check_ins(folder: Path) -> None:
    """What is open closes at the next minute, and the next one opens then."""
    with closing(sqlite3.connect(folder / "data" / "takefive.db", timeout=30)) as connection, connection:
        connection.execute("UPDATE round SET closes_at = '2000-01-01 00:00:00.000000' WHERE state = 'open'")
        connection.execute("UPDATE schedule SET next_run_at = datetime('now') || '.000000'")


def _print(samples: list[Sample], office: Office, folder: Path) -> None:
    grown, error = slope([(each.at / 3_600, each.memory) for each in samples])
    minutes = (samples[-1].at - samples[0].at) / 60
    print(f"{office.done.total():,} acts: {', '.join(f'{name} {count}' for name, count in office.done.most_common())}")
    print(f"{len(samples)} samples over {minutes:.1f} minutes after the bot was warm: {grown:+.2f} MB an hour "
          f"(standard error {error:.2f}); {samples[0].memory:.1f} to {samples[-1].memory:.1f} MB, "
          f"most {max(each.memory for each in samples):.1f}")  # fmt: skip
    print(f"threads {samples[0].threads} to {samples[-1].threads}, open files {samples[0].files} to "
          f"{samples[-1].files}")  # fmt: skip
    file = folder / "data" / "takefive.db"
    with closing(sqlite3.connect(file)) as connection:
        (reviews,) = connection.execute("SELECT count(*) FROM review").fetchone()
    size = sum(each.stat().st_size for each in file.parent.iterdir())
    print(f"database {size / 1e6:.1f} MB with {reviews:,} snippets kept: {size / reviews / 1e3:.1f} kB for each, "
          "all that came with it counted in")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
