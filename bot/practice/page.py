"""The page on which a person tries the bot: what it is made of, what it asks for, what it may do."""

from __future__ import annotations

import json
import queue
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, request, send_from_directory

from . import look
from .faults import Fault
from .forms import CannotActError
from .methods import ANY, ERRORS, METHODS
from .world import World

if TYPE_CHECKING:
    from .workspace import Workspace

Json = dict[str, Any]
STATIC = Path(__file__).parent / "static"
LOOPBACK = {"127.0.0.1", "localhost", "::1", None}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' https: data:; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
# What the page (or a load test) may do, each by the workspace's method of the same name.
ACTS = {
    "say", "forward", "edit", "delete", "react", "unreact", "command", "message_shortcut", "global_shortcut", "click",
    "click_in_view", "fill", "submit", "close_view", "open_home", "join", "leave", "snooze", "start_over", "play",
}  # fmt: skip
FAULTS: dict[str, Callable[[str | None], Fault]] = {
    "rate_limited": Fault.rate_limited,
    "server_error": lambda value: Fault.server_error(int(value or 503)),
    "html": lambda value: Fault.html(int(value or 200)),
    "reset_before": lambda value: Fault.reset_before(),
    "reset_after": lambda value: Fault.reset_after(),
    "slow": lambda value: Fault.slow(float(value or 4)),
    "late_to_show": lambda value: Fault.late_to_show(float(value or 10)),
    "refusal": lambda value: Fault.refusal(value or "fatal_error"),
}


class Page:
    """Answers what the page asks, for one workspace."""

    def __init__(self, slack: Workspace) -> None:
        self._slack, self._world = slack, slack.world

    def blueprint(self) -> Blueprint:
        """The routes."""
        page = Blueprint("page", __name__)
        page.before_request(only_from_here)
        page.after_request(guarded)
        reads: dict[str, Callable[..., Response]] = {
            "/": self.index, "/static/<path:name>": self.static, "/page/start": self.start, "/page/look": self.look,
            "/page/traffic": self.traffic, "/page/payload": self.payload, "/page/changes": self.changes,
            "/page/file/<id>": self.file,
        }  # fmt: skip
        changes: dict[str, Callable[..., Response]] = {
            "/page/act/<what>": self.act, "/page/masked": self.masked, "/page/clock": self.clock,
            "/page/fault": self.fault,
        }  # fmt: skip
        for verb, routes in (("GET", reads), ("POST", changes)):
            for rule, answer in routes.items():
                page.add_url_rule(rule, view_func=answer, methods=[verb])
        return page

    def index(self) -> Response:
        """The page itself."""
        return send_from_directory(STATIC, "index.html")

    def static(self, name: str) -> Response:
        """Its parts."""
        return send_from_directory(STATIC, name)

    def start(self) -> Response:
        """What stays the same: who can be acted as, what can fail, the scenes."""
        people = [who for who in self._world.people.values() if not who.bot and not who.deactivated]
        names = [{"id": who.id, "name": who.name} for who in people]
        scenes = self._slack.scenes()
        errors = {name: sorted((*ANY, *own)) for name, own in ERRORS.items()}
        return _json({"people": names, "methods": sorted(METHODS), "errors": errors, "scenes": scenes})

    def look(self) -> Response:
        """What one person sees now."""
        given = request.args
        with self._world.changed:
            if given.get("person") not in self._world.people:
                abort(404)
            seen = look.workspace(self._world, given["person"], given.get("channel", ""), given.get("thread", ""))
        return _json(seen)

    def traffic(self) -> Response:
        """What went both ways."""
        with self._world.changed:
            return _json(look.traffic(self._world))

    def payload(self) -> Response:
        """A message as it is stored and as the bot got it."""
        with self._world.changed:
            return _json(look.payload(self._world, request.args["channel"], request.args["ts"]))

    def file(self, id: str) -> Response:
        """A picture that the bot handed over."""
        with self._world.changed:
            file = self._world.files.get(id)
        if file is None or not file.kind:
            abort(404)
        return Response(file.content, mimetype=file.kind)

    def masked(self) -> Response:
        """A text beside its masked form."""
        return _json(look.masked(self._world, request.get_json()["text"]))

    def act(self, what: str) -> Response:
        """Somebody does something."""
        if what not in ACTS:
            abort(404)
        try:
            return _json({"ok": True, "answer": getattr(self._slack, what)(**request.get_json())})
        except (CannotActError, KeyError) as why:
            return _json({"ok": False, "why": str(why)})

    def clock(self) -> Response:
        """Set the clock."""
        self._slack.clock.set(datetime.fromisoformat(request.get_json()["to"]))
        self._world.note("clock", {})
        return _json({"ok": True})

    def fault(self) -> Response:
        """Let the next calls fail."""
        given = request.get_json()
        fault = FAULTS[given["fault"]](given.get("value") or None)
        self._slack.fail(given["method"], fault, int(given.get("times", 1)))
        return _json({"ok": True})

    def changes(self) -> Response:
        """A stream of what changes."""
        return Response(_stream(self._world), mimetype="text/event-stream")


def only_from_here() -> None:
    """Another site's page in the same browser must not act here, also not by a name that resolves to this machine."""
    here = urlsplit(f"//{request.host}").hostname
    origin = request.headers.get("Origin")
    if here not in LOOPBACK or (origin and urlsplit(origin).netloc != request.host):
        abort(403)


def guarded(response: Response) -> Response:
    """Whatever the bot sends, the page runs nothing but its own files."""
    response.headers.update(HEADERS)
    return response


def _json(found: Any) -> Response:
    return Response(json.dumps(found), mimetype="application/json")


def _stream(world: World) -> Iterator[str]:
    """Server-sent events: one for each change, and a comment now and then so that a closed page is noticed."""
    heard: queue.SimpleQueue[tuple[str, Json]] = queue.SimpleQueue()

    def watcher(kind: str, facts: Json) -> None:
        heard.put((kind, facts))

    world.watchers.append(watcher)
    try:
        yield "retry: 1000\n\n"
        while True:
            try:
                kind, facts = heard.get(timeout=5)
                yield f"data: {json.dumps({'kind': kind, **facts})}\n\n"
            except queue.Empty:
                yield ": still here\n\n"
    finally:
        world.watchers.remove(watcher)
