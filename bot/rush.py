"""Slack waits three seconds for an answer, letters can wait: during a rush of requests deliveries stand aside.

Both run in one interpreter where SQLite is used, and a delivery costs several times what an answer costs.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_calm = threading.Condition()
_in_hand = 0


@contextmanager
def answering() -> Iterator[None]:
    """Around the answer to one request."""
    global _in_hand
    with _calm:
        _in_hand += 1
    try:
        yield
    finally:
        with _calm:
            _in_hand -= 1
            if not _in_hand:
                _calm.notify_all()


def stand_aside(most: float) -> bool:
    """Wait until no request is in hand, for at most so many seconds; whether it came to that."""
    with _calm:
        return _calm.wait_for(lambda: not _in_hand, most)
