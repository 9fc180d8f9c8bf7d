"""Every picture in the documents is there, small, and says in words what stands in it; every surface is shown."""

import re
from pathlib import Path

import pytest

from docs.screenshots import gallery
from docs.screenshots.surfaces import THEMES, table

DOCS = Path(__file__).parent.parent / "docs"
PAGES = [DOCS.parent / "README.md", *sorted(DOCS.glob("*.md"))]
PICTURE = re.compile(r"!\[(.*?)\]\(([^)]+)\)")
MOST, ALL = 80_000, 3_000_000  # bytes


def pictures(page: Path) -> list[tuple[str, Path]]:
    """The alt text and the file of each picture on a page."""
    return [(alt, page.parent / file) for alt, file in PICTURE.findall(page.read_text("utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_picture_on_a_page_is_there_and_says_what_stands_in_it(page: Path):
    assert [file for _, file in pictures(page) if not file.is_file()] == []
    assert [file for alt, file in pictures(page) if len(alt.split()) < 5] == []


def test_every_surface_stands_in_the_gallery_in_both_themes():
    assert (DOCS / "surfaces.md").read_text("utf-8") == gallery.markdown(), "run make screenshots"
    shown = {file.name for _, file in pictures(DOCS / "surfaces.md")}
    assert shown == {surface.file(theme) for surface in table() for theme in THEMES}


def test_no_picture_lies_about_that_no_page_shows():
    shown = {file.resolve() for page in PAGES for _, file in pictures(page)}
    assert {file.resolve() for file in (DOCS / "images").iterdir()} - shown == set()


def test_pictures_are_small_and_light_differs_from_dark():
    files = list((DOCS / "images").iterdir())
    assert [file.name for file in files if file.stat().st_size > MOST] == []
    assert sum(file.stat().st_size for file in files) < ALL
    same = [
        one.name for one in table() if len({(DOCS / "images" / one.file(theme)).read_bytes() for theme in THEMES}) < 2
    ]
    assert same == []
