"""Trends as people see them: the facts of a letter in, what is drawn and said about them out."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from coaching.pictures import MOST_PANELS, Panel, Point, Trend
from coaching.recognition import lines

Facts = dict[str, Any]
SHARES = {
    "few": (1 / 8, "few"), "some": (3 / 8, "some"), "many": (5 / 8, "many"), "most": (7 / 8, "most"),
    "half or fewer": (1 / 4, "≤ half"), "more than half": (3 / 4, "> half"),
}  # fmt: skip
COUNTS = {
    "fewer than 10 times": (1 / 8, "< 10"), "10 to 19 times": (3 / 8, "10–19"), "20 to 49 times": (5 / 8, "20–49"),
    "50 times or more": (7 / 8, "50 +"),
}  # fmt: skip


def own(*, week: str, replies: Sequence[int], shown: Mapping[str, Sequence[int]], **_: Any) -> Trend:
    """What showed in one's own replies, week by week; a week without replies is a gap, not a zero."""
    most = max([*replies, 1])
    panels = tuple(
        Panel(
            lines.words().get(tactic, tactic).rstrip(".").capitalize(),
            tuple(_part(count, read, most) for count, read in zip(weeks, replies, strict=True)),
            behind=tuple(read / most for read in replies),
        )
        for tactic, weeks in shown.items()
        if any(weeks)
    )
    note = "In how many of your replies it showed; the bars are the replies."
    return Trend("What showed in your replies", note, "week", _weeks(week, len(replies)), panels, "no replies")


def results(*, groups: list[list[Any]], weeks: Sequence[str] = (), **_: Any) -> Trend:
    """What a circle's published results were, round by round, and a gap where too few answered.

    Its parts stand in the table alone.
    """
    if not groups or not weeks:
        return Trend("", "", "", (), (), "")
    circle, rows = groups[0]
    panels = tuple(_question(row, len(weeks)) for row in rows if any(row["trend"]))[:MOST_PANELS]
    note = "Published averages and shares, round by round."
    ticks = tuple(str(int(week[-2:])) for week in weeks)
    return Trend(f"Check-ins of {circle}", note, "week", ticks, panels, "too few")


def _question(row: Facts, ticks: int) -> Panel:
    values = [None] * (ticks - len(row["trend"])) + row["trend"][-ticks:]
    ends = f"1 {row['low']}, 5 {row['high']}" if row["low"] else "How many said yes"
    return Panel(row["ask"], tuple(published(value) if value else None for value in values), ends)


def published(value: str) -> Point:
    """A published value as a point; its height is the same in the picture and in the bars of the table."""
    if value in SHARES or value in COUNTS:
        height, label = (SHARES | COUNTS)[value]
        return Point(height, label, value)
    number, _, end = value.partition(" or ")
    sign = {"less": "≤ ", "more": "≥ "}.get(end, "")
    return Point((float(number) - 1) / 4, sign + number, value)


def _part(count: int, read: int, most: int) -> Point | None:
    return Point(count / most, f"{count} of {read}", f"{count} of {read}") if read else None


def _weeks(last: str, many: int) -> tuple[str, ...]:
    """The names of the ISO weeks up to `last` (2026-W47)."""
    monday = date.fromisocalendar(int(last[:4]), int(last[-2:]), 1)
    days = (monday - timedelta(weeks=back) for back in range(many - 1, -1, -1))
    return tuple(str(day.isocalendar().week) for day in days)
