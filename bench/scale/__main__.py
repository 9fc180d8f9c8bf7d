"""Measure, compare and work out: `python -m bench.scale [--points FILE] [--snippets 200]`.

First the simulation is held against the points that `python -m bench.load --keep FILE` measured; it fails when a rate
is further off than stated. Then one snippet, letter and check-in are measured, and the table of sizes is worked out.
"""

import argparse
import json
import math
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.load.places import ALONE, OURS
from bench.scale import costs, simulation, sizes

POINTS = Path(__file__).parent / "points.json"
MOST_OFF = 0.25
SIZES = ((100, 100), (10_000, 10_000), (1_000_000, 10_000), (1_000_000, 1_000_000))
ASKED = ((1, 2), (4, 4), (16, 16), (64, 64))  # web processes, cores


def main() -> int:
    """All of it; 1 when the simulation is off."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=Path, default=POINTS)
    parser.add_argument("--snippets", type=int, default=200)
    given = parser.parse_args()
    points = json.loads(given.points.read_text())
    worst = _compare(points)
    _ask(points)
    print(f"\nMeasured on this machine ({os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}), for each:")
    with tempfile.TemporaryDirectory(prefix="takefive-scale-") as folder:
        found = costs.measured(Path(folder), given.snippets)
    for name, cost in found.items():
        print(cost.line(name))
    print(f"\nWorked out, in the busiest hour:\n{sizes.HEAD}")
    for people, workspace in SIZES:
        print(sizes.need(people, workspace, found).line())
    return int(worst > MOST_OFF)


def simulated(point: dict[str, Any], points: dict[str, Any]) -> simulation.Took:
    """What the simulation says of a measured point, from what an event cost there and the part that others had.

    Where the process delivered as well, taking in costs what it cost where it did nothing else; the rest is beside it.
    """
    web, server, sending = point["cpu"]
    left = points["cores"] * (1 - point["others"])  # the scheduler gives what is left to whoever wants it, on any core
    whole, many = max(math.ceil(left), 1), point["processes"]
    speed = min(left / min(whole, many), 1.0)  # fewer processes than cores: each has one that is freer than the mean
    same = (point["database"], many, point["senders"])
    alone = [p["cpu"][0] for p in points["taking"] if p["what"] == ALONE and _place(p) == same]
    taking = min([web, *alone]) if point["what"] == OURS else web
    return simulation.taking(
        taking, server, sending, processes=many, senders=point["senders"], cores=whole, speed=speed,
        beside=web - taking,
    )  # fmt: skip


def off(point: dict[str, Any], points: dict[str, Any]) -> float:
    """By how much of the measured rate the simulated one is off."""
    return abs(simulated(point, points).rate / point["rate"] - 1)


def _place(point: dict[str, Any]) -> tuple[str, int, int]:
    return point["database"], point["processes"], point["senders"]


def _compare(points: dict[str, Any]) -> float:
    print(f"The simulation beside what was measured ({points['cores']} cores), a second:")
    worst = 0.0
    for point in points["taking"]:
        if point["what"] == "bare engine":
            continue  # no senders: it only shows how many commits there are to have
        took, wrong = simulated(point, points), off(point, points)
        worst = max(worst, wrong)
        print(f"  {point['what']:17}{point['database']:11}{point['processes']} x {point['senders']:3}: measured "
              f"{point['rate']:5.0f}, simulated {took.rate:5.0f} ({wrong:.0%} off); p50 {point['p50']:.0f} and "
              f"{took.p50:.0f} ms")  # fmt: skip
    print(f"  at most {worst:.0%} off; {MOST_OFF:.0%} is allowed")
    return worst


def _ask(points: dict[str, Any]) -> None:
    ours = next(p for p in points["taking"] if p["what"] == OURS and p["database"] == "PostgreSQL")
    web, server, _ = ours["cpu"]
    print(
        f"\nExtrapolated: snippets a second on machines of its own (web {web:.1f} ms, PostgreSQL {server:.1f} ms each)"
    )
    for processes, cores in ASKED:
        took = simulation.taking(
            web, server, 0.0, processes=processes, senders=25 * processes, cores=cores, speed=1.0, seconds=3.0
        )
        print(f"  {processes:2} web processes on {cores:2} cores: {took.rate:6.0f}, p99 {took.p99:.0f} ms")


if __name__ == "__main__":
    sys.exit(main())
