"""Pictures of trends: small, the same each time, told in words, and never a line across a gap."""

import dataclasses
import math
import struct
from concurrent.futures import ThreadPoolExecutor

import pytest

from coaching import pictures
from coaching.pictures import Panel, Point, Trend, Undrawable


def point(height: float) -> Point:
    return Point(height, f"{height:.1f}", f"{height:.1f} or so")


UP = Panel("Empathy", (point(0), point(0.2), None, None, point(1)), behind=(0.1, 0.5, 0, 0, 1))
DOWN = Panel("Ownership", (None, point(0.9), point(0.7), None, point(0.2)), note="1 low, 5 high")
TREND = Trend("What showed", "A note.", "week", ("43", "44", "45", "46", "47"), (UP, DOWN), "no replies")


def lines(trend: Trend):
    """The drawn lines of a picture by their names."""
    (axes,) = pictures.figure(trend).axes
    return {line.get_label(): line for line in axes.lines if not line.get_label().startswith("_")}


def runs(line) -> list[int]:
    """How many points hang together, run by run."""
    marks = "".join(" " if math.isnan(y) else "x" for y in line.get_ydata())
    return [len(run) for run in marks.split()]


def test_a_picture_is_a_small_png_as_wide_as_slack_shows_it_twice():
    drawn = pictures.png(TREND)

    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", drawn[16:24])[0] == 720
    assert len(drawn) < 100_000


def test_the_same_trend_makes_the_same_bytes_whoever_draws_beside_it():
    other = dataclasses.replace(TREND, title="Another one")
    with ThreadPoolExecutor(2) as drawers:
        first, _, again = drawers.map(pictures.png, [TREND, other, TREND])

    assert first == again


def test_no_line_goes_across_a_gap_and_the_gap_says_why():
    drawn = lines(TREND)
    (axes,) = pictures.figure(TREND).axes

    assert runs(drawn["Empathy"]) == [2, 1]
    assert runs(drawn["Ownership"]) == [2, 1]
    assert [text.get_text() for text in axes.texts].count("replies") == 4


def test_the_guard_notices_a_gap_that_is_bridged(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pictures.math, "nan", 0.0)
    with pytest.raises(AssertionError):
        test_no_line_goes_across_a_gap_and_the_gap_says_why()


def test_no_line_is_told_from_another_by_colour_alone():
    many = dataclasses.replace(TREND, panels=tuple(dataclasses.replace(UP, name=str(number)) for number in range(5)))
    drawn = list(lines(many).values())

    assert len({line.get_marker() for line in drawn}) == 5
    assert len({str(line._unscaled_dash_pattern) for line in drawn}) == 5
    assert len({line.get_color() for line in drawn}) == 5


@pytest.mark.parametrize(("colour", "least"), [
    *((colour, 3.0) for colour in pictures.COLOURS), (pictures.INK, 7.0), (pictures.QUIET, 4.5),
])  # fmt: skip
def test_every_colour_stands_out_from_the_ground(colour: str, least: float):
    assert contrast(colour, pictures.GROUND) >= least


def test_the_words_tell_the_first_the_last_and_the_gaps():
    assert pictures.in_words(TREND) == (
        "Picture: What showed, week 43 to week 47. "
        "Empathy: 0.0 or so in week 43, 1.0 or so in week 47; no replies in week 45, week 46. "
        "Ownership: 0.9 or so in week 44, 0.2 or so in week 47; no replies in week 43, week 46."
    )


def test_a_single_point_is_no_trend():
    single = dataclasses.replace(TREND, panels=(Panel("Empathy", (None, None, None, None, point(1))),))

    assert not single
    with pytest.raises(Undrawable):
        pictures.png(single)


def test_words_that_no_font_here_has_are_not_drawn_as_boxes():
    (axes,) = pictures.figure(dataclasses.replace(TREND, title="Support 🚀 $x$")).axes
    assert axes.texts[0].get_text() == "Support  $x$"
    assert not axes.texts[0].get_parse_math()
    with pytest.raises(Undrawable):
        pictures.png(dataclasses.replace(TREND, title="今週はどうでしたか"))


def contrast(one: str, other: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
