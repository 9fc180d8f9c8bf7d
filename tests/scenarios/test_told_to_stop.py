"""SIGTERM while a call to Slack hangs: everything ends before the call does, and what became of it is written down.

The seconds that what is under way is granted (`bot.serve.GRACE`) are fewer here, and so is the time a call takes.
"""

import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import app, serve
from bot.database import Database
from bot.practice import Fault, Workspace
from bot.settings import environment
from coaching import outbox
from coaching.records.outbox import Letter
from tests.killing.zygote import Life, shared
from tests.processes import free_port
from tests.scenarios.test_sharing_a_snippet import STRONG

CALL = 10  # seconds after which a call that hangs is given up, if anybody is still there
GRACE = 3


@dataclass
class Post:
    """The processes in front of a practice workspace, and the one letter that matters."""

    slack: Workspace
    database: Database
    commands: list[list[str]]
    variables: dict[str, str]
    folder: Path
    ana: str
    snippets: str
    lives: list[Life] = field(default_factory=list)

    def start(self) -> None:
        for words in self.commands:
            constants = {"bot.serve.GRACE": GRACE}
            life = shared().start(words[0], words, self.folder, variables=self.variables, constants=constants)
            self.lives.append(life)
            assert "Take Five" in shared().wait(life)

    def tell_to_stop(self) -> None:
        """SIGTERM to all of them; each has to end by itself."""
        for life in reversed(self.lives):
            life.tell(signal.SIGTERM)
        while self.lives:
            shared().bury(life := self.lives.pop(), 60)
            assert life.code == 0

    def close(self) -> None:
        while self.lives:
            self.lives[-1].kill()
            shared().bury(self.lives.pop())

    def kudos(self) -> Letter:
        with self.database.sessions() as session:
            return session.scalars(select(Letter).where(Letter.kind == "kudos")).one()

    def let_leases_end(self) -> None:
        with self.database.sessions.begin() as session:
            for letter in session.scalars(select(Letter).where(Letter.state == "sending")):
                letter.lease_until = letter.not_before

    def come_to_rest(self) -> None:
        """Wait until the kudos have come to an end; Slack is told nothing when that is written down."""
        pause, tries = threading.Event(), 0
        while self.kudos().state in outbox.OPEN:
            pause.wait(0.02)
            assert (tries := tries + 1) < 1_500, self.slack.traffic()

    def posted(self) -> int:
        (root,) = self.slack.history(self.snippets)
        return len(self.slack.replies(self.snippets, root["ts"])) - 1


@pytest.fixture
def post(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> Iterator[Post]:
    with Workspace() as slack:
        ana, port = slack.person("Ana"), free_port()
        snippets = slack.channel("snippets", [ana])
        (tmp_path / "takefive.toml").write_text(f'[[channel]]\nid = "{snippets}"\npart = "snippets"\n', "utf-8")
        url = database.url.render_as_string(hide_password=False)
        variables = {**slack.environment(), "DATABASE_URL": url}
        by_socket = request.node.callspec.params.get("face") == "socket"
        if by_socket:
            commands = [["serve", "--socket"]]
        else:
            commands = [["serve", "--port", str(port)]]
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        if not database.is_sqlite:
            commands.append(["work"])
        made = Post(slack, database, commands, variables, tmp_path, ana, snippets)
        yield made
        made.close()


def test_what_is_under_way_is_granted_less_time_than_a_call_takes_that_hangs():
    assert serve.GRACE < app.slack_client(environment({"SLACK_BOT_TOKEN": "xoxb-x"})).timeout == CALL


@pytest.mark.parametrize(
    ("database_url", "face", "seconds"),
    [("sqlite", "socket", 31), ("sqlite", "http", 1.5), ("postgresql", "http", 31)], indirect=["database_url"],
)  # fmt: skip
def test_told_to_stop_while_slack_hangs_it_ends_in_time_and_says_nothing_twice(post: Post, face: str, seconds: float):
    post.start()
    if face == "socket":  # an event that comes before the connection is tried again after a minute only
        post.slack.wait_for(lambda slack: slack.connections, 30)
    post.slack.fail("chat.postMessage", Fault.slow(seconds), times=2)  # whichever letter leaves first
    post.slack.say(post.ana, post.snippets, STRONG)
    post.slack.wait_for(lambda slack: post.posted() == 1, 30)  # Slack took it, and does not answer yet

    post.tell_to_stop()
    # Had it waited for the call, the call would have been given up, and the letter be due again.
    assert post.kudos().state == ("sending" if seconds > CALL else "sent")

    post.slack.world.faults.clear()  # whatever leaves first now need not wait
    post.let_leases_end()
    post.start()
    post.come_to_rest()
    assert (post.kudos().state, post.posted()) == ("sent", 1)
