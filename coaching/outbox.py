"""The outbox: letters are posted in the transaction that decides them and delivered once.

A letter goes from `due` to `sending` (committed before the call, under a lease), then to `sent`, `refused` (Slack
said no for good), `unknown` (nobody can tell whether it arrived, and repeating it in public would be worse) or
`withdrawn` (it is no longer to be said).
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, insert, or_, select, update
from sqlalchemy.orm import Session

from coaching.records.outbox import Letter

LEASE = timedelta(seconds=60)  # longer than the 10 seconds a call may take, so a live sender is never taken over
CALL = timedelta(seconds=20)  # ten to connect and ten to be answered: after that no call of a claim is under way
OPEN = ("due", "sending")
SAME_FOR_ALL = {"checkin_results"}  # one file shows their picture to everybody, so it stays when one of them goes
LATE = "too late"  # the problem of a letter that was not worth saying any more when it could have left


def post(
    session: Session,
    *,
    workspace: str,
    key: str,
    kind: str,
    facts: dict[str, Any],
    now: datetime,
    review: str | None = None,
    person: str | None = None,
    channel: str | None = None,
    thread: str | None = None,
    amends: str | None = None,
) -> Letter:
    """Decide to say something, once: a second letter with the same key is the first one, unchanged."""
    known = session.scalar(select(Letter).where(Letter.workspace == workspace, Letter.key == key))
    if known is not None:
        return known
    letter = Letter(
        id=secrets.token_hex(8), workspace=workspace, key=key, kind=kind, facts=facts, not_before=now, review=review,
        person=person, channel=channel, thread=thread, amends=amends,
    )  # fmt: skip
    session.add(letter)
    session.info.setdefault("posted", []).append(letter.id)
    return letter


def post_new(session: Session, letters: Sequence[dict[str, Any]]) -> None:
    """Decide to say several things that nobody can have decided before: their keys name a row of this transaction.

    Each of `letters` has the columns of `Letter`, all the same ones. They are written at once, in one statement.
    """
    rows = [{"id": secrets.token_hex(8), **letter} for letter in letters]
    session.connection().execute(insert(Letter), rows)
    session.info.setdefault("posted", []).extend(row["id"] for row in rows)


def amend(session: Session, letter: Letter, facts: dict[str, Any], key: str, now: datetime) -> None:
    """Say it differently: change a letter that has not gone out, or post the change of a message that has.

    The newest words win: an earlier change that still waits is dropped, one that is being sent says them if it has to
    be sent again (see `is_behind`).
    """
    letter.facts = facts
    if is_unsaid(letter):
        return
    for earlier in session.scalars(_held(_changes_of(letter))):
        earlier.facts = facts
        earlier.state = "withdrawn" if earlier.state == "due" else earlier.state
    post(
        session, workspace=letter.workspace, key=key, kind=letter.kind, facts=facts, now=now, review=letter.review,
        person=letter.person, channel=letter.channel, thread=letter.thread, amends=letter.id,
    )  # fmt: skip


def is_unsaid(letter: Letter) -> bool:
    """Whether nobody can have seen it yet: no sender has it, and none ever broke off while sending it."""
    return letter.state == "due" and letter.sending_since is None


def is_behind(session: Session, letter: Letter) -> bool:
    """Whether something else has to be said first: what the letter changes, or another change of it, now being sent."""
    if letter.amends is None:
        return False
    first = session.get(Letter, letter.amends)
    if first is None:
        return False
    in_hand = _changes_of(first).where(Letter.state == "sending", Letter.id != letter.id).with_only_columns(Letter.id)
    return first.state in OPEN or session.scalar(in_hand.limit(1)) is not None


def is_emptied(letter: Letter) -> bool:
    """Whether its words were taken back after it may have gone out: it is looked for, and never sent again."""
    return letter.review is not None and letter.kind != "remove" and not letter.facts


def of_review(session: Session, review: str, *kinds: str) -> list[Letter]:
    """The letters about a review, first posted first, held for the transaction; changes of letters are left out."""
    query = select(Letter).where(Letter.review == review, Letter.amends.is_(None), Letter.kind.in_(kinds))
    return list(session.scalars(_held(query.order_by(Letter.not_before, Letter.key))))


def unsaid(session: Session, workspace: str, *kinds: str) -> list[Letter]:
    """Letters of these kinds that have not gone out yet, changes of letters among them."""
    query = select(Letter).where(Letter.state == "due", Letter.workspace == workspace, Letter.kind.in_(kinds))
    return list(session.scalars(_held(query.order_by(Letter.not_before))))


def withdraw(session: Session, review: str) -> list[Letter]:
    """Take back what was not said yet about a review and empty what was said. Returns the letters that went out."""
    letters = list(session.scalars(_held(select(Letter).where(Letter.review == review))))
    for letter in letters:
        letter.facts = {}
        if is_unsaid(letter):
            letter.state = "withdrawn"
    return [letter for letter in letters if letter.state != "withdrawn" and letter.amends is None]


def take_down(session: Session, letter: Letter, now: datetime) -> None:
    """Take what a letter said out of sight: it never leaves, or it is removed from where it stands.

    The removal knows the place itself, so that it can be done when nothing is left of the letter. It belongs to no
    review, because withdrawing what was said about one must not withdraw the removal. A picture of its own is deleted.
    """
    drop_picture(session, letter, now)
    if is_unsaid(letter):
        letter.state = "withdrawn"
    elif letter.state != "withdrawn":
        where = {"channel": letter.posted_in, "ts": letter.posted_as} if letter.posted_as else {}
        post(
            session, workspace=letter.workspace, key=f"remove:{letter.id}", kind="remove", facts=where, now=now,
            channel=letter.channel, amends=letter.id,
        )  # fmt: skip


def drop_picture(session: Session, letter: Letter, now: datetime) -> None:
    """Let a letter do without its picture, and have the file deleted unless others show it too."""
    if letter.picture and letter.kind not in SAME_FOR_ALL:
        delete_file(session, letter.workspace, letter.picture, now)
    if letter.picture or letter.state in OPEN:
        letter.picture = ""


def delete_file(session: Session, workspace: str, file: str, now: datetime) -> None:
    """Have a file deleted that was handed over."""
    facts = {"file": file}
    post(session, workspace=workspace, key=f"picture:{file}", kind="remove_picture", facts=facts, now=now)


def claim(session: Session, id: str, owner: str, now: datetime) -> tuple[Letter, bool] | None:
    """Take a letter to send it. Returns it and whether somebody before us may have sent it already.

    None when it is not ours to send: sent, withdrawn, not yet due, or in the hands of a live sender.
    The intent is compared and set in one statement, so two senders never both get it.
    """
    free = or_(Letter.state == "due", (Letter.state == "sending") & (Letter.lease_until <= now))
    taken = (
        update(Letter)
        .where(Letter.id == id, free, Letter.not_before <= now)
        .values(state="sending", owner=owner, lease_until=now + LEASE, attempts=Letter.attempts + 1)
        .returning(Letter)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    letter = session.scalar(taken)
    if letter is None:
        return None
    doubtful = letter.sending_since is not None
    letter.sending_since = letter.sending_since or now
    return letter, doubtful


def delay(letter: Letter, until: datetime, problem: str) -> None:
    """Nothing was sent, for certain: due again at `until`."""
    doubt(letter, until, problem)
    letter.sending_since = None


def doubt(letter: Letter, until: datetime, problem: str) -> None:
    """It may have been sent: whoever takes it at `until` has to look first."""
    letter.state, letter.owner, letter.lease_until = "due", None, None
    letter.not_before, letter.problem = until, problem


def failed(letter: Letter, problem: str) -> int:
    """Count a try that failed: how many in a row failed in the same way."""
    letter.failures = letter.failures + 1 if letter.problem == problem else 1
    letter.problem = problem
    return letter.failures


def held_until(letter: Letter, owner: str, now: datetime) -> datetime | None:
    """Until when another, live sender has the letter in hand; None: nobody has."""
    held = letter.state == "sending" and letter.owner != owner and letter.lease_until and letter.lease_until > now
    return letter.lease_until if held else None


def settle(
    letter: Letter, state: str, *, posted: tuple[str | None, str | None] | None = None, problem: str | None = None
) -> None:
    """Write down what became of a letter: `sent` (with channel and timestamp), `unknown`, `refused`, `withdrawn`."""
    letter.state, letter.owner, letter.lease_until, letter.problem = state, None, None, problem
    if posted:
        letter.posted_in, letter.posted_as = posted


def overdue(session: Session, now: datetime, most: int = 500) -> list[str]:
    """Ids of letters that should be on their way: due, or left by a sender whose lease has run out."""
    left = (Letter.state == "sending") & (Letter.lease_until <= now)
    query = select(Letter.id).where(or_(Letter.state == "due", left), Letter.not_before <= now)
    return list(session.scalars(query.order_by(Letter.not_before, Letter.id).limit(most)))


def coming(session: Session, now: datetime, until: datetime, most: int = 500) -> dict[str, datetime]:
    """Letters that come due after `now` and before `until`, with their times."""
    query = select(Letter.id, Letter.not_before).where(Letter.state == "due", Letter.not_before > now)
    rows = session.execute(query.where(Letter.not_before <= until).order_by(Letter.not_before, Letter.id).limit(most))
    return {row.id: row.not_before for row in rows}


def release(session: Session, now: datetime) -> None:
    """End every lease, for a process that is alone: nobody else can be sending."""
    session.execute(update(Letter).where(Letter.state == "sending").values(lease_until=now, owner=None))


def inherit(session: Session, owner: str, now: datetime) -> dict[str, datetime]:
    """Shorten the leases of a sender that seems dead to what a call may take. Its letters, and when they come free.

    Should it live after all, cut off from the database, then its last call is over before another looks for it.
    """
    free = {}
    for letter in session.scalars(_held(select(Letter).where(Letter.state == "sending", Letter.owner == owner))):
        assert letter.lease_until, "a letter that is being sent has a lease"
        free[letter.id] = min(letter.lease_until, max(now, letter.lease_until - LEASE + CALL))
        letter.lease_until, letter.owner = free[letter.id], None
    return free


def owners(session: Session) -> set[str]:
    """Who has letters in hand just now."""
    query = select(Letter.owner).where(Letter.state == "sending", Letter.owner.is_not(None)).distinct()
    return {owner for owner in session.scalars(query) if owner}


def _changes_of(letter: Letter) -> Select[Letter]:
    """The changes of what a letter said that are not done."""
    return select(Letter).where(
        Letter.review == letter.review, Letter.amends == letter.id, Letter.kind == letter.kind, Letter.state.in_(OPEN)
    )


def _held(query: Select[Letter]) -> Select[Letter]:
    """The same letters, as they are now and kept from senders until the transaction ends.

    Else, on PostgreSQL, one could be claimed between being found unsaid and being taken back.
    """
    return query.with_for_update().execution_options(populate_existing=True)
