"""Snippets that were read: the masked words, and what was found in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coaching.records import Record


class Review(Record):
    """One reading of one snippet. `text` and `context` are masked before they arrive here.

    `source` names the intake, `origin` the message or form it came from (unique, so a redelivery is one review);
    `place` and `thread` say where kudos would be posted.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("workspace", "origin"),
        Index(None, "workspace", "sharer", "created_at"),
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
    created_at: Mapped[datetime]
