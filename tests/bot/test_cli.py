"""The command line: help at once, mistakes in one sentence, exit statuses that scripts can rely on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import cli

COMMANDS = ("demo", "serve", "work", "migrate", "backup", "restore", "doctor", "settings", "tag", "redact")
HEAVY = ("sqlalchemy", "nltk", "slack_bolt", "slack_sdk", "dbos", "flask", "alembic", "gunicorn", "phonenumbers")
HOUSE = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings, no secrets, no database."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith(("SLACK_", "TAKEFIVE_")) or name in ("DATABASE_URL", "PORT"):
            monkeypatch.delenv(name)


def ended(*words: str) -> int:
    try:
        return cli.main(words)
    except SystemExit as end:
        return int(end.code or 0)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command: str, capsys):
    if command == "redact":
        pytest.importorskip("bot.redact")

    assert ended(command, "--help") == 0
    assert "usage: takefive" in capsys.readouterr().out


def test_help_names_every_command(capsys):
    assert ended("--help") == 0
    shown = capsys.readouterr().out
    assert all(command in shown for command in COMMANDS)


def test_help_loads_nothing_heavy():
    look = f"""
import sys
from bot import cli
try:
    cli.main(["--help"])
except SystemExit:
    print([name for name in {HEAVY!r} if name in sys.modules])
"""
    told = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(HOUSE)}
    )
    assert told.stdout.splitlines()[-1] == "[]", told.stderr


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("serve",), ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET")),
        (("serve", "--socket"), ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")),
    ],
)
def test_missing_settings_are_named_in_one_error(words: tuple[str, ...], names: tuple[str, ...], capsys):
    assert ended(*words) == 2

    told = capsys.readouterr().err
    assert told.startswith("takefive: These settings are missing from the environment: " + ", ".join(names))
    assert "Traceback" not in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("words", [(), ("dance",), ("serve", "--port", "many"), ("settings",), ("settings", "burn")])
def test_a_command_that_is_none_ends_with_2_and_a_hint(words: tuple[str, ...], capsys):
    assert ended(*words) == 2
    assert "usage: takefive" in capsys.readouterr().err


def test_broken_settings_end_with_2_and_every_problem(capsys):
    Path("takefive.toml").write_text('zone = "Moon"\nkudos = "loud"', "utf-8")

    assert ended("settings", "check") == 2
    told = capsys.readouterr().err
    assert "'Moon'" in told
    assert "'loud'" in told


def test_good_settings_are_fine_and_can_be_shown(capsys):
    Path("takefive.toml").write_text('zone = "Europe/Lisbon"', "utf-8")

    assert ended("settings", "check") == 0
    assert ended("settings", "show") == 0
    assert "takefive.toml is fine.\nZone: Europe/Lisbon" in capsys.readouterr().out


def test_settings_of_another_name_are_read(capsys):
    Path("other.toml").write_text('zone = "Moon"', "utf-8")
    assert ended("settings", "check", "--settings", "other.toml") == 2


@pytest.mark.parametrize("words", [("settings", "check"), ("settings", "show"), ("doctor",), ("work",), ("serve",)])
def test_a_settings_file_that_is_named_must_be_there(words: tuple[str, ...], monkeypatch, capsys):
    assert ended(*words, "--settings", "nope.toml") == 2
    assert "There is no settings file at nope.toml (--settings)" in capsys.readouterr().err

    monkeypatch.setenv("TAKEFIVE_SETTINGS", "gone.toml")
    assert ended(*words) == 2
    assert "There is no settings file at gone.toml (TAKEFIVE_SETTINGS)" in capsys.readouterr().err


@pytest.mark.parametrize("what", ["check", "show"])
def test_without_a_settings_file_it_is_said_that_there_is_none_and_what_holds(what: str, capsys):
    assert ended("settings", what) == 0

    told = capsys.readouterr().out
    assert told.startswith(
        "There is no takefive.toml here, and none is needed: shortcuts, commands and direct messages"
    )
    assert "is fine" not in told


def test_the_file_beside_it_names_the_settings_too(capsys):
    Path(".env").write_text("TAKEFIVE_SETTINGS=other.toml", "utf-8")
    Path("other.toml").write_text('zone = "Europe/Lisbon"', "utf-8")
    try:
        assert ended("settings", "check") == 0
        assert "other.toml is fine." in capsys.readouterr().out
    finally:
        os.environ.pop("TAKEFIVE_SETTINGS", None)


@pytest.mark.parametrize("words", [("doctor",), ("serve",)])
def test_a_port_that_is_none_is_told_in_one_line(words: tuple[str, ...], monkeypatch, capsys):
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("PORT", "abc")

    assert ended(*words) in (1, 2)
    told = capsys.readouterr()
    assert "PORT=abc is no port: name a number from 0 to 65535" in told.out + told.err


def test_the_help_of_settings_and_doctor_says_what_they_do(capsys):
    for words, said in ((("settings",), "show says in words"), (("doctor",), "MISSING and what to do")):
        assert ended(*words, "--help") == 0
        told = " ".join(capsys.readouterr().out.split())
        assert said in told
        assert "--settings FILE who works where (default: $TAKEFIVE_SETTINGS or takefive.toml)" in told


def test_migrate_makes_the_tables_and_says_where(capsys):
    assert ended("migrate") == 0
    assert ended("migrate") == 0
    assert "The tables are up to date (takefive.db)." in capsys.readouterr().out
    assert Path("takefive.db").exists()


def test_a_database_address_that_is_none_is_told_in_one_line(monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "nonsense")

    assert ended("migrate") == 2
    told = capsys.readouterr().err
    assert "DATABASE_URL" in told
    assert "Traceback" not in told


def test_a_server_that_is_not_there_is_told_in_one_line_without_its_password(monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot:hush@localhost:9/takefive")

    assert ended("migrate") == 2
    told = capsys.readouterr().err
    assert "DATABASE_URL" in told
    assert "hush" not in told


def test_the_doctor_ends_with_1_when_something_is_missing(capsys):
    assert ended("doctor") == 1
    assert "SLACK_BOT_TOKEN is not set" in capsys.readouterr().out


def test_a_second_serve_on_the_same_file_is_refused_in_one_line(monkeypatch, capsys):
    from bot.database import Database

    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "x")
    first = Database("sqlite:///takefive.db")
    first.lock()
    try:
        assert ended("serve") == 2
        assert capsys.readouterr().err.startswith("takefive: Another Take Five works on")
    finally:
        first.close()
