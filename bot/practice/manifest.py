"""What the app asked for in its manifest: scopes, events, commands, shortcuts.

Rules: https://docs.slack.dev/reference/app-manifest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .text import escaped, typed

Json = dict[str, Any]
REPOSITORY = Path(__file__).resolve().parents[2] / "manifest.json"
# The scope without which an event never comes: https://docs.slack.dev/reference/events
EVENT_SCOPES = {
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "user_change": "users:read",
}


class Manifest:
    """An app's manifest; without one, everything is granted and everything is sent."""

    def __init__(self, source: Json | str | Path | None = None) -> None:
        found = REPOSITORY if source is None and REPOSITORY.exists() else source
        self._whole: Json = json.loads(Path(found).read_text("utf-8")) if isinstance(found, str | Path) else found or {}

    def __bool__(self) -> bool:
        return bool(self._whole)

    @property
    def scopes(self) -> list[str]:
        """The bot scopes granted."""
        return list(self._section("oauth_config", "scopes").get("bot", []))

    def grants(self, scopes: tuple[str, ...]) -> bool:
        """Whether one of these scopes was asked for (or none is needed)."""
        return not (self and scopes) or bool(set(scopes) & set(self.scopes))

    def subscribed(self, event: str) -> bool:
        """Whether Slack would send this event, by its subscription and the scope behind it."""
        if not self:
            return True
        events = self._section("settings", "event_subscriptions").get("bot_events", [])
        scope = EVENT_SCOPES.get(event)
        return event in events and self.grants((scope,) if scope else ())

    def has_command(self, name: str) -> bool:
        """Whether the app declares this slash command."""
        return not self or any(command["command"] == name for command in self.commands())

    def has_home(self) -> bool:
        """Whether the app has a Home tab."""
        return not self or bool(self._section("features", "app_home").get("home_tab_enabled"))

    def command_text(self, name: str, text: str, names: Mapping[str, str]) -> str:
        """What follows a command, as the app gets it: mentions become ids only with `should_escape`."""
        whole = any(command["command"] == name and command.get("should_escape") for command in self.commands())
        return typed(text, names) if whole else escaped(text)

    def shortcuts(self, kind: str) -> list[Json]:
        """The declared shortcuts of a kind, `message` or `global`."""
        return [found for found in self._section("features").get("shortcuts", []) if found["type"] == kind]

    def has_shortcut(self, kind: str, callback_id: str) -> bool:
        """Whether the app declares this shortcut."""
        return not self or any(found["callback_id"] == callback_id for found in self.shortcuts(kind))

    def commands(self) -> list[Json]:
        """The declared slash commands."""
        return list(self._section("features").get("slash_commands", []))

    def _section(self, *path: str) -> Json:
        part: Json = self._whole
        for name in path:
            part = part.get(name, {})
        return part
