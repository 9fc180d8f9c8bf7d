"""What is seen by whoever tries it out: the practice page and what it shows of the inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.practice.brightwell import PRIVATE
from docs.screenshots.surfaces import TRYING, surface

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from docs.screenshots.company import Company
    from docs.screenshots.looking import Looking


@surface(TRYING, "The page")
def page(brightwell: Company, look: Looking) -> Locator:
    """The whole practice page: who one is and the places at the left, a channel with shared replies, and the thread
    with kudos at the right.
    """
    shared = look.message("Ana", "snippets", "I've been moved to a new plan")
    shared.get_by_role("button", name="1 reply").click()
    look.page.get_by_role("log", name="The thread").get_by_role("article").nth(1).wait_for()
    return look.page.locator("#page")


@surface(TRYING, "The story")
def story(brightwell: Company, look: Looking) -> Locator:
    """A panel: scenes to play, each with who says it, where, and what to look at."""
    return look.page.get_by_role("complementary")


@surface(TRYING, "The clock")
def clock(brightwell: Company, look: Looking) -> Locator:
    """A panel: what time it is here, and buttons and a field to set it."""
    return look.panel("Clock")


@surface(TRYING, "Faults")
def faults(brightwell: Company, look: Looking) -> Locator:
    """A panel: which call fails, how, with which value, and how often."""
    part = look.panel("Faults")
    part.get_by_label("with this value").fill("1")
    part.get_by_role("button", name="Let it fail").click()
    part.get_by_text("The next 1 ×").wait_for()
    return part


@surface(TRYING, "Traffic")
def traffic(brightwell: Company, look: Looking) -> Locator:
    """A panel: each request to the bot and each call of the bot, the newest first, with its answer and how long it
    took; a call that failed and its repetition among them.
    """
    brightwell.share("Ana", PRIVATE)
    part = look.panel("Traffic")
    part.locator(".line").first.wait_for()
    return part


@surface(TRYING, "What was masked")
def masked(brightwell: Company, look: Looking) -> Locator:
    """A panel: the message as it was typed with name, numbers and addresses marked, and below it what the bot reads and
    keeps.
    """
    _menu(look, "What was masked")
    look.page.locator(".masked").wait_for()
    return look.page.get_by_role("complementary")


@surface(TRYING, "Raw payload")
def payload(brightwell: Company, look: Looking) -> Locator:
    """A panel: a message as Slack keeps it, and the request that the bot got, as JSON."""
    _menu(look, "Raw payload")
    look.page.get_by_role("heading", name="The message").wait_for()
    return look.page.get_by_role("complementary")


def _menu(look: Looking, choice: str) -> None:
    message = look.message("Ana", "snippets", "Dana Whitlock")
    message.hover()
    message.get_by_label("More about").click()
    look.page.get_by_role("button", name=choice).click()
