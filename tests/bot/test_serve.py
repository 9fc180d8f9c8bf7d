"""`takefive serve`, as a process of its own: what it loads, and how it ends."""

import signal
from pathlib import Path

import pytest

from bot.practice import Workspace
from tests.killing import zygote
from tests.processes import free_port


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_hang_up_ends_it_in_good_order_and_starts_no_second_worker(number: signal.Signals, tmp_path: Path):
    with Workspace() as slack:
        variables = {**slack.environment(), "DATABASE_URL": f"sqlite:///{tmp_path / 'takefive.db'}"}
        serve = zygote.shared().start("web", ["serve", "--port", str(free_port())], tmp_path, variables=variables)
        assert "listens on" in zygote.shared().wait(serve)
        serve.tell(number)
        zygote.shared().bury(serve, 30)
    assert serve.code == 0, (tmp_path / "web.log").read_text("utf-8")
    assert "listens on" not in serve.rest


def test_nobody_loads_the_drawing_library_who_does_not_draw():
    assert zygote.shared().has("bot.serve", "bot.cli", "bot.running", "matplotlib", "PIL") == [
        "bot.serve", "bot.cli", "bot.running",
    ]  # fmt: skip
