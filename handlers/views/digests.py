"""Digests, as people see them: a team's week, one's own, and a lead's. Plain names, and nobody is pinged."""

from collections.abc import Mapping, Sequence
from typing import Any

from coaching import pictures
from coaching.recognition import lines
from handlers.door import Message
from handlers.views import Reader, trends
from handlers.views.blocks import (
    Block,
    actions,
    bold,
    button,
    copyable,
    heading,
    image,
    note,
    paragraph,
    quote,
)

ABOUT = "1" * 16  # what a button about oneself carries, which needs no other id
BARS = " ▁▂▃▄▅▆▇█"
TEAM_NOTE = "Only what was said where this team can read it, and only who likes to be named here: /takefive kudos"
OWN_NOTE = "Only you can see this. You are compared with yourself alone, and nobody else gets these figures."
LEAD_NOTE = (
    "Themes of three people or more, and how many took part: no scores, no ranking. Names go to a lead of their own "
    "team only, and never of people who would rather not be named."
)
NOTHING = "There is nothing to tell about your week yet: share a reply, or thank somebody."
STOPPED = "No more weekly letters. /takefive digest still shows your week whenever you like."
Facts = dict[str, Any]


def digest(
    reader: Reader, *, team: str, week: str, themes: Sequence[str], said: Sequence[Facts], people: Sequence[str]
) -> Message:
    """A team's week in its channel."""
    if not said:
        line = "What stood here was taken back by those it was about."
        return Message(line, [paragraph(line)])
    title = f"Good things from {team}, week {week[-2:].lstrip('0')}"
    first = f"This week it was {_and([_line(theme) for theme in themes])} that showed. Well done, all of you."
    blocks = [heading(title), paragraph(first)]
    for one in said:
        blocks += _praise(reader, one, named=True)
    spoken = " ".join(f"{reader.name(one['person'])}: {one['text']}" for one in said)
    return Message(f"{title}. {first} {spoken}", [*blocks, note(TEAM_NOTE)])


def own_digest(
    reader: Reader, *, week: str, replies: Sequence[int], shown: Mapping[str, Sequence[int]], said: Sequence[Facts],
    people: Sequence[str], asked: bool = False, picture: str | None = None,
) -> Message:  # fmt: skip
    """Somebody's own week: what they were praised for, in words, and their trend against themselves."""
    title = f"Your week {week[-2:].lstrip('0')}"
    blocks = [heading(title)]
    for one in said:
        blocks += _praise(reader, one, named=False)
    if not said:
        blocks.append(paragraph("No kudos this week, and that is fine: not every week gives an occasion."))
    if any(replies):
        blocks.append(paragraph(bold("What showed in your replies, over eight weeks")))
        if picture:
            blocks.append(image(picture, pictures.in_words(trends.own(week=week, replies=replies, shown=shown))))
        blocks.append(copyable(table(replies, shown)))
    spoken = " ".join([*(one["text"] for one in said), in_words(replies, shown)])
    ways = [] if asked else [actions(button("No weekly letter", "weekly_off", reader.seal("weekly_off", ABOUT)))]
    return Message(f"{title}. {spoken}", [*blocks, *ways, note(OWN_NOTE)])


def lead_digest(
    reader: Reader, *, team: str, week: str, themes: Sequence[str], counts: Sequence[int], people: Sequence[str]
) -> Message:
    """A lead's week: themes, how many took part, who went unseen."""
    title = f"{team}, four weeks up to week {week[-2:].lstrip('0')}"
    told = team_lines(reader, themes=themes, counts=counts, unseen=people)
    blocks = [paragraph(bold(name), words) for name, words in told]
    ways = [actions(button("Give a shout-out", "home_shoutout", reader.seal("home_shoutout", ABOUT)))] if people else []
    spoken = " ".join(name + words for name, words in told)
    return Message(f"{title}. {spoken}", [heading(title), *blocks, *ways, note(LEAD_NOTE)])


def team_lines(
    reader: Reader, *, themes: Sequence[str], counts: Sequence[int], unseen: Sequence[str]
) -> list[tuple[str, str]]:
    """What a lead is told of a team, as titles with words."""
    size, shared, thanked, praised = counts
    took_part = f"of {size} people, {shared} shared a reply, {thanked} thanked somebody, "
    took_part += f"{praised} {'was' if praised == 1 else 'were'} praised."
    shown = _and([_line(theme) for theme in themes]) if themes else "none that three people or more share yet"
    told = [("Taking part: ", took_part), ("Themes: ", f"{shown}.")]
    if unseen:
        names = _and([reader.name(id) for id in unseen])
        told.append(("No recognition in six weeks: ", f"{names}. Have you seen something worth a word?"))
    return told


def table(replies: Sequence[int], shown: Mapping[str, Sequence[int]]) -> str:
    """The trend as a table with bars: each bar is a week, the newest on the right."""
    most = max([*replies, 1])
    rows = [("Replies read", replies), *((_line(tactic).capitalize(), weeks) for tactic, weeks in shown.items())]
    wide = max(len(name) for name, _ in rows)
    return "\n".join(
        f"{name:<{wide}}  {''.join(BARS[-(-8 * count // most)] for count in weeks)}  "
        f"{' '.join(f'{count:>2}' for count in weeks)}"
        for name, weeks in rows
    )


def in_words(replies: Sequence[int], shown: Mapping[str, Sequence[int]]) -> str:
    """The trend in a sentence each, for screen readers: the last four weeks against the four before."""
    if not any(replies):
        return ""
    half = len(replies) // 2
    lately, before = _count(replies[half:]), sum(replies[:half])
    told = [f"I read {lately} of yours in the last four weeks, {before} in the four before."]
    told += [
        f"{_line(tactic).capitalize()} showed in {sum(weeks[half:])}, before in {sum(weeks[:half])}."
        for tactic, weeks in shown.items() if any(weeks)
    ]  # fmt: skip
    return " ".join(told)


def _praise(reader: Reader, one: Facts, *, named: bool) -> list[Block]:
    whom = [bold(f"{reader.name(one['person'])}: ")] if named else []
    by = f"from {reader.name(one['by'])}" if one["signed"] else "from the words themselves"
    said = [quote(one["quote"])] if one["quote"] else []
    return [paragraph(*whom, one["text"]), *said, note(f"{_line(one['line']).capitalize()}, {by}")]


def _line(line: str) -> str:
    words = lines.words().get(line, line)
    return f"“{words.rstrip('.')}”" if line.startswith(lines.PLEDGE) else words.lower()


def _count(weeks: Sequence[int]) -> str:
    return f"{sum(weeks)} {'reply' if sum(weeks) == 1 else 'replies'}"


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
