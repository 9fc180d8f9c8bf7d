"""`takefive serve`: Slack's requests over HTTP, or over Socket Mode. On SQLite it delivers letters too."""

import logging
import os
import signal
import threading
import time
from typing import Any

from gunicorn.app.base import BaseApplication
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot import app, logs, memory, metrics, probes, rush, shapes, start, web
from bot.clock import wall
from bot.database import Database
from bot.jobs import Jobs
from bot.readiness import Check, Readiness, key_check
from bot.settings import Environment, SettingsError
from bot.watchdog import Watchdog
from coaching.workplace import Workplace
from handlers import outcomes

log = logging.getLogger(__name__)
THREADS = 8
GRACE = 7  # seconds from being told to stop until the end, whatever hangs: ten is what many a platform grants


class Gunicorn(BaseApplication):
    """gunicorn without its command line: one process, eight threads, the engine launched after the fork."""

    def __init__(self, bind: str, environment: Environment, workplace: Workplace, database: Database) -> None:
        self._parts = environment, workplace, database
        self._bind = bind
        self._jobs: Jobs | None = None
        super().__init__()

    def load_config(self) -> None:
        """gunicorn asks for its settings."""
        settings: dict[str, Any] = {
            "bind": self._bind, "workers": 1, "threads": THREADS, "worker_class": "gthread", "graceful_timeout": GRACE,
            "keepalive": 30, "post_worker_init": self._started, "worker_exit": self._stopped, "loglevel": "warning",
            "proc_name": "takefive", "logger_class": logs.Quiet, "when_ready": self._ready,
        }  # fmt: skip
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """gunicorn asks for the WSGI app, in the worker process."""
        environment, workplace, database = self._parts
        bolt = app.build(environment, workplace, database)
        self._readiness = ready(environment, workplace, database, threads=self._threads)
        return web.build(bolt, database, environment.signing_secret, readiness=self._readiness)

    def _ready(self, server: Any) -> None:
        """SIGHUP ends it, as it ends the other commands: a reload would run two workers on one database for a while."""
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))

    def _started(self, worker: Any) -> None:
        environment, workplace, database = self._parts
        self._jobs = begin(environment, workplace, database)
        listen(environment, database, self._readiness)
        print(f"Take Five listens on http://{self._bind}/slack/events", flush=True)

    def _threads(self) -> str | None:
        return self._jobs.problem() if self._jobs else None

    def _stopped(self, server: Any, worker: Any) -> None:
        if self._jobs:
            self._jobs.stop()


class Socket(SocketModeHandler):
    """Socket Mode with the front door's checks; what is not committed is not acknowledged."""

    def __init__(self, bolt: App, environment: Environment, database: Database) -> None:
        super().__init__(bolt, environment.app_token, web_client=bolt.client)
        self._database = database
        self.watchdog = Watchdog(self.client)

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """One envelope."""
        known = (
            shapes.fits(req.payload, shapes.COMMAND) if req.type == "slash_commands" else shapes.is_request(req.payload)
        )
        if not known:
            client.send_socket_mode_response({"envelope_id": req.envelope_id})
            return
        began, is_event = time.perf_counter(), req.type == "events_api"
        try:
            web.check(self._database)
        except web.NotAcknowledged:
            if is_event:
                metrics.UNACKNOWLEDGED.inc()
            return
        with rush.answering():
            super().handle(client, req)  # type: ignore[arg-type]
        if is_event:
            metrics.event_taken(time.perf_counter() - began)

    def connect(self) -> None:
        """Connect, and watch over it."""
        super().connect()
        self.watchdog.start()

    def close(self) -> None:
        """Leave for good."""
        self.watchdog.stop()
        super().close()


def ready(environment: Environment, workplace: Workplace, database: Database, **also: Check) -> Readiness:
    """The checks of a process that takes requests; on SQLite it keeps the keys too."""
    keys = key_check(environment, database, workplace, writes=database.is_sqlite)
    return Readiness(database, wall, {"keys": keys, **also})


def listen(environment: Environment, database: Database, readiness: Readiness) -> None:
    """Open the side port, where one is set. Raises SettingsError when it is taken."""
    if environment.metrics:
        probes.listen(environment.metrics, probes.side(database, readiness))


def begin(environment: Environment, workplace: Workplace, database: Database) -> Jobs:
    """Join the engine to the database; on SQLite deliver from this process too."""
    work = Jobs(database)
    work.attach()
    if database.is_sqlite:
        start.start_worker(work, environment, workplace, database)
    else:
        watch = (environment, database, threading.Event())
        threading.Thread(target=start.echo_keys, args=watch, name="keys", daemon=True).start()
    return work


def http(environment: Environment, workplace: Workplace, host: str, port: int) -> None:
    """Serve Slack's signed requests over HTTP until told to stop."""
    memory.share_one_heap()
    logs.begin()
    environment.require("bot_token", "signing_secret")
    database = start.open_database(environment.database_url)
    database.engine.dispose()  # no connection may cross the fork
    Gunicorn(f"{host}:{port}", environment, workplace, database).run()


def socket(environment: Environment, workplace: Workplace) -> None:
    """Serve over Socket Mode, with no public address, until told to stop."""
    memory.share_one_heap()
    logs.begin()
    environment.require("bot_token", "app_token")
    database = start.open_database(environment.database_url)
    bolt = app.build(environment, workplace, database)
    work = begin(environment, workplace, database)
    handler = Socket(bolt, environment, database)
    listen(
        environment,
        database,
        ready(environment, workplace, database, socket=handler.watchdog.problem, threads=work.problem),
    )
    try:
        handler.connect()
    except SlackApiError as error:
        work.stop()
        raise SettingsError(
            f"Slack does not take SLACK_APP_TOKEN ({outcomes.of_error(error).error}): copy it again from "
            "“Basic Information”, “App-Level Tokens”."
        ) from None
    _wait_for_the_end("Take Five is connected over Socket Mode")
    handler.close()
    work.stop()
    database.close()


def work(environment: Environment, workplace: Workplace) -> None:
    """Deliver letters until told to stop; on SQLite `serve` does that, so this only waits."""
    database = Database(environment.database_url)
    if database.is_sqlite:
        _wait_for_the_end(
            "On SQLite `takefive serve` does this work too, so there is nothing to do here. I wait, quietly."
        )
        return
    memory.share_one_heap()
    logs.begin()
    environment.require("bot_token")
    database = start.open_database(environment.database_url)
    jobs = Jobs(database)
    jobs.attach()
    start.start_worker(jobs, environment, workplace, database, serves_too=False)
    keys = key_check(environment, database, workplace, writes=True)
    listen(environment, database, Readiness(database, wall, {"keys": keys, "threads": jobs.problem}))
    _wait_for_the_end("Take Five delivers letters")
    jobs.stop()


def _wait_for_the_end(words: str) -> None:
    """Say that everything runs, and wait to be told to stop; whoever reads the words may tell at once."""
    end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end.set())
    print(words, flush=True)
    end.wait()
    last = threading.Timer(GRACE, os._exit, (0,))  # a call that is cut stays `sending`: whoever comes next looks for it
    last.daemon = True
    last.start()
