"""The practice workspace: a Slack to try the bot in, for the demo, the tests and the load tests."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from . import messages
from .acting import Acting
from .cast import Cast
from .clock import Clock
from .deliveries import Deliveries, Delivery
from .directory import Channel
from .faults import Fault
from .http_door import HttpDoor
from .manifest import Manifest
from .page import Page
from .parting import Parting
from .snapshot import snapshot
from .socket_door import SocketDoor
from .talking import Talking
from .telling import Telling
from .web import Api, Web
from .world import Call, World

Json = dict[str, Any]
MISTAKES = {
    "invalid_arguments", "invalid_blocks", "invalid_blocks_format", "invalid_cursor", "invalid_limit", "invalid_name",
    "missing_scope", "msg_blocks_too_long", "msg_too_long", "no_text", "not_allowed_token_type", "unknown_method",
    "used_url", "view_too_large",
}  # fmt: skip


class Workspace(Cast, Talking, Acting, Telling, Parting):
    """A running stand-in for Slack. Use it in a `with` statement; ids are Slack's (`U...`, `C...`), as strings.

    - `manifest`: the app's manifest, a path to it, or `{}` for an app that may do anything; by default the
      repository's own `manifest.json`, if there is one.
    - `port`: 0 takes a free one.
    - `at_once`: how many events travel to the bot at a time. With 1, the default, everything arrives in order, and
      whoever clicks waits until what was said before has been answered.
    - `answer_within`: the 3 seconds that the bot has.
    - `masker`: what the page calls to show a text beside its masked form.
    """

    def __init__(
        self,
        manifest: Json | str | Path | None = None,
        port: int = 0,
        at_once: int = 1,
        answer_within: float = 3.0,
        masker: Callable[[str], Any] | None = None,
    ) -> None:
        changed, self.clock = threading.Condition(threading.RLock()), Clock()
        sent = Deliveries(self.clock, changed, at_once, answer_within)
        self.world = World(self.clock, Manifest(manifest), sent, changed, masker)
        self._sockets = SocketDoor(self.world.app_id, changed)
        sent.door = self._sockets
        sent.tell = lambda delivery: self.world.note("delivery", {"kind": delivery.kind})
        app = Api(self.world, self._sockets).application()
        app.register_blueprint(Page(self).blueprint())
        self._web = Web(app, port)
        self.world.url = self._web.url

    def __enter__(self) -> Workspace:
        self._web.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Stop the server and whatever waits."""
        self.clock.stop()
        self.world.deliveries.close()
        self._sockets.close()
        self._web.stop()

    # What the bot needs to know

    @property
    def url(self) -> str:
        """The address of the workspace, with a slash at its end."""
        return self.world.url

    @property
    def api_url(self) -> str:
        """The bot's SLACK_API_URL."""
        return self.url + "api/"

    @property
    def bot_token(self) -> str:
        """The bot's token; no other is taken."""
        return self.world.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token, for Socket Mode."""
        return self.world.app_token

    @property
    def signing_secret(self) -> str:
        """What requests to the bot are signed with."""
        return self.world.signing_secret

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self.world.team_id

    @property
    def bot_user(self) -> str:
        """The bot's own user id."""
        return self.world.bot_user

    def environment(self) -> dict[str, str]:
        """The bot's settings for this workspace."""
        return {
            "SLACK_BOT_TOKEN": self.bot_token,
            "SLACK_APP_TOKEN": self.app_token,
            "SLACK_SIGNING_SECRET": self.signing_secret,
            "SLACK_API_URL": self.api_url,
        }

    def deliver_to(self, url: str, clock: Callable[[], float] = time.time) -> None:
        """Send everything to this address from now on, signed; without it, Socket Mode connections get it.

        The signature carries the time of `clock`: the machine's own, as the check against replay is made by that;
        `slack.clock.time` for a bot that lives by the workspace's clock altogether.
        """
        self.world.deliveries.door = HttpDoor(url, self.signing_secret, clock)

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """End all Socket Mode connections, as Slack does now and then."""
        self._sockets.disconnect(reason)

    def fall_silent(self) -> None:
        """Say nothing more on the Socket Mode connections there are, and leave them open."""
        self._sockets.fall_silent()

    @property
    def connections(self) -> int:
        """How many Socket Mode connections there are."""
        return len(self._sockets.connections)

    # What came of it

    def view(self, person: str) -> Json | None:
        """The modal open for this person, the topmost view, or None."""
        with self.world.changed:
            shown = self.world.people[person].views
            return snapshot(shown[-1]) if shown else None

    def view_errors(self, person: str) -> dict[str, str]:
        """What stands in red in her modal, by block id."""
        return dict(self.world.people[person].errors)

    def home(self, person: str) -> Json | None:
        """The App Home that the bot published for this person."""
        with self.world.changed:
            return snapshot(self.world.people[person].home)

    def history(self, channel: str) -> list[Json]:
        """A conversation's messages as conversations.history gives them: without replies, the newest first."""
        with self.world.changed:
            where = self.world.channels[channel]
            return [snapshot(where.messages[ts]) for ts in reversed(where.roots) if self._shows(where, ts)]

    def replies(self, channel: str, ts: str) -> list[Json]:
        """A thread: its root, then the replies in their order."""
        with self.world.changed:
            where = self.world.channels[channel]
            stamps = [ts, *where.threads.get(ts, [])]
            return [snapshot(where.messages[each]) for each in stamps if self._shows(where, each)]

    def _shows(self, where: Channel, ts: str) -> bool:
        return messages.visible(self.world, where, ts)

    def ephemerals(self, person: str) -> list[Json]:
        """What only this person saw, the oldest first."""
        with self.world.changed:
            return snapshot(self.world.people[person].ephemerals)

    @property
    def calls(self) -> list[Call]:
        """Every Web API call and response_url use so far, in order."""
        with self.world.changed:
            return list(self.world.calls)

    @property
    def deliveries(self) -> list[Delivery]:
        """Every request to the bot so far, in order, each try by itself."""
        with self.world.changed:
            return list(self.world.deliveries.made)

    def settle(self, seconds: float = 5) -> None:
        """Wait until the bot has answered everything that was sent; TimeoutError shows the traffic."""
        self.wait_for(lambda slack: slack.world.deliveries.settled(), seconds)

    def wait_for(self, predicate: Callable[[Workspace], Any], seconds: float = 5) -> Any:
        """Wait until `predicate(workspace)` is true, looking again at each change, and hand back what it gave.

        TimeoutError shows the traffic so far.
        """
        due = time.monotonic() + seconds
        with self.world.changed:
            while not (found := predicate(self)):
                left = due - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"Not so within {seconds:g} s. The traffic so far:\n{self.traffic()}")
                self.world.changed.wait(left)
            return found

    def traffic(self) -> str:
        """What went both ways, one line each, for people."""
        sent = [(made.at, f"to the bot    {_request(made)}") for made in self.deliveries]
        came = [(call.at, f"from the bot  {_call(call)}") for call in self.calls]
        return "\n".join(line for _, line in sorted(sent + came, key=lambda entry: entry[0])) or "(nothing)"

    def mistakes(self) -> list[Call]:
        """Calls that Slack refuses because the app is wrong: beyond a written limit, without a scope, malformed.

        Faults asked for do not count. A test run that ends with none has sent nothing that breaks `shapes.py`.
        """
        return [call for call in self.calls if not call.fault and _error(call) in MISTAKES]

    def fail(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next calls of a method (or of any, with `*`) fail."""
        with self.world.changed:
            self.world.faults.setdefault(method, []).extend([fault] * times)


def _error(call: Call) -> str:
    return str(call.answer.get("error", "")) if isinstance(call.answer, dict) else ""


def _request(made: Delivery) -> str:
    about = made.event or made.body
    name = about.get("type") or about.get("command")
    retry = f" retry {made.retry} ({made.reason})" if made.retry else ""
    return f"{made.kind} {name} {about.get('subtype', '')} -> {made.status or made.error or 'not yet answered'}{retry}"


def _call(call: Call) -> str:
    fault = f" [{call.fault}]" if call.fault else ""
    answer = call.answer if isinstance(call.answer, str) else json.dumps(call.answer)
    return f"{call.method} {json.dumps(call.arguments)[:300]} -> {call.status} {answer[:200]}{fault}"
