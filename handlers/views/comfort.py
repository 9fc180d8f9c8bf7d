"""Help as people see it: who listens, "Talk to someone", "That was rough", and what a contact is told."""

from handlers.door import Message
from handlers.views import Reader
from handlers.views.blocks import (
    Block,
    actions,
    bold,
    button,
    closing,
    modal,
    note,
    paragraph,
    quote,
)

ASKS = {
    "talk": "would like to talk with you.",
    "buddy": "had a rough contact and would like your company for a moment.",
    "cover": "had a rough contact and asks for cover for a while.",
}


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


def sent(names: list[str]) -> Block:
    """To whoever asked: their name is on its way, and to whom."""
    listed = " and ".join(names)
    return closing("On its way", [paragraph(f"I'm telling {listed} now, with your name and nothing else.")])


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
