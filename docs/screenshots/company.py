"""Brightwell with the bot at work: who is there, what they do, and waiting until the bot has answered."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.database import Database
from bot.practice import Workspace
from bot.practice.brightwell import Brightwell
from bot.running import running
from bot.settings import environment
from bot.trying import furnished, masked
from coaching.records.outbox import Letter

Json = dict[str, Any]
BEGINNING = datetime(2026, 10, 5, 10, tzinfo=UTC)
PATIENCE = 60  # seconds that the bot has for an answer, on a machine that does much else


@dataclass
class Company:
    """A running bot and the people around it, by name."""

    slack: Workspace
    database: Database
    tick: Callable[[], None]
    ids: dict[str, str]

    def at(self, moment: datetime) -> None:
        """Move the clock, let the minute's work be done, and wait until what is due was said."""
        self.settled()
        self.slack.clock.set(moment)
        self.tick()
        self.settled()

    def share(self, name: str, text: str, where: str = "snippets") -> str:
        """Somebody shares a reply; hands back its timestamp."""
        ts = self.slack.say(self.ids[name], self.ids[where], text)
        self.settled()
        return ts

    def type(self, name: str, words: str, where: str = "general") -> None:
        """Somebody types behind `/takefive`."""
        self.slack.command(self.ids[name], self.ids[where], "/takefive", words)

    def submit(self, person: str, /, **answers: Any) -> None:
        """Somebody sends the form that is open for them."""
        self.slack.submit(self.ids[person], answers)
        self.settled()

    def told(self, name: str, words: str) -> Json:
        """The latest thing that the bot told somebody alone, with these words in it."""
        said = self.slack.history(self.slack.dm(self.ids[name]))
        found = next((each for each in said if words in each["text"]), None)
        if found is None:
            raise LookupError(f"{name} was not told “{words}”, but: {[each['text'][:60] for each in said]}")
        return found

    def press(self, name: str, words: str, button: str) -> None:
        """Press a button under what the bot told somebody."""
        message = self.told(name, words)
        self.slack.click(self.ids[name], self.slack.dm(self.ids[name]), message["ts"], button)

    def home(self, name: str) -> None:
        """Somebody opens the Home tab."""
        self.slack.open_home(self.ids[name])
        self.settled()

    def close_windows(self) -> None:
        """Close what is open for anybody: a window would stand before the next picture, whoever it is taken for."""
        for person in list(self.slack.world.people):
            if self.slack.view(person):
                self.slack.close_view(person, everything=True)

    def settled(self) -> None:
        """Wait until every event is answered and every letter that is due has come to an end."""
        self.slack.settle(PATIENCE)
        pause = threading.Event()
        while self._on_their_way():
            pause.wait(0.02)  # the database tells nobody when a letter is done

    def _on_their_way(self) -> bool:
        soon = self.slack.clock.now() + timedelta(seconds=2)  # check-in letters go out a tenth of a second apart
        with self.database.sessions() as session:
            rows = session.scalars(select(Letter).where(Letter.state.in_(("due", "sending"))))
            return any(letter.not_before <= soon for letter in rows)


@contextmanager
def company() -> Iterator[Company]:
    """Brightwell before anything has happened."""
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory() as keys,
        Workspace(masker=masked, answer_within=PATIENCE) as slack,
    ):
        slack.clock.set(BEGINNING)
        ids = slack.begin_with(Brightwell())
        slack.user_group("warehouse", [ids["Pia"], ids["Tomas"]])
        settings = environment({
            **slack.environment(), "DATABASE_URL": f"sqlite:///{folder}/pictures.db",
            "TAKEFIVE_KEYS": str(Path(keys) / "keys"),
        })  # fmt: skip
        with running(settings, furnished(ids), clock=slack.clock.now) as bot:
            slack.deliver_to(bot.address, slack.clock.time)
            yield Company(slack, bot.database, bot.tick, ids)
