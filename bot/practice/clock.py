"""The workspace's time: it runs like a wall clock, and can be set, moved on, or asked to call back."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime


class Clock:
    """Time that passes at the real pace from wherever it was last set.

    Everything in the practice workspace that waits (redelivery, the life of a trigger, slowness) waits on this clock,
    so that a test moves it on instead of sleeping.
    """

    def __init__(self) -> None:
        self._offset = 0.0
        self._alarms: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._moved = threading.Condition()
        self._listeners: list[Callable[[datetime], None]] = []
        self._thread: threading.Thread | None = None
        self._stopped = False

    def time(self) -> float:
        """Seconds since the epoch, as the workspace sees it."""
        return time.time() + self._offset

    def now(self) -> datetime:
        """The same moment, in UTC."""
        return datetime.fromtimestamp(self.time(), UTC)

    def advance(self, seconds: float) -> None:
        """Move on by so many seconds; whatever became due is done on the clock's own thread."""
        with self._moved:
            self._offset += seconds
            self._moved.notify_all()
        for listener in self._listeners:
            listener(self.now())

    def set(self, when: datetime) -> None:
        """Jump to a moment (with a time zone), forwards or backwards."""
        if when.tzinfo is None:
            raise ValueError("The clock needs a time with a zone, for example datetime(2026, 5, 1, 16, tzinfo=UTC).")
        self.advance(when.timestamp() - self.time())

    def restart(self) -> None:
        """Show the real time again, and forget whatever was to be done later."""
        with self._moved:
            self._alarms.clear()
        self.advance(-self._offset)

    def listen(self, listener: Callable[[datetime], None]) -> None:
        """Call `listener(now)` whenever the clock is set: the way to run a bot's schedules along with it."""
        self._listeners.append(listener)

    def sleep(self, seconds: float) -> None:
        """Wait until so much of the workspace's time has passed, or the workspace is closed."""
        due = self.time() + seconds
        with self._moved:
            while not self._stopped and (left := due - self.time()) > 0:
                self._moved.wait(left)

    def call_at(self, when: float, action: Callable[[], None]) -> None:
        """Run `action` once the clock shows `when` (seconds since the epoch)."""
        with self._moved:
            heapq.heappush(self._alarms, (when, next(self._numbers), action))
            if self._thread is None:
                self._thread = threading.Thread(target=self._ring, name="practice-clock", daemon=True)
                self._thread.start()
            self._moved.notify_all()

    def stop(self) -> None:
        """Let go of everything that waits."""
        with self._moved:
            self._stopped = True
            self._moved.notify_all()

    def _ring(self) -> None:
        while (action := self._next_due()) is not None:
            action()

    def _next_due(self) -> Callable[[], None] | None:
        with self._moved:
            while not self._stopped:
                left = self._alarms[0][0] - self.time() if self._alarms else None
                if left is not None and left <= 0:
                    return heapq.heappop(self._alarms)[2]
                self._moved.wait(left)
            return None
