"""Where the processor time of a snippet goes, until it is acknowledged and when it is read a moment later: watches on
its parts while both run in this process."""

import io
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

from slack_bolt import App
from slack_bolt.listener.custom_listener import CustomListener

from bench.acknowledge import bare
from bench.acknowledge.events import CHANNEL, PEOPLE, SECRET, Event, events
from bot import app, start, web
from bot.clock import wall
from bot.frontdoor import FrontDoor
from bot.jobs import Jobs
from bot.reader import Reader
from bot.settings import environment
from coaching.snippets import answers, review, tagging
from coaching.workplace import Room, Workplace

WORKPLACE = Workplace(rooms={CHANNEL: Room(CHANNEL, "snippets")})
WATCHED: tuple[tuple[Any, str], ...] = (
    (FrontDoor, "_judge"), (App, "dispatch"), (CustomListener, "run_ack_function"), (review, "redact"),
    (Reader, "_next"), (tagging, "read"), (answers, "post"), (Jobs, "_enqueue"),
)  # fmt: skip
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def measure(folder: Path, api_url: str, count: int) -> dict[str, float]:
    """Milliseconds of processor time a snippet over `count` events, by part; then all of it, then the bare listener."""
    settings = environment({
        "DATABASE_URL": f"sqlite:///{folder / 'parts.db'}", "SLACK_API_URL": api_url,
        "SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": "xoxb-bench",
    })  # fmt: skip
    database = start.open_database(settings.database_url)
    work = Jobs(database)
    work.attach()
    reader = Reader(database, WORKPLACE, wall)
    face = web.build(app.build(settings, WORKPLACE, database), database, SECRET)
    _each(face, PEOPLE)  # everybody has been met
    reader.read()
    whole, read = _each(face, count), _read(reader, count)
    with _watches() as spent:
        watched = _each(face, count)
        reader.read()
    reader.stop()
    work.stop()
    database.close()
    listener = bare.build(f"sqlite:///{folder / 'bare.db'}", api_url, SECRET)
    _each(listener, PEOPLE)
    other = _each(listener, count)
    found = _by_part({name: spent[name] / count * 1_000 for _, name in WATCHED}, watched)
    return {
        **found, "acknowledged, without gunicorn": whole, "bare listener, without gunicorn": other,
        "read a moment later": read,
    }  # fmt: skip


def _by_part(spent: dict[str, float], watched: float) -> dict[str, float]:
    """Each watch holds what it calls as well: take the inner ones out of the outer ones."""
    listener = spent["run_ack_function"]
    return {
        "front door": spent["_judge"],
        "Flask": watched - spent["_judge"] - spent["dispatch"],
        "Bolt": spent["dispatch"] - listener,
        "masking": spent["redact"],
        "its row, with the commit": listener - spent["redact"],
        "later: reading": spent["read"],
        "later: what to say": spent["post"],
        "later: rows, with the commit": spent["_next"] - spent["read"] - spent["post"] - spent["_enqueue"],
        "later: enqueue": spent["_enqueue"],
    }


def _read(reader: Reader, count: int) -> float:
    begun = time.process_time()
    assert reader.read() == count
    return (time.process_time() - begun) / count * 1_000


@contextmanager
def _watches() -> Iterator[Counter[str]]:
    spent: Counter[str] = Counter()
    with ExitStack() as watches:
        for owner, name in WATCHED:
            watches.enter_context(patch.object(owner, name, _watched(getattr(owner, name), name, spent)))
        yield spent


def _watched(work: Callable[..., Any], name: str, spent: Counter[str]) -> Callable[..., Any]:
    def watched(*words: Any, **named: Any) -> Any:
        begun = time.process_time()
        try:
            return work(*words, **named)
        finally:
            spent[name] += time.process_time() - begun  # type: ignore[assignment]

    return watched


def _each(face: Wsgi, count: int) -> float:
    """Milliseconds of processor time that one of `count` events takes."""
    taken = list(islice(events(), count))
    begun = time.process_time()
    for event in taken:
        _post(face, event)
    return (time.process_time() - begun) / count * 1_000


def _post(face: Wsgi, event: Event) -> None:
    statuses: list[str] = []
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in event.headers.items()}
    about = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/slack/events", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "CONTENT_LENGTH": str(len(event.body)), "CONTENT_TYPE": "application/json",
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(event.body), "wsgi.errors": io.StringIO(), **headers,
    }  # fmt: skip
    b"".join(face(about, lambda status, *_: statuses.append(status)))
    assert statuses == ["200 OK"], statuses
