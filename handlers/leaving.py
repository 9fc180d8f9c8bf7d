"""Leaving: people who go, an app that is uninstalled, and the minute's work that erases and keeps to the periods."""

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from coaching import erasure, retention, setup
from coaching.care.ballots import Slots
from coaching.records.people import Workspace
from coaching.workplace import Workplace
from handlers import outcomes
from handlers.incoming import workspace_of

log = logging.getLogger(__name__)
Body = dict[str, Any]
DB = sessionmaker[Session]
BETWEEN_LOOKS = timedelta(hours=1)  # for what is over: periods are counted in days
SWEEPS = 20  # batches of what is over that go in a minute
STEPS = 40  # of an erasure in a minute, so that letters and digests get their turn


def register(app: App) -> None:
    """Everything the bot hears about leaving."""
    app.event("app_uninstalled")(uninstalled)
    app.event("tokens_revoked", matchers=[is_ours])(uninstalled)
    app.event("tokens_revoked")(others)
    app.event("user_change")(changed)


def is_ours(event: Body) -> bool:
    """Whether the bot's own token was revoked, and not one that a person gave."""
    return bool(event["tokens"].get("bot"))


def others() -> None:
    """A person's token: the bot has none."""


def uninstalled(body: Body, db: DB, workplace: Workplace, now: datetime) -> None:
    """The app was removed. Slack says so twice, in any order: the second time changes nothing."""
    with db.begin() as session:
        erasure.uninstalled(session, workspace_of(body), workplace.periods.uninstalled, now)


def changed(event: Body, body: Body, db: DB, workplace: Workplace, now: datetime) -> None:
    """Somebody's profile changed: only leaving and coming back are our business."""
    workspace, user = workspace_of(body), event["user"]
    if user.get("team_id") not in (None, workspace):
        return
    with db.begin() as session:
        if user.get("deleted"):
            erasure.left(session, workspace, user["id"], workplace.periods.leavers, now)
        else:
            erasure.came_back(session, workspace, user["id"])


class Minute:
    """Erasing and the periods, in the process that delivers."""

    def __init__(
        self, file: Workplace, db: DB, slack: WebClient, slots: Slots, shred: Callable[[Iterable[str]], bool]
    ) -> None:
        """`shred` rewrites the database's files, so that no byte of what was erased is left in them."""
        self._file, self._db, self._slack, self._slots, self._shred = file, db, slack, slots, shred
        self._next_look = datetime.min.replace(tzinfo=UTC)

    def __call__(self, now: datetime) -> None:
        """Do what is due. What fails is logged without a word of its contents, and tried again in a minute."""
        try:
            self._greet_again()
            self._erase(now)
            if now >= self._next_look:
                self._keep_to_periods(now)
        except outcomes.FAULTS as error:
            log.warning("erasing waits a minute: %(error)s", {"error": type(error).__name__})
        except Exception as error:  # a database's error quotes what was to be written: only its kind is logged
            log.error("erasing failed, it is tried again in a minute: %(error)s", {"error": type(error).__name__})

    def _keep_to_periods(self, now: datetime) -> None:
        """Looking through every table takes a while: an hour passes until the next look, unless there is more to do."""
        with self._db.begin() as session:
            erasure.follow_leavers(session, self._file.periods.leavers, now)
        for _ in range(SWEEPS):
            with self._db.begin() as session:  # one for each, so that others get their turn to write
                gone = retention.sweep(session, self._file.periods, now)
            if gone < retention.BATCH:
                self._next_look = now + BETWEEN_LOOKS
                return

    def _greet_again(self) -> None:
        """Where the app was removed and Slack takes its token again, it is installed again."""
        with self._db() as session:
            left = set(session.scalars(select(Workspace.id).where(Workspace.left_at.is_not(None))))
        here = _answering(self._slack) if left else None
        if here in left:
            with self._db.begin() as session:
                erasure.installed_again(session, str(here))

    def _erase(self, now: datetime) -> None:
        with self._db() as session:
            due = erasure.waiting(session, now)
        finished = []
        for row in due:
            if erase(self._db, self._file, self._slots, row.workspace, row.person, now, STEPS):
                finished.append(row)
        if finished and self._shred(retention.with_words()):
            with self._db.begin() as session:
                for row in finished:
                    erasure.done(session, row.workspace, row.person)


def erase(db: DB, file: Workplace, slots: Slots, workspace: str, person: str, now: datetime, most: int) -> bool:
    """At most so many steps of an erasure; True when nothing is left but the files to be rewritten."""
    for _ in range(most):
        with db.begin() as session:
            workplace = setup.current(session, workspace, file)
            if not erasure.step(session, workplace, slots, workspace, person, now):
                return True
    return False


def _answering(slack: WebClient) -> str | None:
    try:
        return str(slack.auth_test()["team_id"])
    except outcomes.FAULTS:
        return None
