"""The steps of a check-in's close, and commits, at each of which a process of `takefive` can be killed with -9."""

import itertools
import os
import signal
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

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


def at(step: str) -> None:
    """This process dies when it gets to the step."""
    setattr(*STEPS[step], _dies)


def before_commit(number: str) -> None:
    """This process dies when it is about to commit for this time, counted from 1."""
    commits = itertools.count(1)
    event.listen(Session, "before_commit", lambda session: _dies() if next(commits) == int(number) else None)


def in_two_transactions(step: str) -> None:
    """The same, of a mutant that commits the results before the ballots are deleted."""
    publish = results.publish

    def publish_and_commit(session: Any, *given: Any) -> None:
        publish(session, *given)
        session.flush()
        session.connection().connection.commit()

    results.publish = publish_and_commit
    at(step)


def _dies(*_: Any, **__: Any) -> None:
    """The power is cut."""
    os.kill(os.getpid(), signal.SIGKILL)
