"""What is kept about somebody, to take along, or to have deleted; taken last, as they are gone afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.screenshots.surfaces import OWNER, surface

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from docs.screenshots.company import Company
    from docs.screenshots.looking import Looking


@surface(OWNER, "Export everything")
def export(brightwell: Company, look: Looking) -> Locator:
    """A window: everything that is kept about you, masked, one JSON object a line, to be copied."""
    brightwell.home("Oskar")
    brightwell.slack.click_in_view(brightwell.ids["Oskar"], "home_export", home=True)
    return look.window("Oskar")


@surface(OWNER, "Delete everything?")
def delete(brightwell: Company, look: Looking) -> Locator:
    """A question: what goes, also out of Slack, and that nothing more is read; Delete, or Keep."""
    return _asked(look)


@surface(OWNER, "Deleted")
def deleted(brightwell: Company, look: Looking) -> Locator:
    """The Home tab: everything about you is being deleted, which takes a few minutes, and nothing more is read."""
    _asked(look).get_by_role("button", name="Delete", exact=True).click()
    look.page.get_by_text("Everything about you is being deleted").wait_for()
    return look.page.locator(".home")


def _asked(look: Looking) -> Locator:
    look.home("Oskar", "What is kept about me").get_by_role("button", name="Delete everything about me").click()
    return look.question("Delete everything?")
