"""A small world for check-ins: a team of six, its lead, somebody to talk to, and a clock that can be moved."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.database import Database
from bot.practice import Workspace
from bot.running import running
from bot.settings import environment
from coaching.care import plans
from coaching.records.care import Ballot, Result, Round
from coaching.workplace import Workplace
from tests.settling import due, settle

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)
AT_ONCE = 10**7  # letters a minute: whoever waits for those that are due waits for all of them
NAMES = ("Ana", "Ben", "Chidi", "Dora", "Emil", "Fay")


@dataclass
class CheckIns:
    """A running bot with one circle."""

    slack: Workspace
    database: Database
    keys: Path
    team: list[str]
    lea: str
    nora: str
    minute: Callable[[], None]

    def at(self, moment: datetime) -> None:
        """Move the clock, and let the minute's work be done until nothing is left to say."""
        self.slack.clock.set(moment)
        self.minute()
        self.settled()

    def settled(self) -> None:
        """Wait until every letter that is due has come to an end."""
        settle(self.slack, lambda: due(self.database, self.slack.clock.now()))

    def told(self, person: str) -> list[dict[str, Any]]:
        """What the bot has said to somebody, oldest first."""
        return [message for message in reversed(self.slack.history(self.slack.dm(person))) if message.get("bot_id")]

    def press(self, person: str, button: str, message: dict[str, Any] | None = None) -> None:
        """Press a button of a message, by default of the last one."""
        shown = message or self.told(person)[-1]
        self.slack.click(person, self.slack.dm(person), shown["ts"], button)

    def answer(self, person: str, **answers: str) -> None:
        """Open the form from the last letter and send it."""
        self.press(person, "checkin_open")
        self.slack.submit(person, answers)

    def ballots(self) -> list[tuple[bytes, bytes]]:
        """Tags and boxes in the database."""
        with self.database.sessions() as session:
            return [(ballot.tag, ballot.box) for ballot in session.scalars(select(Ballot))]

    def rounds(self) -> list[Round]:
        """Every round, oldest first."""
        with self.database.sessions() as session:
            return list(session.scalars(select(Round).order_by(Round.opens_at)))

    def results(self) -> dict[str, str | None]:
        """What was published in the last round: question and value."""
        with self.database.sessions() as session:
            rows = session.scalars(select(Result).where(Result.round == self.rounds()[-1].id))
            return {row.question: row.value for row in rows}


@contextmanager
def check_ins(
    database: Database, folder: Path, size: int = 6, *, nora_cares: bool = False, **checkin: Any
) -> Iterator[CheckIns]:  # fmt: skip
    """A team whose check-in is on Fridays at 15:00; `checkin` adds to its settings. `nora_cares`: as its care lead."""
    with Workspace() as slack:
        slack.clock.set(FRIDAY - timedelta(hours=2))
        team = [slack.person(name, tz="UTC") for name in NAMES[:size]]
        lea, nora = slack.person("Lea", tz="UTC"), slack.person("Nora", tz="UTC")
        given = {
            "team": [{
                "name": "Support", "members": team, "leads": [lea], "care_leads": [nora] if nora_cares else [],
                "checkin": {"weekday": "friday", "time": "15:00", "talk_to": [nora], **checkin},
            }],
            "care": {"countries": ["PT"], "contacts": ["Nora in HR: @nora"]},
        }  # fmt: skip
        assert plans.problems(given) == []
        workplace = Workplace(care=replace(plans.read(given, "UTC"), pace=AT_ONCE))
        url = database.url.render_as_string(hide_password=False)
        settings = environment({**slack.environment(), "DATABASE_URL": url, "TAKEFIVE_KEYS": str(folder / "keys")})
        with running(settings, workplace, clock=slack.clock.now) as bot:
            slack.deliver_to(bot.address, slack.clock.time)
            bot.tick()  # the calendar begins before Friday, whenever the worker's own first minute comes
            yield CheckIns(slack, database, folder / "keys", team, lea, nora, bot.tick)
