"""What comes by itself on a Friday afternoon: the digests, and the check-in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from docs.screenshots.before import THURSDAY
from docs.screenshots.surfaces import CARE_LEAD, CIRCLE, LEAD, OWNER, TEAM, surface

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from docs.screenshots.company import Company
    from docs.screenshots.looking import Looking

DEED = {"said": "Too much on the plate on Mondays.", "did": "Two of us now start at seven on Mondays."}
RESULTS = "Check-in of week"


@surface(CIRCLE, "The results")
def checkin_results(brightwell: Company, look: Looking) -> Locator:
    """A direct message to everybody in the check-in: a picture of the three rounds so far, the same as a table, and a
    button What we did about it.
    """
    return _with_picture(look.told("Chidi", RESULTS))


@surface(LEAD, "The results, a day later")
def checkin_lead(brightwell: Company, look: Looking) -> Locator:
    """The same message to the leads, a day after the team had it."""
    return _with_picture(look.told("Lea", RESULTS))


@surface(CARE_LEAD, "The results, a day later")
def checkin_care_lead(brightwell: Company, look: Looking) -> Locator:
    """The same message to the care leads, a day after the team had it: nothing that the team does not see."""
    return _with_picture(look.told("Pia", RESULTS))


@surface(CARE_LEAD, "You said, we did")
def checkin_did(brightwell: Company, look: Looking) -> Locator:
    """A form: what the check-in showed and what came of it, for the next check-in."""
    brightwell.press("Pia", "Your check-in of week", "checkin_did")
    brightwell.slack.fill(brightwell.ids["Pia"], DEED)
    return look.window("Pia")


@surface(TEAM, "The week of a team")
def digest(brightwell: Company, look: Looking) -> Locator:
    """
    In the team's channel: good things from Support, the themes, and the best quotes of those who like to be named.
    """
    brightwell.press("Pia", "Your check-in of week", "checkin_did")
    brightwell.submit("Pia", **DEED)
    brightwell.at(THURSDAY + timedelta(hours=23, minutes=1))
    return look.message("Ana", "team-support", "Good things from Support")


@surface(OWNER, "One's own week")
def week(brightwell: Company, look: Looking) -> Locator:
    """A direct message: what one was praised for, a picture of what showed in one's replies over eight weeks, and the
    same as a table.
    """
    return _with_picture(look.told("Ana", "Your week 47"))


@surface(LEAD, "The week of a lead")
def week_lead(brightwell: Company, look: Looking) -> Locator:
    """A direct message: how many took part, the themes, and who had no recognition for six weeks, with a button to give
    a shout-out.
    """
    return look.told("Lea", "four weeks up to week")


@surface(CIRCLE, "The letter")
def checkin(brightwell: Company, look: Looking) -> Locator:
    """A direct message: how was your week, what the team said and did last time, and buttons Check in, Talk to someone,
    That was rough and Not this week.
    """
    return look.told("Ben", "How was your week, Support?")


@surface(CIRCLE, "The form")
def checkin_form(brightwell: Company, look: Looking) -> Locator:
    """A form: how answers are sealed, then each question with who sees its answer."""
    return _pressed(brightwell, look, "checkin_open")


@surface(CIRCLE, "Sealed")
def checkin_thanks(brightwell: Company, look: Looking) -> Locator:
    """A window: thank you, it is sealed, and until when one can answer again."""
    _pressed(brightwell, look, "checkin_open")
    brightwell.submit("Ben", mood="4", load="3", support="4")
    return look.window("Ben", "It is sealed")


@surface(CIRCLE, "Talk to someone")
def checkin_talk(brightwell: Company, look: Looking) -> Locator:
    """A window: this is not anonymous, who will be told, and a button Send my name."""
    return _pressed(brightwell, look, "checkin_talk")


@surface(CIRCLE, "That was rough")
def checkin_rough(brightwell: Company, look: Looking) -> Locator:
    """A window: take a breath, a break, and buttons to ask a colleague for company or cover."""
    return _pressed(brightwell, look, "checkin_rough")


@surface(CIRCLE, "Who listens")
def checkin_help(brightwell: Company, look: Looking) -> Locator:
    """Only visible to you: the company's own contact and the helplines of the country."""
    brightwell.type("Ben", "checkin help")
    return look.message("Ben", "general", "Who listens")


def _pressed(brightwell: Company, look: Looking, button: str) -> Locator:
    """The window that a button of Ben's check-in letter opens."""
    brightwell.press("Ben", "under a minute", button)
    return look.window("Ben")


def _with_picture(part: Locator) -> Locator:
    """Wait until the picture in a message has come, too."""
    part.locator("figure img").evaluate("image => image.decode()")
    return part
