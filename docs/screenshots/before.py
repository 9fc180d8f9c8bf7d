"""What happened at Brightwell before the pictures: a first reply, and three weeks of replies and check-ins."""

from datetime import UTC, datetime, timedelta

from bot.practice.brightwell import BLAME, STRONG, WARM
from docs.screenshots.company import Company

FRIDAYS = tuple(datetime(2026, month, day, 15, 1, tzinfo=UTC) for month, day in ((10, 30), (11, 6), (11, 13)))
THURSDAY = datetime(2026, 11, 19, 16, tzinfo=UTC)
LATE = """Customer: Our grinder came two days late and I had promised it to my team for the opening.
Agent: You had promised it to your team, so the two days cost you more than a grinder. I'm sorry. I've sent you the \
proof of what went wrong at our depot, and I'll call you on Monday at nine to hear whether the opening went well."""
DOUBLE = """Customer: We were charged twice for the same beans.
Agent: You're right, the same beans stand on your bill twice, and that mistake is ours. I've sent the second amount \
back this morning and I'll look at your account again on Friday myself to see that it has arrived."""
NOISE = """Customer: The new machine is so loud that we can't hold meetings next door.
Agent: So the meetings next door suffer every time somebody makes a coffee, did I get that right? I've asked our \
workshop for the quiet pump, and I'll write to you by noon tomorrow with the day it goes in."""
FIRST = """Customer: The invoice still shows our old address.
Agent: The old address again, although you told us. I've changed it in both places now and I'm sending you the new \
invoice myself before four."""
SHORT = """Customer: When does the technician come?
Agent: Between 8 and 12."""
REPLIES = (
    (("Ana", LATE), ("Ines", NOISE)),
    (("Ana", DOUBLE), ("Ana", SHORT), ("Oskar", BLAME)),
    (("Ana", NOISE), ("Ana", DOUBLE.replace("beans", "filters")), ("Ben", LATE)),
)
CHECK_INS = (
    {"mood": "33343", "load": "44445", "support": "33334", "hard": "11100", "good": "10001"},
    {"mood": "33434", "load": "44434", "support": "34443", "hard": "10100", "good": "11001"},
    {"mood": "44444", "load": "34333", "support": "44454", "hard": "00100", "good": "11011"},
)
TEAM = ("Ana", "Ben", "Chidi", "Dora", "Emil")


def three_weeks(brightwell: Company) -> None:
    """Replies during the week, the check-in from Friday on, its results on Tuesday, and what a colleague said."""
    brightwell.share("Ana", FIRST)
    for friday, replies, answers in zip(FRIDAYS, REPLIES, CHECK_INS, strict=True):
        brightwell.at(friday - timedelta(days=1))
        for name, text in replies:
            brightwell.share(name, text)
        brightwell.at(friday)
        _check_in(brightwell, answers)
        brightwell.at(friday + timedelta(days=4, minutes=1))
        brightwell.at(friday + timedelta(days=5, minutes=2))
    thank(brightwell, "Oskar", "Ana", "Stayed on the line with the hotel until the courier had found the side door.")
    brightwell.at(THURSDAY)
    brightwell.share("Ana", STRONG)
    brightwell.share("Ines", WARM)


def thank(brightwell: Company, giver: str, name: str, what: str, **more: str) -> None:
    """A shout-out through the form, in the channel that everybody reads."""
    brightwell.type(giver, "shoutout")
    filled = {"line": "ownership", "reach": "public", "place": brightwell.ids["general"], **more}
    brightwell.submit(giver, who=[brightwell.ids[name]], what=what, **filled)


def _check_in(brightwell: Company, answers: dict[str, str]) -> None:
    for number, name in enumerate(TEAM):
        brightwell.press(name, "under a minute", "checkin_open")
        brightwell.submit(name, **{question: given[number] for question, given in answers.items()})
