"""The house rules: who may import whom, how files are named, and how long they get."""

import tempfile
from pathlib import Path

import pytest
from importlinter import cli

HOUSE = Path(__file__).parent.parent
FLOORS = ("bot", "handlers", "coaching")
NOBODYS = {"utils", "util", "helpers", "helper", "manager", "service", "services", "base", "common", "misc"}
LONGEST = 300


@pytest.fixture(autouse=True)
def others_go_on_logging(monkeypatch: pytest.MonkeyPatch) -> None:
    """The linter sets logging up for itself, which would silence every logger that there is."""
    monkeypatch.setattr(cli.logging_config, "dictConfig", lambda settings: None)


def modules() -> list[Path]:
    return [file for floor in FLOORS for file in (HOUSE / floor).rglob("*.py")]


def test_the_floors_import_only_downwards(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(HOUSE)
    assert cli.lint_imports(config_filename=str(HOUSE / "pyproject.toml"), no_cache=True) == 0, capsys.readouterr().out


def test_the_contracts_notice_a_room_that_imports_upwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for floor, words in {"bot": "", "handlers": "", "coaching": "import handlers\n"}.items():
        (tmp_path / f"mutant_{floor}").mkdir()
        (tmp_path / f"mutant_{floor}" / "__init__.py").write_text(words.replace("handlers", "mutant_handlers"), "utf-8")
    contract = '[[tool.importlinter.contracts]]\nname = "floors"\ntype = "layers"\n'
    layers = 'layers = ["mutant_bot", "mutant_handlers", "mutant_coaching"]\n'
    roots = '[tool.importlinter]\nroot_packages = ["mutant_bot", "mutant_handlers", "mutant_coaching"]\n'
    (tmp_path / "pyproject.toml").write_text(roots + contract + layers, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))

    assert cli.lint_imports(config_filename=str(tmp_path / "pyproject.toml"), no_cache=True) == 1


@pytest.mark.parametrize("floor", FLOORS)
def test_no_room_is_called_after_nothing(floor: str):
    names = {part.removesuffix(".py") for file in (HOUSE / floor).rglob("*.py") for part in file.parts}
    assert not names & NOBODYS


def test_no_file_is_longer_than_one_reads_in_one_go():
    long = {str(file.relative_to(HOUSE)): lines for file in modules() if (lines := _lines(file)) > LONGEST}
    assert long == {}


def test_every_room_says_in_its_first_line_what_it_is_for():
    silent = [str(file.relative_to(HOUSE)) for file in modules() if not file.read_text("utf-8").startswith('"""')]
    assert silent == []


def test_nothing_that_ships_names_a_machine_or_a_token():
    told = "\n".join(file.read_text("utf-8") for file in modules())
    for words in (str(HOUSE), str(Path.home()), tempfile.gettempdir() + "/", "xoxb-1"):
        assert words not in told


def _lines(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())
