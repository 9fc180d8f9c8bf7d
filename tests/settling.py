"""Waiting until a bot in this process has nothing under way.

The database tells nobody when a letter is done, but whatever ends one commits: only then is it worth to look again.
"""

import threading
import time
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import bindparam, event, select
from sqlalchemy.orm import Session

from bot.database import Database
from bot.practice import Workspace
from coaching import outbox
from coaching.records.outbox import Letter
from coaching.records.snippets import Arrival

PATIENCE = 30.0  # seconds after which waiting is given up
PAUSE = 0.02  # what commits often is not asked each time
ANYHOW = 0.5  # should it be ended by something that is no session of this process

NOW = bindparam("now")
UNREAD = select(Arrival.origin).limit(1)
OPEN = select(Letter.id).where(Letter.state.in_(outbox.OPEN)).limit(1)
READ_BY_NOW, GONE_BY_NOW = UNREAD.where(Arrival.due_at <= NOW), OPEN.where(Letter.not_before <= NOW)

_committed = threading.Event()


@event.listens_for(Session, "after_commit")
def _tell(_: Session) -> None:
    _committed.set()


def under_way(database: Database) -> bool:
    """Whether a snippet is not read yet or a letter has not come to its end."""
    with database.engine.connect() as connection:  # asked first for snippets: reading posts letters
        return any(connection.scalar(some) is not None for some in (UNREAD, OPEN))


def due(database: Database, now: datetime) -> bool:
    """The same of what should have been read or said by now."""
    with database.engine.connect() as connection:
        return any(connection.scalar(some, {"now": now}) is not None for some in (READ_BY_NOW, GONE_BY_NOW))


def settle(slack: Workspace, is_under_way: Callable[[], bool]) -> None:
    """Wait until every event is answered and nothing is under way. Raises TimeoutError with the traffic."""
    slack.settle()
    until, pause = time.monotonic() + PATIENCE, threading.Event()
    _committed.clear()
    while is_under_way():
        if time.monotonic() > until:
            raise TimeoutError(slack.traffic())
        _committed.wait(ANYHOW)
        pause.wait(PAUSE)
        _committed.clear()
