"""What a check-in has shown: the results, their trend in bars and in words, and "you said, we did"."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from coaching import pictures
from handlers.door import Message
from handlers.views import Reader, trends
from handlers.views.blocks import (
    Block,
    actions,
    bold,
    button,
    copyable,
    field,
    heading,
    image,
    long_answer,
    modal,
    note,
    paragraph,
    quote,
    together,
)

TOO_FEW = "too few answers to show"
OTHERS = {
    "mood": "The mood has gone down three rounds running. Some teams take ten minutes at the start of a meeting and "
    "ask what one thing would make next week lighter.",
    "load": "The load has gone up three rounds running. Some teams agree on one thing to stop doing, or ask for cover "
    "on the busiest hour.",
    "support": "Fewer found a hand when they needed one, three rounds running. Some teams name a buddy for each shift.",
}
OTHER_NUDGE = "One answer has gone the wrong way three rounds running. Some teams talk about that one first."
BARS = " ▁▂▃▄▅▆▇█"
Facts = dict[str, Any]


def results(
    reader: Reader, *, round: str, circle: str, week: str, k: int, groups: list[list[Any]], nudges: list[str],
    comments: list[str], weeks: Sequence[str] = (), picture: str | None = None,
) -> Message:  # fmt: skip
    """The results: the same for everybody in the circle and its leads."""
    number = week[-2:].lstrip("0")
    first = f"Your check-in of week {number}, {circle}."
    blocks, spoken = [heading(f"Check-in of week {number}")], []
    if picture:
        blocks.append(image(picture, pictures.in_words(trends.results(groups=groups, weeks=weeks))))
    tables = _fitting(["\n".join(map(_row, rows)) for _, rows in groups], 30)
    for (group, rows), told in zip(groups, tables, strict=False):
        blocks.append(together(paragraph(bold(group)), copyable(told)))
        spoken += [f"{group}: {_spoken(row)}" for row in rows]
    if len(tables) < len(groups):
        blocks.append(note(f"{len(groups) - len(tables)} more teams do not fit into this message."))
    blocks += [paragraph(OTHERS.get(nudge, OTHER_NUDGE)) for nudge in nudges]
    if comments:
        blocks.append(paragraph(bold("Words for the team, in no order")))
        blocks.append(together(*(quote(words) for words in _fitting(comments, 20))))
    rules = f"Averages of {k} people or more, in half points; everybody in {circle} and its leads see the same."
    blocks.append(actions(button("What we did about it", "checkin_did", reader.seal("checkin_did", round))))
    return Message(f"{first} {' '.join(spoken)} {rules}", [*blocks, note(rules)])


def _fitting(texts: list[str], most: int) -> list[str]:
    """As many as fit into half a message, which takes 12,000 characters."""
    lengths = accumulate(len(words) for words in texts)
    return [words for words, length in zip(texts[:most], lengths, strict=False) if length <= 5_500]


def did(*, metadata: str) -> Block:
    """ "You said, we did": shown with the next check-in."""
    blocks = [
        paragraph("The next check-in shows this to everybody in it, with your name."),
        field("said", "You said", long_answer("What the check-in showed", most=300)),
        field("did", "We did", long_answer("What came of it", most=300)),
    ]
    return modal("checkin_done", "What we did", blocks, submit="Show next time", metadata=metadata)


def _row(row: Facts) -> str:
    took_part = f", {row['took_part']} took part" if row["took_part"] else ""
    trend = f"   {picture(row['trend'])}" if len(row["trend"]) > 1 else ""
    return f"{_told(row)}{took_part}{trend}"


def _told(row: Facts) -> str:
    """A question with its answer; what is no question goes on into its answer, where there is one."""
    gap = " " if row["value"] or row["ask"].endswith("?") else ": "
    return f"{row['ask']}{gap}{row['value'] or TOO_FEW}"


def picture(values: list[str | None]) -> str:
    """The trend as bars, oldest first, with a gap where too few answered; `_spoken` says the same in words."""
    return "".join("·" if value is None else BARS[_bar(trends.published(value).height)] for value in values)


def _bar(height: float) -> int:
    return min(round(8 * height) + 1, len(BARS) - 1)


def _spoken(row: Facts) -> str:
    scale = f" (1 {row['low']}, 5 {row['high']})" if row["low"] else ""
    before = [value or "too few" for value in row["trend"][:-1]]
    trend = f", before that {', '.join(reversed(before))}" if before else ""
    return f"{_told(row)}{scale}{trend}."
