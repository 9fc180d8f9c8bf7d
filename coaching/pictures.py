"""Pictures of trends: values in, a PNG and the same in sentences out. Nothing here knows whose trend it is.

Each line has a panel of its own with its name above it, a marker and a dash of its own, and its values beside its
points, so nothing rests on colour. The colours are those of Okabe and Ito (https://jfly.uni-koeln.de/color/) that
stand out by 3:1 or more against white. The ground is solid, so that it reads the same on light and on dark.
"""

from __future__ import annotations

import io
import math
import textwrap
import threading
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # matplotlib takes a second and 30 MB: only who draws loads it
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 720  # pixels; Slack shows a picture 360 wide, so each of ours is drawn twice as large as it is seen
DPI = 144
EDGE = 24
LINE, SMALL_LINE = 28, 24  # pixels from one line of text to the next
ABOVE, PLOT, BELOW = 30, 58, 20  # a panel: room for the values, the trend itself, room to the next
LETTERS = 54  # characters that fit on a line
SIZE, SMALL_SIZE = 11, 9.5  # points: 11 and 9.5 pixels as Slack shows them
GROUND, INK, QUIET, BAR = "#ffffff", "#1d1c1d", "#545454", "#dcdcdc"
COLOURS = ("#0072B2", "#D55E00", "#00835D", "#B5568F", "#000000")  # the green and the purple a shade darker
MARKERS = ("o", "s", "^", "D", "v")
DASHES = ("solid", "dashed", "dashdot", "dotted", (0, (6, 2, 1, 2, 1, 2)))
COLOURS_KEPT = 64  # of the edges' shades too; a third of the bytes of a picture with all of them
MOST_PANELS = 6
FONT = "DejaVu Sans"  # comes with matplotlib, so a picture is the same on every machine
_drawing = threading.Lock()  # matplotlib promises nothing about threads


class Undrawable(ValueError):
    """There is nothing to draw, or its words have letters that no font here has."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value: its height from 0 (the least there can be) to 1, as it is written beside it, and as it is said."""

    height: float
    label: str
    said: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One line: a point for each tick, None where there is a gap. `behind`: the height of a bar behind each point."""

    name: str
    points: tuple[Point | None, ...]
    note: str = ""
    behind: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Trend:
    """Lines over the same ticks, the oldest first: each a `unit` ("week") with a name ("47").

    `gap` says in two words why a point is missing.
    """

    title: str
    note: str
    unit: str
    ticks: tuple[str, ...]
    panels: tuple[Panel, ...]
    gap: str

    def __bool__(self) -> bool:
        """Whether there is a trend: some line with two points."""
        return any(sum(point is not None for point in panel.points) > 1 for panel in self.panels)


def in_words(trend: Trend) -> str:
    """What the picture shows, in sentences: of each line its first and its last value, and its gaps."""
    about = f"Picture: {trend.title}, {trend.unit} {trend.ticks[0]} to {trend.unit} {trend.ticks[-1]}."
    return " ".join([about, *(_told(panel, trend) for panel in trend.panels)])


def png(trend: Trend) -> bytes:
    """The picture as a PNG; the same trend makes the same bytes. Raises Undrawable."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    with _drawing:
        canvas, out = FigureCanvasAgg(figure(trend)), io.BytesIO()
        canvas.draw()
        pixels = Image.frombytes("RGBA", canvas.get_width_height(), canvas.buffer_rgba()).convert("RGB")
    pixels.quantize(COLOURS_KEPT, Image.Quantize.FASTOCTREE).save(out, "PNG")
    return out.getvalue()


def figure(trend: Trend) -> Figure:
    """The picture before it becomes pixels: one pair of axes measured in pixels. Raises Undrawable."""
    from matplotlib.figure import Figure

    if not trend:
        raise Undrawable("no line has two points")
    top = EDGE + LINE + SMALL_LINE + BELOW
    tall = top + sum(_tall(panel) for panel in trend.panels) + SMALL_LINE + EDGE
    made = Figure(figsize=(WIDTH / DPI, tall / DPI), dpi=DPI, facecolor=GROUND)
    axes = made.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(tall, 0))
    axes.set_axis_off()
    _write(axes, EDGE, EDGE, trend.title, weight="bold")
    _write(axes, EDGE, EDGE + LINE, trend.note, small=True)
    for number, panel in enumerate(trend.panels):
        _panel(axes, top, panel, number, trend.gap)
        top += _tall(panel)
    for at, tick in enumerate(trend.ticks):
        name = f"{trend.unit} {tick}" if at in (0, len(trend.ticks) - 1) else tick
        _write(axes, _across(at, len(trend.ticks)), top, name, small=True, ha="center")
    return made


def _panel(axes: Axes, top: int, panel: Panel, number: int, gap: str) -> None:
    for line in _wrapped(panel.name):
        _write(axes, EDGE, top, line)
        top += LINE
    if panel.note:
        _write(axes, EDGE, top, panel.note, small=True)
        top += SMALL_LINE
    floor = top + ABOVE + PLOT
    across = [_across(at, len(panel.points)) for at in range(len(panel.points))]
    bars = [PLOT * height for height in panel.behind or (0,) * len(across)]
    axes.plot([EDGE, WIDTH - EDGE], [floor + 8] * 2, color=BAR, linewidth=1)
    axes.bar(across, [-bar for bar in bars], 44, floor, color=BAR, linewidth=0)
    heights = [floor - PLOT * point.height if point else math.nan for point in panel.points]
    axes.plot(
        across, heights, color=COLOURS[number % len(COLOURS)], linewidth=2, linestyle=DASHES[number % len(DASHES)],
        marker=MARKERS[number % len(MARKERS)], markersize=7, label=panel.name,
    )  # fmt: skip
    for x, y, bar, point in zip(across, heights, bars, panel.points, strict=True):
        if point:
            _write(axes, x, min(y, floor - bar) - 10, point.label, small=True, ha="center", va="bottom", color=INK)
        else:
            _gap(axes, x, floor, gap)


def _gap(axes: Axes, x: float, floor: float, gap: str) -> None:
    for line, word in enumerate(reversed(gap.split())):
        _write(axes, x, floor - line * SMALL_LINE, word, small=True, ha="center", va="bottom", style="italic")


def _write(axes: Axes, x: float, y: float, text: str, *, small: bool = False, va: str = "top", **how: str) -> None:
    given: dict[str, Any] = {"color": QUIET if small else INK, "fontsize": SMALL_SIZE if small else SIZE, **how}
    axes.text(x, y, _drawable(text), fontfamily=FONT, va=va, parse_math=False, **given)


def _drawable(text: str) -> str:
    """The text without signs that the font lacks, such as emoji. Raises Undrawable when most are missing."""
    words = " ".join(text.split())
    kept = "".join(sign for sign in words if sign in _signs())
    if 2 * len(kept) < len(words):
        raise Undrawable("no font here has most of these letters")
    return kept


@cache
def _signs() -> frozenset[str]:
    from matplotlib.font_manager import findfont, get_font

    return frozenset(map(chr, get_font(findfont(FONT)).get_charmap()))


def _wrapped(name: str) -> list[str]:
    return textwrap.wrap(name, LETTERS, max_lines=2, placeholder="…") or [""]


def _tall(panel: Panel) -> int:
    return len(_wrapped(panel.name)) * LINE + (SMALL_LINE if panel.note else 0) + ABOVE + PLOT + BELOW


def _across(at: int, ticks: int) -> float:
    return EDGE + (WIDTH - 2 * EDGE) * (at + 0.5) / ticks


def _told(panel: Panel, trend: Trend) -> str:
    named = [(f"{trend.unit} {tick}", point) for tick, point in zip(trend.ticks, panel.points, strict=True)]
    known = [f"{point.said} in {name}" for name, point in named if point]
    missing = [name for name, point in named if point is None]
    gaps = [f"{trend.gap} in {', '.join(missing)}"] if missing else []
    ends = ", ".join(dict.fromkeys([*known[:1], *known[-1:]]))
    return f"{panel.name}{'' if panel.name.endswith('?') else ':'} {'; '.join([ends, *gaps])}."
