"""Undisturbed: the letters of a check-in wait while somebody is away or not to be disturbed. All others go out."""

from datetime import UTC, datetime

from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

from coaching import outbox
from coaching.care import letters
from coaching.records.outbox import Letter
from coaching.records.people import Person
from handlers import outcomes


def hold_back(db: sessionmaker[Session], slack: WebClient, letter: Letter, now: datetime) -> None:
    """Put a check-in's letter, whose time has come, off until its person may be disturbed."""
    if letter.kind != "checkin" or not outbox.is_unsaid(letter):
        return
    with db() as session:
        row = session.get(Person, (letter.workspace, letter.person))
        away_until = row.away_until if row else None
    until = max(filter(None, (away_until, _quiet_until(slack, str(letter.person), now))), default=now)
    if until > now:
        with db.begin() as session:
            letters.hold(session, letter.id, until)


def _quiet_until(slack: WebClient, user: str, now: datetime) -> datetime | None:
    """When somebody's do-not-disturb ends; None: it is not on just now, or Slack does not say.

    https://docs.slack.dev/reference/methods/dnd.info
    """
    told = outcomes.or_nothing(lambda: slack.dnd_info(user=user))
    start, end = (told.get(f"next_dnd_{name}_ts") if told else None for name in ("start", "end"))
    if not (told and told.get("dnd_enabled") and isinstance(start, int) and isinstance(end, int)):
        return None
    return datetime.fromtimestamp(end, UTC) if start <= now.timestamp() < end else None
