"""`/takefive`: one command with sub-words. Answers are for the person who typed it."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

from coaching import people
from coaching.recognition import praise as praise_file
from coaching.records.people import Person
from coaching.snippets import tips
from coaching.workplace import Workplace
from handlers import coach, digests, door, home, praise, recognition, sealed, setup, snippets
from handlers.door import Message
from handlers.incoming import words, workspace_of
from handlers.views import Reader, notices
from handlers.views import praise as praise_views

Command = dict[str, Any]
DB = sessionmaker[Session]
FORMS = {"snippet": snippets.open_form, "rehearse": coach.open_rehearsal}
NO_ID = "0" * 16  # what a button about oneself carries, which needs no other id
TIPS: dict[str, tips.Wish] = {"on": "all", "off": "none", "snooze": "snooze"}
PREFERENCES: dict[str, people.Preference] = {
    "public": "public",
    "thread": "public",
    "team": "team",
    "private": "private",
    "none": "none",
}


def register(app: App) -> None:
    """The bot's one command."""
    app.command("/takefive")(heard)


def heard(ack: Ack, command: Command, client: WebClient, db: DB, workplace: Workplace, now: datetime) -> None:
    """Do what the first word says; no word, or one that is not known, is answered with help."""
    word, _, rest = (command.get("text") or "").strip().partition(" ")
    try:
        message = _said(command, client, db, workplace, word.lower(), rest, now)
    except people.Refused as refused:
        message = notices.line(str(refused))
    ack({"response_type": "ephemeral", **door.payload(message)}) if message else ack()


def _said(
    command: Command, client: WebClient, db: DB, workplace: Workplace, word: str, rest: str, now: datetime
) -> Message | None:
    """The answer in words, or None where a window was opened."""
    if word in FORMS:
        FORMS[word](client, command, words(rest))
        return None
    if word == "shoutout":
        recognition.open_form(client, command, rest)
        return None
    if word == "praise":
        return praise.show(client, command, rest, db, workplace, now)
    actor = people.Actor(workspace_of(command), command["user_id"])
    if word == "settings":
        return setup.state(client, db, workplace, actor)
    with db.begin() as session:
        if word == "team":
            return home.team(session, workplace, actor, now)
        return _answer(session, workplace, command, word, words(rest).strip().lower(), now)


def _answer(session: Session, workplace: Workplace, command: Command, word: str, rest: str, now: datetime) -> Message:
    row = people.person(session, workspace_of(command), command["user_id"])
    row.name = row.name or command.get("user_name")
    if word in ("", "help"):
        return notices.help()
    if word == "about":
        return notices.about()
    if word == "data":
        return home.data(session, people.Actor(row.workspace, row.id))
    if word == "pause":
        row.paused_at = row.paused_at or now
        return notices.line(notices.PAUSED)
    if word == "resume":
        row.paused_at = None
        return notices.line(notices.RESUMED)
    if word == "tips":
        return _tips(row, rest, now)
    return _on_praise(session, workplace, row, word, rest, now) or notices.unknown(f"{word} {rest}".strip())


def _on_praise(
    session: Session, workplace: Workplace, row: Person, word: str, rest: str, now: datetime
) -> Message | None:
    if word == "kudos":
        return _kudos(session, workplace, row, rest, now)
    if word == "undo":
        return recognition.undo_latest(session, people.Actor(row.workspace, row.id), now)
    if word == "digest":
        return digests.own(session, workplace, row, now)
    return _me(session, workplace, row, now) if word == "me" else None


def _kudos(session: Session, workplace: Workplace, row: Person, choice: str, now: datetime) -> Message:
    if choice not in PREFERENCES:
        return praise_views.choose(_reader(session, row), people.preference(row, workplace), NO_ID)
    people.prefer(session, workplace, row, PREFERENCES[choice], now)
    return notices.preferred(PREFERENCES[choice], has_room=bool(workplace.team_rooms(row.id)))


def _me(session: Session, workplace: Workplace, row: Person, now: datetime) -> Message:
    told = praise_file.summary(praise_file.entries(session, workplace, row.workspace, row.id))
    wanted = "are off" if row.tips_from and row.tips_from > now else "are on, at most one a snippet"
    return praise_views.me(
        _reader(session, row), wish=people.preference(row, workplace), tips=wanted, paused=bool(row.paused_at),
        told=told, id=NO_ID,
    )  # fmt: skip


def _reader(session: Session, row: Person) -> Reader:
    actor = people.Actor(row.workspace, row.id)
    return Reader(lambda _: row.name or "you", lambda purpose, id: sealed.seal(session, actor, purpose, id))


def _tips(row: Person, choice: str, now: datetime) -> Message:
    if choice not in TIPS:
        return notices.line(notices.TIPS)
    tips.change(row, TIPS[choice], now)
    return notices.line(notices.TIPS_CHANGED[choice])
