"""The watchdog of Socket Mode: a connection that is open and dead is found within a minute, and replaced.

Slack's client drops a connection whose pongs stop, but not one that never answered a ping, and reports of connections
that die in silence remain. So we look at the pongs ourselves. Requests are not looked at: when the last one came would
tell when somebody answered a check-in.
"""

import logging
import threading
import time
from collections.abc import Callable

from slack_sdk.socket_mode import SocketModeClient

from bot import metrics
from handlers import outcomes

log = logging.getLogger(__name__)
EVERY = 5.0  # seconds between two looks; the client pings as often
SILENCE = 30.0  # seconds without a pong after which a connection counts as dead


class Watchdog:
    """Looks at one client's connection every few seconds, until it is told to stop."""

    def __init__(self, client: SocketModeClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client, self._clock = client, clock
        self._sign: tuple[str | None, float | None] = (None, None)
        self._heard = clock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)

    def start(self) -> None:
        """Look from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()
        if self._thread.ident:
            self._thread.join()

    def look(self) -> bool:
        """Replace the connection if it has been silent too long; returns whether it was."""
        if self._silent() < SILENCE:
            return False
        log.warning("the connection to Slack is silent; a new one is made")
        metrics.RECONNECTS.inc()
        self._heard = self._clock()
        try:
            self._client.connect_to_new_endpoint(force=True)
        except outcomes.FAULTS as error:
            log.warning("no new connection to Slack could be made: %(error)s", {"error": type(error).__name__})
        return True

    def problem(self) -> str | None:
        """The readiness check: what is wrong with the connection, in a line."""
        if not self._client.is_connected():
            return "there is no connection to Slack; one is being made"
        silent = self._silent()
        return f"Slack has been silent for {silent:.0f} s" if silent >= SILENCE else None

    def _silent(self) -> float:
        """Seconds since the connection last showed a sign of life: that it is new, or a pong."""
        session = self._client.current_session
        sign = (self._client.session_id(), session.last_ping_pong_time if session else None)
        if sign != self._sign:
            self._sign, self._heard = sign, self._clock()
        return self._clock() - self._heard

    def _run(self) -> None:
        while not self._stopping.wait(EVERY):
            try:
                self.look()
            except Exception:  # Slack's client stumbles over some answers; the next look tries again
                log.exception("the connection to Slack could not be looked at; it is tried again")
