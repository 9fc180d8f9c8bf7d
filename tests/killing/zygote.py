"""Starts the real commands of takefive in a quarter of a second: everything is imported once, then forked.

The zygote is a process with one thread. Each child runs `takefive WORDS` from its beginning (settings, database,
engine, gunicorn's own fork), with waits shortened as asked (`constants`) and, for a mutant, a function called before.
"""

import ctypes
import importlib
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).parent.parent.parent
SUBREAPER = 36  # prctl: children of dead children are ours to wait for, so that "killed" means that all are gone


@dataclass
class Life:
    """One start of one command, until it is killed."""

    name: str
    pid: int

    def kill(self) -> None:
        """End it and its children at once, as a power cut does."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


@dataclass
class Zygote:
    """The process that everything is forked from, seen from outside. `cpu`: seconds used by those that were killed."""

    cpu: float = 0.0
    process: subprocess.Popen[str] = field(init=False)

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.killing.zygote"], cwd=HOUSE, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip

    def start(self, name: str, words: list[str], folder: Path, **more: Any) -> Life:
        """Begin a command; `more`: its `variables`, its `constants`, and what spoils it (`before`, or "")."""
        told = {"name": name, "words": words, "folder": str(folder), **more}
        return Life(name, self._ask({"start": told}))

    def wait(self, life: Life) -> bool:
        """Wait until it says that it works; False if it ended instead."""
        return bool(self._ask({"wait": life.pid}))

    def bury(self, life: Life) -> None:
        """Wait until nothing of it is left."""
        self.cpu += self._ask({"bury": life.pid})

    def close(self) -> None:
        """End the zygote."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def _ask(self, words: dict[str, Any]) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps(words), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())


def main() -> None:
    """Do as told, line by line, until the input ends."""
    _warm_up()
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    voices: dict[int, int] = {}
    for line in sys.stdin:
        ((what, about),) = json.loads(line).items()
        if what == "start":
            answer: Any = _begin(about, voices)
        elif what == "wait":
            answer = b"Take Five" in os.read(voices[about], 1_000)
        else:
            answer = _bury(about, voices)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _warm_up() -> None:
    """What is the same at every start: modules, playbook, mappers, what Bolt reads of its caller's source."""
    from sqlalchemy.orm import configure_mappers

    from bot import app, serve, settings
    from bot.database import Database
    from coaching.workplace import Workplace

    configure_mappers()
    app.build(settings.environment({"SLACK_BOT_TOKEN": "xoxb-warm"}), Workplace(), Database("sqlite://"))
    assert serve


def _begin(about: dict[str, Any], voices: dict[int, int]) -> int:
    hears, speaks = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(hears)
        _live(about, speaks)
    os.close(speaks)
    voices[pid] = hears
    return pid


def _live(about: dict[str, Any], speaks: int) -> None:
    from bot.cli import main as takefive

    os.setsid()
    os.chdir(about["folder"])
    log = os.open(f"{about['name']}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for here, there in ((os.open(os.devnull, os.O_RDONLY), 0), (speaks, 1), (log, 2)):
        os.dup2(here, there)
    os.environ.update(about["variables"])
    for name, value in about["constants"].items():
        module, _, constant = name.rpartition(".")
        place = importlib.import_module(module)
        now = getattr(place, constant)
        setattr(place, constant, timedelta(seconds=value) if isinstance(now, timedelta) else value)
    if about["before"]:
        module, _, function = about["before"].rpartition(".")
        getattr(importlib.import_module(module), function)()
    try:
        os._exit(takefive(about["words"]))
    finally:
        os._exit(1)


def _bury(pid: int, voices: dict[int, int]) -> float:
    used = 0.0
    with suppress(ChildProcessError):
        while True:
            _, _, cost = os.wait4(-pid, 0)
            used += cost.ru_utime + cost.ru_stime
    os.close(voices.pop(pid))
    return used


if __name__ == "__main__":
    main()
