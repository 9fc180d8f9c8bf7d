"""Measure and print: `python -m bench.acknowledge`."""

import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.acknowledge import parts, processes
from bench.acknowledge.events import PEOPLE, TEXTS, events
from bench.acknowledge.processes import Server
from bench.acknowledge.senders import Load, send

LOADS = ((1, 300), (8, 600), (50, 600))  # senders, events
DELIVERED = ((1, 100), (8, 200), (50, 200))
TIMES = 3
WARM = PEOPLE
IDLE_SECONDS = 20
MOST_DRAIN = 60
DUE = "SELECT count(*) FROM letter WHERE state IN ('due', 'sending') AND problem IS NULL"  # not those put off


def main() -> None:
    """All of it, in about four minutes on two cores."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {len(TEXTS)} texts from {PEOPLE} people; SQLite")
    with processes.sink() as api_url:
        _breakdown(api_url)
        _taking_in(api_url)
        _serving(api_url)


def _breakdown(api_url: str) -> None:
    count = 500
    print(f"\nProcessor time a snippet by part, in one process, ms: median (least to most) of {TIMES} x {count}")
    rounds = []
    for _ in range(TIMES):
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(parts.measure(Path(folder), api_url, count))
    for name in rounds[0]:
        print(f"  {name:34}{_spread([found[name] for found in rounds])}")


def _taking_in(api_url: str) -> None:
    """Both under the same gunicorn settings, in turn; Take Five delivers nothing meanwhile."""
    print("\nTaking in (nothing delivered), and the bare listener that commits one row, in turn")
    with (
        _folder() as one,
        _folder() as other,
        processes.takefive(Path(one), api_url, delivers=False) as ours,
        processes.bare(Path(other), api_url) as bare,
    ):
        for server in (ours, bare):
            send(server.port, events(), WARM, 8)
        for senders, count in LOADS:
            found = [(_loaded(ours, senders, count), _loaded(bare, senders, count)) for _ in range(TIMES)]
            _print_load("Take Five", senders, count, [pair[0] for pair in found])
            _print_load("bare", senders, count, [pair[1] for pair in found])
            print(f"    more CPU a snippet, ms: {_spread([mine[1] - its[1] for mine, its in found])}")


def _serving(api_url: str) -> None:
    """The real thing: `takefive serve`, delivering while it takes in; then what is left, then nothing to do."""
    print("\n`takefive serve`, delivering all the while to a sink that takes 20 ms a call")
    with _folder() as folder, processes.takefive(Path(folder), api_url, delivers=True) as ours:
        send(ours.port, events(), WARM, 8)
        _drain(ours)
        for senders, count in DELIVERED:
            loads, rates = [], []
            for _ in range(TIMES):
                loads.append(_loaded(ours, senders, count))
                rates.append(_drain(ours))
            _print_load("Take Five", senders, count, loads)
            print(f"    letters delivered a second afterwards: {_spread(rates)}")
        print(f"  memory afterwards {ours.memory():.0f} MB")
        before, begun = ours.cpu(), time.monotonic()
        time.sleep(IDLE_SECONDS)
        print(f"  idle: {(ours.cpu() - before) / (time.monotonic() - begun):.2%} of a core over {IDLE_SECONDS} s")


def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="takefive-bench-")


def _loaded(server: Server, senders: int, count: int) -> tuple[Load, float]:
    """The load, and the milliseconds of processor time that the server took for each event."""
    before = server.cpu()
    load = send(server.port, events(), count, senders)
    return load, (server.cpu() - before) / count * 1_000


def _print_load(name: str, senders: int, count: int, found: Sequence[tuple[Load, float]]) -> None:
    loads = [load for load, _ in found]
    waits = Load([wait for load in loads for wait in load.waits])
    print(
        f"  {name:10}{senders:3} senders, {TIMES} x {count}: {_spread([load.rate for load in loads], 0)} a second, "
        f"p50 {waits.percentile(0.5):.1f} ms, p99 {waits.percentile(0.99):.1f}, most {waits.percentile(1):.0f}; "
        f"CPU {_spread([cpu for _, cpu in found])} ms; refused {sum(load.refused for load in loads)}"
    )


def _drain(server: Server) -> float:
    """Wait until every letter is out; the letters a second that took."""
    begun, at_first = time.monotonic(), _due(server)
    while (left := _due(server)) and time.monotonic() - begun < MOST_DRAIN:
        time.sleep(0.05)
    return (at_first - left) / (time.monotonic() - begun)


def _due(server: Server) -> int:
    with sqlite3.connect(server.folder / "bench.db", timeout=10) as connection:
        (count,) = connection.execute(DUE).fetchone()
    connection.close()
    return int(count)


def _spread(figures: Sequence[float], digits: int = 2) -> str:
    return f"{statistics.median(figures):.{digits}f} ({min(figures):.{digits}f} to {max(figures):.{digits}f})"


if __name__ == "__main__":
    main()
