"""Servers in processes of their own, and what the kernel says they cost (Linux: it is read from /proc)."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.acknowledge.events import CHANNEL, SECRET

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port, its process (the parent of those that work), and where it keeps its data."""

    port: int
    pid: int
    folder: Path

    def cpu(self) -> float:
        """Seconds of processor time used so far, user and system, by the process and its children."""
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self._family()]
        return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS

    def memory(self) -> float:
        """Resident megabytes of the working process."""
        lines = Path(f"/proc/{self._family()[-1]}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1_024

    def _family(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]


def free_port() -> int:
    """A port of the loopback interface that nobody uses."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


@contextmanager
def sink() -> Iterator[str]:
    """The sink in Slack's place; yields the address for SLACK_API_URL."""
    port = free_port()
    with _running(["bench.acknowledge.sink", str(port)], port, {}):
        yield f"http://127.0.0.1:{port}/api/"


@contextmanager
def bare(folder: Path, api_url: str, *, url: str = "", rooms: Sequence[str] = ()) -> Iterator[Server]:
    """The bare listener, which takes any room, on SQLite or on the database at `url`."""
    port = free_port()
    with _running(["bench.acknowledge.bare", str(port)], port, _environment(folder, api_url, url), folder) as pid:
        yield Server(port, pid, folder)


@contextmanager
def takefive(
    folder: Path, api_url: str, *, delivers: bool = True, url: str = "", rooms: Sequence[str] = (CHANNEL,)
) -> Iterator[Server]:
    """`takefive serve` on SQLite, or on the database at `url`; without delivery it only takes in."""
    port, settings = free_port(), folder / "takefive.toml"
    settings.write_text("".join(f'[[channel]]\nid = "{room}"\npart = "snippets"\n' for room in rooms))
    words = ["serve", "--port", str(port), "--settings", str(settings)]
    module = "bot" if delivers else "bench.acknowledge.quiet"
    with _running([module, *words], port, _environment(folder, api_url, url), folder) as pid:
        yield Server(port, pid, folder)


def _environment(folder: Path, api_url: str, url: str) -> dict[str, str]:
    return {
        "DATABASE_URL": url or f"sqlite:///{folder / 'bench.db'}", "SLACK_API_URL": api_url,
        "SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": "xoxb-bench",
    }  # fmt: skip


@contextmanager
def _running(words: list[str], port: int, environment: dict[str, str], folder: Path | None = None) -> Iterator[int]:
    log = (folder / f"{port}.log").open("w") if folder else None
    process = subprocess.Popen(
        [sys.executable, "-m", *words], env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=log
    )
    try:
        _wait_until_open(port, process)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        if log:
            log.close()
            _say_how_often_it_complained(Path(log.name))


def _say_how_often_it_complained(log: Path) -> None:
    lines = [line for line in log.read_text().splitlines() if "rror" in line]
    if lines:
        print(f"    {len(lines)} lines of errors in the log, the last: {lines[-1][:160]}")


def _wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} did not start")
