"""Setup made in Slack: what holds now, what is tried out, what was changed by whom, and who is behind a user group."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from coaching.records import Record


class Setup(Record):
    """What was said in Slack, with the keys of `takefive.toml`, and laid over it. `draft` was not put to work yet."""

    __tablename__ = "setup"

    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    said: Mapped[dict[str, Any]] = mapped_column(default=dict)
    draft: Mapped[dict[str, Any] | None]


class Change(Record):
    """One line of the change log: who changed what, and which teams it is about (none: everybody)."""

    __tablename__ = "change"
    __table_args__ = (Index(None, "workspace", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    by: Mapped[str]
    words: Mapped[str]
    teams: Mapped[list[str]]
    at: Mapped[datetime]


class Group(Record):
    """Who is behind a user group's handle (or id), as Slack said last."""

    __tablename__ = "user_group"

    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    handle: Mapped[str] = mapped_column(primary_key=True)
    members: Mapped[list[str]]
    at: Mapped[datetime]
