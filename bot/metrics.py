"""Figures for Prometheus: few, and none that tells who did what.

No figure here moves when somebody opens or answers a check-in: clicks and forms are neither counted nor timed, and the
usual figures of the process (its CPU seconds) are left out, since they move with everything. Labels are names of our
own, never a person, channel, team or word. See docs/operations.md.
"""

import re
import time
from datetime import datetime
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from sqlalchemy import event, func, inspect, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from bot.clock import Clock
from coaching import pulse
from coaching.records.outbox import Letter
from coaching.records.snippets import Arrival
from handlers import outcomes

disable_created_metrics()  # type: ignore[no-untyped-call]

REGISTRY = CollectorRegistry()
SNIPPETS = Counter("takefive_snippets", "Snippets read and kept", ["source"], registry=REGISTRY)
LETTERS = Counter("takefive_letters", "Letters that came to an end", ["kind", "outcome"], registry=REGISTRY)
CALLS = Counter("takefive_slack_calls", "Calls to Slack for letters", ["method", "outcome"], registry=REGISTRY)
TAKEOVERS = Counter("takefive_takeovers", "Workers whose work was taken over", registry=REGISTRY)
REFUSED = Counter("takefive_refused_requests", "Requests not let in", ["reason"], registry=REGISTRY)
UNACKNOWLEDGED = Counter("takefive_unacknowledged_events", "Events left to Slack to send again", registry=REGISTRY)
RECONNECTS = Counter("takefive_socket_reconnects", "Silent Socket Mode connections replaced", registry=REGISTRY)
ACKNOWLEDGED = Histogram(
    "takefive_acknowledge_seconds", "From an event to its acknowledgement", registry=REGISTRY,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
)  # fmt: skip
READING = Histogram(
    "takefive_reading_seconds", "Reading one snippet, masked before", registry=REGISTRY,
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25),
)  # fmt: skip
LAST_EVENT = Gauge("takefive_last_event_timestamp_seconds", "When Slack sent its last event", registry=REGISTRY)

ENDS = {"sent", "refused", "unknown"}
PRIVATE = {"checkin_asked"}  # it leaves when one person asks for help
NAME = re.compile(r"[a-z_]{1,40}")


class CountedClient(WebClient):
    """The Web API client of whoever delivers letters: each call is counted by method and by what Slack said."""

    def api_call(self, api_method: str, **arguments: Any) -> SlackResponse:
        """One call. Raises what slack_sdk raises."""
        try:
            answer = super().api_call(api_method, **arguments)
        except outcomes.FAULTS as error:
            name = outcomes.of_error(error).error
            CALLS.labels(api_method, name if NAME.fullmatch(name) else "no_answer").inc()
            raise
        CALLS.labels(api_method, "ok").inc()
        return answer


def event_taken(seconds: float) -> None:
    """An event of Slack's was acknowledged after so long. Never called for a click or a form."""
    ACKNOWLEDGED.observe(seconds)
    LAST_EVENT.set(time.time())


def watch(sessions: sessionmaker[Session]) -> None:
    """Count what is committed through these sessions: snippets, and letters that came to an end."""
    if not event.contains(sessions, "after_flush", _note):
        event.listen(sessions, "after_flush", _note)
        event.listen(sessions, "after_commit", _count)
        event.listen(sessions, "after_soft_rollback", _drop)


def _note(session: Session, flush: Any) -> None:
    noted = session.info.setdefault("counted", [])
    for letter in session.dirty:
        if isinstance(letter, Letter) and letter.state in ENDS and letter.kind not in PRIVATE:
            noted += [LETTERS.labels(letter.kind, letter.state)] if inspect(letter).attrs.state.history.added else []


def _count(session: Session) -> None:
    for counter in session.info.pop("counted", ()):
        counter.inc()
    for source, seconds in session.info.pop("reviewed", ()):
        SNIPPETS.labels(source).inc()
        READING.observe(seconds)


def _drop(session: Session, previous: Any) -> None:
    session.info.pop("counted", None)
    session.info.pop("reviewed", None)


def page(sessions: sessionmaker[Session], clock: Clock) -> bytes:
    """Everything for one scrape, in Prometheus's text format; what the database says is asked now."""
    asked = CollectorRegistry()
    up = Gauge("takefive_database_up", "Whether the database could be asked", registry=asked)
    try:
        with sessions() as session:
            _ask(session, clock(), asked)
        up.set(1)
    except SQLAlchemyError:
        up.set(0)
    return generate_latest(REGISTRY) + generate_latest(asked)


def _ask(session: Session, now: datetime, into: CollectorRegistry) -> None:
    """What should be on its way, and how long ago a worker last looked. Reminders to come are not due."""
    left = (Letter.state == "sending") & (Letter.lease_until <= now)
    due = or_(Letter.state == "due", left) & (Letter.not_before <= now) & Letter.kind.not_in(PRIVATE)
    letters, oldest = session.execute(select(func.count(), func.min(Letter.not_before)).where(due)).one()
    unread, first = session.execute(select(func.count(), func.min(Arrival.due_at))).one()
    sweep = pulse.age(session, pulse.SWEEP, now)
    Gauge("takefive_letters_due", "Letters whose time has come", registry=into).set(letters)
    Gauge("takefive_snippets_unread", "Snippets that were taken in and wait to be read", registry=into).set(unread)
    waits = [(now - since).total_seconds() for since in (oldest, first) if since and since <= now]
    Gauge("takefive_oldest_due_seconds", "How long the oldest of both waits", registry=into).set(max(waits, default=0))
    if sweep is not None:
        words = "Since a worker last looked through the letters"
        Gauge("takefive_sweep_age_seconds", words, registry=into).set(sweep.total_seconds())
