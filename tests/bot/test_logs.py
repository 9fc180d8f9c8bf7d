"""What is logged comes from an allow-list: fixed sentences, listed fields, kinds of errors and places in our code."""

import ast
import io
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import logs
from tests.test_architecture import modules

CANARIES = ("marzipan", "xoxb-canary", "ana@example.org", "U0CANARY")


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """All that is written once logging has begun; afterwards everything is as it was."""
    root, into = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level, sys.excepthook, logs.threading.excepthook
    loggers = {name: logging.getLogger(name) for name in list(root.manager.loggerDict)}
    states = {name: (one.handlers[:], one.level, one.propagate) for name, one in loggers.items()}
    logging.getLogger("dbos").setLevel(logging.NOTSET)  # a bot that stopped has silenced its engine for good
    logs.begin(into)
    yield into
    root.handlers[:], root.level, sys.excepthook, logs.threading.excepthook = before
    for name, (handlers, level, propagate) in states.items():
        loggers[name].handlers[:], loggers[name].level, loggers[name].propagate = handlers, level, propagate


def written(into: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in into.getvalue().splitlines()]


def log_everything() -> None:
    """Every way in which words could come into the log."""
    ours = logging.getLogger("handlers.delivery")
    ours.error(
        "letter %(letter)s: %(error)s, %(text)s", {"letter": "marzipan", "error": "ana@example.org", "text": "U0CANARY"}
    )
    ours.error("positional %s", "marzipan")
    ours.error("extra", extra={"text": "marzipan", "user": "U0CANARY"})
    try:
        raise ValueError("marzipan xoxb-canary")
    except ValueError:
        ours.exception("it failed")
        logging.getLogger("bot.jobs").error("again", exc_info=True)
        logging.getLogger("sqlalchemy.engine").error("INSERT ... marzipan", exc_info=True)
    for name in ("slack_bolt.App", "slack_sdk.web", "dbos", "sqlalchemy.pool", "werkzeug", "gunicorn.error", "flask"):
        logging.getLogger(name).error("body: %s", {"text": "marzipan", "token": "xoxb-canary"})
        logging.getLogger(name).error("ana@example.org")
    try:
        raise KeyError("marzipan")
    except KeyError:
        sys.excepthook(*sys.exc_info())


def nothing_is_told(into: io.StringIO) -> None:
    log_everything()
    assert len(written(into)) == 21
    for canary in CANARIES:
        assert canary not in into.getvalue()


def test_no_word_of_anybodys_comes_into_the_log(lines: io.StringIO):
    nothing_is_told(lines)


def test_the_guard_notices_a_log_that_takes_every_field(lines: io.StringIO, monkeypatch):
    monkeypatch.setattr(logs, "_fitting", lambda name, value: str(value))
    with pytest.raises(AssertionError):
        nothing_is_told(lines)


def test_the_guard_notices_a_log_that_takes_libraries_at_their_word(lines: io.StringIO, monkeypatch):
    monkeypatch.setattr(logs, "_is_ours", lambda name: True)
    with pytest.raises(AssertionError):
        nothing_is_told(lines)


def test_a_line_says_what_happened_with_its_fields(lines: io.StringIO):
    told = {"letter": "00ff00ff00ff00ff", "kind": "kudos", "policy": "later", "error": "HTTP 503, no readable answer"}
    logging.getLogger("handlers.settling").warning("letter %(letter)s (%(kind)s): %(policy)s, %(error)s", told)
    (line,) = written(lines)
    assert line.pop("timestamp").endswith("Z")
    words = "letter 00ff00ff00ff00ff (kudos): later, HTTP 503, no readable answer"
    assert line == {"level": "warning", "logger": "handlers.settling", "event": words, **told}


def test_an_error_is_told_by_its_kind_and_by_where_in_our_code_it_passed(lines: io.StringIO):
    from bot import frontdoor

    try:
        frontdoor.FrontDoor("secret", lambda: 1 / 0).count(["marzipan"])  # type: ignore[arg-type]
    except Exception:
        logging.getLogger("bot.web").exception("it failed")
    (line,) = written(lines)
    assert line["error"] in ("TypeError", "AttributeError")
    assert [frame.partition(":")[0] for frame in line["frames"]] == ["bot.frontdoor"]


def test_in_a_terminal_a_line_is_for_people():
    record = logging.LogRecord("bot.jobs", logging.WARNING, "", 1, "the minute's work failed", None, None)
    line = logs.formatter(for_people=True).format(record)
    assert "the minute's work failed" in line
    assert not line.startswith("{")


def calls() -> list[tuple[str, ast.Call]]:
    found = []
    for file in modules():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_log(node.func):
                found.append((f"{file.name}:{node.lineno}", node))
    return found


def is_log(called: ast.Attribute) -> bool:
    return isinstance(called.value, ast.Name) and called.value.id == "log" and called.attr != "labels"


def test_every_line_of_ours_is_a_fixed_sentence_with_listed_fields():
    made_up = []
    for where, call in calls():
        words = call.args[0]
        fixed = isinstance(words, ast.Constant) and isinstance(words.value, str)
        keys = {key.value for arg in call.args[1:] if isinstance(arg, ast.Dict) for key in arg.keys}  # type: ignore[union-attr]
        if not fixed or "%s" in words.value or "%d" in words.value or not keys <= logs.FIELDS.keys():
            made_up.append(where)
    assert made_up == []
    assert len(calls()) > 15


def test_every_process_that_stays_begins_its_log():
    serve = (Path(logs.__file__).parent / "serve.py").read_text("utf-8")
    assert serve.count("logs.begin()") == 3
