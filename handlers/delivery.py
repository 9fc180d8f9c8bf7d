"""Delivery: a letter -> the view that renders it -> the call to Slack -> what became of it.

The intent is committed before the call and the outcome after it, so a crash in between leaves a letter in `sending`.
Whoever finds it looks whether the message is there. Where that cannot be seen, public words are not repeated (they
become `unknown` and the person is told), private ones are.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session, sessionmaker

from coaching import outbox, people
from coaching.records.outbox import Letter
from coaching.records.snippets import Review
from coaching.snippets import review as reviews
from handlers import door, outcomes, sealed, seals
from handlers.acquaintance import meet, strangers
from handlers.answering import wordless
from handlers.calls import Call, call_for, find
from handlers.outcomes import Outcome
from handlers.rooms import Rooms
from handlers.views import Reader

log = logging.getLogger(__name__)

PUBLIC = {"kudos", "shoutout"}
HANDED_BACK = {"unreadable"}  # it says that nothing of the words was kept
PATIENCE = timedelta(minutes=2)  # how long doubtful public words are looked for before they are given up
BETWEEN_LOOKS = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Desk:
    """What delivering takes: the database, Slack's Web API, a name for this process, and the time."""

    db: sessionmaker[Session]
    slack: WebClient
    owner: str
    now: Callable[[], datetime]
    rooms: Rooms = field(default_factory=Rooms)


def deliver(desk: Desk, letters: list[str]) -> dict[str, datetime]:
    """Deliver letters in order. Returns those that are not done, with the time to try them again.

    A letter that fails in a way nobody foresaw does not hold up the others; the next sweep finds it again.
    """
    again = {}
    for id in letters:
        try:
            until = _deliver(desk, id)
        except Exception as error:
            log.error("letter %s failed: %s", id, type(error).__name__, exc_info=wordless(error))
            continue
        if until:
            again[id] = until
    return again


def _deliver(desk: Desk, id: str) -> datetime | None:
    try:
        if _introduce(desk, id):
            return _record_error(desk, id, Outcome("refused", "shared_with_others", 0))
        taken = _prepare(desk, id)
    except door.Unsendable as error:
        return _record_error(desk, id, Outcome("refused", f"unsendable: {error}", 0))
    except outcomes.FAULTS as error:
        return _put_off(desk, id, outcomes.of_error(error))
    if not isinstance(taken, Call):
        return taken
    try:
        answer = taken(desk.slack)
    except outcomes.FAULTS as error:
        return _record_error(desk, id, outcomes.of_error(error))
    with desk.db.begin() as session:
        letter = session.get_one(Letter, id)
        outbox.settle(letter, "sent", posted=(answer.get("channel"), answer.get("ts")))
        if letter.kind in HANDED_BACK:
            letter.facts = {}
    return None


def _introduce(desk: Desk, id: str) -> bool:
    """Look up whom the letter concerns, outside any transaction, unless that is known already.

    Returns whether public words would go to a room that another company reads.
    """
    with desk.db() as session:
        letter = session.get(Letter, id)
        now = desk.now()
        may_go = letter and letter.state in outbox.OPEN and _waiting(session, letter, now) is None
        unknown = strangers(session, letter, now) if letter and may_go else None
        public = letter.channel if letter and may_go and letter.kind in PUBLIC and not letter.amends else None
    if unknown:
        facts = meet(desk.slack, unknown)
        with desk.db.begin() as session:
            facts.note(session, desk.now())
    return public is not None and desk.rooms.is_shared(desk.slack, public, now)


def _prepare(desk: Desk, id: str) -> Call | datetime | None:
    """Claim the letter and make the call; or the time to try again; or None when there is nothing to send."""
    now = desk.now()
    with desk.db.begin() as session:
        letter = session.get(Letter, id)
        if letter is None or letter.state not in outbox.OPEN:
            return None
        if (until := _waiting(session, letter, now)) is not None:
            letter.not_before = until  # so that no sweep takes it for forgotten meanwhile
            return until
        if not _welcome(session, letter, now):
            return None
        if letter.person and not people.person(session, letter.workspace, letter.person).dm:
            return now  # it had to wait when they were to be introduced, and came free since
        claimed = outbox.claim(session, id, desk.owner, now)
        if claimed is None:
            return letter.lease_until
        letter, doubtful = claimed
        call = call_for(session, letter, _reader(session, letter))
        if call is None:
            outbox.settle(letter, "withdrawn")
            return None
    return _look_first(desk, letter, call) if doubtful else call


def _waiting(session: Session, letter: Letter, now: datetime) -> datetime | None:
    """When the letter may go, if not now: at its own time, when Slack lets us, after what it changes."""
    if letter.not_before > now:
        return letter.not_before
    blocked = people.workspace(session, letter.workspace).blocked_until
    if blocked and blocked > now:
        return blocked
    return now + timedelta(seconds=2) if outbox.is_behind(session, letter) else None


def _welcome(session: Session, letter: Letter, now: datetime) -> bool:
    """Whether those concerned are members. A guest's or outsider's snippet is forgotten instead of answered."""
    review = session.get(Review, letter.review) if letter.review else None
    if review is None:
        return True
    if people.person(session, letter.workspace, review.sharer).standing in ("member", None):
        return True
    asked = review.source != "channel"
    reviews.forget(session, review, now)
    outbox.settle(letter, "withdrawn")
    if asked:
        outbox.post(
            session, workspace=letter.workspace, key=f"members:{review.id}", kind="members_only", facts={}, now=now,
            person=review.sharer,
        )  # fmt: skip
    return False


def _reader(session: Session, letter: Letter) -> Reader:
    key = people.workspace(session, letter.workspace).seal_key
    user = letter.person or sealed.EVERYBODY

    def name(id: str | None) -> str:
        known = people.person(session, letter.workspace, id) if id else None
        return (known.name if known else None) or "a colleague"

    return Reader(name, lambda purpose, id: seals.seal(key, letter.workspace, user, purpose, id))


def _look_first(desk: Desk, letter: Letter, call: Call) -> Call | datetime | None:
    """Somebody may have sent this before: look for it, and decide by kind when it is not there."""
    found = _seen(desk, letter, call)
    now = desk.now()
    with desk.db.begin() as session:
        row = session.get_one(Letter, letter.id)
        if found:
            outbox.settle(row, "sent", posted=found)
            return None
        if row.kind not in PUBLIC or row.amends:
            if not outbox.is_emptied(row):
                return call
            outbox.settle(row, "withdrawn")
            return None
        if row.sending_since and now - row.sending_since < PATIENCE:
            outbox.doubt(row, now + BETWEEN_LOOKS, "not seen yet")
            return row.not_before
        _give_up(session, row, now)
    return None


def _seen(desk: Desk, letter: Letter, call: Call) -> tuple[str, str] | None:
    """Where the letter stands already; None too where Slack will not let us look."""
    try:
        return find(desk.slack, letter, call)
    except SlackApiError as error:
        if outcomes.of_error(error).policy in ("later", "doubtful"):
            raise
    return None


def _give_up(session: Session, letter: Letter, now: datetime) -> None:
    outbox.settle(letter, "unknown", problem="it cannot be seen whether it arrived")
    review = session.get(Review, letter.review) if letter.review else None
    whom = letter.facts.get("signer") or (review.sharer if review else None)
    if whom and not outbox.is_emptied(letter):
        outbox.post(
            session, workspace=letter.workspace, key=f"unsure:{letter.id}", kind="unsure", now=now,
            review=letter.review, facts={"text": letter.facts["text"]}, person=whom,
        )  # fmt: skip


def _put_off(desk: Desk, id: str, outcome: Outcome) -> datetime | None:
    """A look-up on the way failed: nothing of the letter itself was sent by this try."""
    if outcome.policy == "refused":
        return _record_error(desk, id, outcome)
    now = desk.now()
    with desk.db.begin() as session:
        letter = session.get_one(Letter, id)
        if letter.state not in outbox.OPEN:
            return None
        until = now + timedelta(seconds=outcome.wait)
        outbox.doubt(letter, until, outcome.error)
        if outcome.pause:
            people.workspace(session, letter.workspace).blocked_until = until
    log.warning("letter %s waits: %s", id, outcome.error)
    return until


def _record_error(desk: Desk, id: str, outcome: Outcome) -> datetime | None:
    now = desk.now()
    with desk.db.begin() as session:
        letter = session.get_one(Letter, id)
        log.warning("letter %s (%s): %s, %s", id, letter.kind, outcome.policy, outcome.error)
        if outcome.policy == "done":
            outbox.settle(letter, "sent")
        elif outcome.policy == "refused":
            _refused(session, letter, outcome, now)
        else:
            until = now + timedelta(seconds=outcome.wait)
            (outbox.doubt if outcome.policy == "doubtful" else outbox.delay)(letter, until, outcome.error)
            if outcome.pause:
                people.workspace(session, letter.workspace).blocked_until = until
            return until
    return None


def _refused(session: Session, letter: Letter, outcome: Outcome, now: datetime) -> None:
    """Slack will not take it: the person whose words they are is told, and gets them back."""
    outbox.settle(letter, "refused", problem=outcome.error)
    review = session.get(Review, letter.review) if letter.review else None
    whom: Any = letter.facts.get("signer") or (review.sharer if review else None)
    if letter.kind in PUBLIC and not letter.amends and whom and not outbox.is_emptied(letter):
        outbox.post(
            session, workspace=letter.workspace, key=f"undelivered:{letter.id}", kind="undelivered", now=now,
            review=letter.review, person=whom,
            facts={"why": outcomes.why(outcome.error), "text": letter.facts["text"]},
        )  # fmt: skip
