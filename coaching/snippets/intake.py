"""Intake: what is shared in a channel is masked and kept before it is acknowledged, and read a moment later.

Slack waits three seconds for an acknowledgement, and most of what a snippet costs is reading it and choosing what to
say. An `arrival` keeps it until then: it goes in the transaction that writes the review and the letters.
"""

import re
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, exists, or_, select
from sqlalchemy.orm import Session

from coaching import outbox, people
from coaching.records import insert_unless
from coaching.records.people import Person
from coaching.records.snippets import Arrival
from coaching.snippets import review
from coaching.snippets.review import Read, Snippet
from coaching.workplace import Workplace

PATIENCE = timedelta(minutes=1)  # longer after each try that failed
TRIES = 10  # about an hour: whatever breaks us then is in the snippet itself
BROKEN = "Something in me broke while I was reading it, ten times in an hour. It is not your words. I have let it be."
RESTORED = (
    "I was restored from a backup, and can't tell whether I had read it before. If nothing of mine stands under it, "
    "share it once more."
)
ARRIVED = "arrived"  # stands in the `info` of a session that took one in

_WORD = re.compile(r"\w+")  # the reading counts fewer, never more
_GIVEN = ("workspace", "origin", "sharer", "place", "thread", "text")
_COLUMNS = (*_GIVEN, "at", "due_at", "tries")
_STRANGER = (Person.standing != "member") & (Person.checked_at > bindparam("lately", type_=Person.checked_at.type))
_UNWANTED = exists().where(
    Person.workspace == bindparam("workspace"), Person.id == bindparam("sharer"),
    or_(Person.paused_at.is_not(None), _STRANGER),
)  # fmt: skip
_ROW = select(*(bindparam(name, type_=Arrival.__table__.c[name].type).label(name) for name in _COLUMNS)).where(
    ~_UNWANTED, ~review.KNOWN.exists()
)


def take_in(session: Session, masked: Snippet, now: datetime) -> None:
    """Keep a masked snippet of a channel, in one statement, until it is read.

    Nothing is kept of somebody who paused or is known to be no member, of a few words of chat, nor of a message that is
    known: one that waits, was read or was deleted.
    """
    if len(_WORD.findall(masked.text)) < review.FEWEST:
        return
    given = {name: getattr(masked, name) for name in _GIVEN}
    when = {"at": now, "due_at": now, "lately": now - people.STANDING_KEEPS}
    session.connection().execute(_statement(session.get_bind().dialect.name), {**given, **when, "tries": 0})
    session.info[ARRIVED] = True


@cache
def _statement(dialect: str) -> Any:
    """Made once: to make it anew for each snippet would take as long as to execute it."""
    return insert_unless(dialect, Arrival).from_select(_COLUMNS, _ROW).on_conflict_do_nothing()


def oldest(session: Session, now: datetime) -> Arrival | None:
    """What waits longest to be read, held for the transaction; what another worker holds is passed over."""
    due = select(Arrival).where(Arrival.due_at <= now).order_by(Arrival.due_at, Arrival.origin).limit(1)
    return session.scalar(due.with_for_update(skip_locked=True))


def read(arrival: Arrival) -> Read:
    """Read it, in memory."""
    return review.read_masked(
        Snippet(
            workspace=arrival.workspace, source="channel", origin=arrival.origin, author=arrival.sharer,
            sharer=arrival.sharer, text=arrival.text, place=arrival.place, thread=arrival.thread,
        )
    )  # fmt: skip


def keep(session: Session, workplace: Workplace, arrival: Arrival, seen: Read) -> None:
    """Keep what was read as of the moment when it was shared, and post what there is to say about it; it waits no more.

    What was edited, deleted or erased since it was read leaves nothing behind, nor do chat, a language that is not
    read, whoever is known to be no member, and a channel that is no snippets channel any more.
    """
    mine = (Arrival.workspace == arrival.workspace, Arrival.origin == arrival.origin)
    is_there = session.connection().execute(delete(Arrival).where(*mine)).rowcount == 1
    if is_there and workplace.takes_snippets(arrival.place):
        person = people.person(session, arrival.workspace, arrival.sharer)
        session.refresh(person, with_for_update=True)  # another worker may be at another snippet of theirs
        review.share(session, workplace, seen, arrival.at)


def put_off(session: Session, workspace: str, origin: str, now: datetime) -> int:
    """Reading it failed: it is tried again later, after TRIES its sharer gets it back. Returns how many there were."""
    arrival = session.get(Arrival, (workspace, origin), with_for_update=True)
    if arrival is None:
        return 0
    person = people.person(session, workspace, arrival.sharer)
    arrival.tries += 1
    arrival.due_at = now + arrival.tries * PATIENCE
    if person.paused_at or people.standing(person, now) not in ("member", None):
        session.delete(arrival)
    elif arrival.tries >= TRIES:
        _hand_back(session, arrival, BROKEN, now)
    return arrival.tries


def doubt(session: Session, now: datetime) -> int:
    """After a restore nobody can tell what was read and answered since the backup: it is handed back. How many it was.

    Read once more, it would earn other kudos beside those that stand.
    """
    rows = list(session.scalars(select(Arrival)))
    for arrival in rows:
        people.person(session, arrival.workspace, arrival.sharer)
        _hand_back(session, arrival, RESTORED, now)
    return len(rows)


def forget(session: Session, workspace: str, sharer: str, now: datetime) -> int:
    """Whatever of somebody's waits to be read is gone, and is not taken in again. Returns how many snippets it was."""
    theirs = select(Arrival).where(Arrival.workspace == workspace, Arrival.sharer == sharer)
    rows = list(session.scalars(theirs.with_for_update()))
    for arrival in rows:
        review.remember_gone(session, workspace, arrival.origin, now)
        session.delete(arrival)
    return len(rows)


def _hand_back(session: Session, arrival: Arrival, why: str, now: datetime) -> None:
    outbox.post(
        session, workspace=arrival.workspace, key=f"unreadable:{arrival.origin}", kind="unreadable", now=now,
        facts={"why": why, "text": arrival.text}, person=arrival.sharer,
    )  # fmt: skip
    session.delete(arrival)
