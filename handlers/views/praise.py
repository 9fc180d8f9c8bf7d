"""The praise file, as its owner sees it: in a window, to take along, a throwback, and me at a glance."""

from collections.abc import Iterable, Sequence

from coaching.recognition import lines
from coaching.recognition.praise import Entry, Name, seconded
from handlers.door import Message
from handlers.views import Reader
from handlers.views.blocks import Block, actions, bold, closing, copyables, note, paragraph, quote
from handlers.views.recognition import ways

TITLE = "Your praise file"
SHOWN = 16  # entries in a window, which takes 100 blocks
NOTHING = "Nothing here yet. What colleagues thank you for, and kudos for your own words, will stand here."
NOT_FOUND = "Nothing in your praise file has these words: {}"
NO_THROWBACK = "There is nothing to look back at yet."
HOW = "Only you can see this. Search: /takefive praise WORD. To take along: /takefive praise markdown, or csv."
COPY = "For a review or your own records: the button in the corner of each part copies it. Nobody else can get this."
OLDEST = "The oldest do not fit here: /takefive data takes everything along."
WISHES = {
    "public": "in public",
    "team": "in your team's channel only",
    "private": "to you alone",
    "none": "not at all, and I name you to nobody",
}


def file(found: Sequence[Entry], name: Name, told: str, search: str) -> Block:
    """The file in a window, the newest first."""
    if not found:
        words = NOT_FOUND.format(search) if search else NOTHING
        return closing(TITLE, [paragraph(words), note(HOW)])
    blocks = [paragraph(bold(f"{told[:1].upper()}{told[1:]}."))]
    for entry in found[:SHOWN]:
        blocks += _entry(entry, name)
    rest = "Older ones: search for a word, or take everything along. " if len(found) > SHOWN else ""
    return closing(TITLE, [*blocks, note(f"{rest}{HOW}")])


def to_take_along(parts: Iterable[str], between: str) -> Block:
    """The file as Markdown or CSV, in pieces that can be copied; the oldest are left out where it is too long."""
    pieces, whole = copyables(parts, between)
    if not pieces:
        return closing(TITLE, [paragraph(NOTHING)])
    return closing(TITLE, [*pieces, note(COPY if whole else f"{COPY} {OLDEST}")])


def throwback(entry: Entry | None, name: Name) -> Message:
    """One thing from a while ago."""
    if entry is None:
        return Message(NO_THROWBACK, [paragraph(NO_THROWBACK)])
    title = f"From {entry.at:%-d %B %Y}"
    return Message(f"{title}: {entry.text}", [*_entry(entry, name), note("Only you can see this.")])


def me(reader: Reader, *, wish: str, tips: str, paused: bool, told: str, id: str) -> Message:
    """Me at a glance: what I was thanked for, how I like it, and how to change that."""
    praised = f"Your praise file has {told}: /takefive praise" if told else NOTHING
    facts = [
        ("Thanks. ", praised),
        ("Kudos ", f"come {WISHES[wish]}."),
        ("Tips ", f"{tips}. Change it: /takefive tips"),
        ("Reading ", "is paused: /takefive resume" if paused else "is on: /takefive pause stops it"),
    ]
    text = " ".join(name + words for name, words in facts)
    blocks = [paragraph(bold(name), words) for name, words in facts]
    return Message(text, [*blocks, actions(*ways(reader, id))])


def choose(reader: Reader, wish: str, id: str) -> Message:
    """How would you like kudos? One click changes it."""
    line = f"Kudos come {WISHES[wish]}. How would you like them?"
    commands = "Or type /takefive kudos public, team, private or none."
    return Message(f"{line} {commands}", [paragraph(line), actions(*ways(reader, id)), note(commands)])


def _entry(entry: Entry, name: Name) -> list[Block]:
    by = f"from {name(entry.by)}" if entry.by else "from Take Five"
    named = "; ".join(lines.words()[line].rstrip(".") for line in entry.lines)
    blocks = [paragraph(bold(f"{entry.at:%-d %B %Y}: {entry.kind} {by}"), f"\n{entry.text}")]
    blocks += [quote("\n".join(entry.quotes))] if entry.quotes else []
    blocks += [paragraph(bold("What it changed: "), entry.effect)] if entry.effect else []
    told = [f"{named or 'Thanks'}.", *([seconded(entry)] if entry.seconded else [])]
    return [*blocks, note(" ".join(told))]
