"""Seconding: the tactic's own sign under kudos or a shout-out says "I saw that too". It adds nothing up and posts
nothing; whoever was thanked finds it in their praise file."""

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.orm import Session

from coaching.recognition import lines
from coaching.records.outbox import Letter
from coaching.records.recognition import Second, ShoutOut, Thanks
from coaching.records.snippets import Review


def praised(session: Session, workspace: str, channel: str, message: str) -> Letter | None:
    """The letter that stands as this message in this channel, if it is kudos or a shout-out."""
    query = select(Letter).where(
        Letter.workspace == workspace, Letter.posted_in == channel, Letter.posted_as == message,
        Letter.amends.is_(None), Letter.kind.in_(("kudos", "shoutout")),
    )  # fmt: skip
    return session.scalar(query)


def add(session: Session, letter: Letter, person: str, sign: str, now: datetime) -> None:
    """Somebody (a member, see `people.standing`) put a sign under praise. Only the sign of what is praised counts, and
    not from those who are praised or who praised."""
    for line in _seconded(session, letter, person, sign):
        if session.scalar(select(Second.id).where(_same(letter, person, line))) is None:
            about = {"review": letter.review} if letter.kind == "kudos" else {"shout_out": letter.review}
            second = Second(id=secrets.token_hex(8), workspace=letter.workspace, person=person, line=line, at=now)
            second.review, second.shout_out = about.get("review"), about.get("shout_out")
            session.add(second)


def remove(session: Session, letter: Letter, person: str, sign: str) -> None:
    """The sign was taken away: so is the seconding."""
    for line in lines.words():
        if lines.sign(line) == sign:
            session.execute(delete(Second).where(_same(letter, person, line)))


def _same(letter: Letter, person: str, line: str) -> ColumnElement[bool]:
    about = Second.review if letter.kind == "kudos" else Second.shout_out
    return and_(about == letter.review, Second.person == person, Second.line == line)


def _seconded(session: Session, letter: Letter, person: str, sign: str) -> list[str]:
    if letter.kind == "kudos":
        review = session.get(Review, letter.review)
        theirs = {review.author, review.sharer} if review else {person}
        praised = [tactic for tactic, _ in review.quotes] if review else []
    else:
        row = session.get(ShoutOut, letter.review)
        theirs = set(session.scalars(select(Thanks.person).where(Thanks.shout_out == letter.review)))
        theirs |= {row.giver} if row else {person}
        praised = [row.line] if row else []
    return [] if person in theirs else [line for line in dict.fromkeys(praised) if lines.sign(line) == sign]
