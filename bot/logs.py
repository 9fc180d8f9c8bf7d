"""Logs: one line for each thing that happened, from an allow-list. JSON for machines, plain lines in a terminal.

What we log ourselves is a fixed sentence with named fields (`log.error("letter %(letter)s waits", {"letter": id})`);
a field that is not listed here, or does not look as listed, is left out. Of what libraries log, only the logger, the
level and the kind of error are kept, never their words: they quote requests, rows and tokens. Of an error: its kind,
and where in our own code it passed. docs/operations.md says what each line means.
"""

import logging
import re
import sys
import threading
from types import TracebackType
from typing import IO, Any

import structlog
from gunicorn.glogging import Logger
from structlog.typing import EventDict

OURS = ("bot", "handlers", "coaching")
NAME = re.compile(r"[A-Za-z_]\w{0,59}|no connection|(?:HTTP \d{3}, )?no readable answer")
FIELDS = {
    "letter": re.compile(r"[0-9a-f]{16}"),
    "kind": re.compile(r"[a-z_]{1,30}"),
    "policy": re.compile(r"later|doubtful|refused|done|unforeseen"),
    "error": NAME,
    "count": re.compile(r"\d{1,9}"),
    "problem": re.compile(r"(?:The database|no worker) [\w :.,]{1,100}"),  # sentences of bot.database
}
LEFT_OUT = "(left out)"
log = logging.getLogger(__name__)


class Quiet(Logger):
    """gunicorn's logger without handlers of its own: everything goes one way."""

    def setup(self, cfg: Any) -> None:
        """gunicorn sets its loggers up."""
        super().setup(cfg)
        for logger in (self.error_log, self.access_log):
            logger.handlers.clear()
            logger.propagate = True


def begin(stream: IO[str] | None = None) -> None:
    """From now on everything logged in this process, and every error that ends a thread, goes through the list."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter(for_people=handler.stream.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for logger in map(logging.getLogger, list(logging.root.manager.loggerDict)):
        if logger.handlers:
            logger.handlers[:] = [logging.NullHandler()]  # dbos would give an empty one its own way out
            logger.propagate = True
        if not _is_ours(logger.name) and logger.level == logging.NOTSET and "." not in logger.name:
            logger.setLevel(logging.WARNING)
    sys.excepthook = _ended
    threading.excepthook = lambda told: _ended(told.exc_type, told.exc_value, told.exc_traceback)


def formatter(*, for_people: bool) -> logging.Formatter:
    """What turns a record into a line."""
    render = structlog.dev.ConsoleRenderer(colors=False) if for_people else structlog.processors.JSONRenderer()
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_admit, structlog.processors.TimeStamper(fmt="iso", utc=True)],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        use_get_message=False,
        pass_foreign_args=True,
    )


def _admit(logger: Any, method: str, told: EventDict) -> EventDict:
    """A new line with nothing but what may be in it."""
    record: logging.LogRecord = told["_record"]
    line: dict[str, Any] = {"level": method, "logger": record.name}
    if _is_ours(record.name):
        given = told["positional_args"]
        fields = {name: _fitting(name, value) for name, value in given.items()} if isinstance(given, dict) else {}
        line |= {name: value for name, value in fields.items() if name in FIELDS}
        line["event"] = _sentence(str(record.msg), fields)
    else:
        line["event"] = "a library logged something, its words are left out"
    if told.get("exc_info"):
        line |= _error(told["exc_info"])
    return {**line, "_record": record, "_from_structlog": False}


def _fitting(name: str, value: Any) -> str:
    form = FIELDS.get(name)
    return str(value) if form and form.fullmatch(str(value)) else LEFT_OUT


def _sentence(words: str, fields: dict[str, str]) -> str:
    """The sentence with its fields. That it is a fixed one is held by a test, which reads every call."""
    try:
        return words % fields if fields else words
    except (KeyError, TypeError, ValueError):
        return LEFT_OUT


def _error(told: Any) -> dict[str, Any]:
    kind, _, trace = told if isinstance(told, tuple) else sys.exc_info()
    return {"error": getattr(kind, "__name__", LEFT_OUT), "frames": _frames(trace)}


def _frames(trace: TracebackType | None) -> list[str]:
    """Where in our code it passed, outermost first: module and line."""
    found = []
    while trace:
        module = trace.tb_frame.f_globals.get("__name__", "")
        found += [f"{module}:{trace.tb_lineno}"] if _is_ours(module) else []
        trace = trace.tb_next
    return found


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in OURS


def _ended(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if not issubclass(kind, (KeyboardInterrupt, SystemExit)):
        log.error("something ended with an error", exc_info=(kind, error or kind(), trace))
