"""DATABASE_URL: what is wrong with it is said in a line, with the place, what to do, and never the password."""

import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from bot import address, backup, cli
from bot.database import Database
from bot.settings import SettingsError


def told(url: str) -> str:
    """What is said after trying to claim and open the database."""
    database = Database(url)
    try:
        database.lock()
        database.engine.connect().close()
    except SQLAlchemyError as error:
        return address.trouble(url, error)
    finally:
        database.close()
    raise AssertionError("it can be used")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("garbage", "DATABASE_URL is no address of a database: write sqlite:///takefive.db or postgresql://"),
        ("postgresql://bot:hush@host:port/x", "DATABASE_URL is no address of a database"),
        ("mysql://bot:hush@a", "DATABASE_URL names mysql, which I cannot use: write sqlite:///takefive.db or"),
        ("postgresql+psycopg2://bot:hush@a/b", "DATABASE_URL names postgresql+psycopg2, which I cannot use"),
    ],
)
@pytest.mark.parametrize("command", ["migrate", "doctor", "labels"])
def test_an_address_that_is_none_is_told_in_one_line(command: str, url: str, words: str, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)

    assert cli.main([command]) == (1 if command == "doctor" else 2)
    shown = "".join(capsys.readouterr())
    assert words in shown
    assert "hush" not in shown


@pytest.mark.parametrize("command", ["migrate", "labels", "serve"])
def test_a_folder_that_is_not_there_is_named(command: str, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///data/takefive.db")

    assert cli.main([command]) == 2
    assert capsys.readouterr().err == (
        f"takefive: the folder {tmp_path / 'data'} of the database is not there: make it, or change DATABASE_URL\n"
    )


def test_a_folder_in_the_files_place_is_named(tmp_path):
    assert f"{tmp_path} is a folder: DATABASE_URL names a file" in told(f"sqlite:///{tmp_path}")


@pytest.mark.parametrize("named", ["folder", "file"])
def test_a_place_that_may_not_be_written_is_named(named: str, tmp_path, monkeypatch):
    file = tmp_path / "takefive.db"
    file.touch()
    closed = tmp_path if named == "folder" else file
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != closed)  # root may write anywhere

    words = address.trouble(f"sqlite:///{file}", PermissionError())

    assert words.startswith("I may not")
    assert str(closed) in words


def test_a_file_that_is_no_database_is_told(tmp_path):
    file = tmp_path / "takefive.db"
    file.write_bytes(b"words " * 500)

    assert told(f"sqlite:///{file}") == f"{file} is no SQLite database: put it away, or change DATABASE_URL"


def test_a_locked_file_is_told(tmp_path):
    file = tmp_path / "takefive.db"
    file.touch()
    locked = OperationalError("SELECT 1", None, sqlite3.OperationalError("database is locked"))

    assert "is locked by another program" in address.trouble(f"sqlite:///{file}", locked)


def test_a_server_that_does_not_answer_is_named_without_its_password():
    words = told("postgresql://bot:hush@localhost:9/takefive")

    assert words == "PostgreSQL at localhost:9 cannot be reached: is it running, and is DATABASE_URL right?"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('connection failed: FATAL:  password authentication failed for user "bot"', "does not take the user bot"),
        ('connection failed: FATAL:  database "takefive" does not exist', "has no database takefive: make it"),
        ("failed to resolve host 'db'", "there is no host db: correct DATABASE_URL"),
        ("connection timeout expired", "cannot be reached"),
        ("something else, hush", "PostgreSQL at db:5432 cannot be used (OperationalError)"),
    ],
)
def test_what_a_server_says_is_put_in_words(said: str, words: str):
    error = OperationalError("", None, RuntimeError(said))
    shown = address.trouble("postgresql://bot:hush@db/takefive", error)

    assert words in shown
    assert "hush" not in shown


def test_an_address_of_another_kind_is_refused_before_anything_is_loaded():
    with pytest.raises(ArgumentError):
        address.read("oracle://a")


def test_a_backup_into_a_folder_that_is_not_there_says_so(tmp_path):
    file = tmp_path / "takefive.db"
    sqlite3.connect(file).close()
    file.touch()

    with pytest.raises(SettingsError, match=r"There is no folder .*gone: make it, or name another place"):
        backup.save(f"sqlite:///{file}", tmp_path / "gone" / "copy.db")
