"""What people would write instead: a bare Bolt listener that commits one row. `python -m bench.acknowledge.bare PORT`.

Flask and Bolt's own adapter, signatures verified by Bolt, acknowledged after the commit, on the same gunicorn
settings and the same SQLite pragmas as Take Five.
"""

import logging
import os
import sys
from typing import Any

from flask import Flask, Response, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk import WebClient
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from bot.database import BUSY, connect
from bot.serve import Gunicorn

logging.getLogger("slack_bolt").setLevel(logging.WARNING)


class Record(DeclarativeBase):
    """The parent of the one table."""


class Message(Record):
    """One message."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    ts: Mapped[str]
    user: Mapped[str]
    text: Mapped[str]


class Bare(Gunicorn):
    """The same server around another app."""

    def __init__(self, bind: str) -> None:
        super().__init__(bind, None, None, None)  # type: ignore[arg-type]

    def load(self) -> Flask:
        """The WSGI app."""
        return build(os.environ["DATABASE_URL"], os.environ["SLACK_API_URL"], os.environ["SLACK_SIGNING_SECRET"])

    def _started(self, worker: Any) -> None:
        print("listening", flush=True)

    def _stopped(self, server: Any, worker: Any) -> None:
        """Nothing to stop."""


def build(database_url: str, api_url: str, secret: str) -> Flask:
    """The app."""
    engine = connect(database_url, BUSY)
    Record.metadata.create_all(engine)
    client = WebClient("xoxb-bench", base_url=api_url)
    app = App(client=client, signing_secret=secret, process_before_response=True)

    @app.event("message")
    def keep(event: dict[str, Any]) -> None:
        with Session(engine) as session, session.begin():
            session.add(Message(channel=event["channel"], ts=event["ts"], user=event["user"], text=event["text"]))

    web, handler = Flask("bare"), SlackRequestHandler(app)

    @web.post("/slack/events")
    def events() -> Response:
        return handler.handle(request)

    return web


if __name__ == "__main__":
    Bare(f"127.0.0.1:{sys.argv[1]}").run()
