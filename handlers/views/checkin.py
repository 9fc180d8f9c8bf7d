"""The check-in as people see it: the invitation, the form, the thank-you, and why there is none."""

from typing import Any

from handlers.door import Message
from handlers.views import Reader
from handlers.views.blocks import (
    Block,
    actions,
    bold,
    button,
    choice,
    closing,
    divider,
    field,
    heading,
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
