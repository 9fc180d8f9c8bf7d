"""The HTTP face: Slack's requests through the front door to Bolt, and the probes."""

import logging
import time

from flask import Flask, Response, request
from slack_bolt import App, BoltRequest
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics, probes, rush, shapes
from bot.clock import Clock, wall
from bot.database import Database, OutOfStep
from bot.frontdoor import MOST_BYTES, STATUS, FrontDoor
from bot.readiness import Readiness

log = logging.getLogger(__name__)


class NotAcknowledged(Exception):
    """The request had no effect: Slack will send it again."""


class NotUnderstood(Exception):
    """Bolt cannot read the request, nor could it the next time."""


def build(app: App, database: Database, secret: str, clock: Clock = wall, readiness: Readiness | None = None) -> Flask:
    """The WSGI app: Slack's requests at /slack/events, and the probes."""
    web = Flask("takefive")
    web.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    door = FrontDoor(secret, lambda: clock().timestamp())

    @web.post("/slack/events")
    def events() -> Response:
        try:
            with door.admit(dict(request.headers), request.get_data()) as verdict:
                if verdict != "welcome":
                    return Response(status=STATUS[verdict])
                with rush.answering():  # only whom Slack signed for holds letters up
                    return timed(app, database)
        except NotAcknowledged:
            return Response(status=503)
        except NotUnderstood:
            door.count("malformed")
            return Response(status=STATUS["malformed"])

    web.register_blueprint(probes.routes(readiness or Readiness(database, clock)))
    return web


def timed(app: App, database: Database) -> Response:
    """The answer to the current request; to an event with its time. Raises like `answer`.

    Clicks and forms are not timed, nor is it counted when they fail: figures must not tell when somebody checked in.
    """
    if not request.is_json:
        return answer(app, database)
    began = time.perf_counter()
    try:
        answered = answer(app, database)
    except NotAcknowledged:
        metrics.UNACKNOWLEDGED.inc()
        raise
    metrics.event_taken(time.perf_counter() - began)
    return answered


def answer(app: App, database: Database) -> Response:
    """Bolt's answer to the current request. Raises NotAcknowledged when nothing was committed, or NotUnderstood."""
    check(database)
    try:
        asked = BoltRequest(body=request.get_data(as_text=True), headers=dict(request.headers))
        found = (asked.context.team_id, asked.context.enterprise_id, asked.context.user_id)
        bolt = app.dispatch(asked) if all(id is None or shapes.is_id(id) for id in found) else None
    except Exception as error:  # a listener's own errors end in the app's error handler: this is Bolt, reading
        log.error("malformed: Bolt cannot read a request (%(error)s)", {"error": type(error).__name__})
        raise NotUnderstood from None
    if bolt is None:
        raise NotUnderstood
    if bolt.status >= 500:
        raise NotAcknowledged
    return Response(bolt.body, bolt.status, bolt.first_headers_without_set_cookie())


def check(database: Database) -> None:
    """Raise NotAcknowledged, with a clear line in the log, while the database does not fit or cannot be reached."""
    try:
        database.check()
    except OutOfStep as error:
        log.error("not acknowledged: %(problem)s", {"problem": error})
        raise NotAcknowledged from None
    except SQLAlchemyError as error:
        log.error("not acknowledged: the database cannot be reached (%(error)s)", {"error": type(error).__name__})
        raise NotAcknowledged from None
