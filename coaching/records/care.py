"""Check-ins: rounds, who was asked, the sealed ballots, and what was published.

No row here says who answered, or when. `ballot` and `comment` have no hidden row number on SQLite (WITHOUT ROWID),
so that their order is that of their random keys.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coaching.records import Record


class Schedule(Record):
    """When a circle's next round is due. `plan` is what the time was computed from: another one computes it anew."""

    __tablename__ = "schedule"

    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    circle: Mapped[str] = mapped_column(primary_key=True)
    plan: Mapped[str]
    next_run_at: Mapped[datetime]


class Round(Record):
    """One check-in of one circle. Thresholds, questions and groups are frozen when it opens.

    `lettered` is the last person on the roster whose letters are posted; `groups` maps the name of a group to the
    leaves of the roster that it is made of.
    """

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("workspace", "circle", "week"),
        Index(None, "workspace", "state"),
        CheckConstraint("state IN ('opening', 'open', 'closed', 'void')", name="state"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    circle: Mapped[str]
    week: Mapped[str]
    zone: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="opening")
    k: Mapped[int]
    k_comment: Mapped[int | None]
    questions: Mapped[list[dict[str, Any]]]
    groups: Mapped[dict[str, Any]]
    lettered: Mapped[str] = mapped_column(default="")


class Roster(Record):
    """Who was asked in a round, and the one leaf each counts in; frozen when the round opens."""

    __tablename__ = "roster"

    round: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    leaf: Mapped[str]


class Ballot(Record):
    """A sealed answer: no time, no person, one size. Gone when the round closes."""

    __tablename__ = "ballot"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it from the class

    round: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    tag: Mapped[bytes] = mapped_column(primary_key=True)
    box: Mapped[bytes]


class Result(Record):
    """What was published about a question for a group, written once at the close. `value` None: too few answered."""

    __tablename__ = "result"

    round: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    group: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str | None]
    took_part: Mapped[str | None]


class Comment(Record):
    """Words for the team, published at the close in the order of a random key."""

    __tablename__ = "comment"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it from the class

    round: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(primary_key=True)
    question: Mapped[str]
    text: Mapped[str]


class Deed(Record):
    """ "You said, we did": what came of a check-in, shown at the next one."""

    __tablename__ = "deed"
    __table_args__ = (Index(None, "workspace", "circle", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    circle: Mapped[str]
    said: Mapped[str]
    did: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]


class Quiet(Record):
    """Somebody who wants no letters about check-ins until a moment: this week, or until they say so."""

    __tablename__ = "quiet"

    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]


class KeyProbe(Record):
    """Whether all processes see the same key directory: the worker writes `nonce` there and here, others echo it."""

    __tablename__ = "key_probe"

    id: Mapped[str] = mapped_column(primary_key=True)
    nonce: Mapped[str]
    seen: Mapped[str | None]
