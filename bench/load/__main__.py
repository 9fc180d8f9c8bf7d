"""Measure and print: `python -m bench.load [--quick] [--seconds 5] [--keep FILE]`.

Senders, bot, PostgreSQL and the stand-in for Slack share the machine: a figure is what all of them got done together.
Beside each stand the bare engine (dbos enqueues, nothing else) and a bare Bolt listener that commits one row, in turn.
"""

import argparse
import json
import os
import tempfile
from functools import partial
from pathlib import Path

from bench.acknowledge import processes
from bench.load import engine
from bench.load.cells import Delivering, Taking, as_data, taking
from bench.load.delivering import delivering
from bench.load.places import ALONE, BARE, OURS, Meter, PostgreSQL, migrate, postgresql, servers
from bench.load.senders import send

PROCESSES, SENDERS, WORKERS = (1, 2, 4), (50, 200, 500), (1, 2, 4)
WARM = 1.5  # seconds


def main() -> None:
    """All of it: about four minutes on two cores; `--quick`, one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two seconds a cell, 50 senders, at most two processes")
    parser.add_argument("--seconds", type=float, default=5.0, help="of sending, for each cell")
    parser.add_argument("--snippets", type=int, default=300, help="whose letters are delivered, for each cell")
    parser.add_argument("--keep", metavar="FILE", help="write the measured points there, as JSON")
    given = parser.parse_args()
    seconds, senders, counts, workers = given.seconds, SENDERS, PROCESSES, WORKERS
    if given.quick:
        seconds, senders, counts, workers, given.snippets = 2.0, SENDERS[:1], PROCESSES[:2], WORKERS[:2], 100
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {seconds:g} s a cell, each sender in turn")
    with postgresql() as server:
        took = [
            *_taken("SQLite", (1,), senders, seconds, None),
            *_taken("PostgreSQL", counts, senders, seconds, server),
        ]
        print("\nDelivering what waits, 20 ms a call; the practice workspace stands for Slack")
        went = [cell for count in workers for cell in delivering(server, count, given.snippets)]
    if given.keep:
        points: dict[str, list[Taking] | list[Delivering]] = {"taking": took, "delivering": went}
        data = {name: [as_data(cell) for cell in cells] for name, cells in points.items()}
        Path(given.keep).write_text(json.dumps({"cores": os.cpu_count(), **data}, indent=1) + "\n")


def _taken(
    database: str, counts: tuple[int, ...], senders: tuple[int, ...], seconds: float, server: PostgreSQL | None
) -> list[Taking]:
    print(f"\nTaking in, on {database}{' (nobody delivers)' if server else ' (delivering all the while)'}")
    return [cell for count in counts for cell in _with_processes(database, count, senders, seconds, server)]


def _with_processes(
    database: str, count: int, senders: tuple[int, ...], seconds: float, server: PostgreSQL | None
) -> list[Taking]:
    cells = []
    for what in (OURS, BARE) if server else (OURS, ALONE, BARE):
        with tempfile.TemporaryDirectory(prefix="takefive-load-") as name, processes.sink() as api_url:
            url = server.make(f"{what[:4].lower()}{count}") if server else ""
            with servers(what, count, url, Path(name), api_url) as running:
                meter = Meter(server, running)
                for each in running:
                    send([each.port], 4, WARM / count)
                for many in senders:
                    load, cost = meter.read(partial(send, [each.port for each in running], many, seconds))
                    cells.append(taking(what, database, count, many, load, cost))
                    print(cells[-1].line(), flush=True)
    return [*cells, _engine(database, count, seconds, server)]


def _engine(database: str, count: int, seconds: float, server: PostgreSQL | None) -> Taking:
    with tempfile.TemporaryDirectory(prefix="takefive-load-") as name:
        url = server.make(f"engine{count}") if server else f"sqlite:///{name}/engine.db"
        if not server:
            migrate(url)
        load, cost = Meter(server, []).read(lambda: engine.enqueue(url, count, seconds))
    cell = taking("bare engine", database, count, count * engine.THREADS, load, cost)
    print(cell.line(), flush=True)
    return cell


if __name__ == "__main__":
    main()
