"""What is said about a round: the invitation and its reminders to everybody alike, the results, and why there are none.

Letters are written in batches, each a transaction, and spaced by the workspace's pace. Those of a later moment are
not handed to the engine now: the minute's sweep takes them when they are due.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coaching import calendar, outbox
from coaching.care import deeds, results
from coaching.care.circles import Circle, Seats
from coaching.care.rounds import zones_of
from coaching.records.care import Quiet, Roster, Round
from coaching.records.outbox import Letter

BATCH = 100  # letters in a transaction: more would keep others waiting for their turn to write
ALL = "~"  # sorts after every id: all letters of this step are written
FIRST = timedelta(hours=24)  # by which the team sees its results before its leads do, in the same view
TREND = 8


def invite(session: Session, round: Round, circle: Circle | None, pace: int, now: datetime) -> bool:
    """Write the next batch of invitations with their reminders; True while there are more to write.

    `circle` None: the settings no longer have it; its open round is left to those who had their letter.
    Everybody on the roster gets the same, whether or not they have answered, because nobody knows who has. Left out
    are those who asked for quiet or are away.
    """
    if circle is None:
        return _mark(round, [], "open")
    times = _times(round, circle)
    batch, start = _next(session, round, BATCH // len(times))
    known = zones_of(session, round.workspace, batch)
    quiet = _quiet(session, round.workspace, batch)
    facts = {
        "round": round.id,
        "circle": round.circle,
        "until": until(round),
        "deeds": deeds.since_last(session, round),
    }
    for number, person in enumerate(batch, start):
        row = known[person]
        zone = row.zone if row and row.zone else round.zone
        back = max(row.away_until if row and row.away_until else now, now)
        dues = [_at(calendar.same_clock(moment, round.zone, zone), number, pace, back) for moment in times]
        for reminder, due in enumerate(dues):
            is_last_by_then = due < min(dues[reminder + 1 :], default=round.closes_at)
            if is_last_by_then and due < round.closes_at and not (person in quiet and quiet[person] > due):
                key = f"checkin:{round.id}:{person}:{reminder}"
                session.add(_letter(round, key, "checkin", facts | {"reminder": reminder}, due, person))
    return _mark(round, batch, "open")


def hold(session: Session, id: str, until: datetime) -> None:
    """Put off a letter that nobody has seen; whether it is worth saying then, `coaching.late` decides."""
    letter = session.get_one(Letter, id, with_for_update=True, populate_existing=True)
    if outbox.is_unsaid(letter):
        letter.not_before = until


def announce(session: Session, round: Round, leads: Iterable[str], pace: int, now: datetime) -> bool:
    """Write the next batch of results (or of why there are none), to the team first and its leads a day later."""
    batch, start = _next(session, round, BATCH)
    kind = "checkin_results" if round.state == "closed" else "checkin_void"
    facts = results_of(session, round) if round.state == "closed" else {"circle": round.circle}
    if not start:
        for lead in leads:
            session.add(_letter(round, f"{kind}:{round.id}:lead:{lead}", kind, facts, now + FIRST, lead))
    for number, person in enumerate(batch, start):
        session.add(_letter(round, f"{kind}:{round.id}:{person}", kind, facts, _at(now, number, pace, now), person))
    return _mark(round, batch, round.state)


def too_small(session: Session, workspace: str, circle: Circle, seats: Seats, now: datetime) -> None:
    """Tell everybody in a circle that can never reach k why it has no check-in, before its first one would come."""
    for person in sorted({*seats.teams_of, *seats.leads}):
        facts = {"circle": circle.name, "asked": len(seats.teams_of), "k": circle.k}
        key = f"checkin_small:{circle.name}:{person}"
        outbox.post(session, workspace=workspace, key=key, kind="checkin_small", facts=facts, now=now, person=person)


def to_write(session: Session, workspace: str) -> list[Round]:
    """Rounds that have letters to be written: just opened, or over and not yet announced."""
    query = select(Round).where(Round.workspace == workspace, Round.lettered != ALL, Round.state != "open")
    return list(session.scalars(query.order_by(Round.opens_at)))


def results_of(session: Session, round: Round) -> dict[str, Any]:
    """The facts of the results' view: the same for everybody. `groups` holds a row for each question.

    The circle itself comes first: of a circle with parts, it is what the picture shows.
    """
    published = results.of_round(session, round)
    asked = [question for question in round.questions if question["kind"] != "text"]
    groups = [
        [group, [
            {"ask": q["ask"], "low": q["low"], "high": q["high"], "value": rows[q["id"]].value,
             "took_part": rows[q["id"]].took_part, "trend": results.trend(session, round, group, q["id"], TREND)}
            for q in asked
        ]]
        for group, rows in sorted(published.items(), key=lambda one: (one[0] != round.circle, one[0]))
    ]  # fmt: skip
    nudges = [
        question["id"]
        for question in asked
        if question["kind"] == "scale"
        and results.rising(results.trend(session, round, round.circle, question["id"]), question["better"])
    ]
    return {
        "round": round.id, "circle": round.circle, "week": round.week, "k": round.k, "groups": groups, "nudges": nudges,
        "comments": results.comments_of(session, round), "weeks": results.weeks(session, round, TREND),
    }  # fmt: skip


def until(round: Round) -> str:
    """When a round closes, on the clock of its zone, which is named."""
    return f"{round.closes_at.astimezone(ZoneInfo(round.zone)):%A %-d %B, %H:%M} ({round.zone})"


def _times(round: Round, circle: Circle) -> list[datetime]:
    """The invitation, and one reminder on each of the last days before the close that is a working day."""
    scheduled = round.closes_at - timedelta(days=circle.days)
    reminders = (
        calendar.days_before(round.closes_at, days, round.zone, circle.holidays)
        for days in range(circle.reminders, 0, -1)
    )
    return [scheduled, *(moment for moment in reminders if moment and moment > round.opens_at)]


def _next(session: Session, round: Round, most: int) -> tuple[list[str], int]:
    """The next people on the roster, and how many came before them."""
    mine = Roster.round == round.id
    batch = select(Roster.person).where(mine, Roster.person > round.lettered).order_by(Roster.person).limit(most)
    before = select(func.count()).select_from(Roster).where(mine, Roster.person <= round.lettered)
    return list(session.scalars(batch)), session.scalar(before) or 0


def _mark(round: Round, batch: list[str], then: str) -> bool:
    if batch:
        round.lettered = batch[-1]
        return True
    round.lettered, round.state = ALL, then
    return False


def _at(moment: datetime, number: int, pace: int, now: datetime) -> datetime:
    return max(moment, now) + timedelta(minutes=number / pace)


def _letter(round: Round, key: str, kind: str, facts: dict[str, Any], due: datetime, person: str) -> Letter:
    return Letter(
        id=secrets.token_hex(8),
        workspace=round.workspace,
        key=key,
        kind=kind,
        facts=facts,
        not_before=due,
        person=person,
    )


def _quiet(session: Session, workspace: str, persons: list[str]) -> dict[str, datetime]:
    query = select(Quiet.person, Quiet.until).where(Quiet.workspace == workspace, Quiet.person.in_(persons))
    return {row.person: row.until for row in session.execute(query)}
