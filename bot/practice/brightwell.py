"""A cast and a story: Brightwell, eleven people who rent coffee machines to small offices."""

from __future__ import annotations

from . import week
from .telling import Scene
from .workspace import Workspace

STRONG = """Customer: The machine on our second floor leaks again. It's the third time since March and I had to mop \
the kitchen before our board meeting.
Agent: Mopping a kitchen right before a board meeting is the last thing you needed, and it being the third leak makes \
it worse. I'm sorry. I've booked our technician for tomorrow at 8:30, before your office opens, and I'll call you \
myself at ten to hear whether the floor is dry. If it leaks once more, I'll swap the whole machine and not the seal."""
WARM = """Customer: I've been moved to a new plan and nobody told me. I only saw it on the invoice.
Agent: Thank you for sending the invoice along, I can see what happened: your old plan ended on the 1st and our note \
about it went to a colleague who has left. So you first heard of it from a bill, and that isn't right. I've put you \
back on the old price for this quarter. Would you like me to write down the three plans side by side, so that you can \
choose in your own time?"""
COLD = """Customer: Our beans didn't come and we have forty guests on Thursday. I'm really worried.
Agent: Delivery takes 3 to 5 working days. You can check the status in the portal."""
BLAME = """Customer: The descaler ruined the milk pipe. Who pays for that?
Agent: You should have read the manual before you used it. That's the warehouse's department anyway, you'll have to \
ask them."""
PROMISE = """Customer: Can you make sure this never happens again?
Agent: Absolutely, I guarantee this will never ever happen again, and you'll have your refund today no matter what."""
PRIVATE = """Customer: This is Dana Whitlock, order BW-48213. Please call me on +44 20 7946 0958 or write to \
dana.whitlock@harbourlights.example, the delivery went to 14 Fuller Street.
Agent: Thank you, Dana. I've moved order BW-48213 to your new address and I'll ring you on +44 20 7946 0958 before \
noon with the driver's time."""
DRAFT = """Customer: I asked for this to be cancelled two weeks ago!
Agent: I hear you: you asked two weeks ago, and the charge still went out. I've cancelled it now and I'm sending the \
refund myself. You'll have my note with the date by five."""
INSIDE = """Customer: The pallet for the Kestrel office is short by two grinders, and their driver is already waiting.
Agent: Two grinders short with the driver at the ramp, understood. I'm walking over to aisle six now to look, and I'll \
tell the driver in person within ten minutes what we can load."""

SUPPORT = ("Ana", "Ben", "Chidi", "Dora", "Emil", "Fay")
THANKS = "Covered the late shift together on Tuesday, so the Kestrel office could open with coffee on Wednesday."


class Brightwell:
    """Two teams, Support and Accounts, a warehouse that is their internal customer, and a guest."""

    scenes: tuple[Scene, ...] = (
        Scene("A strong reply", "Ana", "snippets", STRONG, "Kudos in the thread, in Ana's own words."),
        Scene(
            "A reply that misses the worry",
            "Ben",
            "snippets",
            COLD,
            "Nothing in public. Ben finds one tip, in private.",
        ),
        Scene(
            "A reply that passes the blame", "Oskar", "snippets", BLAME, "One private tip, with words to use instead."
        ),
        Scene(
            "A promise nobody can keep",
            "Ben",
            "snippets",
            PROMISE,
            "A private tip about promising less and keeping it.",
        ),
        Scene("Another strong one", "Ines", "snippets", WARM, "Different tactics, different words in the kudos."),
        Scene("Names, numbers, an address", "Ana", "snippets", PRIVATE, "Open the message's menu: what was masked."),
        Scene("Just a chat line", "Ben", "snippets", "lunch at one?", "Nothing at all: it is no snippet."),
        Scene("Ask what it does", "Ana", "general", "/takefive help", "An answer that only Ana sees."),
        Scene("Share from anywhere", "Lea", "team-support", "/takefive snippet", "A form; it shows what will be kept."),
        Scene(
            "Ask in private", "Chidi", "Chidi and Take Five", DRAFT, "What showed, and a draft kudos to share or not."
        ),
        Scene("An internal customer", "Pia", "snippets", INSIDE, "Colleagues are customers too."),
        Scene(
            "A shout-out",
            "Lea",
            "team-support",
            "/takefive shoutout @late-shift " + THANKS,
            "A form with their names and these words in it; choose what you thank them for.",
        ),
        Scene(
            "A weekly check-in",
            "Ana",
            "Ana and Take Five",
            "/takefive checkin",
            "It becomes Friday, Ana's colleagues have answered, and her form opens: under a minute, then sealed.",
            before=week.check_in,
        ),
        Scene(
            "What came of the check-in",
            "Ana",
            "Ana and Take Five",
            "",
            "It becomes Tuesday: the results, for the whole team. Lea has the same a day later (Clock, A day later).",
            before=week.close,
        ),
        Scene(
            "How a team is doing",
            "Lea",
            "team-support",
            "/takefive team",
            "Who took part, in counts, and themes: no scores. The Home tab has it, too.",
        ),
        Scene("A guest says something", "Gil", "snippets", COLD, "Nothing: guests are not read."),
    )

    def furnish(self, slack: Workspace) -> dict[str, str]:
        """Make the people, the channels and a little talk; hands back ids by name."""
        names = (*SUPPORT, "Ines", "Oskar", "Pia")
        ids = {name: slack.person(name) for name in names}
        ids |= {"Lea": slack.person("Lea"), "Tomas": slack.person("Tomas", admin=True)}
        ids["Gil"] = slack.person("Gil", single_channel_guest=True)
        self._places(slack, ids)
        slack.user_group("support-agents", [ids[name] for name in SUPPORT])
        slack.user_group("late-shift", [ids[name] for name in ("Ana", "Ben", "Chidi")])
        slack.user_group("account-managers", [ids["Ines"], ids["Oskar"]])
        for name in (*names, "Lea", "Tomas"):
            ids[f"{name} and Take Five"] = slack.dm(ids[name])
        self._talk(slack, ids)
        return ids

    def _places(self, slack: Workspace, ids: dict[str, str]) -> None:
        staff = [person for name, person in ids.items() if name != "Gil"]
        support = [ids[name] for name in (*SUPPORT, "Lea")]
        accounts = [ids[name] for name in ("Ines", "Oskar", "Tomas")]
        ids["snippets"] = slack.channel("snippets", [*staff, ids["Gil"]])
        ids["team-support"] = slack.channel("team-support", support, private=True)
        ids["team-accounts"] = slack.channel("team-accounts", accounts, private=True)
        ids["general"] = slack.channel("general", staff)
        ids["kitchen"] = slack.channel("kitchen", staff, bot=False)

    def _talk(self, slack: Workspace, ids: dict[str, str]) -> None:
        slack.say(
            ids["Lea"],
            ids["general"],
            "Morning all. The Kestrel office goes live today, thumbs pressed :crossed_fingers:",
        )
        slack.say(ids["Tomas"], ids["general"], "Grinders are on the van.")
        slack.say(ids["Ana"], ids["team-support"], DRAFT)
        slack.say(ids["Oskar"], ids["kitchen"], "Who took the oat milk?")
