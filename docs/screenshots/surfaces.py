"""The table of surfaces: what is taken, who sees it, and what stands there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from docs.screenshots.company import Company
    from docs.screenshots.looking import Looking

    Show = Callable[[Company, Looking], Locator]

THEMES = ("light", "dark")

# Who sees a surface; the gallery is grouped by it.
CHANNEL = "Everybody in the channel"
SHARER = "Whoever shared a reply, and nobody else"
READER = "Whoever asks, and nobody else"
GIVER = "Whoever thanks a colleague"
OWNER = "Everybody, about themselves"
COACH = "A peer coach"
CIRCLE = "A team that checks in"
TEAM = "A team"
LEAD = "A lead"
CARE_LEAD = "A care lead"
ADMIN = "An admin"
CONCERNED = "Everybody, about their team"
TRYING = "Whoever tries it out on the practice page"


@dataclass(frozen=True, slots=True)
class Surface:
    """One thing that a person sees. `show` brings it about and hands back the part of the page to be taken."""

    name: str
    seen_by: str
    title: str
    alt: str
    show: Show

    def file(self, theme: str) -> str:
        """Its picture in one theme."""
        return f"{self.name}-{theme}.png"


def surface(seen_by: str, title: str) -> Callable[[Show], Surface]:
    """Makes a surface of the function below: its name names the picture, its docstring is the alt text."""

    def make(show: Show) -> Surface:
        alt = " ".join((show.__doc__ or "").split()).rstrip(".")
        return Surface(show.__name__.replace("_", "-"), seen_by, title, alt, show)

    return make


def table() -> list[Surface]:
    """Every surface, in the order in which things happen: so they are taken."""
    from docs.screenshots import admin, friday, parting, practice, thursday

    days = (thursday, admin, friday, practice, parting)
    return [each for day in days for each in vars(day).values() if isinstance(each, Surface)]
