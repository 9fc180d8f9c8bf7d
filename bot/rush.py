"""Slack waits three seconds for an answer, letters can wait: during a rush of requests all other work stands aside.

All of it runs in one interpreter where SQLite is used, and a delivery costs several times what an answer costs.
"""

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

CALM = 0.03  # seconds without a request that end a rush: between two of its requests there is often a moment
LOOKS = 0.1  # seconds between looks whether it is over, for whoever waits behind a delivery
_changed = threading.Condition()
_one_at_a_time = threading.Lock()
_in_hand = 0
_last = -math.inf


@contextmanager
def answering() -> Iterator[None]:
    """Around the answer to one request."""
    global _in_hand, _last
    with _changed:
        _in_hand += 1
    try:
        yield
    finally:
        with _changed:
            _in_hand -= 1
            _last = time.monotonic()
            if not _in_hand:
                _changed.notify_all()


@contextmanager
def giving_way(most: float) -> Iterator[None]:
    """Around a delivery: it begins when the rush is over, or after so many seconds; then one at a time.

    Eight deliveries at once would take half of the interpreter from eight requests, one takes a ninth.
    """
    alone = not stand_aside(most) and _is_alone()
    try:
        yield
    finally:
        if alone:
            _one_at_a_time.release()


def _is_alone() -> bool:
    """Wait for the deliveries before, or for the end of the rush: then nobody has to go alone any more."""
    while _until_calm() > 0:
        if _one_at_a_time.acquire(timeout=LOOKS):
            return True
    return False


def stand_aside(most: float) -> bool:
    """Wait until no request was in hand for a moment, for at most so many seconds; whether it came to that."""
    end = time.monotonic() + most
    with _changed:
        while (wait := _until_calm()) > 0 and (left := end - time.monotonic()) > 0:
            _changed.wait(min(wait, left))
        return _until_calm() <= 0


def _until_calm() -> float:
    """Seconds until the rush is over, if no other request comes; nobody knows while one is in hand."""
    return math.inf if _in_hand else _last + CALM - time.monotonic()
