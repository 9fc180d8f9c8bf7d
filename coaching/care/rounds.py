"""Rounds: one check-in of a circle a week. Opened, closed in one transaction, and void where the key is lost.

Each function is one step of the minute's work (`handlers/rounds.py`), and each may be the last one before a crash:
the key is on disk before the round is, letters go out in batches with a mark where they stand, and a key whose round
is no longer open is destroyed, whoever finds it.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from coaching import calendar, people
from coaching.care import ballots, box, circles, questions, results
from coaching.care.ballots import Keys
from coaching.care.circles import Circle, Seats
from coaching.care.plans import Care
from coaching.records.care import Ballot, Roster, Round, Schedule
from coaching.records.outbox import Letter
from coaching.records.people import Person

EARLIEST = timedelta(hours=26)  # the farthest that somebody's clock is ahead of the circle's
LATEST = timedelta(days=5)  # after a standstill, a round is opened late up to then, else that week has none
AT_LEAST = timedelta(hours=24)  # that a round opened late stays open
NOT_ASKED = ("bot", "outsider", "left")


@dataclass(frozen=True, slots=True)
class Run:
    """A run whose time has come: when the circle's clock says so, when the first of its people's does, and now."""

    scheduled: datetime
    opens_at: datetime
    now: datetime


def next_run(session: Session, workspace: str, circle: Circle, now: datetime) -> datetime:
    """When the circle's next round is due; computed anew when its weekday, time or zone has changed."""
    row = session.get(Schedule, (workspace, circle.name))
    if row is None or row.plan != circle.plan:
        people.workspace(session, workspace)
        run = calendar.next_run(now, circle.weekday, circle.at, circle.zone)
        row = session.merge(Schedule(workspace=workspace, circle=circle.name, plan=circle.plan, next_run_at=run))
    return row.next_run_at


def is_known(session: Session, workspace: str, circle: Circle) -> bool:
    """Whether this circle has a calendar already."""
    row = session.get(Schedule, (workspace, circle.name))
    return row is not None and row.plan == circle.plan


def is_near(scheduled: datetime, now: datetime) -> bool:
    """Whether it is time to look whose clock says when."""
    return scheduled - EARLIEST <= now


def advance(session: Session, workspace: str, circle: Circle, scheduled: datetime, now: datetime) -> None:
    """Look forward to the next run, in a later week than `scheduled`."""
    row = session.get_one(Schedule, (workspace, circle.name))
    late = now - LATEST
    row.next_run_at = calendar.next_run(max(scheduled, late), circle.weekday, circle.at, circle.zone)


def open_round(
    session: Session, keys: Keys, workspace: str, circle: Circle, seats: Seats, scheduled: datetime, now: datetime
) -> Round | None:
    """Open the round that was scheduled, if its time has come and it is not skipped; then look forward to the next.

    None: not yet, a holiday, too late, too few people, or that week had its round. The key is kept before the round
    is written.
    """
    asked = _asked(session, workspace, seats)
    opens_at = min([scheduled, *(_own_time(circle, scheduled, row) for row in asked.values() if row)])
    if opens_at > now:
        return None
    week = calendar.week_of(scheduled, circle.zone)
    local = scheduled.astimezone(ZoneInfo(circle.zone)).date()
    advance(session, workspace, circle, scheduled, now)
    known = select(Round.id).where(Round.workspace == workspace, Round.circle == circle.name, Round.week == week)
    if session.scalar(known) or local in circle.holidays or now > scheduled + LATEST or len(asked) < circle.k:
        return None
    return _begin(session, keys, workspace, circle, seats, Run(scheduled, opens_at, now), sorted(asked))


def circle_of(session: Session, care: Care, workspace: str, id: str) -> Circle | None:
    """The circle of a round of this workspace, as the settings describe it now; None where they do not."""
    round = session.get(Round, id)
    return care.circle(round.circle) if round and round.workspace == workspace else None


def zones_of(session: Session, workspace: str, persons: Iterable[str]) -> dict[str, Person | None]:
    """What is known about these people: their zone, and whether they are away."""
    asked = list(persons)
    rows = session.scalars(select(Person).where(Person.workspace == workspace, Person.id.in_(asked)))
    known = {row.id: row for row in rows}
    return {person: known.get(person) for person in asked}


def to_close(session: Session, workspace: str, keys: Keys, now: datetime) -> list[str]:
    """Ids of the rounds that have to end: their time is over, or their key is lost."""
    rows = session.scalars(select(Round).where(Round.workspace == workspace, Round.state.in_(box.TAKING)))
    return [round.id for round in rows if round.closes_at <= now or keys.key(round.id) is None]


def close(session: Session, keys: Keys, id: str, now: datetime) -> Round | None:
    """Open the ballots, publish what may be published and delete them, in the caller's one transaction.

    Void, with no result at all, where the key is lost. None when somebody else has closed it already. The key is
    destroyed afterwards (`leftovers`), when the transaction is on disk.
    """
    round = session.get(Round, id, with_for_update=True, populate_existing=True)
    if round is None or round.state not in box.TAKING:
        return None
    key = keys.key(id)
    if key is None:
        round.state = "void"
    else:
        results.publish(session, round, box.take_out(session, key, round))
        round.state = "closed"
    round.lettered = ""
    session.execute(delete(Ballot).where(Ballot.round == id))
    recall(session, round, f"checkin:{id}:")
    return round


def leftovers(session: Session, keys: Keys) -> list[str]:
    """Rounds whose key is still there although they are over, or were never written."""
    kept = keys.rounds()
    open_rounds = set(session.scalars(select(Round.id).where(Round.id.in_(kept), Round.state.in_(box.TAKING))))
    return [id for id in kept if id not in open_rounds]


def recall(session: Session, round: Round, prefix: str) -> None:
    """Take back the letters of a round, or of one person in it, that have not gone out yet."""
    mine = (Letter.workspace == round.workspace) & Letter.key.startswith(prefix, autoescape=True)
    session.execute(update(Letter).where(mine, Letter.state == "due").values(state="withdrawn", facts={}))


def _begin(
    session: Session, keys: Keys, workspace: str, circle: Circle, seats: Seats, run: Run, asked: list[str]
) -> Round:
    """The key first, then the round with its frozen rules, and the roster."""
    round = Round(
        id=secrets.token_hex(8), workspace=workspace, circle=circle.name, zone=circle.zone,
        week=calendar.week_of(run.scheduled, circle.zone), opens_at=run.opens_at,
        closes_at=max(run.scheduled + timedelta(days=circle.days), run.now + AT_LEAST), k=circle.k,
        k_comment=circle.k_comment, questions=questions.as_json(circle.asked), groups=circles.groups_of(circle, seats),
    )  # fmt: skip
    keys.create(round.id, ballots.new_key())
    session.add(round)
    session.flush()
    leaves = {person: circles.leaf_of(seats.teams_of[person]) for person in asked}
    session.execute(insert(Roster), [{"round": round.id, "person": who, "leaf": leaf} for who, leaf in leaves.items()])
    return round


def _asked(session: Session, workspace: str, seats: Seats) -> Mapping[str, Person | None]:
    known = zones_of(session, workspace, seats.teams_of)
    return {person: row for person, row in known.items() if row is None or row.standing not in NOT_ASKED}


def _own_time(circle: Circle, scheduled: datetime, row: Person) -> datetime:
    return calendar.same_clock(scheduled, circle.zone, row.zone) if row.zone else scheduled
