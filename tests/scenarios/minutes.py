"""What web and worker do about the keys each minute, for a process of their own: no pytest, and all given as words."""

import threading
from datetime import datetime
from pathlib import Path

from bot import start
from bot.database import Database
from bot.keys import KeyDirectory
from bot.settings import environment
from coaching.care import plans
from coaching.workplace import Workplace
from handlers.rounds import Minute
from tests.coaching.care.office import Slack, support

TEAM = [f"U{number}" for number in range(6)]


def web(url: str, keys: str, _: str) -> None:
    """What the process that answers Slack does."""
    once = threading.Event()
    once.set()
    start.echo_keys(environment({"DATABASE_URL": url, "TAKEFIVE_KEYS": keys}), Database(url), once)


def worker(url: str, keys: str, now: str) -> None:
    """The worker's minute."""
    database, file = Database(url), Workplace(care=plans.read(support(TEAM), "UTC"))
    minute = Minute(file, database.sessions, Slack(), KeyDirectory(Path(keys)), database.scrub, serves_too=False)  # type: ignore[arg-type]
    minute(datetime.fromisoformat(now))
