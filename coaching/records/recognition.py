"""Recognition: shout-outs, whom they thank, and who seconded what."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coaching.records import Record


class ShoutOut(Record):
    """One thank-you from a person. `what`, `effect` and `quote` are masked before they arrive here.

    `line` is a tactic or a line of the service pledge (`pledge:respect`); `reach` is who was meant to see it, `place`
    and `thread` where; `quoted` is who wrote the words in `quote`. `origin` is the form it came from, so that a form
    sent twice is one shout-out.
    """

    __tablename__ = "shout_out"
    __table_args__ = (
        UniqueConstraint("workspace", "origin"),
        Index(None, "workspace", "giver", "at"),
        CheckConstraint("reach IN ('public', 'team', 'private')", name="reach"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    origin: Mapped[str]
    giver: Mapped[str]
    line: Mapped[str]
    what: Mapped[str]
    effect: Mapped[str | None]
    quote: Mapped[str | None]
    quoted: Mapped[str | None]
    reach: Mapped[str]
    place: Mapped[str | None]
    thread: Mapped[str | None]
    at: Mapped[datetime]


class Thanks(Record):
    """Somebody a shout-out thanks. `left_at`: since then they are not named in it any more, by their own wish."""

    __tablename__ = "thanks"
    __table_args__ = (Index(None, "workspace", "person", "at"),)

    shout_out: Mapped[str] = mapped_column(ForeignKey("shout_out.id", ondelete="CASCADE"), primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class Second(Record):
    """Somebody put the tactic's own sign under kudos (`review`) or a shout-out: one of the two is set.

    It goes with what it stands under, and when the sign is taken away.
    """

    __tablename__ = "second"
    __table_args__ = (
        UniqueConstraint("review", "person", "line"),
        UniqueConstraint("shout_out", "person", "line"),
        CheckConstraint("(review IS NULL) <> (shout_out IS NULL)", name="about"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    review: Mapped[str | None] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    shout_out: Mapped[str | None] = mapped_column(ForeignKey("shout_out.id", ondelete="CASCADE"))
    person: Mapped[str]
    line: Mapped[str]
    at: Mapped[datetime]
