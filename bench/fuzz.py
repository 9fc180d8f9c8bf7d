"""Bad requests at the front door: no server error, no traceback, no word of a body in a log.

    python -m bench.fuzz [requests] [seed]

The real Flask and Bolt apps on SQLite, in this process, with every logger at DEBUG as `takefive` sets them. Then one
signed snippet is sent 1,000 times from eight threads. Ends with 1 if anything was answered with a server error, logged
that must not be, or had two effects.
"""

import io
import logging
import sys
import tempfile
import time

from sqlalchemy import func, select

from bot import jobs
from bot.database import Database
from coaching.records.snippets import Arrival
from tests.bot.face import face_of
from tests.bot.fuzzing import bombard, copies_of_one
from tests.bot.signing import CANARY, SECRET

BATCH = 5_000
FORBIDDEN = (CANARY, SECRET, "Traceback")


def all_that_is_logged() -> io.StringIO:
    """A text that takes whatever any logger lets through."""
    heard = io.StringIO()
    root = logging.getLogger()
    root.addHandler(logging.StreamHandler(heard))
    root.setLevel(logging.DEBUG)
    return heard


def fuzz(database: Database, times: int, seed: int) -> int:
    """So many bad requests; hands back how many findings there were."""
    face, heard, findings, began = face_of(database), all_that_is_logged(), 0, time.process_time()
    for number in range(0, times, BATCH):
        failures = bombard(face, seed + number, min(BATCH, times - number))
        logged = [word for word in FORBIDDEN if word in heard.getvalue()]
        print(*failures[:3], *(f"logged: {word}" for word in logged), sep="\n", end="\n" if failures + logged else "")
        findings += len(failures) + len(logged)
        heard.truncate(heard.seek(0))
    took = time.process_time() - began
    print(
        f"{times} bad requests: {findings} findings, {took:.0f} s of processor time ({took / times * 1000:.2f} ms each)"
    )
    return findings


def copies(database: Database, times: int) -> int:
    """One signed snippet many times; hands back how many effects it had too many."""
    with database.sessions() as session:
        before = session.scalar(select(func.count()).select_from(Arrival)) or 0
    statuses = copies_of_one(face_of(database), times)
    with database.sessions() as session:
        effects = (session.scalar(select(func.count()).select_from(Arrival)) or 0) - before
    print(f"{times} copies of one signed request: {effects} effect, answered with {sorted(statuses)}")
    return abs(effects - 1) + len(statuses - {200, 409})


def fresh(folder: str, name: str) -> Database:
    """An empty database with its tables."""
    database = Database(f"sqlite:///{folder}/{name}.db")
    database.migrate()
    jobs.prepare(database)
    return database


def main() -> int:
    """Both measurements."""
    times, seed = (int(word) for word in (sys.argv[1:] + ["200000", "1"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as folder:
        findings = fuzz(fresh(folder, "fuzz"), times, seed)
        findings += copies(fresh(folder, "copies"), 1_000)
    return int(findings > 0)


if __name__ == "__main__":
    sys.exit(main())
