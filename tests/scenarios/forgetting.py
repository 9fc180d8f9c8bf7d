"""The moment in which somebody is to be forgotten, as often as one likes, and two processes: one dies, one goes on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from sqlalchemy import make_url, select
from sqlalchemy.orm import Session

from bot.database import Database
from bot.keys import SlotDirectory
from bot.practice.directory import Channel
from bot.practice.methods import answer
from bot.practice.world import World
from coaching import outbox
from coaching.records import Record
from coaching.records.outbox import Lane, Letter
from coaching.workplace import Workplace
from handlers import delivery, leaving
from tests.conftest import on_server
from tests.cuts import Cut
from tests.scenarios.test_forgetting import files_with


class AtHand(WebClient):
    """What Slack answers, without a network: `posts` are the new messages that were asked of it."""

    def __init__(self, world: World) -> None:
        super().__init__(world.bot_token)
        self.world = world
        self.posts: list[dict[str, Any]] = []

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:
        """One call."""
        named = {**(given.get("json") or {}), **(given.get("params") or {})}
        told = {name: value for name, value in named.items() if value is not None}
        self.posts += [told] if api_method == "chat.postMessage" else []
        said = answer(self.world, api_method, told, self.world.bot_token)
        made = SlackResponse(
            client=self, http_verb="POST", api_url=api_method, req_args={}, data=said, headers={}, status_code=200
        )  # fmt: skip
        return made.validate()

    def standing(self) -> list[tuple[str, str, str]]:
        """Every message of the bot: where, when, what."""
        said = [(id, ts, one) for id, room in self.world.channels.items() for ts, one in room.messages.items()]
        return sorted((id, ts, one["text"]) for id, ts, one in said if one.get("bot_id"))


@dataclass(frozen=True)
class Moment:
    """A database that nobody is at work in, the Slack that belongs to it, and whom it is about."""

    database: str
    world: World
    rooms: dict[str, Channel]
    person: str

    @contextmanager
    def again(self) -> Iterator[tuple[Database, AtHand]]:
        """The same moment once more."""
        self.world.channels = deepcopy(self.rooms)
        with _copy(self.database) as url:
            database = Database(url)
            yield database, AtHand(self.world)
            database.close()


@dataclass(frozen=True)
class End:
    """What is left in the end: rows, what stands in Slack, files of the database with a word, and new messages."""

    kept: dict[str, list[str]]
    standing: list[tuple[str, str, str]]
    files: list[str]
    posts: list[dict[str, Any]]


Way = Callable[[Session, str, str], None]  # how somebody comes to be forgotten: workspace, person


def ends(moment: Moment, way: Way, now: datetime, word: str, at: int | None = None) -> tuple[list[str], End]:
    """The process dies at a moment of the erasure, or does not; another one starts and does what is left to do."""
    with moment.again() as (database, slack):
        with database.sessions.begin() as session:
            way(session, moment.world.team_id, moment.person)
        with Cut(database.engine, at) as first:
            _minute(database, slack, now)
        database.close()
        successor = Database(database.url.render_as_string(hide_password=False))
        for later in (now, now + timedelta(minutes=1)):
            _sweep(successor, slack, later)
            _minute(successor, slack, later)
            _sweep(successor, slack, later)
        end = End(_rows(successor), slack.standing(), files_with(successor, word), slack.posts)
        successor.close()
    return first.moments, end


def _minute(database: Database, slack: AtHand, now: datetime) -> None:
    leaving.Minute(Workplace(), database.sessions, slack, SlotDirectory(Path("nowhere")), database.shred)(now)


def _sweep(database: Database, slack: AtHand, now: datetime) -> None:
    """Deliver what is due, as a process does it at its start and each minute."""
    desk = delivery.Desk(database.sessions, slack, "next", lambda: now)
    while True:
        with database.sessions() as session:
            due = outbox.overdue(session, now)
        if not due:
            return
        delivery.deliver(desk, due)


def _rows(database: Database) -> dict[str, list[str]]:
    """What every table holds; of changes of letters what is not done, of emptied ones that are looked for what is left.

    How many of these two there are depends on when letters are delivered in between.
    """
    tables = [table for table in Record.metadata.sorted_tables if table.name not in ("letter", Lane.__tablename__)]
    with database.sessions() as session:
        kept = {table.name: sorted(map(str, session.execute(select(table)))) for table in tables}
        letters = session.scalars(select(Letter)).all()
    looked_for = [one for one in letters if one.key.startswith("erased:")]
    changes = [one for one in letters if one.amends]
    others = [one for one in letters if one not in looked_for and not one.amends]
    kept["looked for"] = [str((one.person, one.facts)) for one in looked_for if one.person or one.facts]
    kept["changes"] = [one.kind for one in changes if one.state in outbox.OPEN]
    kept["letter"] = sorted(str((one.id, one.key, one.person, one.facts, one.state)) for one in others)
    return kept


@contextmanager
def _copy(address: str) -> Iterator[str]:
    url = make_url(address)
    made, server = url.set(database=f"{url.database}_again"), url.set(database="postgres")
    if url.get_backend_name() == "sqlite":
        file = Path(str(made.database))
        with closing(sqlite3.connect(str(url.database))) as old, closing(sqlite3.connect(file)) as new:
            old.backup(new)  # with what stands in the write-ahead log still, while a connection is open
        yield str(made)
        for part in file.parent.glob(f"{file.name}*"):
            part.unlink()
    else:
        on_server(server, f"CREATE DATABASE {made.database} TEMPLATE {url.database} STRATEGY FILE_COPY")
        yield made.render_as_string(hide_password=False)
        on_server(server, f"DROP DATABASE {made.database} WITH (FORCE)")
