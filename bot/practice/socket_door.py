"""Socket Mode: the bot connects to us, and every request travels down a websocket and is acknowledged on it.

Rules: https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import itertools
import json
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress
from typing import Any
from uuid import uuid4

from simple_websocket import ConnectionClosed, Server  # type: ignore[import-untyped]

from .deliveries import Delivery, NoAnswerError

Json = dict[str, Any]


class SocketDoor:
    """All websocket connections of the app; a request goes down one of them, in turn."""

    def __init__(self, app_id: str, changed: threading.Condition) -> None:
        self.connections: list[Server] = []
        self._app_id, self._changed = app_id, changed
        self._turn = itertools.count()
        self._one_frame_at_a_time = threading.Lock()
        self._waiting: dict[str, Future[Any]] = {}

    def serve(self, socket: Server) -> None:
        """Greet a connection and read its acknowledgements until it closes."""
        with self._changed:
            self.connections.append(socket)
            self._changed.notify_all()
        try:
            socket.send(json.dumps(self._hello()))
            while True:
                self._acknowledged(socket.receive())
        except (ConnectionClosed, OSError):
            pass
        finally:
            with self._changed:
                self.connections = [each for each in self.connections if each is not socket]
                self._changed.notify_all()

    def send(self, delivery: Delivery, within: float) -> None:
        """Send one envelope and wait for its acknowledgement."""
        with self._changed:
            if not self.connections:
                raise NoAnswerError("connection_failed")
            socket = self.connections[next(self._turn) % len(self.connections)]
        envelope = _envelope(delivery)
        answer: Future[Any] = Future()
        self._waiting[envelope["envelope_id"]] = answer
        try:
            with self._one_frame_at_a_time:
                socket.send(json.dumps(envelope))
            delivery.answer, delivery.status = answer.result(within), 200
        except TookTooLong:
            raise NoAnswerError("timeout") from None
        except (ConnectionClosed, OSError):
            raise NoAnswerError("connection_failed") from None
        finally:
            self._waiting.pop(envelope["envelope_id"], None)

    def disconnect(self, reason: str) -> None:
        """Tell every connection to come again, as Slack does every few hours."""
        notice = json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "practice"}})
        for socket in self._let_go():
            with suppress(ConnectionClosed, OSError):
                socket.send(notice)
                socket.close()

    def fall_silent(self) -> None:
        """Leave every connection open, and say nothing on it any more: no request, and no answer to a ping."""
        with self._changed:
            for socket in self.connections:
                socket.sock = _Mute(socket.sock)

    def close(self) -> None:
        """Close every connection without a word."""
        for socket in self._let_go():
            with suppress(ConnectionClosed, OSError):
                socket.close()

    def _let_go(self) -> list[Server]:
        with self._changed:
            gone, self.connections = self.connections, []
            return gone

    def _hello(self) -> Json:
        return {
            "type": "hello", "num_connections": len(self.connections), "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "practice", "build_number": 1, "approximate_connection_time": 18060},
        }  # fmt: skip

    def _acknowledged(self, raw: str | bytes | None) -> None:
        try:
            message = json.loads(raw or "null")
        except ValueError:
            return
        if not isinstance(message, dict):
            return
        waiting = self._waiting.get(str(message.get("envelope_id")))
        if waiting is not None and not waiting.done():
            waiting.set_result(message.get("payload"))


class _Mute:
    """A connection on which nothing goes out."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock

    def send(self, data: bytes) -> int:
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


def _envelope(delivery: Delivery) -> Json:
    envelope = {
        "envelope_id": str(uuid4()), "type": delivery.kind, "payload": delivery.body,
        "accepts_response_payload": delivery.kind != "events_api",
    }  # fmt: skip
    if delivery.kind == "events_api":
        return {**envelope, "retry_attempt": delivery.retry, "retry_reason": delivery.reason}
    return envelope
