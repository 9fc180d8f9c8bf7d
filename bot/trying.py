"""The practice workspace with the bot in it, on a page to try everything in."""

import signal
import tempfile
import threading
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import delete

from bot.database import Database
from bot.keys import KeyDirectory
from bot.practice import Workspace
from bot.practice.brightwell import SUPPORT, Brightwell
from bot.running import running
from bot.settings import environment
from coaching.care import plans
from coaching.care.plans import Care
from coaching.records import Record
from coaching.snippets.redaction import Span, redact
from coaching.workplace import Room, Team, Workplace

ZONE = "Europe/Lisbon"


def run(port: int) -> int:
    """Open the page on this machine's loopback and keep it until interrupted."""
    with (
        tempfile.TemporaryDirectory(prefix="takefive-practice-") as folder,
        tempfile.TemporaryDirectory(prefix="takefive-practice-keys-") as keys,
        Workspace(port=port, masker=masked) as slack,
    ):
        database = f"sqlite:///{Path(folder) / 'takefive.db'}"
        settings = environment({**slack.environment(), "DATABASE_URL": database, "TAKEFIVE_KEYS": keys})
        opened: list[Database] = []
        ids = slack.begin_with(Brightwell(), lambda: forget(opened[0], KeyDirectory(Path(keys))))
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
    """Brightwell's settings: two teams, a channel for snippets, one a team for what is signed; Support checks in."""
    support = Team("Support", tuple(ids[name] for name in SUPPORT), (ids["Lea"],), ZONE, (ids["Chidi"],), (ids["Pia"],))
    accounts = Team("Accounts", tuple(ids[name] for name in ("Ines", "Oskar")), (ids["Tomas"],), ZONE)
    rooms = (
        Room(ids["snippets"], "snippets"),
        Room(ids["team-support"], "team", team="Support"),
        Room(ids["team-accounts"], "team", team="Accounts"),
    )
    return Workplace(ZONE, (support, accounts), {room.channel: room for room in rooms}, care=_care(support, ids))


def _care(team: Team, ids: dict[str, str]) -> Care:
    checkin = {
        "weekday": "friday", "time": "15:00", "talk_to": [ids["Lea"]],
        "rough": {"break": "Ten minutes, no questions asked.", "buddy": ids["Pia"], "cover": ids["Lea"]},
    }  # fmt: skip
    given = {
        "team": [{**asdict(team), "checkin": checkin}],
        "care": {"countries": ["PT"], "contacts": ["Pia, who is there to listen: @pia"], "letters_per_minute": 600},
    }
    return plans.read(given, ZONE)


def masked(text: str) -> tuple[str, tuple[Span, ...]]:
    """What the page shows beside an original: the masked text and the places."""
    found = redact(text)
    return found.text, found.spans


def forget(database: Database, keys: KeyDirectory) -> None:
    """Start over: our rows and the keys of check-ins go; the engine's own rows stay, they find nothing to say."""
    with database.sessions.begin() as session:
        for table in reversed(Record.metadata.sorted_tables):
            session.execute(delete(table))
    for round in keys.rounds():
        keys.destroy(round)


def _wait_for_the_end() -> None:
    end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end.set())
    end.wait()
