"""What the workspace sends to the bot: every request, its answer, and the second tries.

Rules: https://docs.slack.dev/apis/events-api#retries (3 s, three more tries: at once, after 1 and after 5 minutes)
and https://docs.slack.dev/interactivity (commands and clicks come once only).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from .clock import Clock

Json = dict[str, Any]
Kind = Literal["events_api", "slash_commands", "interactive"]
RETRY_AFTER = (0.0, 60.0, 300.0)


class NoAnswerError(Exception):
    """The bot gave no answer; the message is Slack's word for why (`http_timeout`, `connection_failed`)."""


@dataclass
class Delivery:
    """One request to the bot. `status` is None until, and unless, it answers."""

    kind: Kind
    body: Json
    at: float
    retry: int = 0
    reason: str = ""
    status: int | None = None
    answer: Any = None
    seconds: float = 0.0
    error: str = ""
    done: bool = False
    no_retry: bool = False

    @property
    def accepted(self) -> bool:
        """Whether the bot answered 2xx in time."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def event(self) -> Json:
        """The inner event of an `events_api` delivery, else an empty dictionary."""
        return self.body.get("event", {}) if self.kind == "events_api" else {}


class Door(Protocol):
    """A way to the bot: signed HTTP, or Socket Mode."""

    def send(self, delivery: Delivery, within: float) -> None:
        """Deliver, and fill in `status`, `answer` and `no_retry`; raises NoAnswerError."""


class Deliveries:
    """Sends requests through whatever door is open, and keeps them all, in order, in `made`."""

    def __init__(self, clock: Clock, changed: threading.Condition, at_once: int, answer_within: float) -> None:
        self.made: list[Delivery] = []
        self.door: Door | None = None
        self.tell: Callable[[Delivery], None] = lambda delivery: None
        self._clock, self._changed, self.answer_within = clock, changed, answer_within
        self._pending = 0
        self._at_once = at_once
        self._workers = ThreadPoolExecutor(at_once, "practice-deliveries")

    def post(self, kind: Kind, body: Json, retry: int = 0, reason: str = "") -> None:
        """Send an event by and by; it is tried again when the bot does not take it."""
        with self._changed:
            self._pending += 1
        delivery = Delivery(kind, body, self._clock.time(), retry, reason)
        try:
            self._workers.submit(self._try, delivery)
        except RuntimeError:  # the workspace is closing: nobody is left to send it
            self._finish(delivery)

    def ask(self, kind: Kind, body: Json) -> Delivery:
        """Send a command or a click now, once, and hand back the answered delivery."""
        with self._changed:
            self._pending += 1
        delivery = Delivery(kind, body, self._clock.time())
        self._send(delivery)
        self._finish(delivery)
        return delivery

    def settled(self) -> bool:
        """Whether nothing is on its way (a second try that is not yet due does not count)."""
        return self._pending == 0

    def close(self) -> None:
        """Send nothing more."""
        self._workers.shutdown(wait=False, cancel_futures=True)

    @property
    def in_order(self) -> bool:
        """Whether one request waits for the one before it."""
        return self._at_once == 1

    def _try(self, delivery: Delivery) -> None:
        self._send(delivery)
        if not delivery.accepted and not delivery.no_retry and delivery.retry < len(RETRY_AFTER):
            self._again(delivery)
        self._finish(delivery)

    def _again(self, delivery: Delivery) -> None:
        wait = RETRY_AFTER[delivery.retry]
        again = (delivery.kind, delivery.body, delivery.retry + 1, delivery.error or "http_error")
        if wait:
            self._clock.call_at(self._clock.time() + wait, lambda: self.post(*again))
        else:
            self.post(*again)

    def _send(self, delivery: Delivery) -> None:
        with self._changed:
            self.made.append(delivery)
        started = time.perf_counter()
        try:
            if self.door is None:
                raise NoAnswerError("connection_failed")
            self.door.send(delivery, self.answer_within)
        except NoAnswerError as why:
            delivery.error = str(why)
        delivery.seconds = time.perf_counter() - started

    def _finish(self, delivery: Delivery) -> None:
        with self._changed:
            self._pending -= 1
            delivery.done = True
            self.tell(delivery)
            self._changed.notify_all()
