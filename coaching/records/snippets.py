"""Snippets that were read: the masked words, and what was found in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coaching.records import Record


class Arrival(Record):
    """A snippet that was shared in a channel and is not read yet. `text` is masked; the row goes when it is read.

    `at` is when it was shared, `due_at` when it is to be read: later than `at` only when reading it failed (`tries`).
    """

    __tablename__ = "arrival"
    __table_args__ = (Index(None, "due_at"), Index(None, "workspace", "sharer"))

    workspace: Mapped[str] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(primary_key=True)
    sharer: Mapped[str]
    place: Mapped[str]
    thread: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]
    due_at: Mapped[datetime]
    tries: Mapped[int]


class Review(Record):
    """One reading of one snippet. `text` and `context` are masked before they arrive here.

    `source` names the intake, `origin` the message or form it came from (unique, so a redelivery is one review);
    `place` and `thread` say where kudos would be posted.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("workspace", "origin"),
        Index(None, "workspace", "sharer", "created_at"),
        Index(None, "workspace", "place", "created_at"),
        Index(None, "workspace", "author", "created_at"),
        CheckConstraint("source IN ('channel', 'shortcut', 'command', 'direct')", name="source"),
        CheckConstraint("decision IN ('shared', 'kept', 'not_right')", name="decision"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    source: Mapped[str]
    origin: Mapped[str]
    author: Mapped[str | None]
    sharer: Mapped[str]
    place: Mapped[str | None]
    thread: Mapped[str | None]
    text: Mapped[str]
    context: Mapped[str | None]
    contact: Mapped[str | None]
    customer: Mapped[str | None]
    reading: Mapped[dict[str, Any]]
    playbook: Mapped[str]
    draft: Mapped[str | None]
    quotes: Mapped[list[list[str]]]
    tip: Mapped[str | None]
    lines: Mapped[list[str]]
    decision: Mapped[str | None]
    tip_helped: Mapped[bool | None]
    created_at: Mapped[datetime]


class Verdict(Record):
    """What a person says of one tag, beside the machine's reading and never over it.

    `proposed` is the state they would have given (the machine's own when they agree), `reason` is masked, and
    `playbook` is the version whose reading they saw. Saying it again replaces what they said before.
    """

    __tablename__ = "verdict"
    __table_args__ = (
        CheckConstraint("proposed IN ('shown', 'missed', 'not_called_for')", name="proposed"),
        CheckConstraint("role IN ('author', 'reader')", name="role"),
    )

    review: Mapped[str] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"), primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    tactic: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    role: Mapped[str]
    machine: Mapped[str]
    proposed: Mapped[str]
    reason: Mapped[str | None]
    playbook: Mapped[str]
    at: Mapped[datetime]


class Rereading(Record):
    """The same snippet read again with another version of the playbook; the first reading stays in the review."""

    __tablename__ = "rereading"

    review: Mapped[str] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"), primary_key=True)
    playbook: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    reading: Mapped[dict[str, Any]]
    at: Mapped[datetime]
