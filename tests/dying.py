"""`takefive` in a process of its own that is killed with -9 at one step of a check-in's close."""

import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

from bot import serve  # loaded by the fork server, once: each of its children starts in half a second
from bot.cli import main
from bot.database import Database
from bot.keys import KeyDirectory
from coaching import outbox
from coaching.care import letters, results, rounds

STEPS: dict[str, tuple[Any, str]] = {  # dies when this is called, in the order in which the close gets there
    "before the transaction": (rounds, "close"),
    "in the transaction": (rounds, "recall"),
    "after the commit": (Database, "scrub"),
    "after the scrub": (KeyDirectory, "destroy"),
    "before the letters": (letters, "announce"),
    "while a letter is sent": (outbox, "settle"),
}


def dies(*_: Any, **__: Any) -> None:
    """The power is cut."""
    os.kill(os.getpid(), signal.SIGKILL)


def run(step: str, words: list[str], variables: dict[str, str], folder: Path, mutant: bool = False) -> int | None:
    """Run a command of takefive until it reaches the step; returns its exit code.

    The `mutant` commits the results before the ballots are deleted.
    """
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__, serve.__name__])
    process = processes.Process(target=_work, args=(step, words, variables, folder, mutant))
    process.start()
    process.join(60)
    return process.exitcode


def _work(step: str, words: list[str], variables: dict[str, str], folder: Path, mutant: bool) -> None:
    os.chdir(folder)
    os.environ.update(variables)
    log = os.open(folder / "dying.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    if mutant:
        publish = results.publish

        def publish_and_commit(session: Any, *given: Any) -> None:
            publish(session, *given)
            session.flush()
            session.connection().connection.commit()

        results.publish = publish_and_commit
    setattr(*STEPS[step], dies)
    main(words)
