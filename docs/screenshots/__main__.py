"""Takes every surface and writes the gallery.

Run: python -m docs.screenshots [NAME...] (needs Chromium; only the named surfaces are taken, all of them by default).
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from docs.screenshots import gallery
from docs.screenshots.before import three_weeks
from docs.screenshots.company import PATIENCE, Company, company
from docs.screenshots.looking import SIZE, Looking
from docs.screenshots.surfaces import table

DOCS = Path(__file__).parent.parent
IMAGES = DOCS / "images"
README = {"kudos.png": "page-light.png"}  # the picture at the top of the README


def main(names: list[str]) -> None:
    """Take the pictures, in the order in which things happen; each is printed as it is done."""
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("The pictures are taken with Chromium, which is not installed: apt-get install chromium")
    IMAGES.mkdir(exist_ok=True)
    with company() as brightwell, sync_playwright() as playwright:
        print("Three weeks at Brightwell", flush=True)
        three_weeks(brightwell)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, locale="en-GB", timezone_id="Europe/Lisbon")
        page.set_default_timeout(PATIENCE * 1_000)
        missed = _take(brightwell, Looking(page, brightwell.slack.url), names)
        browser.close()
    for copy, original in README.items():
        shutil.copyfile(IMAGES / original, IMAGES / copy)
    (DOCS / "surfaces.md").write_text(gallery.markdown(), "utf-8")
    if missed:
        sys.exit(f"Not taken: {', '.join(missed)}")


def _take(brightwell: Company, look: Looking, names: list[str]) -> list[str]:
    """Every surface is brought about, as the next may need it, and the named ones are taken; hands back what failed."""
    surfaces, missed = table(), []
    for number, surface in enumerate(surfaces, 1):
        began = time.monotonic()
        brightwell.close_windows()
        look.begin()
        try:
            part = surface.show(brightwell, look)
            told = (
                f"{look.take(surface, part, IMAGES) // 1024} kB" if surface.name in (names or [surface.name]) else "-"
            )
        except (Error, LookupError, TimeoutError) as error:
            missed.append(surface.name)
            told = f"failed: {error}"
        print(
            f"{number:3} of {len(surfaces)}  {surface.name:<18} {time.monotonic() - began:5.1f} s  {told}", flush=True
        )
    return missed


if __name__ == "__main__":
    main(sys.argv[1:])
