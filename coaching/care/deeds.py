""" "You said, we did": what came of earlier check-ins, written by whoever did it and shown at the next one."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coaching.people import Actor, Refused
from coaching.records.care import Deed, Round

MOST = 3
LONGEST = 300
NOT_YOURS = "Only people of that team, and its leads, can add to what came of its check-ins."


def note(session: Session, actor: Actor, circle: str, said: str, did: str, now: datetime) -> None:
    """Write down what was said and what was done about it, in the name of whoever writes it."""
    session.add(
        Deed(
            id=secrets.token_hex(8), workspace=actor.workspace, circle=circle, said=said, did=did, by=actor.user, at=now
        )
    )


def since_last(session: Session, round: Round) -> list[list[str]]:
    """What was done in the weeks before a round: said, did, by whom; the newest first."""
    mine = select(Deed).where(Deed.workspace == round.workspace, Deed.circle == round.circle, Deed.at <= round.opens_at)
    query = select(Round.opens_at).where(
        Round.workspace == round.workspace, Round.circle == round.circle, Round.opens_at < round.opens_at
    )
    last = session.scalar(query.order_by(Round.opens_at.desc()).limit(1))
    if last:
        mine = mine.where(Deed.at > last)
    return [[deed.said, deed.did, deed.by] for deed in session.scalars(mine.order_by(Deed.at.desc()).limit(MOST))]


def circle_of(session: Session, actor: Actor, round: str, leads: frozenset[str], asked: bool) -> str:
    """The circle of a round that `actor` may add a deed to: they were asked in it, or lead it. Raises Refused."""
    found = session.get(Round, round)
    if found is None or found.workspace != actor.workspace or not (asked or actor.user in leads):
        raise Refused(NOT_YOURS)
    return found.circle
