"""Snippets, as people see them: kudos in a thread, a private reading, a tip, the form to share one."""

from typing import Any

from handlers.door import Message
from handlers.views import Reader
from handlers.views.blocks import (
    Block,
    actions,
    bold,
    button,
    choice,
    copyable,
    divider,
    field,
    long_answer,
    modal,
    note,
    paragraph,
    quote,
)  # fmt: skip

TACTICS = {
    "empathy": "Empathy",
    "ownership": "Ownership",
    "professionalism": "Professionalism",
    "active_listening": "Active listening",
    "authenticity": "Authenticity",
}
CONTACTS = {"email": "E-mail", "chat": "Chat", "phone": "Phone", "social": "Social media", "other": "Another way"}
CUSTOMERS = {"external": "A customer", "internal": "A co-worker (an internal customer)"}
DECISIONS = {
    "shared": "You shared these kudos.",
    "kept": "Kept to yourself. Nothing was posted.",
    "not_right": "Noted as not right, thank you. Nothing stays posted.",
}
LONGEST = 2_800  # a form takes 3,000; masking may make a text a little longer
TOO_LONG = (
    "That is a little too long for this form. Leave out what matters least, or send it to me as a direct message."
)
UNREADABLE = "I couldn't read that one, and I kept nothing of it."
Facts = dict[str, Any]


def kudos(
    reader: Reader, *, review: str, text: str, quotes: list[list[str]], author: str | None, signer: str | None,
    named: bool = False,
) -> Message:  # fmt: skip
    """Kudos in public, with the words that earned them; signed when a person shares them."""
    by = f"Shared by {reader.name(signer)}" if signer else "Take Five, from the words of the reply"
    whom = f"Kudos to {reader.name(author)}: " if author and (named or signer not in (None, author)) else ""
    said = "".join(f" “{words}” ({TACTICS[tactic].lower()})" for tactic, words in quotes)
    blocks = [paragraph(bold(whom), text) if whom else paragraph(text)]
    for tactic, words in quotes:
        blocks += [quote(words), note(TACTICS[tactic])]
    why = actions(button("Why?", "why_kudos", reader.seal("why_kudos", review)))
    return Message(f"{whom}{text}{said} {by}.", [*blocks, note(by), why])


def tip(reader: Reader, *, review: str, tip: Facts) -> Message:
    """One tip, for one person."""
    title = paragraph(bold("A tip, just for you"))
    return Message(f"A tip, just for you: {_tip_line(tip)}", [title, *_tip(tip), _tip_buttons(reader, review)])


def reading(
    reader: Reader, *, review: str, showed: list[list[str]], draft: str | None, place: str | None,
    decision: str | None, tip: Facts | None, author: str | None = None,
) -> Message:  # fmt: skip
    """A private reading: what showed first, then a draft of kudos to sign, then one tip."""
    blocks: list[Block] = []
    if showed:
        blocks.append(paragraph(bold("What showed in this reply")))
        for tactic, words in showed:
            blocks += [paragraph(bold(TACTICS[tactic])), quote(words)]
    else:
        blocks.append(paragraph("I read it. Nothing stood out clearly enough for me to put a name on it."))
    blocks += _draft(reader, review, draft, place, decision)
    if author and draft and not decision:
        blocks.append(actions(button("Make it a shout-out", "shoutout_from", reader.seal("shoutout_from", review))))
    if tip:
        blocks += [divider(), paragraph(bold("One tip, just for you")), *_tip(tip), _tip_buttons(reader, review)]
    else:
        blocks.append(actions(button("Why?", "why", reader.seal("why", review))))
    return Message(_reading_line(showed, tip), [*blocks, note("Only you can see this.")])


def ask(reader: Reader, *, review: str, channel: str) -> Message:
    """Once, after the first kudos: how would you like them?"""
    line = "Your first kudos are in the thread of your snippet. How would you like them from now on?"
    return Message(
        line,
        [
            paragraph(line),
            actions(
                button("In the thread", "prefer_public", reader.seal("prefer_public", review)),
                button("In my team", "prefer_team", reader.seal("prefer_team", review)),
                button("Only to me", "prefer_private", reader.seal("prefer_private", review)),
                button("No kudos", "prefer_none", reader.seal("prefer_none", review)),
                button("Take this one down", "take_down", reader.seal("take_down", review)),
            ),
            note("Tips always come to you alone. You can change this whenever you like: /takefive kudos"),
        ],
    )


def unsure(reader: Reader, *, text: str) -> Message:
    """Nobody can tell whether public kudos arrived; they are not sent twice."""
    line = (
        "I was posting your kudos when the connection broke, and I can't see whether they arrived. "
        "I won't post them twice, so here they are for you:"
    )
    return Message(f"{line} {text}", [paragraph(line), quote(text)])


def undelivered(reader: Reader, *, why: str, text: str) -> Message:
    """Something could not be posted: why, what to do, and the words handed back."""
    return Message(
        f"{why} Here are your words: {text}", [paragraph(why), paragraph("Here are your words:"), quote(text)]
    )


def unreadable(reader: Reader, *, why: str, text: str) -> Message:
    """A snippet that was asked for and could not be read: why, what to do, and the words handed back."""
    return Message(f"{UNREADABLE} {why}", [paragraph(UNREADABLE), paragraph(why), *([quote(text)] if text else [])])


def form(*, place: str, reply: str = "") -> Block:
    """The form of `/takefive snippet`; `reply` is what was typed behind the command."""
    return modal(
        "snippet_form",
        "Share a snippet",
        [
            paragraph(
                "Paste what you wrote. The next step shows what I will keep: names and numbers are masked first."
            ),
            field(
                "reply",
                "Your reply",
                long_answer("What you wrote to the customer", initial=reply[:LONGEST], most=LONGEST),
            ),
            field(
                "context", "The customer's words", long_answer("What they wrote before it", most=LONGEST), optional=True
            ),
            field("contact", "How were you in touch?", choice(CONTACTS), optional=True),
            field("customer", "Who was it for?", choice(CUSTOMERS, "external", kind="radio_buttons")),
        ],
        submit="Show what is kept",
        metadata=place,
    )


def preview(*, reply: str, context: str | None, kinds: list[str], metadata: str) -> Block:
    """What will be kept, to be changed or agreed to. Nothing was stored so far.

    The fields have names of their own: Slack keeps what was typed in a field that has the same name after an update.
    """
    found = f"Masked for you: {', '.join(kinds)}." if kinds else "I found no personal data to mask."
    blocks = [
        paragraph(bold("This is what will be kept, and nothing else. "), found, " Change it if something is left."),
        field("kept_reply", "Your reply", long_answer(initial=reply)),
    ]
    if context:
        blocks.append(field("kept_context", "The customer's words", long_answer(initial=context), optional=True))
    return modal("snippet_keep", "What will be kept", blocks, submit="Keep and read", metadata=metadata)


def edit_kudos(*, text: str, metadata: str) -> Block:
    """The draft of kudos, to be said in one's own words before they are shared."""
    blocks = [field("words", "Kudos, in your words", long_answer(initial=text, most=1_000))]
    return modal("kudos_edited", "Edit the kudos", blocks, submit="Share", metadata=metadata)


def _draft(reader: Reader, review: str, draft: str | None, place: str | None, decision: str | None) -> list[Block]:
    if decision:
        return [note(DECISIONS[decision])]
    if not draft:
        return []
    buttons = [
        button("Keep to myself", "kudos_keep", reader.seal("kudos_keep", review)),
        button("Not right", "kudos_not_right", reader.seal("kudos_not_right", review)),
    ]
    if place:
        buttons = [
            button("Share", "kudos_share", reader.seal("kudos_share", review), "primary"),
            button("Edit", "kudos_edit", reader.seal("kudos_edit", review)),
            *buttons,
        ]
    where = "Share posts these kudos with your name." if place else "There is no channel yet that I could post to."
    return [divider(), paragraph(bold("Kudos, ready for you to sign")), quote(draft), actions(*buttons), note(where)]


def _tip(tip: Facts) -> list[Block]:
    about = [quote(tip["about"])] if tip["about"] else []
    return [*about, paragraph(tip["text"]), note("Words you could use:"), copyable(tip["rewrite"])]


def _tip_buttons(reader: Reader, review: str) -> Block:
    return actions(
        button("This helped", "tip_helped", reader.seal("tip_helped", review)),
        button("It didn't", "tip_not_helped", reader.seal("tip_not_helped", review)),
        button("Why?", "why", reader.seal("why", review)),
        button("Fewer tips", "tips_fewer", reader.seal("tips_fewer", review)),
    )


def _tip_line(tip: Facts) -> str:
    about = f"“{tip['about']}” " if tip["about"] else ""
    return f"{about}{tip['text']} Words you could use: {tip['rewrite']}"


def _reading_line(showed: list[list[str]], tip: Facts | None) -> str:
    named = "; ".join(f"{TACTICS[tactic]}: “{words}”" for tactic, words in showed)
    line = f"What showed in this reply. {named}." if showed else "I read it. Nothing stood out clearly enough."
    return f"{line} One tip, just for you: {_tip_line(tip)}" if tip else line


__all__ = [
    "ask", "edit_kudos", "form", "kudos", "preview", "reading", "tip", "undelivered", "unreadable", "unsure",
]  # fmt: skip
