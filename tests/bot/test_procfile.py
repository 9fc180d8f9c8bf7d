"""The Procfile: three lines for any runner that reads one, and none of them ends by itself."""

import shlex
import signal
from pathlib import Path

import pytest

from bot import cli
from tests.killing import zygote
from tests.processes import HOUSE

LINES = dict(line.split(": ", 1) for line in (HOUSE / "Procfile").read_text("utf-8").splitlines() if ": " in line)


def test_it_says_how_to_release_to_serve_and_to_work():
    assert {name: shlex.split(words)[:2] for name, words in LINES.items()} == {
        "release": ["takefive", "migrate"],
        "web": ["takefive", "serve"],
        "worker": ["takefive", "work"],
    }


@pytest.mark.parametrize("name", LINES)
def test_each_line_is_a_command_that_there_is(name: str):
    _, *words = [word.replace("$PORT", "3000") for word in shlex.split(LINES[name])]
    assert callable(cli._parser().parse_args(words).run)


def test_a_worker_on_sqlite_says_that_there_is_nothing_to_do_and_stays_up(tmp_path: Path):
    variables = {"DATABASE_URL": f"sqlite:///{tmp_path}/takefive.db"}
    worker = zygote.shared().start("work", ["work"], tmp_path, variables=variables)
    assert "there is nothing to do here" in zygote.shared().wait(worker)
    assert zygote.shared().runs(worker)
    worker.tell(signal.SIGTERM)
    zygote.shared().bury(worker, 10)
    assert worker.code == 0
