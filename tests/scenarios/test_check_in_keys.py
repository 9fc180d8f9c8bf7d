"""Web and worker as processes of their own: no check-in opens unless both see the same key directory."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot import doctor
from bot.database import Database
from bot.settings import environment
from coaching.records.care import Round
from tests.conftest import ON_BOTH
from tests.killing.zygote import shared
from tests.scenarios.minutes import TEAM

WEDNESDAY = datetime(2026, 6, 3, 15, tzinfo=UTC)


def in_a_process(work: str, folder: Path, url: str, keys: Path, now: datetime) -> None:
    """One minute of `web` or `worker`."""
    what = (f"tests.scenarios.minutes.{work}", url, str(keys), now.isoformat())
    life = shared().start(work, [], folder, variables={}, before=what)
    shared().bury(life)
    assert life.code == 0, (folder / f"{work}.log").read_text()


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
            in_a_process("worker", tmp_path, url, mine, moment)
            in_a_process("web", tmp_path, url, web_sees, moment)
        in_a_process("worker", tmp_path, url, mine, now + timedelta(minutes=2))
        with database.sessions() as session:
            return len(session.scalars(select(Round.id)).all())

    assert two_minutes(other, WEDNESDAY) == 0
    assert two_minutes(other, WEDNESDAY + timedelta(days=2)) == 0
    assert "does not see the worker's keys" in told(url, other, tmp_path)

    assert two_minutes(mine, WEDNESDAY + timedelta(days=2, hours=1)) == 1
    assert "check-ins are off" not in told(url, mine, tmp_path)
