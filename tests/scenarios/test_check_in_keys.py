"""Web and worker as processes of their own: no check-in opens unless both see the same key directory."""

import multiprocessing
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot import doctor, start
from bot.database import Database
from bot.keys import KeyDirectory
from bot.settings import environment
from coaching.care import plans
from coaching.records.care import Round
from coaching.workplace import Workplace
from handlers.rounds import Minute
from tests.coaching.care.office import Slack, support
from tests.conftest import ON_BOTH

WEDNESDAY = datetime(2026, 6, 3, 15, tzinfo=UTC)
TEAM = [f"U{number}" for number in range(6)]


def web(url: str, keys: Path, _: datetime) -> None:
    """What the process that answers Slack does each minute about the keys."""
    once = threading.Event()
    once.set()
    start.echo_keys(environment({"DATABASE_URL": url, "TAKEFIVE_KEYS": str(keys)}), Database(url), once)


def worker(url: str, keys: Path, now: datetime) -> None:
    """The worker's minute."""
    database, file = Database(url), Workplace(care=plans.read(support(TEAM), "UTC"))
    Minute(file, database.sessions, Slack(), KeyDirectory(keys), database.scrub, serves_too=False)(now)  # type: ignore[arg-type]


def in_a_process(work: Callable[..., None], *given: Any) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=work, args=given)
    process.start()
    process.join(60)
    assert process.exitcode == 0


def told(url: str, keys: Path, folder: Path) -> str:
    """What doctor says about check-ins where these keys are seen."""
    file = folder / "takefive.toml"
    file.write_text(f'[[team]]\nname = "Support"\nmembers = {TEAM}\ncheckin = {{weekday = "friday"}}\n', "utf-8")
    found = doctor.examine(environment({"DATABASE_URL": url, "TAKEFIVE_KEYS": str(keys)}), file)
    return "\n".join(finding.words for finding in found if not finding.fine)


@ON_BOTH
def test_care_is_off_while_web_and_worker_have_key_directories_of_their_own(
    database: Database, tmp_path: Path, tmp_path_factory
):
    url, disks = database.url.render_as_string(hide_password=False), tmp_path_factory.mktemp("disks")
    mine, other = disks / "worker", disks / "web"

    def two_minutes(web_sees: Path, now: datetime) -> int:
        for moment in (now, now + timedelta(minutes=1)):
            in_a_process(worker, url, mine, moment)
            in_a_process(web, url, web_sees, moment)
        in_a_process(worker, url, mine, now + timedelta(minutes=2))
        with database.sessions() as session:
            return len(session.scalars(select(Round.id)).all())

    assert two_minutes(other, WEDNESDAY) == 0
    assert two_minutes(other, WEDNESDAY + timedelta(days=2)) == 0
    assert "does not see the worker's keys" in told(url, other, tmp_path)

    assert two_minutes(mine, WEDNESDAY + timedelta(days=2, hours=1)) == 1
    assert "check-ins are off" not in told(url, mine, tmp_path)
