"""The HTTP face of the real bot, in this process and without a network: Slack's Web API cannot be reached."""

import time
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from slack_bolt import App
from werkzeug.test import TestResponse

from bot import app, web
from bot.database import Database
from bot.settings import Environment, environment
from coaching.workplace import Room, Workplace
from tests.bot.signing import JSON, SECRET, encoded, headers


@dataclass
class Face:
    """Sends requests to the bot; each signature is new, so that no request is a replay of another."""

    client: FlaskClient
    sent: int = field(default=0)

    def send(self, kind: str, body: dict[str, Any]) -> TestResponse:
        """A signed request: an `event`, a `command` or an `interactive` one."""
        return self.send_bytes(*encoded(kind, body))

    def copy(self) -> "Face":
        """The same bot, for another thread."""
        return Face(self.client.application.test_client(), self.sent)

    def send_bytes(self, body: bytes, written: str = JSON, signed: bool = True) -> TestResponse:
        """Any bytes, signed or not."""
        self.sent += 1
        given = headers(body, time.time() - self.sent % 250, written) if signed else {"Content-Type": written}
        return self.client.post("/slack/events", data=body, headers=given)


def bolt_of(database: Database) -> tuple[Environment, App]:
    """The bot in front of one snippets channel, C1."""
    variables = {
        "SLACK_BOT_TOKEN": "xoxb-x",
        "SLACK_APP_TOKEN": "xapp-x",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
    }
    settings = environment({**variables, "DATABASE_URL": database.url.render_as_string(hide_password=False)})
    return settings, app.build(settings, Workplace(rooms={"C1": Room("C1", "snippets")}), database)


def face_of(database: Database) -> Face:
    """Its HTTP face."""
    return Face(web.build(bolt_of(database)[1], database, SECRET).test_client())
