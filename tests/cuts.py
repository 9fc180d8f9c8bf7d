"""A power cut at one moment of what a process says to its database: before a statement, or before a commit."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

COMMIT = "COMMIT"


class PowerCut(BaseException):
    """The process is gone: nobody catches this, and nothing more of it reaches the database."""


@dataclass
class Cut:
    """Writes down the moments of one life, and ends it at one of them; `at` None: it comes to its end.

    What was not committed is rolled back, as the database does for a process that is gone.
    """

    engine: Engine
    at: int | None = None
    moments: list[str] = field(default_factory=list)

    def __enter__(self) -> "Cut":
        event.listen(self.engine, "before_cursor_execute", self._before_a_statement)
        event.listen(self.engine, "commit", self._before_a_commit)
        self._death = suppress(PowerCut)
        self._death.__enter__()
        return self

    def __exit__(self, *error: object) -> bool:
        return bool(self._death.__exit__(*error))  # type: ignore[arg-type]

    def _before_a_statement(self, connection: Any, cursor: object, words: str, *rest: object) -> None:
        self._comes(connection, words)

    def _before_a_commit(self, connection: Any) -> None:
        self._comes(connection, COMMIT)

    def _comes(self, connection: Any, moment: str) -> None:
        if len(self.moments) == self.at:
            if connection.connection.is_detached:
                connection.connection.dbapi_connection.close()  # no pool does it
            raise PowerCut(moment)
        self.moments.append(moment)


def places(moments: list[str]) -> Iterator[int]:
    """Where to cut: before each transaction (which is after the one before it) and in its middle; before the last ends.

    What a process says outside transactions counts to the one that comes next.
    """
    begins = last = 0
    for at, what in enumerate(moments):
        if what == COMMIT:
            yield from sorted({begins, (begins + at) // 2})
            begins, last = at + 1, at
    yield last
