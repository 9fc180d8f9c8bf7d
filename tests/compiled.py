"""Statements are compiled once for all tests, not once for each database: a quarter of a scenario's processor time.

SQLAlchemy keeps what it compiled by engine and dialect. Here the first dialect of a kind that has connected serves all
later engines of that kind, with what it has compiled. In the same way, what werkzeug makes of a route is made once for
all the applications of the tests, of which each has a few dozen.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event
from werkzeug.routing import Rule

from bot.database import Database

_open = Database.open
_shared: dict[str, tuple[Any, Any]] = {}
_compile_builder = Rule._compile_builder
_builders: dict[tuple[str, tuple[Any, ...], bool], Callable[..., tuple[str, str]]] = {}


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


def builder_made_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """Stands for `Rule._compile_builder`: the same code serves each rule with the same words, if it has no defaults."""
    if rule.defaults:
        return _compile_builder(rule, append_unknown)
    key = (rule.rule, tuple(rule._trace), append_unknown)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]
