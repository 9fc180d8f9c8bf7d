"""The runbook and the alert rules name what there is: metrics, alarms, commands."""

import re
from pathlib import Path

from bot import metrics
from bot.clock import wall
from bot.database import Database
from coaching import pulse

DOCS = Path(__file__).parent.parent / "docs"
ALERTS = (DOCS / "alerts.yml").read_text("utf-8")
RUNBOOK = (DOCS / "operations.md").read_text("utf-8")


def known(database: Database) -> str:
    with database.sessions.begin() as session:
        pulse.beat(session, pulse.SWEEP, wall())
    page = metrics.page(database.sessions, wall).decode()
    return page + "".join(f"\n# TYPE {name}_total counter" for name in re.findall(r"# TYPE (\w+) counter", page))


def test_every_metric_an_alarm_looks_at_exists(database: Database):
    there = set(re.findall(r"# TYPE (\w+)", known(database)))
    asked = set(re.findall(r"takefive_\w+", ALERTS))
    assert asked
    assert {name.removesuffix("_bucket") for name in asked} <= there


def test_every_alarm_has_its_section_and_every_section_its_alarm():
    alarms = re.findall(r"- alert: (\w+)", ALERTS)
    assert alarms == re.findall(r"^### (\w+)", RUNBOOK, re.MULTILINE)
    assert [name.lower() for name in alarms] == re.findall(r'runbook: "operations.md#(\w+)"', ALERTS)
    assert ALERTS.count("expr:") == len(alarms)


def test_the_readme_leads_to_the_runbook():
    assert "docs/operations.md" in (DOCS.parent / "README.md").read_text("utf-8")
