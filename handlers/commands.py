"""`/takefive`: one command with sub-words. Answers are for the person who typed it."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

from coaching import people
from coaching.records.people import Person
from coaching.snippets import tips
from handlers import coach, door, snippets
from handlers.door import Message
from handlers.incoming import workspace_of
from handlers.views import notices

Command = dict[str, Any]
DB = sessionmaker[Session]
FORMS = {"snippet": snippets.open_form, "rehearse": coach.open_rehearsal}
TIPS: dict[str, tips.Wish] = {"on": "all", "off": "none", "snooze": "snooze"}
PREFERENCES: dict[str, people.Preference] = {"thread": "public", "private": "private", "none": "none"}


def register(app: App) -> None:
    """The bot's one command."""
    app.command("/takefive")(heard)


def heard(ack: Ack, command: Command, client: WebClient, db: DB, now: datetime) -> None:
    """Do what the first word says; no word, or one that is not known, is answered with help."""
    word, _, rest = (command.get("text") or "").strip().partition(" ")
    if word.lower() in FORMS:
        FORMS[word.lower()](client, command, rest)
        ack()
        return
    with db.begin() as session:
        message = _answer(session, command, word.lower(), rest.strip().lower(), now)
    ack({"response_type": "ephemeral", **door.payload(message)})


def _answer(session: Session, command: Command, word: str, rest: str, now: datetime) -> Message:
    row = people.person(session, workspace_of(command), command["user_id"])
    if word in ("", "help"):
        return notices.help()
    if word == "about":
        return notices.about()
    if word == "pause":
        row.paused_at = row.paused_at or now
        return notices.line(notices.PAUSED)
    if word == "resume":
        row.paused_at = None
        return notices.line(notices.RESUMED)
    if word == "kudos":
        return _kudos(row, rest, now)
    if word == "tips":
        return _tips(row, rest, now)
    return notices.unknown(f"{word} {rest}".strip())


def _kudos(row: Person, choice: str, now: datetime) -> Message:
    if choice not in PREFERENCES:
        return notices.line(notices.CHOOSE)
    people.prefer(row, PREFERENCES[choice], now)
    return notices.preferred(PREFERENCES[choice])


def _tips(row: Person, choice: str, now: datetime) -> Message:
    if choice not in TIPS:
        return notices.line(notices.TIPS)
    tips.change(row, TIPS[choice], now)
    return notices.line(notices.TIPS_CHANGED[choice])
