"""Check-ins, as people see them: the invitation, the form, the thank-you, the results, and help."""

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
    choice,
    closing,
    copyable,
    divider,
    field,
    heading,
    image,
    long_answer,
    modal,
    note,
    paragraph,
    quote,
)

PROMISE = (
    "Your answers are sealed before they are stored. Nobody can open them while the check-in is open, short of "
    "whoever runs this bot's machine; when it closes, they are counted, deleted, and the key is destroyed: nobody can "
    "join them to you after that."
)
WHY_REMINDER = "Everybody gets this reminder, also those who have answered: I don't know who has, and nobody does."
NOBODY_WATCHES = (
    "Nobody reads this as it comes in, and nobody is told. If you need somebody now, use “Talk to someone” or the "
    "lines that /takefive checkin help shows."
)
HELP_FIRST = (
    "Some of your words sound as if things are very hard. You don't have to carry that alone. Here is who listens:"
)
NOBODY_TOLD = "I show this to you alone. I have told nobody, and I can't: whether you call is up to you."
YES_NO = {"1": "Yes", "0": "No"}
NOT_VALIDATED = "These are our own questions, not a validated measure. Skip any of them."
TOO_FEW = "too few answers to show"
OTHERS = {
    "mood": "The mood has gone down three rounds running. Some teams take ten minutes at the start of a meeting and "
    "ask what one thing would make next week lighter.",
    "load": "The load has gone up three rounds running. Some teams agree on one thing to stop doing, or ask for cover "
    "on the busiest hour.",
    "support": "Fewer found a hand when they needed one, three rounds running. Some teams name a buddy for each shift.",
}
OTHER_NUDGE = "One answer has gone the wrong way three rounds running. Some teams talk about that one first."
ASKS = {
    "talk": "would like to talk with you.",
    "buddy": "had a rough contact and would like your company for a moment.",
    "cover": "had a rough contact and asks for cover for a while.",
}
BARS = " ▁▂▃▄▅▆▇█"
Facts = dict[str, Any]


def invitation(
    reader: Reader, *, round: str, circle: str, until: str, deeds: list[list[str]], reminder: int
) -> Message:
    """The letter with the button; a reminder says why everybody gets it."""
    first = f"How was your week, {circle}? Your check-in takes under a minute and is open until {until}."
    blocks = [paragraph(bold("Check-in. "), first)]
    if reminder:
        blocks.append(note(WHY_REMINDER))
    blocks += _deeds(reader, deeds)
    blocks.append(
        actions(
            button("Check in", "checkin_open", reader.seal("checkin_open", round), "primary"),
            button("Talk to someone", "checkin_talk", reader.seal("checkin_talk", round)),
            button("That was rough", "checkin_rough", reader.seal("checkin_rough", round)),
            button("Not this week", "checkin_quiet", reader.seal("checkin_quiet", round)),
        )
    )
    blocks.append(note("Your name goes with “Talk to someone” only. /takefive checkin pause: no more check-ins."))
    return Message(f"{first} {WHY_REMINDER if reminder else ''}".strip(), blocks)


def form(*, questions: list[Facts], until: str, k: int, k_comment: int | None, metadata: str) -> Block:
    """The form: each question with who sees it, computed from what the round was opened with."""
    blocks = [paragraph(PROMISE), paragraph(NOBODY_WATCHES), note(NOT_VALIDATED)]
    for question in questions:
        if question["kind"] != "count":
            hint = who_sees(question["kind"], k, k_comment, until)
            blocks.append(field(question["id"], question["ask"], _element(question), optional=True, hint=hint))
    return modal("checkin_answer", "Check-in", blocks, submit="Seal and send", metadata=metadata)


def who_sees(kind: str, k: int, k_comment: int | None, until: str) -> str:
    """Who sees an answer, by the round's own thresholds."""
    after = f"after {until}"
    if kind == "text":
        return (
            f"Your team and its leads, {after}, with the words of at least {k_comment or 10} people, shuffled and "
            "without names. Your way of writing may still give you away."
        )
    what = "one average, in half points" if kind == "scale" else "how many said yes, in rough parts"
    return f"Nobody sees your answer. Your team and its leads see {what}, {after}, if {k} or more answer this."


def thanks(*, until: str, help_lines: list[str]) -> Block:
    """The thank-you; on words of distress, help first. Nothing of it is kept, and nobody is told."""
    blocks = []
    if help_lines:
        blocks += [heading("Help, first"), paragraph(HELP_FIRST), *(quote(line) for line in help_lines)]
        blocks += [paragraph(NOBODY_TOLD), divider()]
    blocks.append(
        paragraph(f"Thank you. It is sealed. You can answer again until {until}; the new answer replaces the old one.")
    )
    return closing("Sealed", blocks)


def help_card(lines: list[str]) -> Message:
    """Whom to talk to, whenever somebody asks."""
    return Message(
        f"Who listens: {'; '.join(lines)}.",
        [paragraph(bold("Who listens")), *(quote(line) for line in lines), note("Only you can see this.")],
    )


def talk(*, names: list[str], metadata: str) -> Block:
    """ "Talk to someone": named, and it says so before anything is sent."""
    listed = " and ".join(names)
    blocks = [
        paragraph(bold("This is not anonymous. "), f"I will tell {listed} that you would like to talk: your name, "
                  "and nothing else. They will write to you."),
        paragraph("To say something without your name, use “Tell the team” in the check-in, where your team has it."),
    ]  # fmt: skip
    return modal("checkin_talk_sent", "Talk to someone", blocks, submit="Send my name", metadata=metadata)


def talk_asked(reader: Reader, *, who: str, about: str) -> Message:
    """To the contact: somebody would like to talk, asks for company, or for cover."""
    line = f"{reader.name(who)} {ASKS[about]} Please write to them in private, soon."
    return Message(line, [paragraph(line), note("They chose to tell you, by name. Nobody else was told.")])


def rough(*, rest: str | None, buddy: str | None, cover: str | None, counted: bool, tokens: dict[str, str]) -> Block:
    """ "That was rough": what helps now, by the team's settings. Nobody is told without a tap."""
    blocks = [paragraph("That sounds hard. Take a breath; the next customer can wait a moment.")]
    blocks += [paragraph(bold("A break. "), rest)] if rest else []
    buttons = []
    if buddy:
        buttons.append(button(f"Ask {buddy} for company", "checkin_buddy", tokens["buddy"]))
    if cover:
        buttons.append(button(f"Ask {cover} for cover", "checkin_cover", tokens["cover"]))
    if buttons:
        blocks += [actions(*buttons), note("A tap sends your name to that person, and nothing else.")]
    told = "Counted in the sealed check-in of your team, without your name." if counted else "Not counted anywhere."
    return closing("That was rough", [*blocks, note(f"{told} Nobody was told.")])


def results(
    reader: Reader, *, round: str, circle: str, week: str, k: int, groups: list[list[Any]], nudges: list[str],
    comments: list[str], weeks: Sequence[str] = (), picture: str | None = None,
) -> Message:  # fmt: skip
    """The results: the same for everybody in the circle and its leads."""
    first = f"Your check-in of week {week}, {circle}."
    blocks, spoken = [heading(f"Check-in of week {week}")], []
    if picture:
        blocks.append(image(picture, pictures.in_words(trends.results(groups=groups, weeks=weeks))))
    for group, rows in groups:
        blocks.append(paragraph(bold(group)))
        blocks.append(copyable("\n".join(_row(row) for row in rows)))
        spoken += [f"{group}: {_spoken(row)}" for row in rows]
    blocks += [paragraph(OTHERS.get(nudge, OTHER_NUDGE)) for nudge in nudges]
    if comments:
        blocks += [paragraph(bold("Words for the team, in no order")), *(quote(words) for words in _fitting(comments))]
    rules = f"Averages of {k} people or more, in half points; everybody in {circle} and its leads see the same."
    blocks.append(actions(button("What we did about it", "checkin_did", reader.seal("checkin_did", round))))
    return Message(f"{first} {' '.join(spoken)} {rules}", [*blocks, note(rules)])


def _fitting(comments: list[str]) -> list[str]:
    """As many as a message takes: 20, and 6,000 characters."""
    lengths = accumulate(len(words) for words in comments)
    return [words for words, length in zip(comments[:20], lengths, strict=False) if length <= 6_000]


def did(*, metadata: str) -> Block:
    """ "You said, we did": shown with the next check-in."""
    blocks = [
        paragraph("The next check-in shows this to everybody in it, with your name."),
        field("said", "You said", long_answer("What the check-in showed", most=300)),
        field("did", "We did", long_answer("What came of it", most=300)),
    ]
    return modal("checkin_done", "What we did", blocks, submit="Show next time", metadata=metadata)


def void(reader: Reader, *, circle: str) -> Message:
    """The key was lost: no results, and why."""
    line = (
        f"This week's check-in of {circle} is void: its key was lost, so nobody can open the answers any more, not "
        "even me. They are deleted, and there are no results. The next one comes next week. I'm sorry for your minute."
    )
    return Message(line, [paragraph(line)])


def too_small(reader: Reader, *, circle: str, asked: int, k: int) -> Message:
    """A team that can never reach k: why it has no check-in, and what it can do."""
    line = (
        f"{circle} has {asked} people who could be asked, and results need answers of {k}. So I won't ask you week "
        "after week for nothing. A few small teams can check in together under a name of their own: whoever sets me up "
        "finds that in the README under [[group]]."
    )
    return Message(line, [paragraph(line)])


def _element(question: Facts) -> Block:
    if question["kind"] == "text":
        return long_answer("Only if you like", most=500)
    if question["kind"] == "yes_no":
        return choice(YES_NO, kind="radio_buttons")
    ends = {1: f" {question['low']}", 5: f" {question['high']}"}
    return choice({str(step): f"{step}{ends.get(step, '')}" for step in range(1, 6)}, kind="radio_buttons")


def _deeds(reader: Reader, deeds: list[list[str]]) -> list[Block]:
    if not deeds:
        return []
    lines = [
        paragraph(bold("You said: "), said, bold(" We did: "), f"{done} ({reader.name(by)})")
        for said, done, by in deeds
    ]
    return [divider(), *lines, divider()]


def _row(row: Facts) -> str:
    took_part = f", {row['took_part']} took part" if row["took_part"] else ""
    trend = f"   {picture(row['trend'])}" if len(row["trend"]) > 1 else ""
    return f"{row['ask']} {row['value'] or TOO_FEW}{took_part}{trend}"


def picture(values: list[str | None]) -> str:
    """The trend as bars, oldest first, with a gap where too few answered; `_spoken` says the same in words."""
    return "".join("·" if value is None else BARS[_height(value)] for value in values)


def _height(value: str) -> int:
    words = {"few": 2, "some": 4, "many": 6, "most": 8, "half or fewer": 3, "more than half": 7}
    return words[value] if value in words else _number_height(value)


def _number_height(value: str) -> int:
    first = value.split()[0]
    return round((float(first) - 1) * 7 / 4) + 1 if first.replace(".", "").isdigit() and float(first) <= 5 else 8


def _spoken(row: Facts) -> str:
    scale = f" (1 {row['low']}, 5 {row['high']})" if row["low"] else ""
    before = [value or "too few" for value in row["trend"][:-1]]
    trend = f", before that {', '.join(reversed(before))}" if before else ""
    return f"{row['ask']} {row['value'] or TOO_FEW}{scale}{trend}."
