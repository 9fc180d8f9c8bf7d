"""Coaching, as one person sees it: why a reading says what it says, what they think of it, fewer tips, rehearsing."""

from collections.abc import Sequence

from coaching.recognition.lines import sign
from coaching.snippets.explanation import Because, Explanation
from handlers.door import Message
from handlers.views import Reader
from handlers.views.blocks import (
    Block,
    actions,
    bold,
    button,
    choice,
    closing,
    copyable,
    divider,
    emoji,
    field,
    heading,
    long_answer,
    modal,
    note,
    paragraph,
    plain,
    quiet,
    quote,
)
from handlers.views.snippets import LONGEST, TACTICS, Facts

STATES = {
    "shown": "shown",
    "missed": "called for, and not there",
    "not_called_for": "not called for",
    "unsure": "I'm not sure",
}
VERDICTS = {
    "agree": "I agree",
    "shown": "Not quite: it is shown",
    "missed": "Not quite: it was called for and is missing",
    "not_called_for": "Not quite: it was not called for",
}
FEWER = {
    "snooze": "No tips for two weeks",
    "stop": "No more tips like this one",
    "none": "No tips at all",
    "all": "All tips, as before",
}
MADE_BY = "Read by cues and a small model on this machine. It reads words, not people; it can be wrong."


def why(
    explanation: Explanation, metadata: str, *, all_of_it: bool, ask: tuple[list[str], str] | None = None
) -> Block:  # fmt: skip
    """The reading explained tactic by tactic, with room to disagree; a colleague's reply only by its strengths.

    `ask`: the names of the peer coaches who can be asked, and the token of the button that asks them.
    """
    told = [one for one in explanation.tactics if all_of_it or one.state == "shown"]
    blocks = _explained(explanation, told, all_of_it)
    for one in told:
        blocks.append(field(one.tactic, f"{TACTICS[one.tactic]}: what do you say?", choice(VERDICTS), optional=True))
    blocks += [field("reason", "Why do you say so?", long_answer(most=1_000), optional=True), note(MADE_BY)]
    blocks += _ask(*ask) if ask else []
    return modal("verdict", "Why?", blocks, submit="Send what I think", close="Close", metadata=metadata)


def _ask(names: list[str], token: str) -> list[Block]:
    named = " and ".join(name[:40] for name in names)  # a question in Slack has room for 300 characters
    confirm = {
        "title": plain("Ask a coach?"), "confirm": plain("Show it"), "deny": plain("Keep it to myself"),
        "text": plain(f"This one snippet, masked, and its tip go to {named}, with your name. Nothing else does."),
    }  # fmt: skip
    told = f"A peer coach of your team, {named}, can have a look with you."
    return [divider(), paragraph(told), actions({**button("Ask a coach", "coach_ask", token), "confirm": confirm})]


def coach_asked(names: list[str]) -> Block:
    """The coaches were asked."""
    told = f"Shown to {' and '.join(names)}: this one snippet and its tip. Deleting the snippet takes it back."
    return closing("Ask a coach", [paragraph(told)])


def asked(reader: Reader, *, review: str, who: str, text: str, tip: str | None) -> Message:
    """To a peer coach: one snippet that a colleague chose to show them, with its tip."""
    name = reader.name(who)
    line = f"{name} asks you, as a peer coach, for a second pair of eyes."
    blocks = [paragraph(bold(line)), *([quote(text)] if text.strip() else [])]
    blocks += [paragraph(bold("The tip: "), tip)] if tip else []
    return Message(line, [*blocks, note(f"{name} chose to show you this one snippet, and nobody else. Answer them in "
                                        "private; it is gone when they delete it.")])  # fmt: skip


def why_kudos(explanation: Explanation, praised: set[str]) -> Block:
    """Public kudos explained to anybody who asks: nothing but what they praise."""
    told = [one for one in explanation.tactics if one.tactic in praised]
    blocks = _explained(Explanation(explanation.tactics, ()), told, all_of_it=False)
    for one in told:
        blocks.append(
            paragraph(f"{TACTICS[one.tactic]}: saw it too? React to the kudos with ", emoji(sign(one.tactic)))
        )
    return closing("Why?", [*blocks, note(MADE_BY)])


def _explained(explanation: Explanation, told: list[Because], all_of_it: bool) -> list[Block]:
    blocks = [block for one in told for block in _because(one, all_of_it)]
    if explanation.lenses:
        blocks += [divider(), heading("The same words through other lenses")]
        for lens, line, words in explanation.lenses[:12]:
            blocks += [paragraph(bold(f"{lens}: "), line), quote(words)]
    return [*blocks, divider()]


def fewer(metadata: str) -> Block:
    """How many tips somebody wants."""
    options = choice(FEWER, "snooze", kind="radio_buttons")
    return modal(
        "tips_wish", "Fewer tips", [field("wish", "What would you like?", options)], submit="Save", metadata=metadata
    )


def rehearse(reply: str = "") -> Block:
    """Paste a draft before it is sent."""
    return modal(
        "rehearsal",
        "Rehearse a reply",
        [
            paragraph("Paste what you are about to send. You get the same reading, and nothing is kept anywhere."),
            field("reply", "Your draft", long_answer(initial=reply[:LONGEST], most=LONGEST)),
            field("context", "The customer's words", long_answer(most=LONGEST), optional=True),
        ],
        submit="Read it",
    )


def rehearsed(showed: Sequence[tuple[str, str]], tip: Facts | None) -> Block:
    """What showed in a draft, and the tip; kept nowhere."""
    blocks: list[Block] = []
    for tactic, words in showed:
        blocks += [paragraph(bold(TACTICS[tactic])), quote(words)]
    if not showed:
        blocks.append(paragraph("Nothing stood out clearly enough for me to put a name on it."))
    if tip:
        about = [quote(tip["about"])] if tip["about"] else []
        blocks += [divider(), paragraph(bold("One tip")), *about, paragraph(tip["text"]), copyable(tip["rewrite"])]
    return closing("Your draft", [*blocks, note("Kept nowhere.")])


def _because(one: Because, all_of_it: bool) -> list[Block]:
    blocks = [paragraph(bold(TACTICS[one.tactic]), f": {STATES[one.state]}")]
    if one.called_for and all_of_it:
        blocks.append(paragraph("The customer's words called for it: ", quiet("; ".join(one.called_for[:3]))))
    if one.sentence and one.state in ("shown", "unsure"):
        blocks.append(quote(one.sentence))
    if one.counted_for and one.state in ("shown", "unsure"):
        blocks.append(paragraph("Counted for it: ", "; ".join(one.counted_for)))
    if one.counted_against and one.state != "shown" and one.called_for:
        blocks.append(paragraph("Counted against it: ", "; ".join(one.counted_against)))
    return blocks
