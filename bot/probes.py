"""Probes: /healthz and /readyz, and on a port of their own /metrics too."""

import logging
import threading

from flask import Blueprint, Flask, Response, jsonify
from werkzeug.serving import BaseWSGIServer, make_server

from bot import metrics
from bot.clock import Clock, wall
from bot.database import Database
from bot.readiness import Readiness
from bot.settings import SettingsError

logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for each look would drown the others
HERE = "127.0.0.1"


def routes(readiness: Readiness) -> Blueprint:
    """What anybody may ask: whether the process lives, and whether it is ready (503 when not, a line each check)."""
    probes = Blueprint("probes", __name__)

    @probes.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @probes.get("/readyz")
    def readyz() -> tuple[Response, int]:
        found = readiness.look()
        ready = all(line == "ok" for line in found.values())
        return jsonify(ready=ready, checks=found), 200 if ready else 503

    return probes


def side(database: Database, readiness: Readiness, clock: Clock = wall) -> Flask:
    """The app on the side port: the probes, and the metrics, which are nobody's business on the public one."""
    app = Flask("takefive-probes")
    app.register_blueprint(routes(readiness))

    @app.get("/metrics")
    def figures() -> Response:
        return Response(metrics.page(database.sessions, clock), content_type="text/plain; version=0.0.4; charset=utf-8")

    return app


def listen(at: str, app: Flask) -> BaseWSGIServer:
    """Serve the side port until it is shut down. `at` is a port of this machine ("9464") or "host:port".

    Raises SettingsError when nothing can listen there.
    """
    host, _, port = at.rpartition(":")
    try:
        server = make_server(host or HERE, int(port), app, threaded=True)
    except (OSError, SystemExit, ValueError, OverflowError):
        raise SettingsError(
            f"TAKEFIVE_METRICS={at}: nothing can listen there. Name a free port, or host:port."
        ) from None
    threading.Thread(target=server.serve_forever, args=(0.2,), name="probes", daemon=True).start()
    return server
