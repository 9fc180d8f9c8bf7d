"""Weekdays and times on somebody's clock, as moments in UTC: when check-ins run and digests come."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

WEEK = timedelta(days=7)
SATURDAY = 5


def next_run(after: datetime, weekday: int, at: time, zone: str) -> datetime:
    """The first moment strictly after `after` that is `weekday` (Monday is 0), `at`, in `zone`; aware, in UTC.

    A local time that does not exist (clocks go forward) moves to just after the gap; one that comes twice is the
    first of the two. Raises ValueError for an `after` without a zone and for what is no weekday,
    ZoneInfoNotFoundError for a zone nobody knows.
    """
    if after.tzinfo is None:
        raise ValueError("next_run needs an aware time: give `after` a zone (UTC)")
    if weekday not in range(7):
        raise ValueError(f"next_run takes weekdays from 0 (Monday) to 6 (Sunday), not {weekday!r}")
    clock = ZoneInfo(zone)
    here = after.astimezone(clock).date()
    day = here + timedelta(days=(weekday - here.weekday()) % 7 - 7)
    while True:
        moment = moment_of(day, at, clock)
        if moment > after:
            return moment
        day += WEEK


def moment_of(day: date, at: time, clock: ZoneInfo) -> datetime:
    """A local day and time in UTC. What falls into a gap is moved to its end: the moment when the clock was changed."""
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0), clock)
    moment = local.astimezone(UTC)
    if moment.astimezone(clock).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    return _end_of_gap(moment, clock)


@cache
def zones() -> frozenset[str]:
    """The names of all time zones; kept, because finding them walks through hundreds of files."""
    return frozenset(available_timezones())


def week_of(moment: datetime, zone: str) -> str:
    """The ISO week of a moment in a zone, such as "2026-W09"."""
    year, week, _ = moment.astimezone(ZoneInfo(zone)).isocalendar()
    return f"{year}-W{week:02}"


def same_clock(moment: datetime, home: str, zone: str) -> datetime:
    """The moment at which a clock in `zone` shows the day and time that `moment` has at `home`."""
    local = moment.astimezone(ZoneInfo(home))
    return moment_of(local.date(), local.time(), ZoneInfo(zone))


def days_before(moment: datetime, days: int, zone: str, free: Collection[date] = ()) -> datetime | None:
    """The same local time `days` earlier, or None where that is a weekend or one of the `free` days."""
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() - timedelta(days=days)
    return None if day.weekday() >= SATURDAY or day in free else moment_of(day, local.time(), ZoneInfo(zone))


def _end_of_gap(near: datetime, clock: ZoneInfo) -> datetime:
    """The moment at which the offset changes, around `near`, to the second."""
    early, late = near - timedelta(days=1), near + timedelta(days=1)
    before = early.astimezone(clock).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        early, late = (middle, late) if middle.astimezone(clock).utcoffset() == before else (early, middle)
    return late.replace(microsecond=0)
