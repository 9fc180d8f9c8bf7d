"""`takefive` killed with -9 at any moment: no acknowledged snippet is lost, and nothing is said twice in public."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.practice import Fault, Workspace
from coaching.records.outbox import Letter
from coaching.records.snippets import Review
from tests.conftest import ON_BOTH
from tests.processes import TakeFive, free_port
from tests.scenarios.test_sharing_a_snippet import STRONG, WEAK

KILLS = {True: 3, False: 2}  # on SQLite, where one process does everything, and on PostgreSQL, where there are two
PUBLIC = {"kudos"}
OVER = timedelta(minutes=30)  # longer than any lease, patience or delay
END = ("sent", "unknown", "withdrawn")


@dataclass
class Town:
    """A practice workspace, the database, and the processes in front of it."""

    slack: Workspace
    database: Database
    processes: list[TakeFive]
    ana: str
    snippets: str

    def share(self, number: int) -> None:
        """Ana shares a reply, a strong or a weak one; Slack is slow to answer, and slow to show what it took."""
        words = (STRONG if number % 3 else WEAK).replace("cot", f"cot {number}").replace("router", f"router {number}")
        self.slack.fail("chat.postMessage", Fault.slow(0.15) if number % 2 else Fault.late_to_show(0.2))
        self.slack.say(self.ana, self.snippets, words)

    def start(self) -> None:
        for process in self.processes:
            if process.process is None:
                process.start()

    def letters(self) -> list[Letter]:
        with self.database.sessions() as session:
            return list(session.scalars(select(Letter)))

    def let_time_pass(self) -> None:
        """Half an hour goes by in the database: leases, delays and patience run out."""
        with self.database.sessions.begin() as session:
            for letter in session.scalars(select(Letter).where(Letter.state.in_(("due", "sending")))):
                letter.not_before -= OVER
                letter.lease_until = letter.lease_until and letter.lease_until - OVER
                letter.sending_since = letter.sending_since and letter.sending_since - OVER

    def come_to_rest(self) -> None:
        """Start what is dead, let Slack send again what was not taken, and wait until every letter has its end."""
        for _ in range(3):
            self.let_time_pass()
            for process in self.processes:
                process.kill()
            self.start()
            self.slack.clock.advance(400)
            self.slack.settle(20)
            try:
                self.slack.wait_for(lambda slack: all(letter.state in END for letter in self.letters()), 4)
            except TimeoutError:
                continue
            return

    def acknowledged(self) -> set[str]:
        shared = [made for made in self.slack.deliveries if made.event.get("user") == self.ana]
        return {made.event["ts"] for made in shared if made.accepted}

    def said(self) -> Counter[str]:
        """How often each letter stands in Slack, by its key in the metadata, once everything shows."""
        self.slack.clock.advance(5)
        roots = [root for channel in list(self.slack.world.channels) for root in self._all(channel)]
        keys = [message.get("metadata", {}).get("event_payload", {}).get("letter") for message in roots]
        return Counter(key for key in keys if key)

    def _all(self, channel: str) -> list[dict]:
        return [each for root in self.slack.history(channel) for each in self.slack.replies(channel, root["ts"])]


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Iterator[Town]:
    with Workspace(answer_within=2.0) as slack, ExitStack() as lives:
        ana, port = slack.person("Ana"), free_port()
        snippets = slack.channel("snippets", [ana])
        (tmp_path / "takefive.toml").write_text(f'[[channel]]\nid = "{snippets}"\npart = "snippets"\n', "utf-8")
        address = database.url.render_as_string(hide_password=False)
        variables = {**slack.environment(), "DATABASE_URL": address}
        serve = TakeFive(["serve", "--port", str(port)], "Take Five listens on", variables, tmp_path)
        work = TakeFive(["work"], "Take Five delivers letters", variables, tmp_path)
        processes = [serve] if database.is_sqlite else [serve, work]
        for process in (serve, work):
            lives.enter_context(closing(process))
        slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        yield Town(slack, database, processes, ana, snippets)


@ON_BOTH
def test_killed_at_any_moment_nothing_acknowledged_is_lost_and_nothing_public_said_twice(town: Town):
    chance = random.Random(17)
    town.start()
    for kill in range(KILLS[town.database.is_sqlite]):
        before = len(town.slack.calls)
        for number in range(3):
            town.share(10 * kill + number)
        enough = before + chance.randint(0, 9)
        town.slack.wait_for(lambda slack, enough=enough: len(slack.calls) >= enough or slack.world.deliveries.settled())
        town.processes[kill % len(town.processes)].kill()
        town.start()
    town.come_to_rest()

    with town.database.sessions() as session:
        kept = {review.thread for review in session.scalars(select(Review))}
    assert len(town.acknowledged()) == 3 * KILLS[town.database.is_sqlite]
    assert town.acknowledged() <= kept
    letters, said = {letter.id: letter for letter in town.letters()}, town.said()
    assert {letter.state for letter in letters.values()} <= set(END)
    for id, letter in letters.items():
        if letter.kind in ("reaction", "remove") or letter.amends:
            continue
        assert said[id] <= (1 if letter.kind in PUBLIC else 2), (letter.kind, letter.state)
        assert said[id] >= (letter.state == "sent"), (letter.kind, letter.state)
    assert any(letter.kind == "kudos" and letter.state == "sent" for letter in letters.values())
    for process in town.processes:
        assert "cot 1" not in process.said()
