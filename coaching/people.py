"""Workspaces and people: who somebody is to us, how they like kudos, and what they may do."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy.orm import Session

from coaching.records.people import Person, Workspace
from coaching.records.snippets import Review
from coaching.workplace import Workplace

Standing = Literal["member", "guest", "outsider", "bot", "left"]
Preference = Literal["public", "private", "none"]
STANDING_KEEPS = timedelta(hours=24)


WHO_MAY = {
    "share": ("sharer",),
    "edit": ("sharer",),
    "keep": ("sharer",),
    "tip": ("sharer",),
    "why": ("sharer", "author"),
    "not_right": ("sharer", "author"),
    "verdict": ("sharer", "author"),
    "take_down": ("sharer", "author"),
}


class Refused(Exception):
    """What was asked may not be done; the message is in words for the person who asked."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who clicks, types or submits."""

    workspace: str
    user: str


def workspace(session: Session, id: str) -> Workspace:
    """The workspace's row, made on first sight with a fresh key for sealing ids."""
    row = session.get(Workspace, id)
    if row is None:
        row = Workspace(id=id, seal_key=secrets.token_bytes(32))
        session.add(row)
        session.flush()
    return row


def person(session: Session, workspace_id: str, user: str) -> Person:
    """The person's row, made on first sight."""
    row = session.get(Person, (workspace_id, user))
    if row is None:
        workspace(session, workspace_id)
        row = Person(workspace=workspace_id, id=user)
        session.add(row)
    return row


def standing(row: Person, now: datetime) -> str | None:
    """How the person stands, if that was looked up within the last day; None: look it up again."""
    fresh = row.checked_at is not None and now - row.checked_at < STANDING_KEEPS
    return row.standing if fresh else None


def meet(row: Person, profile: dict[str, Any], now: datetime) -> None:
    """Note who somebody is, from facts about them: `id`, `workspace`, `name` and the flags bot, guest, left."""
    row.name = profile["name"]
    row.standing = _standing_of(profile, row.workspace)
    row.checked_at = now


def _standing_of(profile: dict[str, Any], home: str) -> Standing:
    if profile["left"]:
        return "left"
    if profile["bot"]:
        return "bot"
    if profile["workspace"] not in (None, home):
        return "outsider"
    return "guest" if profile["guest"] else "member"


def preference(row: Person, workplace: Workplace) -> Preference:
    """How this person wants kudos: what they chose, else private when the settings say they declined, else public."""
    chosen: Preference | None = row.kudos  # type: ignore[assignment]  # the table's CHECK holds it to these words
    return chosen or ("private" if row.id in workplace.declined else "public")


def prefer(row: Person, choice: Preference, now: datetime) -> None:
    """Take down how somebody wants kudos from now on."""
    row.kudos, row.asked_at = choice, now


def authorise(actor: Actor, action: str, review: Review | None) -> Review:
    """Let `actor` do `action` with a review, or raise Refused. The actions are in WHO_MAY.

    Coaching is private: only who shared a snippet may act on what was said about it; whoever wrote it may also
    take the kudos down or say that a tag is not right. Anything else reads as "not there", so that a guessed or
    borrowed id says nothing about somebody else's snippet.
    """
    allowed: set[str | None] = set()
    if review is not None and review.workspace == actor.workspace:
        allowed = {getattr(review, role) for role in WHO_MAY[action]}
    if review is None or actor.user not in allowed:
        raise Refused("I can't find that snippet any more. It may have been deleted, or it isn't yours to change.")
    return review
