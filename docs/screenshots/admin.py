"""What is seen by whoever sets the bot up, and by everybody of what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.screenshots.surfaces import ADMIN, CONCERNED, surface

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from docs.screenshots.company import Company
    from docs.screenshots.looking import Looking


@surface(ADMIN, "Setup, the first form")
def setup(brightwell: Company, look: Looking) -> Locator:
    """A form: the channels where people share, where kudos go, the time zone, and who may change the setup."""
    _open(brightwell)
    return look.window("Tomas")


@surface(ADMIN, "Setup, the second form")
def setup_teams(brightwell: Company, look: Looking) -> Locator:
    """A form: the teams so far, a team to add with its people, leads and channel, and what then: a dry run, or another
    team.
    """
    _first(brightwell)
    return look.window("Tomas", "Teams so far")


@surface(ADMIN, "The dry run")
def dry_run(brightwell: Company, look: Looking) -> Locator:
    """A direct message to the installer alone: what would change, how many people, what would be said in which channel,
    and buttons Put it to work, Change it and Throw it away.
    """
    _first(brightwell)
    ids = brightwell.ids
    brightwell.submit(
        "Tomas", name="Warehouse", group="@warehouse", leads=[ids["Pia"]], room=ids["general"], then="try"
    )
    return look.told("Tomas", "A dry run")


@surface(CONCERNED, "What was changed")
def changes(brightwell: Company, look: Looking) -> Locator:
    """A window: each change with the day, and who made it."""
    brightwell.press("Tomas", "dry run", "setup_apply")
    brightwell.settled()
    brightwell.home("Tomas")
    brightwell.slack.click_in_view(brightwell.ids["Tomas"], "setup_log", home=True)
    return look.window("Tomas")


def _open(brightwell: Company) -> None:
    brightwell.home("Tomas")
    brightwell.slack.click_in_view(brightwell.ids["Tomas"], "setup_open", home=True)


def _first(brightwell: Company) -> None:
    _open(brightwell)
    ids = brightwell.ids
    brightwell.submit("Tomas", snippets=[ids["snippets"]], kudos="thread", zone="Europe/Lisbon", admins=[ids["Tomas"]])
