"""Looking at the practice page: as whom, where, at which part; and taking that part in light and dark."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

from docs.screenshots.surfaces import THEMES, Surface

SIZE = {"width": 1200, "height": 860}
TALLEST = 2_400
COLOURS = 64
# How much taller the page has to be for the whole part to be seen; logs and payloads of any length are cut.
LACKING = """part => Math.max(
  part.offsetHeight - (part.closest(".scroll")?.clientHeight ?? part.offsetHeight),
  ...[part, ...part.querySelectorAll("*")].map(each =>
    getComputedStyle(each).overflowY === "auto" && !each.matches("main .scroll, .scroll[role=group], .raw")
      ? each.scrollHeight - each.clientHeight : 0))"""


class Looking:
    """The practice page in a browser."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self._url = page, url

    def begin(self) -> None:
        """The page anew, as it is when one comes to it."""
        self.page.set_viewport_size(SIZE)
        self.page.goto(self._url)
        self.page.get_by_role("log", name="Messages").wait_for()

    def become(self, name: str) -> None:
        """Look through somebody's eyes."""
        self.page.get_by_role("combobox", name="You are").select_option(name)

    def message(self, name: str, place: str, words: str) -> Locator:
        """The latest message with these words, as somebody sees it in a channel."""
        self.become(name)
        self.page.get_by_role("navigation").get_by_role("button", name=place).first.click()
        messages = self.page.get_by_role("log", name="Messages").get_by_role("article")
        return _shown(messages.filter(has_text=words).last)

    def told(self, name: str, words: str) -> Locator:
        """What the bot told somebody alone."""
        return self.message(name, "Take Five", words)

    def window(self, name: str, words: str = "") -> Locator:
        """The window that is open for somebody."""
        self.become(name)
        return _shown(self.page.get_by_role("dialog").filter(has_text=words))

    def question(self, title: str) -> Locator:
        """The question that a button asks before it acts."""
        return _shown(self.page.get_by_role("dialog", name=title))

    def home(self, name: str, words: str) -> Locator:
        """Somebody's Home tab."""
        self.become(name)
        self.page.get_by_role("navigation").get_by_role("button", name="Home").click()
        self.page.get_by_text(words).first.wait_for()
        return self.page.locator(".home")

    def panel(self, name: str) -> Locator:
        """A panel of the practice page's own, from the bar at the top."""
        self.page.get_by_role("banner").get_by_role("button", name=name).click()
        return self.page.get_by_role("complementary")

    def take(self, surface: Surface, part: Locator, folder: Path) -> int:
        """The part in each theme, as small as words on a plain ground can be; hands back the bytes."""
        lacking = part.evaluate(LACKING)
        if lacking > 0:
            height = min(TALLEST, SIZE["height"] + int(lacking * 1.2) + 60)
            self.page.set_viewport_size({**SIZE, "height": height})
        self.page.mouse.move(0, 0)
        self.page.evaluate("document.activeElement.blur()")
        return sum(self._save(part, theme, folder / surface.file(theme)) for theme in THEMES)

    def _save(self, part: Locator, theme: str, file: Path) -> int:
        self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        shot = Image.open(io.BytesIO(part.screenshot())).convert("RGB")
        shot.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
        return file.stat().st_size


def _shown(part: Locator) -> Locator:
    part.wait_for()
    return part
