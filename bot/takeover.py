"""On PostgreSQL: a worker says that it lives by holding a lock, and notices when another one never comes back.

The engine recovers the work of a worker that returns under its name; ours take a new name at each start. So each holds
`pg_try_advisory_lock(OURS, hashtext(name))` on a connection of its own: whoever GETS the lock of a name that still has
work in hand knows that its owner is dead. Not through PgBouncer in transaction mode, which shares connections.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

OURS = 70_516  # any number, the same in every process
EVERY = 2.0  # seconds between two looks
TRY = text("SELECT pg_try_advisory_lock(:ours, hashtext(:name))")
UNLOCK = text("SELECT pg_advisory_unlock(:ours, hashtext(:name))")
# A connection that hangs would hold a dead worker's lock: the network notices within half a minute.
KEEPALIVE = {"keepalives": 1, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}


class Presence:
    """A worker's sign of life, for as long as it is open."""

    def __init__(self, url: URL, name: str) -> None:
        """Take the lock of `name`. Raises RuntimeError when another process goes by that name."""
        self._engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=KEEPALIVE)
        self.name = name
        self._take()

    def renew(self) -> None:
        """Show that we live still: a connection that broke took the lock with it, so both are made anew.

        Raises while the database cannot be reached, or while another worker inherits from us just now.
        """
        try:
            self._connection.execute(text("SELECT 1"))
        except DBAPIError:
            self._connection.invalidate()
            self._connection.close()
            self._take()

    @contextmanager
    def inherited(self, names: Iterable[str]) -> Iterator[list[str]]:
        """The workers among `names` that are dead; while the block runs, nobody else inherits from them."""
        dead = [name for name in sorted(set(names) - {self.name}) if self._try(name)]
        try:
            yield dead
        finally:
            for name in dead:
                self._connection.execute(UNLOCK, {"ours": OURS, "name": name})

    def close(self) -> None:
        """Leave: from now on others may inherit."""
        self._connection.close()

    def _take(self) -> None:
        self._connection: Connection = self._engine.connect()
        if not self._try(self.name):
            self._connection.close()
            raise RuntimeError(f"another worker goes by the name {self.name}")

    def _try(self, name: str) -> bool:
        return bool(self._connection.execute(TRY, {"ours": OURS, "name": name}).scalar())
