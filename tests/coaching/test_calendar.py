"""Check-ins run once a week by somebody's clock, also where clocks are changed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from coaching.calendar import days_before, next_run, same_clock, week_of

FRIDAY = 4
SUNDAY = 6


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "weekday", "at", "zone", "expected"),
    [
        (utc(2026, 11, 20, 14, 59), FRIDAY, time(15), "UTC", utc(2026, 11, 20, 15)),
        (utc(2026, 11, 20, 15), FRIDAY, time(15), "UTC", utc(2026, 11, 27, 15)),
        (utc(2026, 11, 20, 23, 30), FRIDAY, time(15), "Asia/Tokyo", utc(2026, 11, 27, 6)),
        (utc(2026, 3, 28), SUNDAY, time(1, 30), "Europe/Lisbon", utc(2026, 3, 29, 1)),
        (utc(2026, 3, 7), SUNDAY, time(2, 30), "America/New_York", utc(2026, 3, 8, 7)),
        (utc(2026, 10, 24), SUNDAY, time(1, 30), "Europe/Lisbon", utc(2026, 10, 25, 0, 30)),
        (utc(2026, 10, 25, 0, 45), SUNDAY, time(1, 30), "Europe/Lisbon", utc(2026, 11, 1, 1, 30)),
        (utc(2026, 10, 3, 0, 30), SUNDAY, time(2, 15), "Australia/Lord_Howe", utc(2026, 10, 3, 15, 30)),
        (utc(2011, 12, 28), FRIDAY, time(12), "Pacific/Apia", utc(2011, 12, 30, 10)),
    ],
    ids=["today", "strictly after", "their friday", "gap", "gap in America", "doubled", "past the first of two",
         "half an hour's gap", "a day that never was"],
)  # fmt: skip
def test_the_next_run_is_a_weekday_and_time_on_the_clock_of_the_zone(after, weekday, at, zone, expected):
    assert next_run(after, weekday, at, zone) == expected


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        next_run(datetime(2026, 11, 20), FRIDAY, time(15), "UTC")


@pytest.mark.parametrize("weekday", [-1, 7, "friday"])
def test_what_is_no_weekday_is_refused(weekday):
    with pytest.raises(ValueError, match="0 \\(Monday\\) to 6"):
        next_run(utc(2026, 11, 20), weekday, time(15), "UTC")


def test_every_zone_gets_one_run_in_each_of_104_weeks_at_the_local_time():
    for zone in sorted(available_timezones()):
        moment, weeks = utc(2025, 12, 29), []
        for _ in range(104):
            moment = next_run(moment, FRIDAY, time(2, 30), zone)
            weeks.append(week_of(moment, zone))
            wanted = moment.astimezone(ZoneInfo(zone)).replace(hour=2, minute=30, fold=0).astimezone(UTC)
            assert abs(moment - wanted) <= timedelta(minutes=60), (zone, moment)
        assert len(set(weeks)) == 104, zone


def test_a_clock_that_is_asked_at_any_moment_of_a_week_gives_the_same_run():
    runs = {next_run(utc(2026, 3, 21, 1, 30) + timedelta(hours=hours), SUNDAY, time(1, 30), "Europe/Lisbon")
            for hours in range(30, 190)}  # fmt: skip

    assert runs == {utc(2026, 3, 29, 1)}


def test_a_week_belongs_to_its_zone():
    assert week_of(utc(2026, 11, 22, 23, 30), "UTC") == "2026-W47"
    assert week_of(utc(2026, 11, 22, 23, 30), "Europe/Berlin") == "2026-W48"


def test_everybody_has_the_same_clock_time_in_their_own_zone():
    assert same_clock(utc(2026, 11, 20, 15), "Europe/Lisbon", "America/New_York") == utc(2026, 11, 20, 20)


def test_a_reminder_is_at_the_same_time_on_an_earlier_working_day():
    tuesday = utc(2026, 11, 24, 15)

    assert days_before(tuesday, 1, "UTC") == utc(2026, 11, 23, 15)
    assert days_before(tuesday, 2, "UTC") is None
    assert days_before(tuesday, 1, "UTC", free={date(2026, 11, 23)}) is None
