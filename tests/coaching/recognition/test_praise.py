"""The praise file: searched, counted in words, taken along, and safe in a spreadsheet."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from coaching.recognition import praise
from coaching.recognition.praise import Entry

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def entry(days: int = 0, text: str = "Found the courier.", **changes: object) -> Entry:
    facts = {
        "at": NOW - timedelta(days=days), "kind": "shout-out", "by": "U-LEA", "lines": ("ownership",), "text": text,
        "effect": None, "quotes": (), "seconded": 0,
    }  # fmt: skip
    return Entry(**{**facts, **changes})  # type: ignore[arg-type]


def name(user: str | None) -> str:
    return "Lea" if user == "U-LEA" else "a colleague"


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, ""), (1, "one kudos"), (7, "seven kudos"), (12, "twelve kudos"), (13, "more than twelve kudos")],
)
def test_counts_are_words_and_end_at_twelve(count: int, told: str):
    assert praise.in_words(count, "kudos", "kudos") == told


def test_a_throwback_is_from_a_while_ago_and_another_one_tomorrow():
    found = [entry(1, "new"), entry(40, "old"), entry(50, "older")]

    told = {praise.throwback(found, NOW + timedelta(days=day)).text for day in range(2)}  # type: ignore[union-attr]
    assert told == {"old", "older"}


def test_where_there_is_nothing_old_a_throwback_is_what_there_is():
    assert praise.throwback([entry(1, "new")], NOW) == entry(1, "new")
    assert praise.throwback([], NOW) is None


def test_markdown_tells_when_who_what_and_what_it_changed():
    (told,) = praise.as_markdown([entry(effect="The door opened.", quotes=("I'll call you.",), seconded=2)], name)

    assert told.splitlines()[0] == "## 2 March 2026: shout-out from Lea"
    for words in ("*Ownership*", "Found the courier.", "What it changed: The door opened.", "> I'll call you."):
        assert words in told
    assert told.endswith("Two colleagues seconded it.")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_spreadsheet_calculates_nothing_of_it(start: str):
    rows = list(csv.reader(io.StringIO("\n".join(praise.as_csv([entry(text=f'{start}1+1, "x"\ny')], name)))))

    assert rows[1][4] == f'\'{start}1+1, "x"\ny'
    assert len(rows) == 2
