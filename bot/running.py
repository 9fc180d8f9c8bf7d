"""The whole bot in this process, for the demo and the tests: front door, Bolt, reading, letters, delivery.

It is handed over once the work of its first minute is done, so that a story sees the next one when it asks for it.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from werkzeug.serving import make_server

from bot import app, start, web
from bot.clock import Clock, wall
from bot.database import Database
from bot.jobs import Jobs
from bot.serve import Socket
from bot.settings import Environment
from coaching.workplace import Workplace

FIRST = 10.0  # seconds; with a Slack that hangs the bot is handed over all the same

# One line a request would drown the story.
logging.getLogger("werkzeug").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Bot:
    """A running bot: the address that takes Slack's requests ("" over Socket Mode), its database, its minute's work."""

    address: str
    database: Database
    tick: Callable[[], None]


@contextmanager
def running(
    environment: Environment, workplace: Workplace, *, socket: bool = False, clock: Clock = wall, patience: int = 0
) -> Iterator[Bot]:
    """Run a bot by this clock, and stop it at the end; `patience`: the seconds that what is under way may take then."""
    database = start.open_database(environment.database_url)
    bolt = app.build(environment, workplace, database, clock)
    work = Jobs(database, clock)
    work.attach()
    start.start_worker(work, environment, workplace, database, clock)
    work.begun.wait(FIRST)
    try:
        if socket:
            with _connected(Socket(bolt, environment, database)):
                yield Bot("", database, work.tick)
        else:
            with _served(web.build(bolt, database, environment.signing_secret, clock)) as address:
                yield Bot(address, database, work.tick)
    finally:
        work.stop(patience)
        database.close()


@contextmanager
def _connected(handler: Socket) -> Iterator[None]:
    handler.connect()
    try:
        yield
    finally:
        handler.close()


@contextmanager
def _served(wsgi: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, wsgi, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/slack/events"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
