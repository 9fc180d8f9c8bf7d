"""Bots that are spoilt on purpose, each in one way that the judgement of a history has to notice."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from coaching import outbox
from coaching.outbox import LEASE
from coaching.records.outbox import Letter


def without_the_ledger() -> None:
    """Whoever wants a letter gets it, and nobody asks whether it was sent before."""

    def claim(session: Session, id: str, owner: str, now: datetime) -> tuple[Letter, bool]:
        session.execute(
            update(Letter).where(Letter.id == id).values(state="sending", owner=owner, lease_until=now + LEASE)
        )
        return session.get_one(Letter, id, populate_existing=True), False

    outbox.claim = claim  # type: ignore[assignment]
