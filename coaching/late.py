"""Late: what becomes of a letter that could not leave in time, one row for each kind of letter.

After an outage nobody is flooded: what is only worth saying at its moment is not said later. A change of something
that stands is never too late, and what may stand already is looked for first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from coaching import outbox
from coaching.records.care import Round
from coaching.records.outbox import Letter

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GATHER = timedelta(minutes=2)  # in which the kudos of one person that came too late are counted together


@dataclass(frozen=True, slots=True)
class Rule:
    """Until when a letter is worth saying (None: however late), what happens after that, and why."""

    within: timedelta | None
    then: Literal["say", "drop", "fold"]
    why: str


ASKED = Rule(None, "say", "somebody asked for it, or has to know what became of their words")
WEEK = Rule(timedelta(days=3), "drop", "the next one is nearer than the last")
RULES = {
    "kudos": Rule(HOUR, "fold", "counted in the weekly digest instead; who wrote the reply is told once, alone"),
    "shoutout": Rule(None, "say", "a person said it, on purpose, and it is said to a person"),
    "reaction": Rule(HOUR, "drop", "it only says “I have read it”"),
    "remove": Rule(None, "say", "what was taken back comes down, however late"),
    "remove_picture": Rule(None, "say", "what was taken back is deleted, however late"),
    "tip": Rule(DAY, "drop", "it helps while the reply is fresh"),
    "reading": ASKED,
    "ask": ASKED,
    "unsure": ASKED,
    "undelivered": ASKED,
    "unreadable": ASKED,
    "broken": ASKED,
    "late": ASKED,
    "known": ASKED,
    "members_only": ASKED,
    "thanks": Rule(None, "say", "a person said it, on purpose, and it is said to a person"),
    "given": ASKED,
    "ask_thanks": ASKED,
    "help": Rule(DAY, "drop", "whoever asked has found another way by then"),
    "digest": WEEK,
    "own_digest": WEEK,
    "lead_digest": WEEK,
    "setup_trial": Rule(DAY, "drop", "a dry run is looked at while one sets up"),
    "checkin": Rule(None, "drop", "once the round is over, or a later reminder is due, which says the same"),
    "checkin_results": ASKED,
    "checkin_void": ASKED,
    "checkin_small": ASKED,
    "checkin_asked": ASKED,
    "coach_asked": ASKED,
}


def settled(session: Session, letter: Letter, kudos_within: timedelta, now: datetime) -> bool:
    """Whether a letter, which nobody can have seen, is too late to be said; then it is settled by its rule.

    `kudos_within` is the team's setting.
    """
    if letter.amends:
        return False
    if not is_late(letter, kudos_within, now) and not (letter.kind == "checkin" and _is_over(session, letter, now)):
        return False
    outbox.settle(letter, "withdrawn", problem=outbox.LATE)
    if RULES[letter.kind].then == "fold":
        _tell(session, letter, now)
    return True


def is_late(letter: Letter, kudos_within: timedelta, now: datetime) -> bool:
    """Whether the time in which a letter is worth saying is over."""
    within = kudos_within if letter.kind == "kudos" else RULES[letter.kind].within
    return within is not None and now - letter.due_at > within


def fold(session: Session, workspace: str, kudos_within: timedelta, now: datetime) -> None:
    """Settle all kudos that are too late, so that a digest that is made now can have them."""
    for letter in outbox.unsaid(session, workspace, "kudos"):
        if outbox.is_unsaid(letter):
            settled(session, letter, kudos_within, now)


def _is_over(session: Session, letter: Letter, now: datetime) -> bool:
    """Whether a check-in cannot be answered any more, or a later letter about it is due as well."""
    round = session.get(Round, letter.facts["round"])
    if round is None or round.closes_at <= now:
        return True
    stem, _, reminder = letter.key.rpartition(":")
    later = [f"{stem}:{number}" for number in range(int(reminder) + 1, int(reminder) + 8)]
    mine = (Letter.workspace == letter.workspace, Letter.key.in_(later), Letter.due_at <= now)
    return session.scalar(select(Letter.id).where(*mine, Letter.state != "withdrawn").limit(1)) is not None


def _tell(session: Session, letter: Letter, now: datetime) -> None:
    """Once a day at most: whoever wrote the reply hears how many kudos came too late, a signer gets the words back."""
    author, signer = letter.facts.get("author"), letter.facts.get("signer")
    if author:
        told = outbox.post(
            session, workspace=letter.workspace, key=f"late:{author}:{now:%Y-%m-%d}", kind="late", facts={"count": 0},
            now=now + GATHER, person=author,
        )  # fmt: skip
        session.flush()
        if outbox.is_unsaid(told):
            told.facts = {"count": told.facts["count"] + 1}
    if signer and signer != author:
        why = "Slack was out of reach for so long that these kudos came too late for the channel. The digest has them."
        outbox.post(
            session, workspace=letter.workspace, key=f"undelivered:{letter.id}", kind="undelivered", now=now,
            review=letter.review, facts={"why": why, "text": letter.facts["text"]}, person=signer,
        )  # fmt: skip
