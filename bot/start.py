"""What serving and working have in common: an opened database and a desk to deliver letters from."""

import logging
import threading
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot import jobs, keys, memory, metrics
from bot.address import file_of
from bot.app import slack_client
from bot.clock import Clock, wall
from bot.database import Database, OutOfStep
from bot.keys import KeyDirectory, SlotDirectory
from bot.reader import Reader
from bot.settings import Environment, SettingsError
from coaching.care import probe
from coaching.snippets import review
from coaching.workplace import Workplace
from handlers import digests, leaving
from handlers.delivery import Desk, deliver
from handlers.pictures import Pictures
from handlers.rounds import Minute

log = logging.getLogger(__name__)
ECHO = 60.0


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


def start_worker(
    work: jobs.Jobs,
    environment: Environment,
    workplace: Workplace,
    database: Database,
    clock: Clock = wall,
    *,
    serves_too: bool = True,
) -> None:
    """Deliver letters in this process from now on, and do the minute's work. `serves_too`: it answers Slack as well."""
    slack, within = slack_client(environment, metrics.CountedClient), workplace.kudos_within
    drawn = Pictures() if workplace.pictures else None
    desk = Desk(database.sessions, slack, work.name, clock, kudos_within=within, pictures=drawn)
    folder = keys.folder(environment.keys, database.url)
    if keys.problem(folder, file_of(database.url)):
        log.error("check-ins are off: the key directory cannot be used (takefive doctor says why)")
    else:
        kept = KeyDirectory(folder)
        minute = Minute(workplace, database.sessions, desk.slack, kept, database.scrub, serves_too=serves_too)
        work.each_minute.append(minute)
    work.each_minute.append(digests.Minute(workplace, database.sessions, desk.slack))
    slots = SlotDirectory(folder)
    work.each_minute.append(leaving.Minute(workplace, database.sessions, desk.slack, slots, database.shred))
    work.each_minute.append(lambda _: database.tidy())
    work.each_minute.append(lambda _: memory.give_back())
    review.prepare()
    reader = Reader(database, workplace, clock)
    work.start(lambda letters: deliver(desk, letters), alone=database.is_sqlite, reader=reader)


def echo_keys(environment: Environment, database: Database, stopping: threading.Event) -> None:
    """In a process that only takes answers: say each minute whether it sees the worker's key directory."""
    slots = SlotDirectory(keys.folder(environment.keys, database.url))
    while True:
        try:
            with database.sessions.begin() as session:
                probe.echo(session, slots)
        except SQLAlchemyError as error:
            log.warning("the key directory could not be compared: %(error)s", {"error": type(error).__name__})
        if stopping.wait(ECHO):
            return


def where(url: str) -> str:
    """Where the data lives, in words without a password."""
    file = file_of(url)
    return str(file.relative_to(Path.cwd())) if file and file.is_relative_to(Path.cwd()) else str(file or "PostgreSQL")
