"""Signs of life, in the database, so that one process sees whether another one is at work."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from coaching.records import insert_unless
from coaching.records.pulse import Pulse

SWEEP = "sweep"
PROBE = "probe"


def beat(session: Session, name: str, now: datetime) -> None:
    """Write down that `name` happened now; several processes may do so at once."""
    first = insert_unless(session, Pulse).values(id=name, at=now)
    session.execute(first.on_conflict_do_update(index_elements=[Pulse.id], set_={"at": now}))


def age(session: Session, name: str, now: datetime) -> timedelta | None:
    """How long ago `name` happened last; None when it never did."""
    row = session.get(Pulse, name)
    return max(now - row.at, timedelta(0)) if row else None
