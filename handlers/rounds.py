"""The minute's work for check-ins: who sits where, rounds opened and closed, letters written, keys destroyed.

Every step is a transaction of its own, and the next minute takes up whatever a crash has left.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from typing import Protocol

from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

from coaching import setup
from coaching.care import ballots, circles, letters, probe, rounds
from coaching.care.circles import Circle, Seats
from coaching.records.care import Round
from coaching.workplace import Workplace
from handlers import outcomes
from handlers.acquaintance import Unmet, acquaint
from handlers.groups import Groups

log = logging.getLogger(__name__)
BREATH = 0.02  # seconds between two batches, in which others get their turn to write


class Keys(ballots.Keys, probe.Shared, Protocol):
    """The worker's key directory."""

    def alone(self) -> AbstractContextManager[bool]:
        """Whether no other worker is at the keys just now."""


class Minute:
    """The check-ins' part of each minute, in the one process that holds the keys."""

    def __init__(
        self,
        file: Workplace,
        db: sessionmaker[Session],
        slack: WebClient,
        keys: Keys,
        scrub: Callable[[], None],
        serves_too: bool,
    ) -> None:
        """`file` is what `takefive.toml` says; who is in a team is asked of what was set up in Slack as well.

        `scrub` cleans what deleted ballots leave behind in the database's files.

        `serves_too`: this process takes answers itself, so no other has to see the keys.
        """
        self._file, self._db, self._slack, self._keys, self._scrub = file, db, slack, keys, scrub
        self._care, self._groups = file.care, Groups(file, db, slack)
        self._serves_too = serves_too
        self._workspace: str | None = None
        self._turn = threading.Lock()  # between threads of this process; between processes it is the key directory's

    def __call__(self, now: datetime) -> None:
        """Do what is due. What fails is logged without a word of its contents, and tried again in a minute."""
        if not self._file.care.circles and not self._keys.rounds():
            return
        with self._turn:
            self._look(now)

    def _look(self, now: datetime) -> None:
        try:
            self._workspace = self._workspace or str(outcomes.promised(self._slack.auth_test(), "team_id"))
            with self._db.begin() as session:
                ours = probe.hold(session, self._keys, now)
                shared = ours and (probe.echo(session, self._keys) if self._serves_too else probe.agreed(session))
            if not shared:
                log.error("no check-in is opened: not every process sees the same keys (takefive doctor says more)")
            if ours:
                with self._keys.alone() as alone:
                    if alone:
                        self._do(self._workspace, now, shared)
        except outcomes.FAULTS as error:
            log.warning("check-ins wait a minute: %(error)s", {"error": type(error).__name__})
        except Exception as error:  # a database's error quotes what was to be written: only its kind is logged
            log.error("check-ins failed, they are tried again in a minute: %(error)s", {"error": type(error).__name__})

    def _do(self, workspace: str, now: datetime, may_open: bool) -> None:
        self._destroy_leftovers()
        with self._db() as session:
            self._care = setup.current(session, workspace, self._file).care
            ending = rounds.to_close(session, workspace, self._keys, now)
        for id in ending:
            with self._db.begin() as session:
                rounds.close(session, self._keys, id, now)
        if ending:
            self._destroy_leftovers()
        seats = self._seats(workspace, now)
        for circle in self._care.circles if may_open else ():
            self._open(workspace, circle, seats.get(circle.name), now)
        self._write(workspace, seats, now)

    def _destroy_leftovers(self) -> None:
        """First the database's files forget the ballots, then the key goes: after a crash the key says what is left."""
        with self._db() as session:
            over = rounds.leftovers(session, self._keys)
        if over:
            self._scrub()
        for id in over:
            self._keys.destroy(id)

    def _open(self, workspace: str, circle: Circle, seats: Seats | None, now: datetime) -> None:
        if seats is None:
            return
        with suppress(Unmet):  # whoever shows their names does without those that Slack does not tell
            acquaint(self._slack, self._db, workspace, circle.contacts, now)
        with self._db.begin() as session:
            scheduled = rounds.next_run(session, workspace, circle, now)
            if len(seats.teams_of) < circle.k:
                letters.too_small(session, workspace, circle, seats, now)
            rounds.open_round(session, self._keys, workspace, circle, seats, scheduled, now)

    def _seats(self, workspace: str, now: datetime) -> dict[str, Seats]:
        """Who sits where; looked up only when a circle is new, or its next run is near."""
        with self._db.begin() as session:
            known = {circle.name for circle in self._care.circles if rounds.is_known(session, workspace, circle)}
            near = any(
                rounds.is_near(rounds.next_run(session, workspace, circle, now), now) for circle in self._care.circles
            )
            writing = any(round.state == "closed" for round in letters.to_write(session, workspace))
        if not near and not writing and len(known) == len(self._care.circles):
            return {}
        self._groups.look_up(workspace, now)
        with self._db() as session:
            self._care = setup.current(session, workspace, self._file).care
        return circles.seated(self._care.circles)

    def _write(self, workspace: str, seats: dict[str, Seats], now: datetime) -> None:
        with self._db() as session:
            waiting = [(round.id, round.circle) for round in letters.to_write(session, workspace)]
        for id, name in waiting:
            leads = seats[name].leads if name in seats else frozenset()
            while self._batch(id, self._care.circle(name), leads, now):
                time.sleep(BREATH)

    def _batch(self, id: str, circle: Circle | None, leads: frozenset[str], now: datetime) -> bool:
        with self._db.begin() as session:
            round = session.get_one(Round, id)
            if round.state == "opening":
                return letters.invite(session, round, circle, self._care.pace, now)
            return letters.announce(session, round, leads, self._care.pace, now)
