"""What every Web API method is handed, and how it says no."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any

from ..directory import Channel, Person
from ..world import World

Json = dict[str, Any]


class RefusedError(Exception):
    """An `ok: false` with one of the errors that the method's page lists, and what else the answer carries."""

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.answer: Json = {"ok": False, "error": error, **extra}


def invalid_arguments(*messages: str) -> RefusedError:
    """The refusal that says which argument is wrong: https://docs.slack.dev/apis/web-api/#responses"""
    return RefusedError("invalid_arguments", response_metadata={"messages": list(messages)})


class Arguments:
    """The arguments of a call, from JSON or a form alike."""

    def __init__(self, given: Json) -> None:
        self.given = given

    def words(self, name: str, default: str = "") -> str:
        """A string; numbers are taken as they are written."""
        value = self.given.get(name, default)
        return value if isinstance(value, str) else str(value)

    def need(self, name: str) -> str:
        """A string that must be there."""
        if self.given.get(name) in (None, ""):
            raise invalid_arguments(f"[ERROR] missing required field: {name}")
        return self.words(name)

    def flag(self, name: str) -> bool:
        """A boolean, also as a form writes it."""
        return str(self.given.get(name, "")).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        try:
            return int(self.given.get(name, default))
        except (TypeError, ValueError):
            raise invalid_arguments(f"[ERROR] must be an integer [json-pointer:/{name}]") from None

    def parts(self, name: str) -> Any:
        """A list or an object, also as JSON in a string; None when it is not there."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise RefusedError("invalid_blocks_format" if name == "blocks" else "invalid_arguments") from None


def channel_of(world: World, arguments: Arguments, name: str = "channel", member: bool = False) -> Channel:
    """The conversation that a call names; `member` when the app must be in it."""
    channel = world.channels.get(arguments.words(name))
    if channel is None or (channel.kind != "channel" and world.bot_user not in channel.members):
        raise RefusedError("channel_not_found")
    if member and world.bot_user not in channel.members:
        raise RefusedError("not_in_channel")
    return channel


def person_of(world: World, user: str) -> Person:
    """A person by id."""
    if user not in world.people:
        raise RefusedError("user_not_found")
    return world.people[user]


def page(found: Sequence[Any], arguments: Arguments, most: int = 1000) -> tuple[list[Any], Json]:
    """One page of a list, and the `response_metadata` that leads to the next.

    Rule: https://docs.slack.dev/apis/web-api/pagination
    """
    limit = arguments.number("limit", 100) or 100
    if not 1 <= limit <= most:
        raise RefusedError("invalid_limit")
    start = _position(arguments.words("cursor"))
    end = start + limit
    cursor = base64.b64encode(f"at:{end}".encode()).decode() if end < len(found) else ""
    return list(found[start:end]), {"response_metadata": {"next_cursor": cursor}}


def _position(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("at:")) if cursor else 0
    except (ValueError, binascii.Error):
        raise RefusedError("invalid_cursor") from None
