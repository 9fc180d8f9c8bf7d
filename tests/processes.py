"""The real `takefive` as processes of their own, to be killed in the middle of their work."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

HOUSE = Path(__file__).parent.parent


@dataclass
class TakeFive:
    """One command of takefive (`serve` or `work`), started and killed again and again."""

    words: list[str]
    ready: str  # what it prints once it works
    variables: dict[str, str]
    folder: Path
    process: subprocess.Popen[str] | None = None
    log: IO[str] = field(init=False)

    def __post_init__(self) -> None:
        self.log = (self.folder / f"{self.words[0]}.log").open("a+", encoding="utf-8")

    def start(self) -> None:
        """Start it, and wait until it says that it works."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", *self.words], cwd=self.folder, stdout=subprocess.PIPE, stderr=self.log,
            text=True, start_new_session=True, env={**os.environ, "PYTHONPATH": str(HOUSE), **self.variables},
        )  # fmt: skip
        assert self.process.stdout
        while self.ready not in (line := self.process.stdout.readline()):
            assert line, f"{self.words[0]} ended with {self.process.wait()}:\n{self.said()}"

    def kill(self) -> None:
        """End it and its children at once, as a power cut does."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            assert self.process.stdout
            self.process.stdout.close()
            self.process = None

    def said(self) -> str:
        """What it wrote to its log, all its lives together."""
        self.log.seek(0)
        return self.log.read()

    def close(self) -> None:
        """Kill it for the last time."""
        self.kill()
        self.log.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
