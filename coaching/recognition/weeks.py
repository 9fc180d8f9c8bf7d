"""When the digests of a week come: on somebody's own clock, on a working day, once."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from coaching.calendar import SATURDAY, moment_of, week_of
from coaching.workplace import Weekly

LATE = timedelta(hours=3)  # after a standstill a digest still comes; later it would come in the evening, so it does not


class Week(NamedTuple):
    """What a digest is about: from one digest's moment to the next, and the ISO week that names it."""

    since: datetime
    until: datetime
    name: str


def now_due(now: datetime, weekly: Weekly, zone: str, holidays: Collection[date]) -> Week | None:
    """The week whose digest is due now, on a clock in `zone`; None at any other time."""
    week = latest(now, weekly, zone, holidays)
    return week if now - week.until < LATE else None


def latest(now: datetime, weekly: Weekly, zone: str, holidays: Collection[date]) -> Week:
    """The last week that is over, by its digest's moment."""
    monday = now.astimezone(ZoneInfo(zone)).date()
    monday -= timedelta(days=monday.weekday())
    moments = [
        moment
        for weeks in range(5)
        if (moment := moment_in(monday - timedelta(weeks=weeks), weekly, zone, holidays)) and moment <= now
    ]
    until = moments[0] if moments else now
    since = moments[1] if len(moments) > 1 else until - timedelta(days=7)
    return Week(since, until, week_of(until, zone))


def moment_in(monday: date, weekly: Weekly, zone: str, holidays: Collection[date]) -> datetime | None:
    """The digest's moment in the week that begins on `monday`: its day, or the last working day before it, if any."""
    for weekday in range(min(weekly.weekday, SATURDAY - 1), -1, -1):
        day = monday + timedelta(days=weekday)
        if day not in holidays:
            return moment_of(day, weekly.at, ZoneInfo(zone))
    return None
