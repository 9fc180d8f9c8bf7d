"""Those concerned by a letter: whether there is still somebody to tell, and whether everybody in it is a member."""

from datetime import datetime

from sqlalchemy.orm import Session

from coaching import outbox, people
from coaching.records.outbox import Letter
from coaching.records.snippets import Review
from coaching.snippets import review as reviews
from handlers.settling import PUBLIC

NAMING = {*PUBLIC, "thanks", "digest", "lead_digest"}  # they say something about somebody to others


def welcome(session: Session, letter: Letter, now: datetime) -> bool:
    """Whether the letter may leave as far as those in it are concerned; otherwise it is settled. It may name fewer."""
    return _there(session, letter) and _about_members(session, letter, now)


def _there(session: Session, letter: Letter) -> bool:
    """Whether there is still somebody to tell: the app is installed, and the person has not left."""
    gone = people.workspace(session, letter.workspace).left_at is not None
    if letter.person:
        gone = gone or people.person(session, letter.workspace, letter.person).standing == "left"
    if gone:
        letter.facts = {}
        outbox.settle(letter, "withdrawn")
    return not gone


def _about_members(session: Session, letter: Letter, now: datetime) -> bool:
    """Whether those concerned are members. A guest's or outsider's snippet is forgotten instead of answered.

    Whoever is no member (any more) is not named; words that a stranger signed, or that are left to nobody, don't leave.
    """
    review = session.get(Review, letter.review) if letter.review else None
    if review is None or _is_member(session, letter, review.sharer):
        return letter.kind not in NAMING or bool(letter.amends) or _names_members(session, letter)
    asked = review.source != "channel"
    reviews.forget(session, review, now)
    outbox.settle(letter, "withdrawn")
    if asked:
        outbox.post(
            session, workspace=letter.workspace, key=f"members:{review.id}", kind="members_only", facts={}, now=now,
            person=review.sharer,
        )  # fmt: skip
    return False


def _names_members(session: Session, letter: Letter) -> bool:
    """Leave out of a letter whom it may not name; whether there is something left to say."""
    facts = letter.facts
    single = [id for id in (facts.get("author"), facts.get("signer")) if id]
    strangers = {id for id in (*single, *facts.get("people", ())) if not _is_member(session, letter, id)}
    if not strangers:
        return True
    left = [id for id in facts.get("people", ()) if id not in strangers]
    if strangers & {*single} or (not left and letter.kind != "lead_digest"):
        outbox.settle(letter, "withdrawn", problem="no member")
        return False
    said = [
        {**one, "by": one["by"] if one["by"] not in strangers else None}
        for one in facts.get("said", ()) if one["person"] not in strangers
    ]  # fmt: skip
    letter.facts = {**facts, "people": left, **({"said": said} if "said" in facts else {})}
    return True


def _is_member(session: Session, letter: Letter, user: str) -> bool:
    return people.person(session, letter.workspace, user).standing in ("member", None)
