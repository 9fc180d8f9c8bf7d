"""The table of small teams in docs/privacy.md is what a coin toss for each person gives."""

import re
from math import comb
from pathlib import Path

import pytest

DOCUMENT = Path(__file__).parents[3] / "docs" / "privacy.md"
ROW = re.compile(r"^\| (\d+) \| ([\d.]+) % \| ([\d.]+) % \| ([\d.]+) % \|$", re.MULTILINE)


def at_least_five(people: int, rate: float) -> float:
    return sum(comb(people, n) * rate**n * (1 - rate) ** (people - n) for n in range(5, people + 1))


@pytest.mark.parametrize("row", ROW.findall(DOCUMENT.read_text("utf-8")), ids=lambda row: row[0])
def test_each_row_says_how_often_a_team_gets_a_result(row):
    for told, rate in zip(row[1:], (0.6, 0.75, 0.9), strict=True):
        assert 100 * at_least_five(int(row[0]), rate) == pytest.approx(
            float(told), abs=0.5 if "." not in told else 0.05
        )


def test_the_table_has_the_four_sizes():
    assert [row[0] for row in ROW.findall(DOCUMENT.read_text("utf-8"))] == ["5", "8", "12", "20"]
