"""A workspace where the app may do anything, a client of Slack's own making, and a bot that notes what it hears."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk import WebClient

from bot.practice import Workspace

Json = dict[str, Any]


@dataclass
class Heard:
    """One request as it came."""

    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Json:
        """What it says: JSON, a command's form, or the payload in the form."""
        if "json" in self.headers["content-type"]:
            return json.loads(self.raw)
        form = {name: values[0] for name, values in parse_qs(self.raw.decode()).items()}
        return json.loads(form["payload"]) if "payload" in form else form


@dataclass
class Bot:
    """Answers each request with what `answer` makes of it: a status, or a status and a dictionary."""

    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    answer: Callable[[Heard], Any] = lambda heard: 200
    changed: threading.Condition = field(default_factory=threading.Condition)

    def events(self) -> list[Json]:
        """The inner events, in order."""
        return [each.body["event"] for each in self.heard if "event" in each.body]


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with Workspace(manifest={}) as workspace:
        yield workspace


@pytest.fixture
def client(slack: Workspace) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def bot(slack: Workspace) -> Iterator[Bot]:
    heard_by = Bot()

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            heard = Heard({name.lower(): value for name, value in self.headers.items()}, raw)
            with heard_by.changed:
                heard_by.heard.append(heard)
                heard_by.changed.notify_all()
            answer = heard_by.answer(heard)
            status, said = answer if isinstance(answer, tuple) else (answer, None)
            body = b"" if said is None else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    heard_by.url = f"http://127.0.0.1:{server.server_port}/slack/events"
    slack.deliver_to(heard_by.url)
    yield heard_by
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def ana(slack: Workspace) -> str:
    return slack.person("Ana")


@pytest.fixture
def snippets(slack: Workspace, ana: str) -> str:
    return slack.channel("snippets", members=[ana])


@pytest.fixture
def refusal() -> Callable[..., str]:
    """The error with which a call is refused."""
    from slack_sdk.errors import SlackApiError

    def of(call: Callable[..., Any], **arguments: Any) -> str:
        with pytest.raises(SlackApiError) as refused:
            call(**arguments)
        return refused.value.response["error"]

    return of
