"""The whole bot in this process, for the demo and the tests: front door, Bolt, reading, letters, delivery."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import make_server

from bot import app, start, web
from bot.jobs import Jobs
from bot.serve import Socket
from bot.settings import Environment
from coaching.workplace import Workplace


@contextmanager
def running(environment: Environment, workplace: Workplace, *, socket: bool = False) -> Iterator[str]:
    """A running bot. Yields the address that takes Slack's requests ("" over Socket Mode); stops it at the end."""
    database = start.open_database(environment.database_url)
    bolt = app.build(environment, workplace, database)
    work = Jobs(database)
    work.attach()
    start.start_worker(work, environment, database)
    try:
        if socket:
            with _connected(Socket(bolt, environment, database)):
                yield ""
        else:
            with _served(web.build(bolt, database, environment.signing_secret)) as address:
                yield address
    finally:
        work.stop(0)
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
