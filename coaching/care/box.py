"""The ballot box: an answer goes in sealed, a second one replaces the first, and only the close takes them out.

Nothing but the ballot's own row is written here: no time, no person, no note that somebody answered.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from coaching.care import ballots, questions
from coaching.care.ballots import Key, Slots, Unopened
from coaching.people import Actor, Refused
from coaching.records.care import Ballot, Roster, Round

TAKING = ("opening", "open")
CLOSED = "This check-in has closed. The next one comes next week."
NOT_ASKED = (
    "You were not on this check-in's list when it opened, so it can't take your answer. The next one asks you too."
)
NO_SLOT = "I can't seal answers at the moment, so I took nothing. Try again later; whoever runs me sees why in doctor."
TOO_LONG = "That is a little too long to seal. Say it in fewer words."


def current(session: Session, workspace: str, person: str, now: datetime) -> Round | None:
    """The round that somebody can answer now, or None. Writes nothing."""
    query = select(Round).join(Roster, Roster.round == Round.id)
    mine = query.where(Round.workspace == workspace, Roster.person == person, Round.state.in_(TAKING))
    return session.scalar(mine.where(Round.closes_at > now).order_by(Round.closes_at).limit(1))


def find(session: Session, actor: Actor, round: str, now: datetime) -> Round:
    """The open round that `actor` was asked in. Raises Refused, in words for them. Writes nothing."""
    found = session.get(Round, round, with_for_update={"read": True})  # the close waits until the ballot is in
    if found is None or found.workspace != actor.workspace or found.state not in TAKING or found.closes_at <= now:
        raise Refused(CLOSED)
    if session.get(Roster, (round, actor.user)) is None:
        raise Refused(NOT_ASKED)
    return found


def answer(session: Session, slots: Slots, actor: Actor, round: str, answers: dict[str, Any], now: datetime) -> None:
    """Seal the answers and put them in, in place of earlier ones. Raises Refused, in words for whoever answered."""
    found, slot = find(session, actor, round, now), slots.slot(round)
    if slot is None:
        raise Refused(NO_SLOT)
    tag = ballots.tag(slot, actor.workspace, actor.user)
    given = questions.valid(found.questions, answers)
    try:
        box = ballots.seal(slot, actor.workspace, round, tag, given)
    except ValueError:
        raise Refused(TOO_LONG) from None
    session.merge(Ballot(round=round, tag=tag, box=box))


def press_rough(session: Session, slots: Slots, actor: Actor, round: Round, now: datetime) -> None:
    """Count "that was rough" in the sealed box, once a person and day; where it cannot be counted, it is not."""
    slot = slots.slot(round.id)
    if slot and any(question["kind"] == "count" for question in round.questions):
        tag = ballots.tag(slot, actor.workspace, _rough(actor.user, now))
        box = ballots.seal(slot, actor.workspace, round.id, tag, {questions.ROUGH.id: 1})
        session.merge(Ballot(round=round.id, tag=tag, box=box))


def take_out(session: Session, key: Key, round: Round) -> list[tuple[str, str, dict[str, Any]]]:
    """What was answered, for the close alone: opaque id, leaf and answers of each ballot of somebody on the roster.

    Ballots that do not open, or are of nobody on the roster, were put in by somebody with a pen in the database:
    they do not count.
    """
    owners = _owners(session, key, round)
    found = []
    for ballot in session.scalars(select(Ballot).where(Ballot.round == round.id)):
        try:
            answers = ballots.unseal(key, round.workspace, round.id, ballot.tag, ballot.box)
        except Unopened:
            continue
        if ballot.tag in owners:
            found.append((*owners[ballot.tag], questions.valid(round.questions, answers)))
    return found


def _owners(session: Session, key: Key, round: Round) -> dict[bytes, tuple[str, str]]:
    """Every tag that may be in the box, with the opaque id and leaf of its owner; names are left behind here."""
    rough = any(question["kind"] == "count" for question in round.questions)
    days = _days(round)
    owners = {}
    for person, leaf in session.execute(select(Roster.person, Roster.leaf).where(Roster.round == round.id)):
        own = ballots.tag(key.slot, round.workspace, person)
        owners[own] = own.hex(), leaf
        for day in days if rough else ():
            owners[ballots.tag(key.slot, round.workspace, _rough(person, day))] = own.hex(), leaf
    return owners


def _days(round: Round) -> list[datetime]:
    return [round.opens_at + timedelta(days=day) for day in range((round.closes_at - round.opens_at).days + 2)]


def _rough(person: str, day: datetime) -> str:
    return f"{person}|rough|{day:%Y-%m-%d}"


def remove(session: Session, slots: Slots, workspace: str, person: str) -> None:
    """Take somebody's ballots out of the open rounds unread, and them off every roster."""
    mine = select(Round).join(Roster, Roster.round == Round.id).where(Roster.person == person)
    for round in session.scalars(mine.where(Round.workspace == workspace, Round.state.in_(TAKING))):
        slot = slots.slot(round.id)
        if slot:
            names = [person, *(_rough(person, day) for day in _days(round))]
            tags = [ballots.tag(slot, workspace, name) for name in names]
            session.execute(delete(Ballot).where(Ballot.round == round.id, Ballot.tag.in_(tags)))
    rounds = select(Round.id).where(Round.workspace == workspace)
    session.execute(delete(Roster).where(Roster.person == person, Roster.round.in_(rounds)))
