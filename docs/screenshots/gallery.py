"""The page that shows every surface, grouped by who sees it: docs/surfaces.md."""

from docs.screenshots.surfaces import THEMES, Surface, table

HEAD = """# What people see

Every surface in light and dark, taken by `make screenshots` in the practice workspace. Slack draws the same blocks in
its own style. The people and their replies are made up.
"""


def markdown() -> str:
    """The whole page."""
    shown = table()
    groups = dict.fromkeys(surface.seen_by for surface in shown)
    return "\n".join([HEAD, *(_group(seen_by, shown) for seen_by in groups)])


def _group(seen_by: str, every: list[Surface]) -> str:
    shown = [_surface(surface) for surface in every if surface.seen_by == seen_by]
    return "\n".join([f"## {seen_by}\n", *shown])


def _surface(surface: Surface) -> str:
    head = "| light | dark |\n|---|---|\n"
    cells = (f"![{surface.alt} ({theme})](images/{surface.file(theme)})" for theme in THEMES)
    return f"### {surface.title}\n\n{head}| {' | '.join(cells)} |\n"
