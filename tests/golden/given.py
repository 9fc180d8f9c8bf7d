"""What the states are made of: an id, a moment, names, and kinds of things."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from handlers.door import Message

ID = "ab" * 8
AT = datetime(2026, 11, 20, 15, tzinfo=UTC)
TACTICS = ("empathy", "ownership", "professionalism", "active_listening", "authenticity")
NAMES = {"U1": "Ana", "U2": "Ben", "U3": "Lea"}
Made = Message | dict[str, Any]
States = Iterator[tuple[str, Made]]
Words = Callable[[str], str]
