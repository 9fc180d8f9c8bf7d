"""Nudges: a team hears of a trend only when it has gone the wrong way three rounds running."""

import pytest

from coaching.care.results import rising


@pytest.mark.parametrize(("trend", "better", "nudged"), [
    (["2.0 or less", "2.5", "3.0", "3.5"], "low", True),
    (["2.0 or less", "2.5", "3.0", "3.5"], "high", False),
    (["4.5 or more", "4.0", "3.5", "3.0"], "high", True),
    (["3.0", "4.0", "3.5", "3.0", "2.5"], "high", True),
    (["4.0", "3.5", "3.5", "3.0"], "high", False),
    (["4.0", "3.5", None, "3.0"], "high", False),
    (["4.0", "3.5", "3.0"], "high", False),
])  # fmt: skip
def test_three_steps_the_wrong_way_are_a_nudge_and_a_gap_or_a_standstill_is_none(
    trend: list[str | None], better: str, nudged: bool
):
    assert rising(trend, better) == nudged
