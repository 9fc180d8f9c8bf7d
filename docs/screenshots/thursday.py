"""What is seen on an ordinary day: replies and what is said about them, thanks, the Home tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.practice.brightwell import COLD, DRAFT, INSIDE
from docs.screenshots.before import thank
from docs.screenshots.surfaces import ADMIN, CHANNEL, COACH, GIVER, LEAD, OWNER, READER, SHARER, surface

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from docs.screenshots.company import Company
    from docs.screenshots.looking import Looking

RANG = "Rang the hotel back on a Friday evening, so they could open on Saturday."
PASTED = {
    "reply": "Thank you, Dana. I've moved order BW-48213 to your new address and I'll ring you on +44 20 7946 0958 "
    "before noon with the driver's time.",
    "context": "Please call me, the delivery went to 14 Fuller Street.",
}
EFFECT = "Forty guests had their coffee."


@surface(CHANNEL, "Kudos in a thread")
def kudos(brightwell: Company, look: Looking) -> Locator:
    """A thread: the shared reply, and under it Take Five's kudos with the words of the reply that showed it, each with
    its tactic, and a button Why?.
    """
    shared = look.message("Ben", "snippets", "Mopping a kitchen")
    shared.get_by_role("button", name="1 reply").click()
    thread = look.page.get_by_role("log", name="The thread")
    thread.get_by_role("article").nth(1).wait_for()
    return look.page.get_by_role("complementary")


@surface(SHARER, "How would you like kudos?")
def preference(brightwell: Company, look: Looking) -> Locator:
    """A direct message: your first kudos are in the thread, and buttons for in the thread, in my team, only to me,
    no kudos, and take this one down.
    """
    brightwell.share("Pia", INSIDE)
    return look.told("Pia", "Your first kudos")


@surface(SHARER, "A tip")
def tip(brightwell: Company, look: Looking) -> Locator:
    """A direct message: a tip with the words it is about, what to do instead, words one could use, and buttons This
    helped, It didn't, Why? and Fewer tips.
    """
    brightwell.share("Ben", COLD)
    return look.told("Ben", "A tip")


@surface(SHARER, "Fewer tips")
def fewer_tips(brightwell: Company, look: Looking) -> Locator:
    """A form: no tips for two weeks, no more like this one, none at all, or all as before."""
    brightwell.press("Ben", "A tip", "tips_fewer")
    return look.window("Ben")


@surface(SHARER, "Ask a coach?")
def coach_ask(brightwell: Company, look: Looking) -> Locator:
    """A question: this one snippet, masked, and its tip go to Chidi with your name; Show it, or Keep it to myself."""
    brightwell.press("Ben", "A tip", "why")
    look.window("Ben").get_by_role("button", name="Ask a coach").click()
    return look.question("Ask a coach?")


@surface(COACH, "Somebody asks for a second pair of eyes")
def coach(brightwell: Company, look: Looking) -> Locator:
    """A direct message: who asks, the one reply that they chose to show, its tip, and that nobody else was shown it."""
    brightwell.press("Ben", "A tip", "why")
    brightwell.slack.click_in_view(brightwell.ids["Ben"], "coach_ask")
    brightwell.settled()
    return look.told("Chidi", "as a peer coach")


@surface(READER, "Review this reply")
def reading(brightwell: Company, look: Looking) -> Locator:
    """A direct message: what showed in the reply with its words, a draft of kudos with buttons Share, Edit, Keep to
    myself and Not right, and Make it a shout-out.
    """
    ids = brightwell.ids
    said = next(each for each in brightwell.slack.history(ids["team-support"]) if "cancelled" in each["text"])
    brightwell.slack.message_shortcut(ids["Lea"], ids["team-support"], said["ts"], "review_reply")
    brightwell.settled()
    return look.told("Lea", "What showed in this reply")


@surface(READER, "Why?")
def why(brightwell: Company, look: Looking) -> Locator:
    """A window: each tactic with its state, the words that counted for and against it, the lenses, and under each
    tactic a menu to agree or to say what is not quite right.
    """
    brightwell.share("Pia", DRAFT, where="Pia and Take Five")
    brightwell.press("Pia", "What showed in this reply", "why")
    return look.window("Pia")


@surface(CHANNEL, "Why? under kudos")
def why_kudos(brightwell: Company, look: Looking) -> Locator:
    """A window: what was praised, with the words that counted for it."""
    ids, slack = brightwell.ids, brightwell.slack
    root = next(each for each in slack.history(ids["snippets"]) if "Mopping" in each["text"])
    slack.click(ids["Ben"], ids["snippets"], slack.replies(ids["snippets"], root["ts"])[1]["ts"], "why_kudos")
    return look.window("Ben")


@surface(READER, "Share a snippet")
def form(brightwell: Company, look: Looking) -> Locator:
    """A form: your reply, the customer's words, how you were in touch, who it was for."""
    brightwell.type("Chidi", "snippet")
    brightwell.slack.fill(brightwell.ids["Chidi"], PASTED)
    return look.window("Chidi")


@surface(READER, "What will be kept")
def preview(brightwell: Company, look: Looking) -> Locator:
    """The same form, with name, order number, phone number and address masked, and a line that says what was masked."""
    brightwell.type("Chidi", "snippet")
    brightwell.submit("Chidi", **PASTED)
    return look.window("Chidi", "What will be kept")


@surface(READER, "Rehearse a reply")
def rehearse(brightwell: Company, look: Looking) -> Locator:
    """A form: your draft and the customer's words, read and kept nowhere."""
    brightwell.type("Ana", "rehearse")
    return look.window("Ana")


@surface(READER, "A draft, read")
def rehearsed(brightwell: Company, look: Looking) -> Locator:
    """A window: what showed in the draft with its words, and that it is kept nowhere."""
    customer, _, agent = DRAFT.partition("\n")
    brightwell.type("Ana", "rehearse")
    brightwell.submit("Ana", reply=agent.removeprefix("Agent: "), context=customer.removeprefix("Customer: "))
    return look.window("Ana", "Kept nowhere")


@surface(GIVER, "Give a shout-out")
def shoutout_form(brightwell: Company, look: Looking) -> Locator:
    """A form: who, what for, what they did, what it changed for the customer, who sees it."""
    brightwell.type("Lea", "shoutout @ben", "team-support")
    return look.window("Lea")


@surface(GIVER, "Everything against it at once")
def shoutout_refused(brightwell: Company, look: Looking) -> Locator:
    """The form again: one line in red says that one cannot thank oneself and that guests cannot be thanked, another
    that a channel is missing; the words stand as typed.
    """
    brightwell.type("Lea", "shoutout")
    brightwell.submit("Lea", who=[brightwell.ids["Lea"], brightwell.ids["Gil"]], line="ownership", what=RANG,
                      reach="public", place=None)  # fmt: skip
    return look.window("Lea", "Gil")


@surface(GIVER, "A vague reason")
def shoutout_vague(brightwell: Company, look: Looking) -> Locator:
    """The form asks once what they did that one would like to see again, with an example, and can be sent as it is."""
    thank(brightwell, "Lea", "Ben", "Great job!")
    return look.window("Lea", "Send it as it is")


@surface(CHANNEL, "A shout-out")
def shoutout(brightwell: Company, look: Looking) -> Locator:
    """In a channel: Lea thanks Ben, what he did, what it changed, and the sign of ownership that seconds it."""
    thank(brightwell, "Lea", "Ben", RANG, effect=EFFECT)
    return look.message("Chidi", "general", RANG)


@surface(GIVER, "Edit and Undo")
def shoutout_given(brightwell: Company, look: Looking) -> Locator:
    """A direct message: thank you for saying it, where it goes, and buttons Edit and Undo."""
    return look.told("Lea", "Thank you for saying it")


@surface(OWNER, "The praise file")
def praise(brightwell: Company, look: Looking) -> Locator:
    """A window: what one was thanked for and one's kudos, the newest first, with who said it, the quote and what it
    changed.
    """
    brightwell.type("Ana", "praise")
    return look.window("Ana")


@surface(OWNER, "Me at a glance")
def me(brightwell: Company, look: Looking) -> Locator:
    """Only visible to you: how many thanks, how kudos come, whether tips and reading are on."""
    brightwell.type("Ana", "me")
    return look.message("Ana", "general", "Your praise file has")


@surface(OWNER, "Help")
def help(brightwell: Company, look: Looking) -> Locator:
    """Only visible to you: what Take Five does in one line, and its commands."""
    brightwell.type("Chidi", "help")
    return look.message("Chidi", "general", "Share a reply to a customer")


@surface(OWNER, "A word it does not know")
def unknown(brightwell: Company, look: Looking) -> Locator:
    """Only visible to you: I don't know “praize”, and then the help."""
    brightwell.type("Oskar", "praize")
    return look.message("Oskar", "general", "I don't know")


@surface(OWNER, "The Home tab")
def home(brightwell: Company, look: Looking) -> Locator:
    """Today's one thing to do, my kudos, my tips, my settings, what is kept about me, and how Take Five is set up."""
    return _home(brightwell, look, "Ana", "My settings")


@surface(LEAD, "The Home tab of a lead")
def home_lead(brightwell: Company, look: Looking) -> Locator:
    """The same, and below it the team: who took part in counts, themes, and who had no recognition for six weeks."""
    return _home(brightwell, look, "Lea", "My team: Support")


@surface(ADMIN, "The Home tab of an admin")
def home_admin(brightwell: Company, look: Looking) -> Locator:
    """The same, and below it the whole setup with a button Change the setup."""
    return _home(brightwell, look, "Tomas", "Change the setup")


def _home(brightwell: Company, look: Looking, name: str, words: str) -> Locator:
    shown = look.home(name, words)
    brightwell.settled()
    return shown
