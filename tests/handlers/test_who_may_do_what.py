"""Every listener, as each of fourteen kinds of people, against the table in docs/who-may-do-what.md."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

import handlers
from bot.manifest import manifest
from handlers import members, sealed
from tests.handlers.doings import Doings
from tests.handlers.payloads import command
from tests.handlers.visit import KINDS, OWNER, SECRET, Visit, World, world

TABLE = Path(__file__).parents[2] / "docs/who-may-do-what.md"
SORTS = {"Buttons": "button", "Forms": "form", "/takefive": "command", "Shortcuts": "shortcut", "Events": "event"}
REFUSALS = (
    "isn't yours", "is not yours", "for members", "Setting up is for admins", "Only people of that team",
    "for the leads of a team", "No check-in is open", "not there any more", "no shout-out of yours",
    "You were not on", "has closed", "Who listens", "members_only",
)  # fmt: skip
MESSAGES = {
    "snippets.changed": "message changed", "snippets.deleted": "message deleted",
    "snippets.shared": "message in a snippets channel", "snippets.told": "message to the bot",
    "snippets.silent": "message elsewhere", "home.opened": "app_home_opened home",
    "home.elsewhere": "app_home_opened messages",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    sort: str
    what: str
    whose: str
    happens: str
    cells: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.sort} {self.what}"


def rows() -> Iterator[Row]:
    sort = ""
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("## "):
            sort = SORTS[line.removeprefix("## ")]
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 + len(KINDS) and set(cells[3:]) <= {"yes", "no", "-"}:
            yield Row(sort, cells[0], cells[1], cells[2], tuple(cells[3:]))


ROWS = list(rows())


@pytest.fixture(scope="module")
def visited(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("visit")
    file = folder / "takefive.db"
    file.write_bytes(migrated_file.read_bytes())
    with world(file, folder) as made:
        made.furnish()
        made.send(command("member", "help"))  # now the bot knows its own workspace
        yield made


def visit(visited: World, row: Row, kind: str, fresh: bool = True) -> Visit:
    for_whom = OWNER if row.whose == "owner's" else KINDS[kind][0]
    return visited.send(Doings(visited).body(row.name, kind, for_whom, fresh))


def wrong(row: Row, kind: str, expected: str, came: Visit) -> str | None:
    """What came of a visit other than what the table says, or None."""
    where = f"{row.name} ({row.whose}) as {kind}: "
    if expected == "yes":
        return None if str(came) == row.happens else f"{where}{came} instead of {row.happens}"
    if SECRET in came.everything:
        return f"{where}something of the owner's was shown"
    if expected == "-":
        return None if str(came) == "nothing" else f"{where}{came} instead of silence"
    told = any(words in came.everything for words in REFUSALS) or came.changed == {"letter members_only"}
    return None if told and not came.changed - {"letter members_only"} else f"{where}{came} instead of a refusal"


@pytest.mark.parametrize("sort", ["command", "shortcut", "event", "form", "button"])
def test_everybody_can_do_what_the_table_says_and_nothing_else(visited: World, sort: str):
    findings = [finding for row in ROWS if row.sort == sort for finding in findings_of(visited, row)]

    assert findings == []


def findings_of(visited: World, row: Row) -> Iterator[str]:
    """What goes wrong in a row; visitors follow each other in one scene until one of them changes it."""
    cells = sorted(zip(KINDS, row.cells, strict=True), key=lambda cell: cell[1] == "yes")
    untouched = False
    for kind, cell in cells:
        came = visit(visited, row, kind, fresh=not untouched)
        untouched = not came.changed
        finding = wrong(row, kind, cell, came)
        if finding:
            yield finding


def test_everything_that_is_heard_has_a_row():
    heard = set(listeners(handlers.register))

    assert heard == {row.name for row in ROWS if row.sort != "command"} | {"command /takefive"}


def test_every_word_that_is_understood_is_named_in_help_and_in_the_hint_and_no_other():
    understood = {row.what.split()[0] for row in ROWS if row.sort == "command"}
    in_help = {"help", *re.findall(r"/takefive (\w+)", str(handlers.views.notices.HELP))}
    (command,) = manifest()["features"]["slash_commands"]

    assert understood == in_help == set(re.findall(r"[\[|] ?(\w+)", command["usage_hint"]))


def test_the_table_catches_a_bot_that_lets_strangers_in(visited: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(members, "_is_known_stranger", lambda *_: False)
    row = next(row for row in ROWS if row.name == "button why_kudos")

    assert wrong(row, "guest", "no", visit(visited, row, "guest"))


def test_the_table_catches_buttons_that_work_for_whoever_has_a_copy(visited: World, monkeypatch: pytest.MonkeyPatch):
    row = next(row for row in ROWS if row.name == "button tips_fewer")
    monkeypatch.setattr(sealed.seals, "unseal", lambda *_: "ab" * 8)

    assert wrong(row, "lead", "no", visit(visited, row, "lead"))


@pytest.mark.parametrize("kind", ["member", "lead", "peer coach", "admin"])
def test_a_seal_of_ones_own_opens_nothing_that_is_somebody_elses(visited: World, kind: str):
    bound = ("button kudos_share", "button why", "button tip_helped", "button shoutout_edit", "button shoutout_undo",
             "button shoutout_leave", "form kudos_edited", "form verdict", "form shoutout_edited")  # fmt: skip
    for row in ROWS:
        if row.name in bound:
            came = visited.send(Doings(visited).body(row.name, kind, KINDS[kind][0]))
            assert wrong(row, kind, "no", came) is None


class Listening:
    """Stands in for the app while listeners register, and notes what each of them hears."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def error(self, _: FunctionType) -> None:
        """Not a listener."""

    def middleware(self, _: FunctionType) -> None:
        """Not a listener."""

    def __getattr__(self, sort: str) -> Any:
        names = {"action": "button", "view": "form", "view_closed": "closed"}

        def register(what: Any, **_: Any) -> Any:
            def take(listener: FunctionType) -> None:
                told = f"{listener.__module__.rpartition('.')[2]}.{listener.__name__}"
                if isinstance(what, str | dict):
                    self.heard.append(f"{names.get(sort, sort)} {MESSAGES.get(told, what)}")

            return take

        return register


def listeners(register: Any) -> list[str]:
    """The name of everything that is heard; the last resort that hears anything else has no effect and no name."""
    listening = Listening()
    register(listening)
    return listening.heard
