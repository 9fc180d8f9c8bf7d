"""What the kernel says about a process (Linux: it is read from /proc), and how to tell a slope from noise."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at a process: when, resident megabytes, how many threads and open files."""

    at: float
    memory: float
    threads: int
    files: int


def worker_of(parent: int) -> int:
    """gunicorn's one child, which does the work."""
    (child,) = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return int(child)


def look(pid: int) -> Sample:
    """A sample of a process as it is now."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return Sample(time.monotonic(), int(lines["VmRSS"].split()[0]) / 1_024, int(lines["Threads"]), files)


def slope(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Least squares: how much `y` grows for one of `x`, and its standard error.

    The error takes the points as independent; memory moves in steps that stay, so the true one is larger.
    """
    count = len(points)
    mean_x, mean_y = (sum(values) / count for values in zip(*points, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    rise = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    left = sum((y - mean_y - rise * (x - mean_x)) ** 2 for x, y in points)
    return rise, math.sqrt(left / max(count - 2, 1) / spread)
