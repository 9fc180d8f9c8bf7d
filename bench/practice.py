"""What the practice workspace itself costs, so that it is not mistaken for the bot's cost.

Run: python bench/practice.py [--calls N]. The workspace runs as a process of its own; the callers are bare HTTP
clients, so that almost all time is the workspace's. It prints one line a measurement.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.practice import Workspace

Json = dict[str, Any]
CALLERS = 4


def started() -> float:
    """Seconds from nothing to the first answered call, the median of 20 (imports not counted)."""
    took = []
    for _ in range(20):
        begin = time.perf_counter()
        with Workspace(manifest={}) as slack:
            call(slack.url, slack.bot_token, "auth.test", {})
            took.append(time.perf_counter() - begin)
    return sorted(took)[10]


@contextmanager
def own_process(*options: str) -> Iterator[Json]:
    """`python -m bot.practice` with what it prints: how to reach it."""
    command = [sys.executable, "-m", "bot.practice", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        try:
            yield {**json.loads(running.stdout.readline()), "pid": running.pid}
        finally:
            running.terminate()


def call(url: str, token: str, method: str, given: Json) -> Json:
    """One Web API call over a connection of its own, as slack_sdk makes them."""
    return post(url, f"/api/{method}", given, {"Authorization": f"Bearer {token}"})


def act(url: str, what: str, given: Json) -> Json:
    """Somebody in the workspace does something."""
    return post(url, f"/page/act/{what}", given, {})


def post(url: str, path: str, given: Json, headers: dict[str, str]) -> Json:
    """A bare POST of JSON."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    try:
        connection.request("POST", path, json.dumps(given), {"Content-Type": "application/json", **headers})
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def at_once(times: int, work: Callable[[], Any]) -> float:
    """How often a second `work` is done by several callers at once."""

    def repeat() -> None:
        for _ in range(times // CALLERS):
            work()

    callers = [threading.Thread(target=repeat) for _ in range(CALLERS)]
    begin = time.perf_counter()
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    return times / (time.perf_counter() - begin)


def cpu(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(name: str, pid: int, times: int, work: Callable[[], Any]) -> None:
    """Do it, and print the rate beside the workspace's own processor time for one."""
    before = cpu(pid)
    rate = at_once(times, work)
    print(f"{name:<44} {rate:>7.0f} a second   {(cpu(pid) - before) / times * 1000:.2f} ms processor time each")


class Bot(BaseHTTPRequestHandler):
    """A bot that takes everything and does nothing."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None: ...


def calls(times: int) -> None:
    """Web API calls, to an empty workspace and to one with thousands of members and messages."""
    with own_process() as slack:
        url, token, ids = slack["url"], slack["SLACK_BOT_TOKEN"], slack["ids"]
        given = {"channel": ids["snippets"], "text": "Kudos: you named the worry, and when you will call."}
        measure("auth.test", slack["pid"], times, lambda: call(url, token, "auth.test", {}))
        measure("chat.postMessage", slack["pid"], times, lambda: call(url, token, "chat.postMessage", given))
        full = f"chat.postMessage after {times} messages"
        measure(full, slack["pid"], times, lambda: call(url, token, "chat.postMessage", given))
        history = {"channel": ids["snippets"], "limit": 15}
        measure(
            "conversations.history", slack["pid"], times, lambda: call(url, token, "conversations.history", history)
        )


def events(times: int) -> None:
    """Messages of people, each delivered as a signed event to a bot that does nothing."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bot)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    with own_process("--deliver-to", address, "--at-once", "8") as slack:
        url, ids = slack["url"], slack["ids"]
        given = {"person": ids["Ana"], "channel": ids["snippets"], "text": "I'll call you at nine."}
        measure("a message said and delivered as an event", slack["pid"], times, lambda: act(url, "say", given))
    server.shutdown()


SNIPPET = (
    "Customer: The second parcel is late as well and my shop opens on Monday!\n"
    "Agent: Two late parcels right before your opening, I'm sorry. I've asked the depot to put yours on the first van, "
    "and I'll call you tomorrow at nine to tell you where it is. (note {number})"
)


def bot_sends(times: int) -> None:
    """How many calls a second the bot makes when many people share at once: what the workspace must be able to take."""
    with Workspace(at_once=8) as slack:
        people = [slack.person(f"Agent {number}") for number in range(20)]
        rooms = [slack.channel(f"snippets-{number}", people) for number in range(10)]
        with _bot(slack, rooms):
            slack.wait_for(lambda slack: slack.connections, 20)
            quiet = len(slack.calls)
            for number in range(times):
                slack.say(people[number % 20], rooms[number % 10], SNIPPET.format(number=number))
            reactions = lambda slack: sum(call.method == "reactions.add" for call in slack.calls)  # noqa: E731
            slack.wait_for(lambda slack: reactions(slack) == times, 120)
            slack.settle(60)
            made = slack.calls[quiet:]
    busiest = max(sum(0 <= each.at - first.at < 1 for each in made) for first in made)
    took = made[-1].at - made[0].at
    print(f"the bot, for {times} snippets at once: {len(made)} calls in {took:.1f} s, at most {busiest} in a second")


@contextmanager
def _bot(slack: Workspace, rooms: list[str]) -> Iterator[None]:
    """The bot as a process of its own, over Socket Mode."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "takefive.toml"
        settings.write_text("".join(f'[[channel]]\nid = "{room}"\npart = "snippets"\n' for room in rooms))
        environment = {**os.environ, **slack.environment(), "DATABASE_URL": f"sqlite:///{folder}/bench.db"}
        command = [sys.executable, "-m", "bot", "serve", "--socket", "--settings", str(settings)]
        with subprocess.Popen(command, env=environment, cwd=folder, stderr=subprocess.DEVNULL) as running:
            try:
                yield
            finally:
                running.terminate()


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=4000)
    times = parser.parse_args().calls
    print(f"a workspace is up and answers after            {started() * 1000:>7.0f} ms (median of 20)")
    calls(times)
    events(times)
    bot_sends(100)


if __name__ == "__main__":
    main()
