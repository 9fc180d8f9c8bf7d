"""The reader: a thread of whoever delivers, which reads what was taken in, one snippet a transaction.

Several workers on PostgreSQL read side by side. What a worker held that dies is free again: nothing was committed.
"""

import logging
import threading

from sqlalchemy import event
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm import Session

from bot import rush
from bot.clock import Clock
from bot.database import Database, OutOfStep
from bot.workplaces import Workplaces
from coaching.snippets import intake
from coaching.workplace import Workplace
from handlers.answering import wordless

log = logging.getLogger(__name__)
AWAY = (OutOfStep, OperationalError, InterfaceError, TimeoutError)  # the database's fault, and no snippet's
POLL = 0.25  # seconds between looks for what other processes took in; this one's own is read at once
ALONE = 5.0  # where there are no others: only what is tried again comes by itself
LONGEST = 30.0  # between tries while the database is away
ASIDE = 1.0  # seconds that reading gives way to requests at most


class Reader:
    """Reads what waits, the oldest first, until it is stopped."""

    def __init__(self, database: Database, file: Workplace, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._workplaces = Workplaces(database.sessions, file)
        self._stopping, self._wanted = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run, name="reader", daemon=True)
        event.listen(database.sessions, "after_commit", self._wake)

    def stop(self) -> None:
        """Finish the snippet in hand, and read no more; `join` waits for that."""
        self._stopping.set()
        self._wanted.set()

    def join(self, seconds: float) -> None:
        """Wait for the end, for so long."""
        if self.thread.ident:
            self.thread.join(seconds)

    def read(self) -> int:
        """Read everything that waits; how many snippets that were. Raises SQLAlchemyError."""
        count = 0
        while not self._stopping.is_set() and self._next():
            count += 1
        return count

    def _next(self) -> bool:
        rush.stand_aside(ASIDE)
        self._database.check()
        held: tuple[str, str] | None = None
        try:
            with self._database.sessions() as session:
                arrival = intake.oldest(session, self._clock())
                if arrival is None:
                    return False
                held = arrival.workspace, arrival.origin
                seen = intake.read(arrival)  # while nobody waits for a turn to write
                workplace = self._workplaces.lately(arrival.workspace)
                with self._database.turn():
                    intake.keep(session, workplace, arrival, seen)
                    session.commit()
        except AWAY:
            raise
        except Exception as error:
            if held is None:
                raise
            self._put_off(*held, error)
        return True

    def _put_off(self, workspace: str, origin: str, error: Exception) -> None:
        """One that breaks us holds up nobody else; the log gets the kind of the error, whose words may quote it."""
        with self._database.sessions.begin() as session:
            tries = intake.put_off(session, workspace, origin, self._clock())
        told = {"error": type(error).__name__, "count": tries}
        if tries >= intake.TRIES:
            log.error("ALARM a snippet is given up: %(error)s, %(count)s times", told, exc_info=wordless(error))
        else:
            log.error("a snippet could not be read, try %(count)s: %(error)s", told, exc_info=wordless(error))

    def _wake(self, session: Session) -> None:
        if session.info.pop(intake.ARRIVED, False):
            self._wanted.set()

    def _run(self) -> None:
        wait = most = ALONE if self._database.is_sqlite else POLL
        while not self._stopping.is_set():
            try:
                self.read()
                wait = most
            except Exception as error:
                log.error("reading waits a moment: %(error)s", {"error": type(error).__name__})
                wait = min(2 * wait, LONGEST)
            self._wanted.wait(wait)
            self._wanted.clear()
