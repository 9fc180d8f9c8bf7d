"""What serving and working have in common: an opened database and a desk to deliver letters from."""

import os
import socket
from pathlib import Path

from bot import jobs
from bot.app import slack_client
from bot.clock import Clock, wall
from bot.database import Database, OutOfStep, file_of
from bot.settings import Environment, SettingsError
from handlers.delivery import Desk, deliver


def open_database(url: str) -> Database:
    """The database, claimed for this process and holding its tables: an empty one is filled, nothing else is changed.

    Raises InUse, or SettingsError when it was made by another version.
    """
    database = Database(url)
    database.lock()
    problem = database.version_problem()
    if problem == OutOfStep.EMPTY:
        database.migrate()
        jobs.prepare(database)
    elif problem and problem != OutOfStep.NEWER:
        raise SettingsError(problem)
    return database


def start_worker(work: jobs.Jobs, environment: Environment, database: Database, clock: Clock = wall) -> None:
    """Deliver letters in this process from now on."""
    owner = f"{socket.gethostname()}:{os.getpid()}"
    desk = Desk(database.sessions, slack_client(environment), owner, clock)
    work.start(lambda letters: deliver(desk, letters), alone=database.is_sqlite)


def where(url: str) -> str:
    """Where the data lives, in words without a password."""
    file = file_of(url)
    return str(file.relative_to(Path.cwd())) if file and file.is_relative_to(Path.cwd()) else str(file or "PostgreSQL")
