"""Erasure: what is kept about somebody goes, step by step, each step a small transaction.

A crash in between loses nothing: the row in `erasure` says that there is more to do, and the next minute does it.
Whoever shared a snippet and whoever wrote its words may both have it erased: a colleague's reading of your words is
about you as well. Thanks that a leaver gave stay with those who were thanked, without the leaver's name.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from coaching import mentions, outbox, people, retention
from coaching.care import mine
from coaching.care.ballots import Slots
from coaching.recognition import posts
from coaching.records import Record
from coaching.records.care import Ballot, Comment, Result, Roster, Round
from coaching.records.erasure import Erasure
from coaching.records.outbox import Letter
from coaching.records.people import Person, Workspace
from coaching.records.recognition import Second, ShoutOut, Thanks
from coaching.records.snippets import Review, Verdict
from coaching.snippets import intake, tips
from coaching.snippets import review as reviews
from coaching.workplace import Workplace

BATCH = 25  # snippets or shout-outs in a step
LETTERS = 100
EVERYBODY = ""  # stands for the person where the whole workspace goes


def ask(session: Session, workspace: str, person: str, now: datetime) -> None:
    """Somebody wants to be forgotten: from now on nothing is read or said about them, the rest goes step by step."""
    _be_silent(people.person(session, workspace, person), now)
    session.merge(Erasure(workspace=workspace, person=person, why="asked", due_at=now))


def left(session: Session, workspace: str, person: str, days: int, now: datetime) -> None:
    """Somebody left the company: they are not written to or named any more, and erased after some days."""
    row = session.get(Person, (workspace, person))
    if row is None:
        return
    people.leave(session, row, now)
    if session.get(Erasure, (workspace, person)) is None:
        session.add(Erasure(workspace=workspace, person=person, why="left", due_at=now + timedelta(days=days)))


def came_back(session: Session, workspace: str, person: str) -> None:
    """They are here again: what is not erased yet stays."""
    waiting = session.get(Erasure, (workspace, person))
    if waiting and waiting.why == "left" and waiting.erased_at is None:
        session.delete(waiting)
        row = people.person(session, workspace, person)
        row.standing, row.checked_at = None, None


def follow_leavers(session: Session, days: int, now: datetime) -> None:
    """Whoever a look-up found to have left is erased as if Slack had told; whoever is back is not."""
    told = select(Erasure).where(Erasure.workspace == Person.workspace, Erasure.person == Person.id)
    gone = select(Person).where(Person.standing == "left", ~told.exists())
    for row in session.scalars(gone.limit(LETTERS)):
        left(session, row.workspace, row.id, days, now)
    them = (Person.workspace == Erasure.workspace, Person.id == Erasure.person, Person.standing == "member")
    back = delete(Erasure).where(
        Erasure.why == "left", Erasure.erased_at.is_(None), select(Person).where(*them).exists()
    )
    session.execute(back.execution_options(synchronize_session=False))


def uninstalled(session: Session, workspace: str, days: int, now: datetime) -> None:
    """The app was removed, or its token was revoked: nothing is sent from now on, all is erased after some days."""
    row = session.get(Workspace, workspace)
    if row is None or row.left_at is not None:
        return
    row.left_at = now
    due = now + timedelta(days=days)
    session.merge(Erasure(workspace=workspace, person=EVERYBODY, why="uninstalled", due_at=due))


def installed_again(session: Session, workspace: str) -> None:
    """Slack takes the token again: what is not erased yet stays."""
    row = session.get(Workspace, workspace)
    if row is not None:
        row.left_at = None
        session.execute(delete(Erasure).where(Erasure.workspace == workspace, Erasure.person == EVERYBODY))


def waiting(session: Session, now: datetime) -> list[Erasure]:
    """What has to be erased by now, or is erased and still has to leave the database's files."""
    return list(session.scalars(select(Erasure).where(Erasure.due_at <= now).order_by(Erasure.due_at)))


def is_leaving(session: Session, workspace: str, person: str) -> bool:
    """Whether somebody asked to be forgotten and it is not done yet."""
    row = session.get(Erasure, (workspace, person))
    return row is not None and row.why == "asked"


def step(
    session: Session, workplace: Workplace, slots: Slots, workspace: str, person: str, now: datetime
) -> bool:  # fmt: skip
    """Erase the next part; True while there is more. When nothing is left, the erasure says so (`erased_at`)."""
    row = session.get(Erasure, (workspace, person))
    if row is None or row.erased_at is not None:
        return False
    if person == EVERYBODY:
        more = _workspace(session, workspace)
    else:
        keep_thanks = row.why == "left"
        more = (
            _snippets(session, workspace, person, now)
            or _given(session, workplace, workspace, person, keep_thanks, now)
            or _received(session, workplace, workspace, person, now)
            or _letters(session, workspace, person, now)
        )
        if not more:
            _rest(session, workplace, slots, workspace, person, now)
            _leave_one_line(session, workspace, person, now, asked=row.why == "asked")
    row.erased_at = None if more else now
    return more


def done(session: Session, workspace: str, person: str) -> None:
    """The database's files are clean too: nothing remembers that there was anything."""
    session.execute(delete(Erasure).where(Erasure.workspace == workspace, Erasure.person == person))


def _snippets(session: Session, workspace: str, person: str, now: datetime) -> bool:
    intake.forget(session, workspace, person, now)
    theirs = or_(Review.sharer == person, Review.author == person)
    rows = list(session.scalars(select(Review).where(Review.workspace == workspace, theirs).limit(BATCH)))
    mentions.unquote(session, workspace, person, [row.id for row in rows], now)
    for row in rows:
        reviews.forget(session, row, now)
    return bool(rows)


def _given(
    session: Session, workplace: Workplace, workspace: str, person: str, keep_thanks: bool, now: datetime
) -> bool:  # fmt: skip
    given = select(ShoutOut).where(ShoutOut.workspace == workspace, ShoutOut.giver == person)
    rows = list(session.scalars(given.limit(BATCH)))
    mentions.unquote(session, workspace, person, [] if keep_thanks else [row.id for row in rows], now)
    for row in rows:
        if keep_thanks:
            row.giver = ""
            posts.change(session, workplace, row, now)
        else:
            posts.take_back(session, row, now)
            session.delete(row)
    return bool(rows)


def _received(session: Session, workplace: Workplace, workspace: str, person: str, now: datetime) -> bool:
    """They leave every shout-out that thanks or quotes them; one that thanks nobody else goes altogether."""
    thanked = ShoutOut.id.in_(select(Thanks.shout_out).where(Thanks.person == person))
    named = or_(thanked, ShoutOut.quoted == person)
    rows = list(session.scalars(select(ShoutOut).where(ShoutOut.workspace == workspace, named).limit(BATCH)))
    for row in rows:
        others = select(Thanks.person).where(Thanks.shout_out == row.id, Thanks.person != person)
        if not session.scalars(others).first():
            posts.take_back(session, row, now)
            session.delete(row)
            continue
        if row.quoted == person:
            row.quote = row.quoted = None
        posts.leave(session, workplace, row, person, now)
    return bool(rows)


def _letters(session: Session, workspace: str, person: str, now: datetime) -> bool:
    """Letters to them: what stands in Slack is taken down, the rows go. One in a sender's hands is emptied first."""
    mine = select(Letter).where(Letter.workspace == workspace, Letter.person == person)
    free = or_(Letter.state.not_in(outbox.OPEN), Letter.sending_since.is_(None) & (Letter.state == "due"))
    rows = list(session.scalars(mine.where(free).limit(LETTERS).with_for_update()))
    for letter in rows:
        if letter.posted_as and letter.amends is None:
            outbox.take_down(session, letter, now)
        outbox.drop_picture(session, letter, now)  # one that was withdrawn may have been handed over with its picture
        session.delete(letter)
    for letter in session.scalars(mine.where(~free).with_for_update()):
        letter.facts, letter.review = {}, letter.review or "erased"  # looked for, and never said again
        _look_in_their_room(session, letter, person)
        outbox.take_down(session, letter, now)
    return bool(rows)


def _look_in_their_room(session: Session, letter: Letter, person: str) -> None:
    """Whoever looks for it needs the room alone: to find that out, they would make the person's acquaintance anew."""
    row = session.get(Person, (letter.workspace, person))
    if row is not None and row.dm:
        letter.channel, letter.person, letter.key = row.dm, None, f"erased:{letter.id}"


def _rest(
    session: Session, workplace: Workplace, slots: Slots, workspace: str, person: str, now: datetime
) -> None:  # fmt: skip
    session.execute(delete(Verdict).where(Verdict.workspace == workspace, Verdict.person == person))
    session.execute(delete(Second).where(Second.workspace == workspace, Second.person == person))
    mine.erase(session, slots, workspace, person)
    mentions.in_shout_outs(session, workplace, workspace, person, now)
    mentions.unname(session, workspace, person)
    mentions.unmention(session, workspace, person, now)


def _leave_one_line(session: Session, workspace: str, person: str, now: datetime, *, asked: bool) -> None:
    row = session.get(Person, (workspace, person))
    here = row is not None and row.standing != "left"
    if row is not None:
        session.delete(row)
        session.flush()
    if asked and here:
        _be_silent(people.person(session, workspace, person), now)


def _be_silent(row: Person, now: datetime) -> None:
    """All that stays of somebody who is still here: their id, and that nothing is read or said about them."""
    row.kudos, row.weekly, row.tips_from = "none", False, tips.NEVER
    row.paused_at = row.asked_at = now


def _workspace(session: Session, workspace: str) -> bool:
    """The next rows of a whole workspace, children before parents; False when nothing is left of it."""
    rounds = select(Round.id).where(Round.workspace == workspace)
    for child in (Ballot, Result, Comment, Roster):
        if retention.delete_some(session, child, child.round.in_(rounds)):
            return True
    for table in reversed(Record.metadata.sorted_tables):
        owner = table.c.get("id" if table.name == "workspace" else "workspace")
        theirs = owner is not None and table.name != "erasure"
        if theirs and retention.delete_some(session, table, owner == workspace):
            return True
    return False
