"""Quiet: no letters about check-ins for a while. Whoever is quiet stays on the roster and may still answer."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from coaching import people
from coaching.care import rounds
from coaching.people import Actor
from coaching.records.care import Quiet, Round

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)


def this_round(session: Session, actor: Actor, round: Round) -> None:
    """No reminders for this round. People who have answered may ask for that as well as those who will not."""
    _until(session, actor, round.closes_at)
    rounds.recall(session, round, f"checkin:{round.id}:{actor.user}:")


def pause(session: Session, actor: Actor) -> None:
    """No letters about check-ins until `resume`."""
    _until(session, actor, FOR_GOOD)


def resume(session: Session, actor: Actor) -> None:
    """Letters about check-ins again, from the next round on."""
    row = session.get(Quiet, (actor.workspace, actor.user))
    if row:
        session.delete(row)


def _until(session: Session, actor: Actor, moment: datetime) -> None:
    people.workspace(session, actor.workspace)
    session.merge(Quiet(workspace=actor.workspace, person=actor.user, until=moment))
