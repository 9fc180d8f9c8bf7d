"""Starts the real commands of takefive in a quarter of a second: everything is imported once, then forked.

The zygote is a process with one thread. Each child runs `takefive WORDS` from its beginning (settings, database,
engine, gunicorn's own fork), with waits shortened as asked (`constants`) and whatever spoils it called before.
"""

import atexit
import ctypes
import functools
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).parent.parent.parent
SUBREAPER = 36  # prctl: children of dead children are ours to wait for, so that "killed" means that all are gone


@dataclass
class Life:
    """One start of one command, until it ends. `code` and `rest`: how it ended, and what it said after it worked."""

    name: str
    pid: int
    code: int | None = None
    rest: str = ""

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal, and leave it to itself."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it and its children at once, as a power cut does."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


@dataclass
class Zygote:
    """The process that everything is forked from, seen from outside. `cpu`: seconds used by those that have ended."""

    cpu: float = 0.0
    process: subprocess.Popen[str] = field(init=False)

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.killing.zygote"], cwd=HOUSE, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip

    def start(
        self, name: str, words: list[str], folder: Path, *, variables: dict[str, str],
        constants: dict[str, float] | None = None, before: tuple[str, ...] = (),
    ) -> Life:  # fmt: skip
        """Begin a command; `before`: the name of a function that spoils it, and what that is given.

        Without `words`, that function is all.
        """
        told = {
            "name": name, "words": words, "folder": str(folder), "variables": variables, "constants": constants or {},
            "before": before,
        }  # fmt: skip
        return Life(name, self._ask({"start": told}))

    def wait(self, life: Life) -> str:
        """Wait until it says that it works: its words, or "" if it ended instead."""
        return str(self._ask({"wait": life.pid}))

    def runs(self, life: Life) -> bool:
        """Whether it has not ended by itself."""
        return bool(self._ask({"look": life.pid}))

    def bury(self, life: Life, seconds: float = 60) -> None:
        """Wait until nothing of it is left; it is killed if that takes longer."""
        late = threading.Timer(seconds, life.kill)
        late.start()
        cost, life.code, life.rest = self._ask({"bury": life.pid})
        late.cancel()
        self.cpu += cost

    def has(self, *modules: str) -> list[str]:
        """Which of these modules it has imported: what every process of takefive has at its start."""
        return list(self._ask({"has": modules}))

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


@functools.cache
def shared() -> Zygote:
    """One for all tests of this process; it ends with them."""
    made = Zygote()
    atexit.register(made.close)
    return made


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
            answer = os.read(voices[about], 1_000).decode()
        elif what == "has":
            answer = [name for name in about if name in sys.modules]
        elif what == "look":
            answer = os.waitid(os.P_PID, about, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        else:
            answer = _bury(about, voices)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _warm_up() -> None:
    """What is the same at every start: modules, playbook, mappers, what Bolt reads of its caller's source."""
    from sqlalchemy.orm import configure_mappers

    from bot import app, serve, settings, web
    from bot.database import Database
    from coaching.workplace import Workplace

    for later in (
        "bot.cli", "bot.running", "alembic.command", "dotenv", "dbos._sys_db_sqlite", "gunicorn.workers.gthread",
    ):  # fmt: skip
        importlib.import_module(later)
    configure_mappers()
    database = Database("sqlite://")
    bolt = app.build(settings.environment({"SLACK_BOT_TOKEN": "xoxb-warm"}), Workplace(), database)
    web.build(bolt, database, "warm")
    assert serve
    gc.collect()
    gc.freeze()  # what is not looked at is not copied


def _begin(about: dict[str, Any], voices: dict[int, int]) -> int:
    hears, speaks = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(hears)
        os.setpgid(0, 0)
        _live(about, speaks)
    os.setpgid(pid, pid)  # whoever comes first
    os.close(speaks)
    voices[pid] = hears
    return pid


def _live(about: dict[str, Any], speaks: int) -> None:
    from bot.cli import main as takefive

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
        module, _, function = about["before"][0].rpartition(".")
        getattr(importlib.import_module(module), function)(*about["before"][1:])
    code: Any = 1
    try:
        code = takefive(about["words"]) if about["words"] else 0
    except SystemExit as end:  # gunicorn's way
        code = end.code
    finally:
        os._exit(code or 0)


def _bury(pid: int, voices: dict[int, int]) -> tuple[float, int | None, str]:
    used, code, rest = 0.0, None, b""
    with suppress(ChildProcessError):
        while True:
            one, status, cost = os.wait4(-pid, 0)
            used += cost.ru_utime + cost.ru_stime
            if one == pid:
                code = os.waitstatus_to_exitcode(status)
    while more := os.read(voices[pid], 1_000):
        rest += more
    os.close(voices.pop(pid))
    return used, code, rest.decode()


if __name__ == "__main__":
    main()
