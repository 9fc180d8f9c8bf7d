"""Time: read in one place, so that the practice workspace can put its own clock there."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def wall() -> datetime:
    """The time now, aware, in UTC."""
    return datetime.now(UTC)
