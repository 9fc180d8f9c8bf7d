"""When digests come: at the same hour on everybody's clock, whatever the clocks do, and never on a free day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from coaching.recognition import weeks
from coaching.workplace import Weekly

FRIDAY_AT_THREE = Weekly()


@pytest.mark.parametrize(
    ("zone", "hour"), [("UTC", 15), ("America/New_York", 20), ("Asia/Tokyo", 6), ("Asia/Kathmandu", 9)]
)
def test_a_digest_comes_at_three_on_everybodys_own_clock(zone: str, hour: int):
    minute = 15 if zone == "Asia/Kathmandu" else 0
    due = datetime(2026, 11, 20, hour, minute, tzinfo=UTC)

    assert weeks.now_due(due - timedelta(minutes=1), FRIDAY_AT_THREE, zone, ()) is None
    found = weeks.now_due(due, FRIDAY_AT_THREE, zone, ())
    assert found is not None
    assert (found.until, found.since, found.name) == (due, due - timedelta(days=7), "2026-W47")


def test_where_the_clocks_change_the_week_is_an_hour_longer_and_the_hour_stays():
    found = weeks.latest(datetime(2026, 10, 30, 18, tzinfo=UTC), FRIDAY_AT_THREE, "Europe/Lisbon", ())
    assert found.until == datetime(2026, 10, 30, 15, tzinfo=UTC)
    assert found.until - found.since == timedelta(days=7, hours=1)


def test_an_hour_that_does_not_exist_is_the_end_of_the_gap():
    in_the_gap = Weekly(weekday=4, at=time(0, 30))
    found = weeks.moment_in(date(2026, 4, 20), in_the_gap, "Africa/Cairo", ())
    assert found == datetime(2026, 4, 23, 22, tzinfo=UTC)


@pytest.mark.parametrize(("holidays", "weekday"), [((), 4), ((20,), 3), ((20, 19), 2), ((16, 17, 18, 19, 20), None)])
def test_a_holiday_moves_it_to_the_working_day_before(holidays: tuple[int, ...], weekday: int | None):
    free = {date(2026, 11, day) for day in holidays}
    found = weeks.moment_in(date(2026, 11, 16), FRIDAY_AT_THREE, "UTC", free)
    assert (found and found.weekday()) == weekday


@pytest.mark.parametrize("weekday", [5, 6])
def test_a_weekend_is_no_day_for_it(weekday: int):
    found = weeks.moment_in(date(2026, 11, 16), Weekly(weekday=weekday), "UTC", ())
    assert found is not None
    assert found.weekday() == 4


def test_what_a_free_week_left_out_comes_with_the_next():
    free = {date(2026, 11, day) for day in range(16, 21)}
    found = weeks.latest(datetime(2026, 11, 27, 15, tzinfo=UTC), FRIDAY_AT_THREE, "UTC", free)
    assert found.until - found.since == timedelta(days=14)


def test_after_a_standstill_it_comes_within_three_hours_or_not_at_all():
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert weeks.now_due(friday + timedelta(hours=2), FRIDAY_AT_THREE, "UTC", ()) is not None
    assert weeks.now_due(friday + timedelta(hours=3), FRIDAY_AT_THREE, "UTC", ()) is None
