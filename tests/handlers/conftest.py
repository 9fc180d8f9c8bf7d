"""A desk to deliver letters from, in front of a practice workspace, with a clock that a test sets."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database
from bot.practice import Workspace
from coaching import outbox, people
from coaching.records.outbox import Letter
from coaching.records.snippets import Review
from handlers import delivery
from handlers.delivery import Desk

ID = "ab" * 8
WORDS = "Kudos for the way you took this on."


@dataclass
class Office:
    """Writes letters and delivers them; `now` stands still until a test moves it."""

    slack: Workspace
    database: Database
    ana: str
    channel: str
    root: str
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    written: int = 0

    def desk(self, owner: str = "first", client: type[WebClient] = WebClient) -> Desk:
        """A sender."""
        made = client(self.slack.bot_token, base_url=self.slack.api_url, timeout=10, retry_handlers=[])
        return Desk(self.database.sessions, made, owner, lambda: self.now)

    def write(self, kind: str = "kudos", review: str | None = None, **more: Any) -> str:
        """Post a letter: kudos into the snippet's thread, anything else to Ana. Hands back its id."""
        self.written += 1
        facts = {"review": ID, "text": WORDS, "quotes": [], "author": self.ana, "signer": None}
        to: dict[str, Any] = {"facts": facts, "channel": self.channel, "thread": self.root}
        if kind != "kudos":
            to = {"facts": {"why": "It was too short.", "text": ""}, "person": self.ana}
        with self.database.sessions.begin() as session:
            letter = outbox.post(
                session, workspace=self.slack.team_id, key=f"{kind}:{self.written}", kind=kind, now=self.now,
                review=review, **{**to, **more},
            )  # fmt: skip
            return letter.id

    def review(self, id: str = ID, source: str = "channel") -> str:
        """A snippet of Ana's that was read."""
        with self.database.sessions.begin() as session:
            session.add(review_of(self.slack.team_id, self.ana, id, source, self.channel, self.root, self.now))
        return id

    def deliver(self, *letters: str, owner: str = "first", client: type[WebClient] = WebClient) -> dict[str, datetime]:
        """Deliver; what has to wait, and until when."""
        return delivery.deliver(self.desk(owner, client), list(letters))

    def letter(self, id: str) -> Letter:
        """The letter as it stands in the database."""
        with self.database.sessions() as session:
            return session.get_one(Letter, id)

    def letters(self, kind: str) -> list[Letter]:
        """All letters of a kind."""
        with self.database.sessions() as session:
            return list(session.scalars(select(Letter).where(Letter.kind == kind)))

    def in_thread(self) -> list[str]:
        """What stands under the snippet."""
        return [message["text"] for message in self.slack.replies(self.channel, self.root)[1:]]

    def told(self, person: str | None = None) -> list[str]:
        """What Ana (or somebody else) was told, the oldest first."""
        return [message["text"] for message in reversed(self.slack.history(self.slack.dm(person or self.ana)))]

    def calls(self, method: str) -> int:
        """How often a method was called."""
        return sum(call.method == method for call in self.slack.calls)

    def later(self, seconds: float) -> None:
        """Time passes."""
        self.now += timedelta(seconds=seconds)


def review_of(workspace: str, user: str, id: str, source: str, place: str, thread: str, now: datetime) -> Review:
    """A review with nothing remarkable in it."""
    return Review(
        id=id, workspace=workspace, source=source, origin=f"{place}:{thread}:{id}", author=user, sharer=user,
        place=place, thread=thread, text="A reply.", reading={"tactics": {}, "antipatterns": []}, playbook="1",
        draft=WORDS, quotes=[], lines=[], created_at=now,
    )  # fmt: skip


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with Workspace() as workspace:
        yield workspace


@pytest.fixture
def office(slack: Workspace, database: Database) -> Office:
    ana = slack.person("Ana")
    channel = slack.channel("snippets", [ana])
    opened = Office(slack, database, ana, channel, slack.say(ana, channel, "A reply of mine."))
    with database.sessions.begin() as session:
        _meet(session, opened)
    return opened


def _meet(session: Session, office: Office) -> None:
    known = {
        "workspace": office.slack.team_id,
        "name": "Ana",
        "bot": False,
        "guest": False,
        "left": False,
        "zone": "UTC",
    }
    people.meet(people.person(session, office.slack.team_id, office.ana), known, office.now)
