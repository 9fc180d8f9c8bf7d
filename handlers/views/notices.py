"""Short words of the bot about itself: help, about, and why something was not done."""

from handlers.door import Message
from handlers.views import Reader
from handlers.views.blocks import bold, heading, paragraph

HELP = (
    ("/takefive snippet", "share a reply in a form: you see what will be kept before it is saved"),
    ("/takefive rehearse", "paste a draft before you send it: the same reading, kept nowhere"),
    ("/takefive shoutout @name", "thank colleagues for what they did; /takefive undo takes it back"),
    ("/takefive praise", "what you were thanked for; add a word to search, throwback, markdown or csv"),
    ("/takefive me", "your praise, your kudos, your tips: how they stand, at a glance"),
    ("/takefive digest", "your own week, now; /takefive team is the view of a team's leads"),
    ("/takefive settings", "how I am set up, and for admins the way to change it"),
    ("/takefive kudos", "choose how you like kudos: in public, in your team, only to you, or none"),
    ("/takefive tips", "snooze tips, switch them off or on"),
    ("/takefive checkin", "your team's check-in; add rough, help, pause or resume"),
    ("/takefive pause", "I stop reading what you share in channels, until /takefive resume"),
    ("/takefive data", "everything I keep about you: take it along, or have it deleted"),
    ("/takefive about", "what I read, what I keep, and who sees it"),
)
FORGETTING = (
    "Everything I keep about you is being deleted, which takes a few minutes. From now on I read nothing of yours."
)
PAUSED = "Paused. I leave what you share in channels alone, until /takefive resume."
RESUMED = "Welcome back. I read what you share in snippets channels again."
HELPED = "Good to know, thank you."
NOT_HELPED = "Thank you. That one stays away for a while."
TIPS = "How about tips? /takefive tips snooze (two weeks), /takefive tips off, or /takefive tips on."
TIPS_CHANGED = {
    "on": "Tips are on again, at most one a snippet.",
    "off": "No more tips. /takefive tips on brings them back.",
    "snooze": "No tips for two weeks. /takefive tips on brings them back.",
}
PREFERRED = {
    "public": "From now on kudos go into the thread of your snippet, and thanks to where they are given.",
    "team": "From now on you are praised in your team's channel only, and otherwise to you alone.",
    "private": "From now on kudos and thanks come to you alone.",
    "none": "From now on there are no kudos for you, and I name you to nobody. Tips still come to you alone.",
}
NO_ROOM = "I know of no channel of your team yet, so for now kudos and thanks come to you alone."
WAYS = "You can also choose “Review this reply” in a message's menu, or send me a reply as a direct message."


def help(reader: Reader | None = None) -> Message:
    """What one can do, in three lines and the commands."""
    lines = [paragraph(bold(command), f"  {words}") for command, words in HELP]
    first = "Share a reply to a customer. I answer with what showed in your own words, and at most one private tip."
    told = " ".join(f"{command}: {words}." for command, words in HELP)
    return Message(f"{first} {told} {WAYS}", [paragraph(first), *lines, paragraph(WAYS)])


def about() -> Message:
    """What the bot reads, keeps and shows to whom."""
    facts = [
        ("What I read. ", "Messages in snippets channels, and what you send me yourself. Nothing else."),
        (
            "What I keep. ",
            "The text with names, numbers and addresses masked. Delete your message and it is gone, with "
            "the reading, tip and kudos about it. /takefive data shows all I keep, or deletes it.",
        ),
        ("Who sees what. ", "Kudos go to the thread, if you like them there. Tips come to you alone, never to a lead."),
        ("What I never do. ", "No scores, no ranking, no guessing at moods. I read words, not people."),
    ]
    text = " ".join(name + words for name, words in facts)
    return Message(text, [heading("About Take Five"), *[paragraph(bold(name), words) for name, words in facts]])


def known(reader: Reader) -> Message:
    """The same message was sent in before."""
    return Message("I have read that one for you already: it stands a little further up in this conversation.")


def members_only(reader: Reader) -> Message:
    """A guest asked for a reading."""
    return Message(
        "I only read for members of this workspace, so I kept nothing of what you sent. Ask your contact here."
    )


def late(reader: Reader, *, count: int) -> Message:
    """Kudos that could not be posted in time: how many, and where they are."""
    what = "kudos for a reply of yours are" if count == 1 else f"kudos for {count} of your replies are"
    return line(
        f"Slack was out of reach for a while, so {what} too late for the channel. They are not lost: /takefive praise "
        "shows them, and your team's weekly digest may quote them."
    )


def broken(reader: Reader) -> Message:
    """Something that somebody waits for could not be made."""
    return line(
        "Something in me broke while I was writing to you, so one message is missing here. What you shared is kept. "
        "Whoever runs me finds an alarm about it. Please try again later."
    )


def preferred(choice: str, has_room: bool = True) -> Message:
    """How kudos come from now on, and how to change it."""
    now = PREFERRED[choice] if has_room or choice != "team" else NO_ROOM
    return line(f"{now} You can change it with /takefive kudos.")


def unknown(words: str) -> Message:
    """A sub-word that is not known: the words handed back, and help."""
    line = f"I don't know “{words}”."
    helped = help()
    return Message(f"{line} {helped.text}", [paragraph(line), *helped.blocks])


def line(text: str) -> Message:
    """One plain sentence."""
    return Message(text, [paragraph(text)])
