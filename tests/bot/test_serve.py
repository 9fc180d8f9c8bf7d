"""`takefive serve`, as a process of its own: how it ends."""

import signal
from contextlib import closing
from pathlib import Path

import pytest

from bot.practice import Workspace
from tests.processes import TakeFive, free_port


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_hang_up_ends_it_in_good_order_and_starts_no_second_worker(number: signal.Signals, tmp_path: Path):
    with Workspace() as slack:
        variables = {**slack.environment(), "DATABASE_URL": f"sqlite:///{tmp_path / 'takefive.db'}"}
        serve = TakeFive(["serve", "--port", str(free_port())], "listens on", variables, tmp_path)
        with closing(serve):
            serve.start()
            assert serve.process
            serve.process.send_signal(number)
            rest = serve.process.communicate(timeout=30)[0]
            assert serve.process.returncode == 0, serve.said()
    assert "listens on" not in rest
