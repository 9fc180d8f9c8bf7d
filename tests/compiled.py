"""Statements are compiled once for all tests, not once for each database: a quarter of a scenario's processor time.

SQLAlchemy keeps what it compiled by engine and dialect. Here the first dialect of a kind that has connected serves all
later engines of that kind, with what it has compiled.
"""

from typing import Any

from sqlalchemy import Engine, event

from bot.database import Database

_open = Database.open
_shared: dict[str, tuple[Any, Any]] = {}


def open_with_what_is_compiled(database: Database, busy: float) -> Engine:
    """Stands for `Database.open`."""
    engine = _open(database, busy)
    kind = engine.dialect.name
    if kind in _shared:
        engine.dialect, engine._compiled_cache = _shared[kind]
        engine.pool._dialect = engine.dialect
    else:

        def keep(*_: Any) -> None:
            _shared.setdefault(kind, (engine.dialect, engine._compiled_cache))

        event.listen(engine, "connect", keep)
    return engine
