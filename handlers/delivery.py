"""Delivery: a letter -> the view that renders it -> the call to Slack -> what became of it.

The intent is committed before the call and the outcome after it, so a crash in between leaves a letter in `sending`.
Whoever finds it looks whether the message is there. Where that cannot be seen, public words are not repeated (they
become `unknown` and the person is told), private ones are.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from coaching import lanes, late, outbox, people
from coaching.records.outbox import Letter
from handlers import concerned, door, outcomes, pictures, sealed, seals, settling, undisturbed
from handlers.acquaintance import meet, strangers
from handlers.answering import wordless
from handlers.calls import Call, call_for, find
from handlers.outcomes import Outcome
from handlers.pictures import Pictures
from handlers.rooms import Rooms
from handlers.settling import PUBLIC
from handlers.views import Reader

log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=2)  # how long doubtful public words are looked for before they are given up
SHOWS_WITHIN = timedelta(seconds=15)  # how late Slack may show what it took: private words are not repeated before
BETWEEN_LOOKS = timedelta(seconds=20)
NO_WAIT = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """What delivering takes: the database, Slack's Web API, a name for this process, and the time.

    `pictures` None: they are switched off.
    """

    db: sessionmaker[Session]
    slack: WebClient
    owner: str
    now: Callable[[], datetime]
    rooms: Rooms = field(default_factory=Rooms)
    kudos_within: timedelta = late.HOUR
    pictures: Pictures | None = None


def deliver(desk: Desk, letters: list[str]) -> dict[str, datetime]:
    """Deliver letters in order. Returns those that are not done, with the time to try them again.

    A letter that fails in a way nobody foresaw does not hold up the others. While the database fails, the next sweep
    finds it again; what fails in the letter itself is tried a few times and then given up.
    """
    again = {}
    for id in letters:
        try:
            until = _deliver(desk, id)
        except SQLAlchemyError as error:
            log.error(
                "letter %(letter)s waits for the database: %(error)s", {"letter": id, "error": type(error).__name__}
            )
            continue
        except Exception as error:
            log.error(
                "letter %(letter)s failed: %(error)s",
                {"letter": id, "error": type(error).__name__},
                exc_info=wordless(error),
            )
            until = _put_off(desk, id, outcomes.unforeseen(error))
        if until:
            again[id] = until
    return again


def _deliver(desk: Desk, id: str) -> datetime | None:
    try:
        if not _may_stand(desk, id):
            return _put_off(desk, id, Outcome("refused", "shared_with_others", 0))
        taken = _prepare(desk, id)
    except door.Unsendable as error:
        return _put_off(desk, id, Outcome("refused", f"unsendable: {error}", 0))
    except outcomes.FAULTS as error:
        return _put_off(desk, id, outcomes.of_error(error))
    if not isinstance(taken, Call):
        return taken
    try:
        posted = taken(desk.slack)
    except outcomes.FAULTS as error:
        with desk.db.begin() as session:
            return settling.failed(session, session.get_one(Letter, id), outcomes.of_error(error), desk.now())
    with desk.db.begin() as session:
        settling.sent(session.get_one(Letter, id), posted)
    return None


def _may_stand(desk: Desk, id: str) -> bool:
    """Ask Slack what has to be known before the letter is claimed, outside any transaction.

    False: public words would go to a room that another company reads.
    """
    now = desk.now()
    with desk.db() as session:
        letter = session.get(Letter, id)
        if letter is None or letter.state not in outbox.OPEN or _waiting(session, letter, now) is not None:
            return True
        unknown = strangers(session, letter, now)
    if unknown:
        facts = meet(desk.slack, unknown)
        with desk.db.begin() as session:
            facts.note(session, desk.now())
    is_public = letter.channel and letter.kind != "reaction" and not letter.amends
    if is_public and desk.rooms.is_shared(desk.slack, str(letter.channel), now):
        return False
    undisturbed.hold_back(desk.db, desk.slack, letter, now)
    if desk.pictures and pictures.is_wanted(letter) and not late.is_late(letter, desk.kudos_within, now):
        _illustrate(desk, desk.pictures, letter, now)
    return True


def _illustrate(desk: Desk, drawn: Pictures, letter: Letter, now: datetime) -> None:
    """Draw the letter's picture as it stands now, and hand it to Slack."""
    with desk.db() as session:
        letter = session.get(Letter, letter.id) or letter
    file = drawn.file_for(desk.slack, letter)
    with desk.db.begin() as session:
        kept = session.get(Letter, letter.id)
        if kept:
            pictures.keep(session, kept, file, now)
        elif file:  # its person was erased while it was drawn
            outbox.delete_file(session, letter.workspace, file, now)


def _prepare(desk: Desk, id: str) -> Call | datetime | None:
    """Claim the letter and make the call; or the time to try again; or None when there is nothing to send."""
    now = desk.now()
    with desk.db.begin() as session:
        letter = session.get(Letter, id)
        if letter is None or letter.state not in outbox.OPEN:
            return None
        may_leave, until = _ready(desk, session, letter, now)
        if not may_leave:
            return until
        claimed = outbox.claim(session, id, desk.owner, now)
        if claimed is None:
            return letter.lease_until
        letter, doubtful = claimed
        call = call_for(session, letter, _reader(session, letter))
        if call is None:
            outbox.settle(letter, "withdrawn")
            return None
    return _look_first(desk, letter, call) if doubtful else call


def _ready(desk: Desk, session: Session, letter: Letter, now: datetime) -> tuple[bool, datetime | None]:
    """Whether the letter may leave now; if not, when to look again, or None when it is settled without leaving."""
    if held := outbox.held_until(letter, desk.owner, now):
        return False, held
    if (until := _waiting(session, letter, now)) is not None:
        letter.not_before = until  # so that no sweep takes it for forgotten meanwhile
        return False, until
    if not concerned.welcome(session, letter, now):
        return False, None
    if outbox.is_unsaid(letter) and late.settled(session, letter, desk.kudos_within, now):
        return False, None
    room = letter.channel or (letter.person and people.person(session, letter.workspace, letter.person).dm)
    if letter.person and not room:
        return False, now  # it had to wait when they were to be introduced, and came free since
    turn = _turn(session, letter, room, now) if room else None
    return turn is None, turn


def _waiting(session: Session, letter: Letter, now: datetime) -> datetime | None:
    """When the letter may go, if not now: at its own time, when Slack lets us, after what it changes."""
    if letter.not_before > now:
        return letter.not_before
    blocked = people.workspace(session, letter.workspace).blocked_until
    if blocked and blocked > now:
        return blocked
    return now + timedelta(seconds=2) if outbox.is_behind(session, letter) else None


def _turn(session: Session, letter: Letter, room: str, now: datetime) -> datetime | None:
    """When a new message may stand in a room, if not now; changes and reactions are no messages."""
    if letter.amends or letter.kind == "reaction":
        return None
    turn = lanes.take_turn(session, letter, room, now)
    letter.not_before = turn or letter.not_before
    return turn


def _reader(session: Session, letter: Letter) -> Reader:
    key = people.workspace(session, letter.workspace).seal_key
    user = letter.person or sealed.EVERYBODY

    def name(id: str | None) -> str:
        asks_by_name = id is not None and id == letter.facts.get("who")  # somebody chose to send their name
        return people.called(session, letter.workspace, id, id if asks_by_name else letter.person)

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
        until = _look_until(row, call)
        if now < until:
            outbox.doubt(row, min(now + BETWEEN_LOOKS, until), "not seen yet")
            return row.not_before
        if not outbox.is_emptied(row) and late.settled(session, row, desk.kudos_within, now):
            return None
        if row.kind in PUBLIC and not row.amends:
            settling.give_up(session, row, now)
        elif outbox.is_emptied(row):
            outbox.settle(row, "withdrawn")
        else:
            row.sending_since = now
            return call
    return None


def _look_until(letter: Letter, call: Call) -> datetime:
    """Until when a letter that may have gone out is looked for; what can be repeated unseen is not waited for."""
    since = letter.sending_since
    if since is None or call.method != "chat.postMessage":
        return NO_WAIT
    return since + (PATIENCE if letter.kind in PUBLIC and not letter.amends else SHOWS_WITHIN)


def _seen(desk: Desk, letter: Letter, call: Call) -> tuple[str, str] | None:
    """Where the letter stands already; None too where Slack will not let us look."""
    try:
        return find(desk.slack, letter, call)
    except SlackApiError as error:
        if outcomes.of_error(error).policy in ("later", "doubtful"):
            raise
    return None


def _put_off(desk: Desk, id: str, outcome: Outcome) -> datetime | None:
    """A try failed before the call: nothing of the letter itself was sent by it."""
    now = desk.now()
    with desk.db.begin() as session:
        letter = session.get_one(Letter, id)
        if letter.state not in outbox.OPEN:
            return None
        if held := outbox.held_until(letter, desk.owner, now):
            return held
        unsent = outcome if outcome.policy in ("refused", "unforeseen") else replace(outcome, policy="doubtful")
        return settling.failed(session, letter, unsent, now)
