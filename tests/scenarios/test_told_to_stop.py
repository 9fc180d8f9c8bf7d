"""SIGTERM while a call to Slack hangs: everything ends before the call does, and what became of it is written down."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.practice import Fault, Workspace
from coaching import outbox
from coaching.records.outbox import Letter
from tests.processes import TakeFive, free_port
from tests.scenarios.test_sharing_a_snippet import STRONG

CALL = 10  # seconds after which a call that hangs is given up, if anybody is still there


@dataclass
class Post:
    """The processes in front of a practice workspace, and the one letter that matters."""

    slack: Workspace
    database: Database
    processes: list[TakeFive]
    ana: str
    snippets: str

    def start(self) -> None:
        for process in self.processes:
            process.start()

    def tell_to_stop(self) -> None:
        """SIGTERM to all of them; each has to end by itself."""
        for process in reversed(self.processes):
            assert process.process
            process.process.send_signal(signal.SIGTERM)
        for process in self.processes:
            assert process.process
            process.process.wait(60)
            process.kill()

    def kudos(self) -> Letter:
        with self.database.sessions() as session:
            return session.scalars(select(Letter).where(Letter.kind == "kudos")).one()

    def let_leases_end(self) -> None:
        with self.database.sessions.begin() as session:
            for letter in session.scalars(select(Letter).where(Letter.state == "sending")):
                letter.lease_until = letter.not_before

    def posted(self) -> int:
        (root,) = self.slack.history(self.snippets)
        return len(self.slack.replies(self.snippets, root["ts"])) - 1


@pytest.fixture
def post(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> Iterator[Post]:
    with Workspace() as slack, ExitStack() as lives:
        ana, port = slack.person("Ana"), free_port()
        snippets = slack.channel("snippets", [ana])
        (tmp_path / "takefive.toml").write_text(f'[[channel]]\nid = "{snippets}"\npart = "snippets"\n', "utf-8")
        url = database.url.render_as_string(hide_password=False)
        variables = {**slack.environment(), "DATABASE_URL": url}
        by_socket = request.node.callspec.params.get("face") == "socket"
        words, ready = (
            (["serve", "--socket"], "connected") if by_socket else (["serve", "--port", str(port)], "listens on")
        )
        serve = TakeFive(words, ready, variables, tmp_path)
        work = TakeFive(["work"], "delivers letters", variables, tmp_path)
        for process in (serve, work):
            lives.enter_context(closing(process))
        if not by_socket:
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        yield Post(slack, database, [serve] if database.is_sqlite else [serve, work], ana, snippets)


@pytest.mark.parametrize(
    ("database_url", "face", "seconds"),
    [("sqlite", "socket", 31), ("sqlite", "http", 4), ("postgresql", "http", 31)], indirect=["database_url"],
)  # fmt: skip
def test_told_to_stop_while_slack_hangs_it_ends_in_time_and_says_nothing_twice(post: Post, face: str, seconds: int):
    post.start()
    if face == "socket":  # an event that comes before the connection is tried again after a minute only
        post.slack.wait_for(lambda slack: slack.connections, 30)
    post.slack.fail("chat.postMessage", Fault.slow(seconds), times=2)  # whichever letter leaves first
    post.slack.say(post.ana, post.snippets, STRONG)
    post.slack.wait_for(lambda slack: post.posted() == 1, 30)  # Slack took it, and does not answer yet

    post.tell_to_stop()
    # Had it waited for the call, the call would have been given up, and the letter be due again.
    assert post.kudos().state == ("sending" if seconds > CALL else "sent")

    post.let_leases_end()
    post.start()
    post.slack.wait_for(lambda slack: post.kudos().state not in outbox.OPEN, 30)
    assert (post.kudos().state, post.posted()) == ("sent", 1)
