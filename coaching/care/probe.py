"""The probe: whether every process sees the same key directory. The worker writes a number there and into the
database; a web process reads the file and echoes what it saw. Until they agree, no round is opened.
"""

from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from coaching.care.box import TAKING
from coaching.records.care import KeyProbe, Round

ROW = "keys"
PATIENCE = timedelta(days=1)


class Seen(Protocol):
    """A key directory, as a web process sees it."""

    def seen(self) -> str | None:
        """The number in it, or None."""


class Shared(Seen, Protocol):
    """A key directory, as the worker sees it."""

    def rounds(self) -> list[str]:
        """The rounds that a key is kept for."""

    def write_probe(self) -> str:
        """Put a fresh number there. Raises OSError."""


def hold(session: Session, keys: Shared, now: datetime) -> bool:
    """The worker's part: see that directory and database hold the same number. Raises OSError.

    A directory without the number is not taken into use while a round is open: it may be a disk that is not there
    today, and its keys with it. A day after the round should have closed, the keys count as lost.
    """
    row = session.get(KeyProbe, ROW)
    if row is None or keys.seen() != row.nonce:
        waited_for = select(Round.id).where(Round.state.in_(TAKING), Round.closes_at > now - PATIENCE)
        if (row is not None and session.scalar(waited_for.limit(1))) or _of_others(session, keys):
            return False
        session.merge(KeyProbe(id=ROW, nonce=keys.write_probe(), seen=None))
    return True


def agreed(session: Session) -> bool:
    """Whether the web processes have seen what the worker wrote."""
    row = session.get(KeyProbe, ROW)
    return row is not None and row.seen == row.nonce


def echo(session: Session, slots: Seen) -> bool:
    """A web process's part: say what it sees. Returns whether that is what the worker wrote."""
    row = session.get(KeyProbe, ROW)
    if row is None:
        return False
    seen = slots.seen() or ""
    if row.seen != seen:
        row.seen = seen
    return row.seen == row.nonce


def _of_others(session: Session, keys: Shared) -> bool:
    """Whether the directory is another bot's: its number is there, and keys of rounds that this database never had."""
    kept = keys.rounds() if keys.seen() else []
    return len(kept) > len(session.scalars(select(Round.id).where(Round.id.in_(kept))).all())
