"""Letters: what the bot has decided to say, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coaching.records import Record


class Letter(Record):
    """One thing to say, once. It is the truth about what is due; the engine only carries it.

    `review` is the id of what it is about, a review or a shout-out. `facts` are the keyword arguments of the view named
    `kind`. `person` set: a direct message; otherwise `channel` and `thread` say where. `posted_in` and `posted_as` are
    the channel and timestamp that Slack gave it.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("workspace", "key"),
        Index(None, "state", "not_before"),
        Index(None, "review"),
        Index(None, "workspace", "posted_in", "posted_as"),
        CheckConstraint("state IN ('due', 'sending', 'sent', 'unknown', 'refused', 'withdrawn')", name="state"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    key: Mapped[str]
    kind: Mapped[str]
    review: Mapped[str | None]
    amends: Mapped[str | None]
    person: Mapped[str | None]
    channel: Mapped[str | None]
    thread: Mapped[str | None]
    facts: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="due")
    not_before: Mapped[datetime]
    owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    sending_since: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    posted_in: Mapped[str | None]
    posted_as: Mapped[str | None]
    problem: Mapped[str | None]
