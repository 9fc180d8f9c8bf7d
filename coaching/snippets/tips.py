"""Tips with care: one at a time, not too many, none that is not wanted, and whether they helped."""

from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from coaching.people import Actor
from coaching.records.people import Person
from coaching.records.snippets import Review
from coaching.snippets import drafts, feedback

Wish = Literal["all", "snooze", "stop", "none"]
SNOOZE = timedelta(days=14)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def welcome(sharer: Person, review: Review, this_week: int, most: int) -> bool:
    """Whether a tip may come now.

    Coaching is private: a tip is about one's own words, so who reads a colleague's reply gets none. Nor does who has
    snoozed or muted tips, or had `most` of them within seven days.
    """
    own = review.author in (None, review.sharer)
    return own and this_week < most and not (sharer.tips_from and review.created_at < sharer.tips_from)


def helped(session: Session, actor: Actor, id: str, yes: bool) -> None:
    """Whether a tip helped, says the person who got it. Raises Refused."""
    drafts.find(session, actor, "tip", id).tip_helped = yes


def wish(session: Session, actor: Actor, id: str, choice: Wish, now: datetime) -> str | None:
    """Fewer tips: `snooze` them for two weeks, `stop` those about what this one was about, `none`, or `all` again.

    Returns what was stopped, if anything. Raises Refused.
    """
    review = drafts.find(session, actor, "tip", id)
    row = session.get_one(Person, (actor.workspace, actor.user))
    about = feedback.about(review.tip) if review.tip else None
    change(row, choice, now, about)
    return about if choice == "stop" else None


def change(row: Person, choice: Wish, now: datetime, about: str | None = None) -> None:
    """Take down how many tips somebody wants; `about` is a tactic or antipattern to stop."""
    if choice == "stop" and about:
        row.tips_stopped = sorted({*(row.tips_stopped or ()), about})
    elif choice == "all":
        row.tips_from, row.tips_stopped = None, []
    else:
        row.tips_from = now + SNOOZE if choice == "snooze" else NEVER
