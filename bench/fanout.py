"""Fan-out: a check-in of thousands of people is opened and delivered while snippets keep coming in.

    python -m bench.fanout [people] [letters a minute] [minutes]

Opens a round (batches of at most 200 letters a transaction), delivers its letters through the engine against the
practice workspace at the configured pace, and meanwhile posts a snippet every quarter of a second.
"""

import resource
import statistics
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot import jobs
from bot.database import Database
from bot.practice import Workspace
from bot.practice.deliveries import Delivery
from bot.running import running
from bot.settings import environment
from coaching.care import letters, plans
from coaching.records.outbox import Letter
from coaching.workplace import Room, Workplace

SNIPPET = "I'm so sorry the parcel came late, that must be annoying. I'll call you tomorrow with the new date."


def workplace(team: list[str], channel: str, pace: int) -> Workplace:
    """One team whose check-in is due a few seconds from now."""
    at = datetime.now(UTC) + timedelta(minutes=1)
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    rules = {"weekday": days[at.weekday()], "time": f"{at:%H:%M}", "reminders": 1}
    given = {"team": [{"name": "All", "members": team, "checkin": rules}], "care": {"letters_per_minute": pace}}
    return Workplace(rooms={channel: Room(channel, "snippets")}, care=plans.read(given, "UTC"))


def run(people: int, pace: int, minutes: int) -> dict[str, Any]:
    """The figures of one run."""
    batches: list[float] = []
    invite = letters.invite

    def timed(*args: Any) -> bool:
        began = time.perf_counter()
        more = invite(*args)
        batches.append(time.perf_counter() - began)
        return more

    letters.invite = timed
    with tempfile.TemporaryDirectory() as folder, Workspace(at_once=4) as slack, ExitStack() as stack:
        team = [slack.person(f"P{number}") for number in range(people)]
        channel = slack.channel("snippets", team[:1])
        database = made(folder)
        url = database.url.render_as_string(hide_password=False)
        settings = environment({**slack.environment(), "DATABASE_URL": url, "TAKEFIVE_KEYS": f"{folder}/keys/1"})
        bot = stack.enter_context(running(settings, workplace(team, channel, pace), patience=6))
        slack.deliver_to(bot.address)
        acks: list[float] = []
        stop = threading.Event()
        talk = threading.Thread(target=chatter, args=(slack, team[0], channel, acks, stop))
        time.sleep(61 - time.time() % 60)
        before = memory()
        began, sent0 = time.perf_counter(), sent(database)
        talk.start()
        bot.tick()
        opened = time.perf_counter() - began
        after = memory()
        while time.perf_counter() - began < 60 * minutes:
            time.sleep(1)
        sent1, took = sent(database), time.perf_counter() - began
        stop.set()
        talk.join()
        database.close()
    acks.sort()
    return {
        "opened": opened, "batches": len(batches), "slowest batch": max(batches), "MB": after - before,
        "a minute": (sent1 - sent0) / took * 60, "acks": len(acks), "p50": 1000 * statistics.median(acks),
        "p99": 1000 * acks[int(len(acks) * 0.99)],
    }  # fmt: skip


def made(folder: str) -> Database:
    """A migrated database."""
    place = Path(folder) / "data"
    place.mkdir()
    database = Database(f"sqlite:///{place}/takefive.db")
    database.migrate()
    jobs.prepare(database)
    return database


def chatter(slack: Workspace, person: str, channel: str, acks: list[float], stop: threading.Event) -> None:
    """A snippet every quarter of a second; `acks` takes the seconds until each was acknowledged."""
    while not stop.wait(0.25):
        known = len(slack.deliveries)
        began = time.perf_counter()
        slack.say(person, channel, SNIPPET)
        slack.wait_for(lambda slack, known=known: any(map(is_acknowledged, slack.deliveries[known:])), 30)
        acks.append(time.perf_counter() - began)


def is_acknowledged(made: Delivery) -> bool:
    """Whether this is a person's own message that the bot has answered."""
    return made.kind == "events_api" and made.status == 200 and not made.body["event"].get("bot_id")


def sent(database: Database) -> int:
    """Check-in letters that went out."""
    with database.sessions() as session:
        query = select(func.count()).select_from(Letter).where(Letter.kind == "checkin", Letter.state == "sent")
        return session.scalar(query) or 0


def memory() -> float:
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    count, limit, lasting = (int(word) for word in (sys.argv[1:] + ["10000", "45", "5"][len(sys.argv) - 1 :])[:3])
    figures = run(count, limit, lasting)
    print(
        f"{count} people: opened in {figures['opened']:.1f} s, {figures['batches']} batches (slowest "
        f"{1000 * figures['slowest batch']:.0f} ms), {figures['MB']:.0f} MB more. Delivered {figures['a minute']:.1f} "
        f"a minute of {limit} allowed ({figures['a minute'] / limit:.0%}) over {lasting} min. {figures['acks']} "
        f"snippets meanwhile: acknowledged in {figures['p50']:.0f} ms (median), {figures['p99']:.0f} ms (p99)."
    )
