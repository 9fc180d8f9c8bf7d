"""Senders: so many connections that stay open, each sending its next event when the last one was acknowledged."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from bench.acknowledge.events import Event

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
MOST_SECONDS = 60.0


@dataclass
class Load:
    """What became of the events: the seconds until each acknowledgement, the seconds of all, and what was refused."""

    waits: list[float] = field(default_factory=list)
    seconds: float = 0.0
    refused: int = 0

    @property
    def rate(self) -> float:
        """Acknowledged events a second."""
        return len(self.waits) / self.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share was acknowledged."""
        return sorted(self.waits)[min(int(len(self.waits) * share), len(self.waits) - 1)] * 1_000


def send(port: int, events: Iterator[Event], count: int, senders: int) -> Load:
    """Send `count` events from so many senders at once; stops early after a minute."""
    load = Load()
    waiting = [event.request() for event in islice(events, count)]
    threads = [threading.Thread(target=_send, args=(port, waiting, load)) for _ in range(senders)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.seconds = time.perf_counter() - begun
    return load


def _send(port: int, waiting: list[bytes], load: Load) -> None:
    end = time.perf_counter() + MOST_SECONDS
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.perf_counter() < end:
            try:
                request = waiting.pop()
            except IndexError:
                return
            begun = time.perf_counter()
            line.sendall(request)
            if _status(line) == 200:
                load.waits.append(time.perf_counter() - begun)
            else:
                load.refused += 1


def _status(line: socket.socket) -> int:
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _more(line)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = LENGTH.search(head)
    missing = int(length[1]) - len(body) if length else 0
    while missing > 0:
        missing -= len(_more(line))
    return int(head.split(b" ", 2)[1])


def _more(line: socket.socket) -> bytes:
    part = line.recv(65_536)
    if not part:
        raise ConnectionError("the server closed the connection")
    return part
