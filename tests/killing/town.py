"""A workspace with its people and the bot's processes; a run: so many kills, rest, and the history of both sides."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update

from bot.database import Database
from bot.practice import Fault, Workspace
from coaching.care.results import comments_of
from coaching.records.care import Round, Schedule
from coaching.records.outbox import Letter
from coaching.records.recognition import ShoutOut
from coaching.records.snippets import Arrival, Review
from tests.killing import aims
from tests.killing.crew import Crew, Pace
from tests.killing.history import Done, History, Kept, Said
from tests.killing.people import NAMES, People, mark_in
from tests.killing.zygote import Zygote
from tests.processes import free_port

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass
class Town:
    """People who use the bot while its processes are killed."""

    slack: Workspace
    database: Database
    crew: Crew
    people: People

    def open_check_in(self) -> None:
        """The week's check-in is brought forward to now."""
        self._wait(self._calendar_is_brought_forward)
        self._wait(lambda: self._round_is("opening", "open"))

    def come_to_rest(self) -> None:
        """Nobody is killed any more: Slack sends again what was not taken, all have answered, the check-in closes."""
        self.crew.start()
        self.people.all_have_answered()
        for later in (61, 301):
            self.slack.clock.advance(later)
            time.sleep(0.1)
            self.slack.settle(60)
        self._wait(self._all_have_ended)
        with self.database.sessions.begin() as session:
            session.execute(update(Round).values(closes_at=datetime.now(UTC)))
        self._wait(lambda: self._round_is("void") or self._results_are_written())
        self._wait(self._all_have_ended)

    def _calendar_is_brought_forward(self) -> bool:
        with self.database.sessions.begin() as session:
            changed = session.execute(update(Schedule).values(next_run_at=datetime.now(UTC) - timedelta(seconds=1)))
            return bool(changed.rowcount)  # type: ignore[attr-defined]

    def _round_is(self, *states: str) -> bool:
        with self.database.sessions() as session:
            return session.scalar(select(Round.id).where(Round.state.in_(states)).limit(1)) is not None

    def _results_are_written(self) -> bool:
        with self.database.sessions() as session:
            letters = session.scalars(select(Letter.id).where(Letter.kind == "checkin_results"))
            return len(letters.all()) >= len(self.people.ids)

    def _all_have_ended(self) -> bool:
        """All snippets are read and all letters at their end; the reminders of the check-in are days away."""
        soon = datetime.now(UTC) + timedelta(minutes=10)
        on_the_way = select(Letter.id).where(Letter.state.in_(("due", "sending")), Letter.not_before < soon)
        unread = select(Arrival.origin)  # asked first: reading posts letters
        with self.database.sessions() as session:
            return all(session.scalar(some.limit(1)) is None for some in (unread, on_the_way))

    def _wait(self, so: Callable[[], bool], seconds: float = 60) -> None:
        """Wait; what is not so after a minute is for `check` to find."""
        due = time.monotonic() + seconds
        while not so() and time.monotonic() < due:
            time.sleep(0.05)

    def history(self) -> History:
        """Everything, as records."""
        taken = {
            made.event["ts"] for made in self.slack.deliveries if made.accepted and made.event.get("type") == "message"
        }
        told = [Done("snippet", who, mark, ts in taken) for ts, (who, mark) in self.people.shared.items()]
        with self.database.sessions() as session:
            reviews = {row.id: self.people.shared[row.thread or ""][1] for row in session.scalars(select(Review))}
            shouted = {row.id: mark_in(row.what) for row in session.scalars(select(ShoutOut))}
            about = {**reviews, **shouted}
            letters = [
                Kept(row.id, row.kind, row.state, about.get(row.review or ""), row.amends is not None)
                for row in session.scalars(select(Letter))
            ]
            closed = session.scalar(select(Round).where(Round.state == "closed"))
            words = comments_of(session, closed) if closed else []
        kept = {("snippet", mark) for mark in reviews.values()} | {
            ("shout-out", mark or 0) for mark in shouted.values()
        }
        published = Counter(mark for mark in map(mark_in, words) if mark)
        return History([*told, *self.people.done], list(self._said()), letters, kept, published if closed else None)  # type: ignore[arg-type]

    def _said(self) -> Iterator[Said]:
        for call in self.slack.calls:
            if call.method == "chat.postMessage" and isinstance(call.answer, dict) and call.answer.get("ok"):
                where, thread = call.answer["channel"], call.arguments.get("thread_ts")
                about = (
                    self.people.shared[thread][1] if thread in self.people.shared else mark_in(call.arguments["text"])
                )
                yield Said(aims.letter_of(call) or call.answer["ts"], where, about)


@contextmanager
def town(
    zygote: Zygote, database: Database, folder: Path, pace: Pace, seed: int, before: str = "", size: int = len(NAMES)
) -> Iterator[Town]:
    """A town of this size, with a check-in open; `before` names a function that spoils the bot, for a mutant."""
    chance, port = random.Random(seed), free_port()
    with Workspace(at_once=3, answer_within=2.0) as slack:
        ids = [slack.person(name, tz="UTC") for name in NAMES[:size]]
        people = People(slack, chance, ids, slack.channel("snippets", ids))
        _settings(folder / "takefive.toml", people)
        slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        slow = replace(Fault.late_to_show(pace.late), seconds=pace.slow)
        slack.fail("chat.postMessage", slow, times=50_000)
        crew = Crew(slack, database, zygote, folder, pace, chance, port, before)
        try:
            crew.start()
            made = Town(slack, database, crew, people)
            made.open_check_in()
            yield made
        finally:
            crew.close()


def run(town: Town, wishes: Iterable[str]) -> History:
    """One kill after the other while people go on, each in the step that is wished for, then rest; what was seen."""
    for wish in wishes:
        town.people.act()
        town.crew.kill(wish)
    town.come_to_rest()
    return town.history()


def _settings(file: Path, people: People) -> None:
    day = DAYS[(datetime.now(UTC) + timedelta(days=2)).weekday()]
    members = ", ".join(f'"{id}"' for id in people.ids)
    file.write_text(
        f'care.letters_per_minute = 600\n[[channel]]\nid = "{people.room}"\npart = "snippets"\n'
        f'[[team]]\nname = "Support"\nmembers = [{members}]\n'
        f'checkin = {{weekday = "{day}", time = "12:00", comments = true}}\n',
        "utf-8",
    )
