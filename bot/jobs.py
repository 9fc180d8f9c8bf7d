"""Jobs: the only room that knows the durable engine (dbos). Letters are the truth; the engine only carries them.

`attach` joins an enqueue to every transaction that posts letters; `start` launches the worker, which delivers them and
sweeps up once a minute what has no live work. Dropping the engine's own tables loses nothing: the sweep finds it.
"""

import logging
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bot import metrics, rush
from bot.clock import Clock, wall
from bot.database import Database, end
from bot.reader import Reader
from bot.takeover import EVERY, Presence
from coaching import outbox, pulse

log = logging.getLogger(__name__)

Deliver = Callable[[list[str]], dict[str, datetime]]  # letters in; those to try again out, with the time
QUEUE = "letters"
VERSION = "1"  # constant: otherwise each new release would strand what is in flight
THREADS = 8
IN_HAND = 2 * THREADS  # errands that a worker has claimed: those that wait for a thread begin without another look
POLL = 0.25  # seconds; IN_HAND / POLL is the ceiling of errands a second, and each look costs 5 ms of an idle core
NOTICES = 0.1  # seconds between looks for notices that nobody sends: stopping waits for the last one
ASIDE = 3.0  # seconds a letter gives way to requests at most: in a rush that lasts, some leave all the same
TICK = 60.0
LATE = 0.01  # seconds after its time that a letter is looked at again: before it, it would only wait once more
ENGINE_PATIENCE = 30.0  # seconds the engine waits for a locked SQLite file; it is in no hurry
KEEP_FINISHED = timedelta(days=1)
FINISHED = ["SUCCESS", "ERROR", "CANCELLED"]
PORTION, PORTIONS = 500, 10  # finished rows that are deleted at once, and how often within a minute


class Jobs:
    """The engine of one process. A process that only enqueues calls `attach`; a worker calls `start` as well."""

    def __init__(self, database: Database, clock: Clock = wall) -> None:
        self.each_minute: list[Callable[[datetime], None]] = []  # what else the minute has to do
        self.name = "alone" if database.is_sqlite else uuid.uuid4().hex
        self._database = database
        self._clock = clock
        self._presence: Presence | None = None
        self._engine = database.open(ENGINE_PATIENCE)
        self._client: DBOSClient | None = None
        self._deliver: Deliver | None = None
        self._reader: Reader | None = None
        self.begun = threading.Event()  # the worker has done the work of its first minute
        self._stopping = threading.Event()
        self._ticker = threading.Thread(target=self._tick, name="tick", daemon=True)
        self._watcher = threading.Thread(target=self._watch, name="watch", daemon=True)

    def attach(self) -> None:
        """From now on, letters are enqueued in the transaction that posts them."""
        prepare(self._database)
        self._client = DBOSClient(
            system_database_engine=self._engine, serializer=DBOSPortableJSONSerializer(), retry_connection_errors=False
        )
        event.listen(self._database.sessions, "before_commit", self._enqueue_posted)
        metrics.watch(self._database.sessions)

    def start(self, deliver: Deliver, *, alone: bool, reader: Reader | None = None) -> None:
        """Launch the worker. `alone`: no other process has letters in hand, so every lease found is a dead one."""
        global _worker
        _worker, self._deliver, self._reader = self, deliver, reader
        if alone:
            with self._database.sessions.begin() as session:
                outbox.release(session, self._clock())
        assert self._client, "attach() comes first"
        self._client.register_queue(QUEUE, worker_concurrency=IN_HAND, polling_interval_sec=POLL)
        DBOS(config=_config(self._engine, self.name))
        DBOS.launch()
        self._ticker.start()
        if reader:
            reader.thread.start()
        if not alone:
            self._presence = Presence(self._database.url, self.name)
            self._watcher.start()

    def stop(self, seconds: int = 6) -> None:
        """Take nothing new, let what is under way finish for at most `seconds`."""
        self._stopping.set()
        if self._reader:
            self._reader.stop()
        if self._client:
            self._client.destroy()
        if self._deliver:
            DBOS.destroy(workflow_completion_timeout_sec=seconds)
            logging.getLogger("dbos").setLevel(logging.CRITICAL)  # what was cut off may still stumble over its absence
            self._ticker.join()
        if self._presence:
            self._watcher.join()
            self._presence.close()
        if self._reader:
            self._reader.join(seconds + 1)  # it looks up at once, unless the database keeps it
        end(self._engine)

    def sweep(self, now: datetime, name: str = "") -> int:
        """Enqueue every letter that should be on its way, or will be within the minute, at its time.

        One that is on its way already is delivered once all the same. However many workers sweep within a minute, a
        letter gets one errand of it; a sweep with a `name` of its own is done whatever others did.
        """
        name = name or f"{now.timestamp() // TICK:.0f}"
        with self._database.sessions.begin() as session:
            letters = outbox.overdue(session, now)
            for id in letters:
                self._enqueue(session, [id], f"{id}:{name}")
            for id, moment in outbox.coming(session, now, now + timedelta(seconds=TICK)).items():
                self._enqueue_at(session, id, moment, now)
            pulse.beat(session, pulse.SWEEP, now)
        return len(letters)

    def inherit(self) -> list[str]:
        """Take over from workers that never come back; returns their names. Their letters go out at once."""
        assert self._presence, "start() comes first"
        self._presence.renew()
        pending = {work.workflow_id: work.executor_id for work in DBOS.list_workflows(status="PENDING", limit=500)}
        with self._database.sessions() as session:
            names = outbox.owners(session) | {name for name in pending.values() if name}
        with self._presence.inherited(names) as dead:
            if dead:
                metrics.TAKEOVERS.inc(len(dead))
                log.warning("took over from %(count)s worker(s) that died", {"count": len(dead)})
                now = self._clock()
                with self._database.sessions.begin() as session:
                    for name in dead:
                        for id, free in outbox.inherit(session, name, now).items():
                            self._enqueue_at(session, id, free, now)
                DBOS.cancel_workflows([id for id, name in pending.items() if name in dead])
                self.sweep(self._clock(), uuid.uuid4().hex[:8])
        return dead

    def problem(self) -> str | None:
        """The readiness check of a worker: what is wrong with its own threads, in a line."""
        reading = [self._reader.thread] if self._reader else []
        stopped = [
            thread.name for thread in (self._ticker, self._watcher, *reading) if thread.ident and not thread.is_alive()
        ]
        return f"a thread of this worker has ended ({', '.join(stopped)}): restart it" if stopped else None

    def tick(self) -> None:
        """The work of each minute. Raises SQLAlchemyError while the database cannot be used or does not fit."""
        self._database.check()
        for work in self.each_minute:
            work(self._clock())
        self.sweep(self._clock())

    def minute(self) -> None:
        """What a worker does once a minute: whatever fails is logged, and tried again in a minute."""
        try:
            self.tick()
            _forget_finished()
        except Exception:
            log.exception("the minute's work failed; it is tried again in a minute")

    def again(self, letters: dict[str, datetime]) -> None:
        """Enqueue letters for a second try, each at its time."""
        with self._database.sessions.begin() as session:
            for id, until in letters.items():
                self._enqueue_at(session, id, until, self._clock())

    def _enqueue_posted(self, session: Session) -> None:
        if self._stopping.is_set():  # not taken off the sessions, as others may be committing just now
            return
        letters = session.info.pop("posted", None)
        if letters:
            session.flush()
            self._enqueue(session, letters, letters[0])

    def _enqueue_at(self, session: Session, id: str, moment: datetime, now: datetime) -> None:
        """One errand for a letter and a moment, however often it is asked for: in an outage they would pile up."""
        wait = (moment - now).total_seconds() + LATE
        self._enqueue(session, [id], f"{id}:{moment.timestamp():.3f}", max(wait, 0.0))

    def _enqueue(self, session: Session, letters: list[str], work: str, wait: float = 0.0) -> None:
        assert self._client, "attach() comes first"
        options: dict[str, Any] = {
            "workflow_name": "deliver",
            "queue_name": QUEUE,
            "workflow_id": work,
            "app_version": VERSION,
        }
        options |= {"delay_seconds": wait} if wait > 0 else {}
        self._client.enqueue_in_transaction(session.connection(), options, letters)  # type: ignore[arg-type]

    def _tick(self) -> None:
        while True:
            self.minute()
            self.begun.set()
            if self._stopping.wait(TICK):
                return

    def _watch(self) -> None:
        while not self._stopping.wait(EVERY):
            try:
                self.inherit()
            except Exception:
                log.exception("whether a worker died could not be seen; it is tried again")

    def carry(self, letters: list[str]) -> None:
        """Deliver letters in order; what has to wait is enqueued anew, so that no thread sleeps for it.

        The engine keeps why an errand failed: it is told the kind of the error, as its words may quote a letter.
        """
        assert self._deliver, "start() comes first"
        try:
            for letter in letters:
                with rush.giving_way(ASIDE):
                    self._database.check()
                    again = self._deliver([letter])
                if again:
                    self.again(again)
        except Exception as error:
            if not self._stopping.is_set():  # what was cut off may stumble over what is gone; the next start finds it
                log.error("an errand failed, the next minute finds it: %(error)s", {"error": type(error).__name__})
            raise RuntimeError(type(error).__name__) from None


def prepare(database: Database) -> None:
    """Create the engine's own tables, or bring them up to date."""
    DBOS.migrate(database.url.render_as_string(hide_password=False))


def begin_anew(database: Database) -> None:
    """Forget every errand: letters are the truth, and a name used up before a restore would keep a letter waiting."""
    client = DBOSClient(system_database_url=database.url.render_as_string(hide_password=False))
    try:
        while some := client.list_workflows(limit=1_000, load_input=False, load_output=False):
            client.delete_workflows([work.workflow_id for work in some])
    finally:
        client.destroy()


_worker: Jobs | None = None  # dbos is one a process, and calls back by name


@DBOS.workflow(name="deliver")
def deliver(letters: list[str]) -> None:
    """The engine's one errand."""
    assert _worker, "the engine was launched without a worker"
    _worker.carry(letters)


def _config(engine: Engine, executor: str) -> DBOSConfig:
    return {
        "name": "takefive",
        "system_database_url": engine.url.render_as_string(hide_password=False),
        "system_database_engine": engine,
        "application_version": VERSION,
        "executor_id": executor,
        "serializer": DBOSPortableJSONSerializer(),
        "max_executor_threads": THREADS,
        "use_listen_notify": False,  # nobody listens; on PostgreSQL it would hold one more connection
        "notification_listener_polling_interval_sec": NOTICES,
        "log_level": "WARNING",
    }


def _forget_finished() -> None:
    """The engine keeps what it has finished for ever: its rows are deleted after a day, a portion at a time."""
    before = (datetime.now(UTC) - KEEP_FINISHED).isoformat()
    for _ in range(PORTIONS):
        old = DBOS.list_workflows(status=FINISHED, completed_before=before, limit=PORTION, load_input=False)
        if old:
            DBOS.delete_workflows([work.workflow_id for work in old])
        if len(old) < PORTION:
            return
