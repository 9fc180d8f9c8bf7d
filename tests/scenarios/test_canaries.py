"""Marked words in everything that comes in, and none of them where it must not stand: six scenarios of 200."""

import logging
from pathlib import Path

import pytest

from bot.database import Database
from handlers import snippets
from tests.canaries import MAIL, scenario


@pytest.mark.parametrize(
    ("database_url", "seed"),
    [(("sqlite", "postgresql")[seed % 2], seed) for seed in range(6)],
    indirect=["database_url"],
)
def test_no_canary_is_found_in_anything_written(database: Database, tmp_path: Path, seed: int):
    assert scenario(database, tmp_path, seed, steps=4).found() == []


def test_the_search_finds_a_line_in_the_log_with_the_body(database: Database, tmp_path: Path, monkeypatch):
    read = snippets.words

    def talkative(text: str) -> str:
        logging.getLogger("handlers").info("read %s", text)
        return read(text)

    monkeypatch.setattr(snippets, "words", talkative)

    found = [each for seed in (1, 2) for each in scenario(database, tmp_path, seed, steps=4).found()]
    assert {"snippet in a log", "e-mail in a log"} <= set(found)


def test_the_search_finds_personal_data_in_a_file(database: Database, tmp_path: Path):
    written = scenario(database, tmp_path, 1, steps=1)
    written.files += MAIL.encode()

    assert written.found() == ["e-mail in the database"]
