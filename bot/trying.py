"""The practice workspace with the bot in it, on a page to try everything in."""

import signal
import tempfile
import threading
from pathlib import Path

from sqlalchemy import delete

from bot.database import Database
from bot.practice import Workspace
from bot.practice.brightwell import Brightwell
from bot.running import running
from bot.settings import environment
from coaching.records import Record
from coaching.snippets.redaction import Span, redact
from coaching.workplace import Room, Team, Workplace


def run(port: int) -> int:
    """Open the page on this machine's loopback and keep it until interrupted."""
    with (
        tempfile.TemporaryDirectory(prefix="takefive-practice-") as folder,
        Workspace(port=port, masker=masked) as slack,
    ):
        settings = environment({**slack.environment(), "DATABASE_URL": f"sqlite:///{Path(folder) / 'takefive.db'}"})
        opened: list[Database] = []
        ids = slack.begin_with(Brightwell(), lambda: forget(opened[0]))
        with running(settings, furnished(ids), clock=slack.clock.now) as bot:
            opened.append(bot.database)
            slack.deliver_to(bot.address, slack.clock.time)
            slack.clock.listen(lambda _: bot.tick())
            print(
                f"\n  The practice workspace is open: {slack.url}\n\n  Ctrl-C ends it; nothing stays behind.\n",
                flush=True,
            )
            _wait_for_the_end()
    return 0


def furnished(ids: dict[str, str]) -> Workplace:
    """Brightwell's settings: two teams, a channel for snippets, one that takes signed kudos."""
    support = Team("Support", tuple(ids[name] for name in ("Ana", "Ben", "Chidi")), (ids["Lea"],), "Europe/Lisbon")
    accounts = Team("Accounts", tuple(ids[name] for name in ("Ines", "Oskar")), (ids["Tomas"],), "Europe/Lisbon")
    rooms = (
        Room(ids["snippets"], "snippets"),
        Room(ids["team-support"], "team", team="Support"),
        Room(ids["team-accounts"], "team", team="Accounts"),
    )
    return Workplace("Europe/Lisbon", (support, accounts), {room.channel: room for room in rooms})


def masked(text: str) -> tuple[str, tuple[Span, ...]]:
    """What the page shows beside an original: the masked text and the places."""
    found = redact(text)
    return found.text, found.spans


def forget(database: Database) -> None:
    """Start over: every row of ours goes; the engine's own stay, they find nothing left to say."""
    with database.sessions.begin() as session:
        for table in reversed(Record.metadata.sorted_tables):
            session.execute(delete(table))


def _wait_for_the_end() -> None:
    end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end.set())
    end.wait()
