"""Letters: what the bot has decided to say, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coaching.records import Record


def _first(context: Any) -> datetime:
    """A new letter is due when it may first be tried."""
    moment: datetime = context.get_current_parameters()["not_before"]
    return moment


class Letter(Record):
    """One thing to say, once. It is the truth about what is due; the engine only carries it.

    `review` is the id of what it is about, a review or a shout-out. `facts` are the keyword arguments of the view named
    `kind`. `person` set: a direct message; otherwise `channel` and `thread` say where. `posted_in` and `posted_as` are
    the channel and timestamp that Slack gave it. `due_at` is when it was first to be said, `not_before` when it may be
    tried next, `turn` when its conversation is free for it; `failures` counts the tries in a row that failed alike.
    `picture` is the id of the file shown in it: None until that is decided, empty where it goes without one.
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
    due_at: Mapped[datetime] = mapped_column(default=_first)
    turn: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    posted_in: Mapped[str | None]
    posted_as: Mapped[str | None]
    problem: Mapped[str | None]
    picture: Mapped[str | None]


class Lane(Record):
    """A conversation, in which at most one message a second is said.

    `said_at`: when a message last left for it; `free_at`: the first moment that is not promised to a letter.
    """

    __tablename__ = "lane"

    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    conversation: Mapped[str] = mapped_column(primary_key=True)
    said_at: Mapped[datetime]
    free_at: Mapped[datetime]
