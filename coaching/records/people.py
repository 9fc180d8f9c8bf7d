"""Workspaces and the people in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, true
from sqlalchemy.orm import Mapped, mapped_column

from coaching.records import Record


class Workspace(Record):
    """One Slack workspace; `seal_key` signs the ids that travel in buttons. `left_at`: since then it is uninstalled."""

    __tablename__ = "workspace"

    id: Mapped[str] = mapped_column(primary_key=True)
    seal_key: Mapped[bytes]
    blocked_until: Mapped[datetime | None]
    left_at: Mapped[datetime | None]


class Person(Record):
    """Somebody the bot has met: how they stand in the workspace, and how they like kudos and tips.

    Before `tips_from` they get no tips at all; about the tactics and antipatterns in `tips_stopped` they never do.
    `weekly`: they get a letter of their own about their week.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index(None, "workspace", "kudos"),
        CheckConstraint("standing IN ('member', 'guest', 'outsider', 'bot', 'left')", name="standing"),
        CheckConstraint("kudos IN ('public', 'team', 'private', 'none')", name="kudos"),
    )

    workspace: Mapped[str] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    standing: Mapped[str | None]
    checked_at: Mapped[datetime | None]
    dm: Mapped[str | None]
    zone: Mapped[str | None]
    away_until: Mapped[datetime | None]
    kudos: Mapped[str | None]
    asked_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    tips_from: Mapped[datetime | None]
    tips_stopped: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    weekly: Mapped[bool] = mapped_column(default=True, server_default=true())
