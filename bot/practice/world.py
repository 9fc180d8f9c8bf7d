"""Everything the practice workspace holds, in dictionaries by id, behind one lock that wakes whoever waits."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .clock import Clock
from .deliveries import Deliveries
from .directory import Channel, Person, UserGroup
from .faults import Fault
from .files import File
from .manifest import Manifest

Json = dict[str, Any]
TRIGGER_LIVES = 3.0  # seconds: https://docs.slack.dev/interactivity/handling-user-interaction
HOOK_LIVES, HOOK_USES = 1800.0, 5  # response_url: the same page


@dataclass
class Call:
    """One Web API call or use of a response_url: what came in, what went out; not `done` while it is answered."""

    method: str
    arguments: Json
    at: float
    answer: Any = None
    status: int = 200
    fault: str = ""
    done: bool = False


@dataclass
class Hook:
    """A response_url that was handed out: for whom, where, about which message."""

    person: str
    channel: str
    message_ts: str | None
    replaces: bool
    expires: float
    uses: int = 0


@dataclass
class Trigger:
    """A trigger_id that was handed out."""

    person: str
    expires: float


@dataclass
class World:
    """The state of one workspace. Whoever reads or changes it holds `changed`."""

    clock: Clock
    manifest: Manifest
    deliveries: Deliveries
    changed: threading.Condition
    masker: Callable[[str], Any] | None = None
    url: str = ""
    team_id: str = "T0PRACTICE"
    team_name: str = "Brightwell"
    app_id: str = "A0PRACTICE"
    bot_id: str = "B0PRACTICE"
    bot_user: str = "U0TAKEFIVE"
    bot_name: str = "Take Five"
    bot_token: str = field(default_factory=lambda: f"xoxb-practice-{secrets.token_hex(8)}")
    app_token: str = field(default_factory=lambda: f"xapp-practice-{secrets.token_hex(8)}")
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    groups: dict[str, UserGroup] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    dms: dict[frozenset[str], str] = field(default_factory=dict)
    views: dict[str, tuple[str, Json]] = field(default_factory=dict)
    chosen: dict[tuple[str, str], Json] = field(default_factory=dict)
    hooks: dict[str, Hook] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    spent_triggers: set[str] = field(default_factory=set)
    files: dict[str, File] = field(default_factory=dict)
    files_take: float = 0.0  # seconds until a file that was handed over can be shown; Slack takes a moment
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)
    calls: list[Call] = field(default_factory=list)
    watchers: list[Callable[[str, Json], None]] = field(default_factory=list)
    before_the_app: bool = False
    revoked: bool = False
    _last_ts: int = 0
    _last_ids: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everybody and everything but the bot; people and places made from now on get the same ids again."""
        for held in (
            self.people, self.channels, self.groups, self.names, self.dms, self.views, self.hooks, self.chosen,
            self.files, self.triggers, self.faults, self.calls, self.deliveries.made,
        ):  # fmt: skip
            held.clear()
        self._last_ts = 0
        # Not so the ids of events and forms: the bot remembers those it has seen.
        self._last_ids = {letter: last for letter, last in self._last_ids.items() if letter not in "UCSG"}
        self.people[self.bot_user] = Person(self.bot_user, self.bot_name, self.team_id, bot=True)
        self.names[f"@{self.bot_name.lower().replace(' ', '')}"] = f"<@{self.bot_user}>"

    def new_id(self, letter: str) -> str:
        """An id in Slack's form, in the order of making, so that a printed story is the same every time."""
        self._last_ids[letter] = self._last_ids.get(letter, 0) + 1
        return f"{letter}0{self._last_ids[letter]:08X}"

    def new_ts(self) -> str:
        """A message's timestamp: the clock's microsecond, and never the same or an earlier one twice."""
        self._last_ts = max(int(self.clock.time() * 1_000_000), self._last_ts + 1)
        seconds, micros = divmod(self._last_ts, 1_000_000)
        return f"{seconds}.{micros:06d}"

    def new_trigger(self, person: str) -> str:
        """A trigger_id for something this person just did."""
        trigger = f"{self.new_id('')}.{int(self.clock.time())}.{secrets.token_hex(8)}"
        self.triggers[trigger] = Trigger(person, self.clock.time() + TRIGGER_LIVES)
        return trigger

    def new_hook(self, person: str, channel: str, message_ts: str | None, replaces: bool = False) -> str:
        """A response_url for something this person just did."""
        name = f"{len(self.hooks) + 1}-{secrets.token_hex(8)}"
        self.hooks[name] = Hook(person, channel, message_ts, replaces, self.clock.time() + HOOK_LIVES)
        return f"{self.url}response/{name}"

    def permalink(self, channel: str, ts: str) -> str:
        """The address of a message, as Slack writes it; nothing answers there."""
        return f"https://{self.team_name.lower()}.slack.com/archives/{channel}/p{ts.replace('.', '')}"

    def open_dm(self, *people: str) -> Channel:
        """The direct-message channel between these people, made when there is none."""
        key = frozenset(people)
        if key not in self.dms:
            channel = self._conversation(people)
            self.channels[channel.id] = channel
            self.dms[key] = channel.id
            self.note("channel", {"channel": channel.id})
        return self.channels[self.dms[key]]

    def _conversation(self, people: tuple[str, ...]) -> Channel:
        now, members = int(self.clock.time()), dict.fromkeys(people)
        if len(members) > 2:
            return Channel(self.new_id("G"), "", "mpim", now, members)
        # Named after the person, so that it is the same one after a new start, which the bot does not hear of.
        return Channel(
            "D" + "".join(sorted(each[1:] for each in people if each != self.bot_user)), "", "im", now, members
        )

    def note(self, kind: str, facts: Json) -> None:
        """Something changed: wake whoever waits, and tell the page."""
        with self.changed:
            self.changed.notify_all()
            for watcher in self.watchers:
                watcher(kind, facts)

    def announce(self, event: Json, subscription: str, shared: bool = False) -> None:
        """Send an event to the app if it was there, subscribed to it, and may have it.

        The envelope: https://docs.slack.dev/apis/events-api#event-type-structure
        """
        if self.before_the_app or not self.manifest.subscribed(subscription):
            return
        event.setdefault("event_ts", self.new_ts())
        seen_by = {
            "enterprise_id": None, "team_id": self.team_id, "user_id": self.bot_user,
            "is_bot": True, "is_enterprise_install": False,
        }  # fmt: skip
        envelope = {
            "token": "practice", "team_id": self.team_id, "context_team_id": self.team_id, "api_app_id": self.app_id,
            "event": event, "type": "event_callback", "event_id": self.new_id("Ev"),
            "event_time": int(self.clock.time()), "authorizations": [seen_by], "is_ext_shared_channel": shared,
            "event_context": f"4-{self.new_id('EC')}",
        }  # fmt: skip
        self.deliveries.post("events_api", envelope)
