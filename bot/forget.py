"""`takefive forget` and `takefive export`: what is kept about one person, erased or handed out."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import keys
from bot.clock import wall
from bot.database import Database
from bot.keys import SlotDirectory
from bot.settings import Environment, SettingsError
from coaching import erasure, export, home, retention, setup
from coaching.people import Actor
from coaching.records.people import Person
from coaching.records.snippets import Arrival
from coaching.workplace import Workplace
from handlers.leaving import erase

GOES = """\
What goes: the snippets they shared or wrote, with readings, verdicts and tips; the shout-outs they gave; their name in
shout-outs and digests for others; letters to them; their settings and their places on check-in lists; a ballot in an
open check-in, unread. What the bot said about it in Slack is taken down while Take Five runs.
What stays: answers of closed check-ins, which nobody can find; backups until you rotate them; what people copied; and
for somebody who is still here one line, that nothing is read or said about them until they say /takefive resume."""
MOST = 1_000_000  # steps; each is a transaction


def forget(
    environment: Environment, file: Workplace, who: str, yes: bool, ask: Callable[[str], str] = input
) -> int:  # fmt: skip
    """Erase a person, after saying what goes. Raises SettingsError when nobody, or more than one, is meant."""
    database = Database(environment.database_url)
    database.check()
    with database.sessions() as session:
        actor, name = _person(session, who)
        kept = home.kept(session, actor)
    counted = ", ".join(f"{count} {kind}" for kind, count in kept.items())
    print(f"{name} ({actor.user}): {counted}.\n{GOES}", file=sys.stderr)
    if not yes and ask("This can't be taken back. Type yes to go on: ").strip().lower() != "yes":
        print("Nothing was erased.", file=sys.stderr)
        return 1
    slots, now = SlotDirectory(keys.folder(environment.keys, database.url)), wall()
    with database.sessions.begin() as session:
        erasure.ask(session, actor.workspace, actor.user, now)
    erase(database.sessions, file, slots, actor.workspace, actor.user, now, MOST)
    print(_shredded(database, actor))
    database.close()
    return 0


def hand_out(environment: Environment, file: Workplace, who: str, to: str | None, markdown: bool) -> int:
    """Print everything that is kept about a person, or write it to a new file that only its owner can read."""
    database = Database(environment.database_url)
    database.check()
    with database.sessions() as session:
        actor, _ = _person(session, who)
        told = export.of(session, setup.current(session, actor.workspace, file), actor)
    words = export.as_markdown(told) if markdown else json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    database.close()
    if to is None:
        sys.stdout.write(words)
        return 0
    _write(Path(to), words)
    print(f"Written to {to}, for your eyes only.", file=sys.stderr)
    return 0


def _write(path: Path, words: str) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SettingsError(f"{path} is there already: choose another name, or delete it.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(words)


def _person(session: Session, who: str) -> tuple[Actor, str]:
    """Whom an id or a name means."""
    name = who.removeprefix("@")
    found = list(session.scalars(select(Person).where(or_(Person.id == name, Person.name.ilike(name)))))
    if len(found) > 1:
        listed = ", ".join(f"{row.name} {row.id} in {row.workspace}" for row in found)
        raise SettingsError(f"“{name}” is more than one person: {listed}. Say the id, as in takefive forget U0123ABCD.")
    unread = session.execute(select(Arrival.workspace, Arrival.sharer).where(Arrival.sharer == name).limit(1)).first()
    if not found and unread:  # their first words wait to be read
        return Actor(unread.workspace, unread.sharer), "Somebody"
    if not found:
        raise SettingsError(f"I keep nothing about “{name}”. The id stands in the menu of their Slack profile.")
    return Actor(found[0].workspace, found[0].id), found[0].name or "Somebody"


def _shredded(database: Database, actor: Actor) -> str:
    """Clean the files; what others keep busy just now is cleaned by the running bot, or by doing this again."""
    try:
        clean = database.shred(retention.with_words())
    except OperationalError:
        clean = False
    if not clean:
        return "Erased. The database's files are in use: Take Five cleans them within minutes, while it runs."
    with database.sessions.begin() as session:
        erasure.done(session, actor.workspace, actor.user)
    return "Erased, and the database's files are clean. Backups, and a server's write-ahead log, are yours to rotate."
