"""Workplaces: what holds in each workspace, read from the database as seldom as is right."""

import time

from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from coaching import setup
from coaching.workplace import Workplace

FRESH = 2.0  # seconds for which a message takes the setup to be as it was read last


class Workplaces:
    """The workplace of each workspace, over one settings file.

    Messages are many and decide nothing about who may do what: for them, what was read holds for FRESH seconds, or
    until this process commits a change of it. So a change made in Slack holds at once where one process serves, and
    two seconds after the time in the change log at the latest where several do.
    """

    def __init__(self, sessions: sessionmaker[Session], file: Workplace) -> None:
        self._sessions = sessions
        self._file = file
        self._known: dict[str, tuple[object, float, Workplace]] = {}
        self._changed = object()  # another one after each change: what is read meanwhile belongs to the one before
        event.listen(sessions, "after_commit", self._follow)

    def now(self, workspace: str) -> Workplace:
        """What holds now. Raises SQLAlchemyError."""
        with self._sessions() as session:
            return setup.current(session, workspace, self._file)

    def lately(self, workspace: str) -> Workplace:
        """What held at most FRESH seconds ago, with every change of this process in it. Raises SQLAlchemyError."""
        changed, at = self._changed, time.monotonic()
        known = self._known.get(workspace)
        if known is None or known[0] is not changed or at - known[1] > FRESH:
            known = self._known[workspace] = (changed, at, self.now(workspace))
        return known[2]

    def _follow(self, session: Session) -> None:
        if session.info.get(setup.CHANGED):  # the reader's own workplaces follow the same session
            self._changed = object()
