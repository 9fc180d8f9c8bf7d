"""Makes the README's pictures: the practice workspace with the bot at work, in light and dark.

Run: python docs/screenshots.py [FOLDER] (needs Chromium; the pictures go to docs/images).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bot.practice import Workspace
from bot.practice.brightwell import Brightwell
from bot.running import running
from bot.settings import environment
from bot.trying import furnished
from coaching.snippets.redaction import redact

THURSDAY = datetime(2026, 11, 19, 16, tzinfo=UTC)  # digests come on Fridays at three
SIZE = {"width": 1200, "height": 860}


@contextmanager
def company() -> Iterator[Workspace]:
    """Brightwell with the bot at work; a few scenes have been played."""
    with tempfile.TemporaryDirectory() as folder, Workspace(masker=_masked) as slack:
        ids = slack.begin_with(Brightwell())
        slack.clock.set(THURSDAY)
        settings = environment({**slack.environment(), "DATABASE_URL": f"sqlite:///{folder}/pictures.db"})
        with running(settings, furnished(ids), clock=slack.clock.now) as bot:
            slack.deliver_to(bot.address, slack.clock.time)
            for scene in (4, 1, 0):
                slack.play(scene)
                slack.settle()
            slack.wait_for(lambda _: len(slack.history(slack.dm(ids["Ben"]))) == 1, 20)
            slack.wait_for(lambda _: len(slack.history(slack.dm(ids["Ana"]))) == 1, 20)
            slack.clock.set(THURSDAY + timedelta(days=1))
            bot.tick()
            slack.wait_for(lambda _: "Your week" in slack.history(slack.dm(ids["Ana"]))[0]["text"], 20)
            slack.wait_for(lambda _: "Good things" in slack.history(ids["team-support"])[0]["text"], 20)
            yield slack


def _masked(text: str) -> tuple[str, list[dict[str, object]]]:
    found = redact(text)
    return found.text, [{"start": span.start, "end": span.end, "kind": span.kind} for span in found.spans]


def kudos(page: Page) -> None:
    """A strong reply, and its kudos in the thread."""
    page.get_by_role("article").last.get_by_role("button", name="1 reply").click()
    page.get_by_role("log", name="The thread").get_by_role("article").nth(1).wait_for()


def tip(page: Page) -> None:
    """What only Ben sees."""
    page.get_by_role("combobox", name="You are").select_option("Ben")
    page.get_by_role("navigation").get_by_role("button", name="Take Five").first.click()
    page.get_by_role("article").filter(has_text="A tip").wait_for()


def form(page: Page) -> None:
    """Sharing a reply from anywhere."""
    page.get_by_role("button", name="Play: Share from anywhere").click()
    page.get_by_role("dialog").wait_for()


def masked(page: Page) -> None:
    """What was typed beside what the bot reads."""
    page.get_by_role("button", name="Play: Names, numbers").click()
    page.get_by_role("article").filter(has_text="Dana Whitlock").last.hover()
    page.get_by_role("article").filter(has_text="Dana Whitlock").last.get_by_label("More about").click()
    page.get_by_role("button", name="What was masked").click()
    page.locator(".masked").wait_for()


def home(page: Page) -> None:
    """The Home tab of a member."""
    page.get_by_role("combobox", name="You are").select_option("Ana")
    page.get_by_role("navigation").get_by_role("button", name="Home").click()
    page.get_by_text("My settings").wait_for()


def home_lead(page: Page) -> None:
    """The Home tab of a lead."""
    page.get_by_role("combobox", name="You are").select_option("Lea")
    page.get_by_role("navigation").get_by_role("button", name="Home").click()
    page.get_by_text("My team: Support").wait_for()


def digest(page: Page) -> None:
    """The week of a team."""
    page.get_by_role("combobox", name="You are").select_option("Ana")
    page.get_by_role("navigation").get_by_role("button", name="team-support").click()
    page.get_by_text("Good things from Support").wait_for()


def week(page: Page) -> None:
    """One's own week."""
    page.get_by_role("combobox", name="You are").select_option("Ana")
    page.get_by_role("navigation").get_by_role("button", name="Take Five").first.click()
    page.get_by_text("What showed in your replies").wait_for()


def setup(page: Page) -> None:
    """The first form of the setup."""
    page.get_by_role("combobox", name="You are").select_option("Tomas")
    page.get_by_role("navigation").get_by_role("button", name="Home").click()
    page.get_by_role("button", name="Change the setup").click()
    page.get_by_role("dialog").wait_for()


PICTURES = {"kudos": (kudos, "light"), "tip": (tip, "dark"), "form": (form, "light"), "masked": (masked, "dark")}
PICTURES |= {
    f"{surface.__name__.replace('_', '-')}-{theme}": (surface, theme)
    for surface in (home, home_lead, digest, week, setup)
    for theme in ("light", "dark")
}


def main() -> None:
    """Take every picture."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "images")
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("The pictures are taken with Chromium, which is not installed: apt-get install chromium")
    with company() as slack, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (show, theme) in PICTURES.items():
            page = browser.new_page(viewport=SIZE, color_scheme=theme, reduced_motion="reduce")
            page.goto(slack.url)
            page.get_by_role("log", name="Messages").wait_for()
            show(page)
            page.mouse.move(0, 0)
            page.screenshot(path=folder / f"{name}.png")
            page.keyboard.press("Escape")  # a window that is open for somebody stays open for them
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
