"""Settling: what is written down about a letter after a try, and who is told when its words will not be said."""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from coaching import outbox, people
from coaching.records.outbox import Letter
from coaching.records.snippets import Review
from handlers import outcomes, pictures
from handlers.calls import RENDER, Posted
from handlers.outcomes import Outcome

log = logging.getLogger(__name__)

PUBLIC = {"kudos", "shoutout"}
HANDED_BACK = {"unreadable"}  # it says that nothing of the words was kept
SILENT = {"tip", "reaction", "broken", "remove"}  # nobody waits for these
LOST = "channel_not_found"  # of a conversation with one person: it was closed for good, or moved
BROKEN = "Something in me broke while I was posting your words, so they were not posted."


def sent(letter: Letter, posted: Posted) -> None:
    """Slack took it."""
    outbox.settle(letter, "sent", posted=posted)
    if letter.kind in HANDED_BACK:
        letter.facts = {}


def failed(session: Session, letter: Letter, outcome: Outcome, now: datetime) -> datetime | None:
    """A try failed: do what the policy says. Returns when to try again, or None."""
    failures = outbox.failed(letter, outcome.error)
    log.warning("letter %(letter)s (%(kind)s): %(policy)s, %(error)s (%(count)s)", _told(letter, outcome, failures))
    if outcome.policy == "done":
        outbox.settle(letter, "sent")
    elif outcome.error == LOST and letter.person and not letter.amends and failures == 1:
        people.person(session, letter.workspace, letter.person).dm = None  # it is opened anew
        outbox.delay(letter, now, outcome.error)
        return now
    elif outcome.policy == "refused":
        _refuse(session, letter, outcome.error, outcomes.why(outcome.error), now)
    elif outcome.policy == "unforeseen" and failures >= outcomes.TRIES:
        log.error(
            "ALARM letter %(letter)s (%(kind)s) is given up: %(error)s, %(count)s times",
            _told(letter, outcome, failures),
        )
        _refuse(session, letter, outcome.error, BROKEN, now)
    else:
        pictures.give_up(session, letter, outcome, now)
        until = now + timedelta(seconds=outcome.wait_after(failures))
        (outbox.delay if outcome.policy == "later" else outbox.doubt)(letter, until, outcome.error)
        if outcome.pause:
            people.workspace(session, letter.workspace).blocked_until = until
        return until
    return None


def give_up(session: Session, letter: Letter, now: datetime) -> None:
    """Nobody can tell whether public words arrived: they are not repeated, and whose they are is told."""
    outbox.settle(letter, "unknown", problem="it cannot be seen whether it arrived")
    whom = _whose(session, letter)
    if whom and not outbox.is_emptied(letter):
        outbox.post(
            session, workspace=letter.workspace, key=f"unsure:{letter.id}", kind="unsure", now=now,
            review=letter.review, facts={"text": letter.facts["text"]}, person=whom,
        )  # fmt: skip


def _refuse(session: Session, letter: Letter, error: str, why: str, now: datetime) -> None:
    """It will not be said: whose public words they are gets them back, who waits for an answer is told.

    Where a change is refused, the old words would stay: they are taken down.
    """
    outbox.settle(letter, "refused", problem=error)
    first = session.get(Letter, letter.amends) if letter.amends and letter.kind in RENDER else None
    if first:
        outbox.take_down(session, first, now)
    if letter.kind in PUBLIC and not letter.amends:
        whom = _whose(session, letter)
        if whom and not outbox.is_emptied(letter):
            outbox.post(
                session, workspace=letter.workspace, key=f"undelivered:{letter.id}", kind="undelivered", now=now,
                review=letter.review, person=whom, facts={"why": why, "text": letter.facts["text"]},
            )  # fmt: skip
    elif why == BROKEN and letter.person and letter.kind not in SILENT:
        outbox.post(
            session, workspace=letter.workspace, key=f"broken:{letter.id}", kind="broken", now=now, facts={},
            person=letter.person,
        )  # fmt: skip


def _whose(session: Session, letter: Letter) -> str | None:
    review = session.get(Review, letter.review) if letter.review else None
    signer: str | None = letter.facts.get("signer")
    return signer or (review.sharer if review else None)


def _told(letter: Letter, outcome: Outcome, failures: int) -> dict[str, Any]:
    """What the log says of a letter: none of its words, and nobody it is for."""
    return {
        "letter": letter.id, "kind": letter.kind, "policy": outcome.policy, "error": outcome.error, "count": failures
    }  # fmt: skip
