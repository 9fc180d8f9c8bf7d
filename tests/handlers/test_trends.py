"""Trends: which facts of a letter are drawn, and where there is a gap."""

from handlers.views import trends

TOOK = {"took_part": "over 75 %"}
MOOD = {"ask": "How was your week?", "low": "Rough", "high": "Good", "value": "4.5 or more", **TOOK}


def test_a_week_without_replies_is_a_gap_and_one_where_nothing_showed_is_none():
    shown = {"empathy": [0, 0, 1], "ownership": [0, 0, 0]}
    trend = trends.own(week="2026-W01", replies=[0, 2, 4], shown=shown, said=[], people=[])

    assert trend.ticks == ("51", "52", "1")
    (empathy,) = trend.panels
    assert [point and point.label for point in empathy.points] == [None, "0 of 2", "1 of 4"]
    assert empathy.behind == (0, 0.5, 1)


def test_results_are_drawn_from_what_was_published_and_nothing_else():
    rows = [
        {**MOOD, "trend": ["2.0 or less", None, "3.5", "4 or more", "4.5 or more"]},
        {**MOOD, "ask": "A hard contact?", "low": "", "value": "half or fewer", "trend": ["few", "half or fewer"]},
        {**MOOD, "ask": "Breaks?", "low": "", "value": "50 times or more", "trend": ["50 times or more"]},
        {**MOOD, "ask": "Never enough?", "value": None, "trend": []},
    ]
    trend = trends.results(groups=[["Support", rows], ["Night", rows]], weeks=[f"2026-W0{n}" for n in range(1, 6)], k=5)

    assert trend.title == "Check-ins of Support"
    assert [panel.name for panel in trend.panels] == ["How was your week?", "A hard contact?", "Breaks?"]
    mood, hard, breaks = ([point and (point.label, point.height) for point in panel.points] for panel in trend.panels)
    assert mood == [("≤ 2.0", 0.25), None, ("3.5", 0.625), ("≥ 4", 0.75), ("≥ 4.5", 0.875)]
    assert hard == [None, None, None, ("few", 0.125), ("≤ half", 0.25)]
    assert breaks == [None] * 4 + [("50 +", 0.875)]


def test_results_written_before_weeks_were_kept_have_no_picture():
    assert not trends.results(groups=[["Support", [{**MOOD, "trend": ["3.0", "3.5"]}]]])
    assert not trends.results(groups=[], weeks=["2026-W01"])
