"""What is going, and what is gone: erasures that are asked for, and messages that must not come back."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from coaching.records import Record


class Erasure(Record):
    """Somebody (`person`), or with "" the whole workspace, is to be forgotten from `due_at` on.

    `erased_at`: since then no row is left, and only the database's files are still to be rewritten. The workspace's own
    row may be gone by then, so there is no foreign key.
    """

    __tablename__ = "erasure"
    __table_args__ = (CheckConstraint("why IN ('asked', 'left', 'uninstalled')", name="why"),)

    workspace: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    why: Mapped[str]
    due_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]


class Gone(Record):
    """A message that was deleted: Slack may send it again, late, and then it is not read.

    Kept longer than Slack tries again (`retention.REDELIVERED`). It holds the message's place, never a word of it.
    """

    __tablename__ = "gone"
    __table_args__ = (Index(None, "at"),)

    workspace: Mapped[str] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
