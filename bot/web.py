"""The HTTP face: Slack's requests through the front door to Bolt, and a probe."""

import logging

from flask import Flask, Response, request
from slack_bolt import App, BoltRequest
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock, wall
from bot.database import Database, OutOfStep
from bot.frontdoor import MOST_BYTES, STATUS, FrontDoor

log = logging.getLogger(__name__)


class NotAcknowledged(Exception):
    """The request had no effect: Slack will send it again."""


class NotUnderstood(Exception):
    """Bolt cannot read the request, nor could it the next time."""


def build(app: App, database: Database, secret: str, clock: Clock = wall) -> Flask:
    """The WSGI app. Every path takes Slack's requests at /slack/events; /healthz says that the process lives."""
    web = Flask("takefive")
    web.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    door = FrontDoor(secret, lambda: clock().timestamp())

    @web.post("/slack/events")
    def events() -> Response:
        try:
            with door.admit(dict(request.headers), request.get_data()) as verdict:
                if verdict != "welcome":
                    return Response(status=STATUS[verdict])
                return answer(app, database)
        except NotAcknowledged:
            return Response(status=503)
        except NotUnderstood:
            door.count("malformed")
            return Response(status=STATUS["malformed"])

    @web.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", mimetype="text/plain")

    return web


def answer(app: App, database: Database) -> Response:
    """Bolt's answer to the current request. Raises NotAcknowledged when nothing was committed, or NotUnderstood."""
    check(database)
    try:
        bolt = app.dispatch(BoltRequest(body=request.get_data(as_text=True), headers=dict(request.headers)))
    except Exception as error:  # a listener's own errors end in the app's error handler: this is Bolt, reading
        log.error("malformed: Bolt cannot read a request (%s)", type(error).__name__)
        raise NotUnderstood from None
    if bolt.status >= 500:
        raise NotAcknowledged
    return Response(bolt.body, bolt.status, bolt.first_headers_without_set_cookie())


def check(database: Database) -> None:
    """Raise NotAcknowledged, with a clear line in the log, while the database does not fit or cannot be reached."""
    try:
        database.check()
    except OutOfStep as error:
        log.error("not acknowledged: %s", error)
        raise NotAcknowledged from None
    except SQLAlchemyError as error:
        log.error("not acknowledged: the database cannot be reached (%s)", type(error).__name__)
        raise NotAcknowledged from None
