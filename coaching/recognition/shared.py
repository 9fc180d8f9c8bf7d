"""Shared: what others can know of, and what is somebody's own. Every count and every list of praise asks this.

A reply that was read in private (a direct message, the form, “Review this reply”) is nobody else's business until its
kudos are signed; and a draft that nobody signed is no kudos yet, not to its owner either.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal, or_, select
from sqlalchemy.orm import aliased

from coaching import outbox
from coaching.records.outbox import Letter
from coaching.records.recognition import ShoutOut
from coaching.records.snippets import Review
from coaching.workplace import Workplace


def reply() -> ColumnElement[bool]:
    """A reply that others saw: its author shared it in a snippets channel, or its kudos were signed."""
    return or_(Review.source == "channel", Review.decision == "shared")


def kudos() -> ColumnElement[bool]:
    """Kudos that others saw: they stand in a channel, by the bot for a reply shared there, or signed by a person."""
    right = or_(Review.decision == "shared", and_(Review.source == "channel", Review.decision.is_(None)))
    return and_(Review.draft.is_not(None), right, _stands(Review.id, "kudos"))


def thanks() -> ColumnElement[bool]:
    """A shout-out that others saw: it stands in a channel."""
    return _stands(ShoutOut.id, "shoutout")


def received(workplace: Workplace) -> ColumnElement[bool]:
    """Kudos that their author has, for themselves: signed ones, and those the bot gave a reply they shared in a channel
    (alone, where they like it so). A draft from a channel for drafts, or from a private reading, is none.
    """
    drafted = [room for room in workplace.rooms if workplace.drafts_only(room)]
    given = or_(Review.place.not_in(drafted), _stands(Review.id, "kudos"))
    by_the_bot = and_(Review.source == "channel", Review.sharer == Review.author, given)
    right = or_(Review.decision.is_(None), Review.decision != "not_right")
    return and_(Review.draft.is_not(None), right, or_(Review.decision == "shared", by_the_bot))


def standing() -> ColumnElement[bool]:
    """A letter that was said and not taken down. What came too late for its channel counts as if it stood there.

    Said in one CASE: of two states joined by OR, SQLite would look up all letters that were ever sent.
    """
    removal = aliased(Letter)
    gone = select(removal.id).where(
        removal.workspace == Letter.workspace, removal.key == literal("remove:") + Letter.id
    )
    said = case((Letter.state == "withdrawn", Letter.problem == outbox.LATE), else_=Letter.state == "sent")
    return and_(Letter.amends.is_(None), said, ~gone.exists())


def _stands(id: Any, kind: str) -> ColumnElement[bool]:
    """Whether a letter of this kind about it stands. One value for each row: for EXISTS, PostgreSQL may rather walk
    through all letters there are.
    """
    letter = select(Letter.id).where(Letter.review == id, Letter.kind == kind, standing())
    return letter.limit(1).scalar_subquery().is_not(None)
