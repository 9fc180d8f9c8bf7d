"""docs/faults.md says what the code does: the same faults and policies, the same kinds and rules."""

from datetime import timedelta
from pathlib import Path

from coaching import late
from handlers.calls import RENDER
from handlers.outcomes import WAIT
from tests.handlers.test_outcomes import FAULTS

DOCUMENT = (Path(__file__).parents[2] / "docs" / "faults.md").read_text("utf-8")


def rows(heading: str) -> dict[str, list[str]]:
    """A table of the document: its rows by their first cell."""
    part = DOCUMENT.split(f"## {heading}\n")[1].split("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")
    ]
    return {first: rest for first, *rest in cells[2:]}


def waits(seconds: float) -> str:
    return "10 s, growing to 60 s" if seconds == WAIT else f"{seconds:g} s"


def limit(within: timedelta | None) -> str:
    return {None: "always", late.HOUR: "1 hour", late.DAY: "1 day"}.get(within, f"{within.days if within else 0} days")


def test_every_fault_stands_there_with_its_policy():
    told = {name: row[:3] for name, row in rows("What Slack may answer").items()}
    ends = {"refused", "done"}

    assert told == {
        name: [policy, "-" if policy in ends else waits(wait), "yes" if pause else "no"]
        for name, (_, policy, wait, pause) in FAULTS.items()
    }
    assert len(told) >= 24


def test_every_kind_of_letter_stands_there_with_what_becomes_of_it_when_it_is_late():
    told = rows("What comes too late")

    assert told == {kind: [limit(rule.within), rule.then, rule.why] for kind, rule in late.RULES.items()}
    assert told.keys() == {*RENDER, "reaction", "remove", "remove_picture"}
