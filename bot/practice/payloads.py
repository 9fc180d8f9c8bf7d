"""The bodies that Slack sends when a person acts: commands, shortcuts, clicks, submitted forms.

Shapes: https://docs.slack.dev/reference/interaction-payloads and
https://docs.slack.dev/interactivity/implementing-slash-commands.
"""

from __future__ import annotations

from typing import Any

from .directory import Channel
from .snapshot import snapshot
from .world import World

Json = dict[str, Any]


def _who(world: World, person: str) -> Json:
    handle = world.people[person].handle
    team = {"id": world.team_id, "domain": world.team_name.lower()}
    return {
        "user": {"id": person, "username": handle, "name": handle, "team_id": world.people[person].team},
        "team": team, "token": "practice", "api_app_id": world.app_id,
        "is_enterprise_install": False, "enterprise": None,
    }  # fmt: skip


def _where(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel.name or "directmessage"}


def command(world: World, person: str, channel: Channel, name: str, text: str) -> Json:
    """The form of a slash command."""
    return {
        "token": "practice", "team_id": world.team_id, "team_domain": world.team_name.lower(),
        "channel_id": channel.id, "channel_name": channel.name or "directmessage", "user_id": person,
        "user_name": world.people[person].handle, "command": name, "text": text, "api_app_id": world.app_id,
        "is_enterprise_install": "false", "response_url": world.new_hook(person, channel.id, None),
        "trigger_id": world.new_trigger(person),
    }  # fmt: skip


def message_shortcut(world: World, person: str, channel: Channel, ts: str, callback_id: str) -> Json:
    """A shortcut from a message's menu."""
    return {
        "type": "message_action", **_who(world, person), "action_ts": world.new_ts(), "callback_id": callback_id,
        "trigger_id": world.new_trigger(person), "response_url": world.new_hook(person, channel.id, ts),
        "message_ts": ts, "channel": _where(channel), "message": snapshot(channel.messages[ts]),
    }  # fmt: skip


def global_shortcut(world: World, person: str, callback_id: str) -> Json:
    """A shortcut from the search bar or the composer: no channel, no response_url."""
    return {
        "type": "shortcut", **_who(world, person), "action_ts": world.new_ts(), "callback_id": callback_id,
        "trigger_id": world.new_trigger(person),
    }  # fmt: skip


def action(world: World, block: Json, element: Json, held: Json | None) -> Json:
    """One entry of `actions`: what was pressed or chosen."""
    about: Json = {key: snapshot(element[key]) for key in ("text", "value", "style", "placeholder") if key in element}
    return {
        "action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"],
        "action_ts": world.new_ts(), **about, **(held or {}),
    }  # fmt: skip


def message_click(
    world: World, person: str, channel: Channel, message: Json, actions: list[Json], values: Json
) -> Json:
    """A click on something in a message; an ephemeral one is not sent along, as nobody can read it again."""
    private = bool(message.get("is_ephemeral"))
    container = {"type": "message", "message_ts": message["ts"], "channel_id": channel.id, "is_ephemeral": private}
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    return {
        "type": "block_actions", **_who(world, person), "container": container, "channel": _where(channel),
        "trigger_id": world.new_trigger(person), "actions": actions,
        **({} if private else {"message": snapshot(message)}),
        "response_url": world.new_hook(person, channel.id, message["ts"], replaces=True),
        "state": {"values": snapshot(values)},
    }  # fmt: skip


def view_click(world: World, person: str, view: Json, actions: list[Json]) -> Json:
    """A click on something in a modal or the App Home."""
    return {
        "type": "block_actions", **_who(world, person), "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": world.new_trigger(person), "view": snapshot(view), "actions": actions,
    }  # fmt: skip


def submission(world: World, person: str, view: Json) -> Json:
    """A modal sent off."""
    return {
        "type": "view_submission", **_who(world, person), "trigger_id": world.new_trigger(person),
        "view": snapshot(view), "response_urls": [],
    }  # fmt: skip


def closing(world: World, person: str, view: Json, cleared: bool) -> Json:
    """A modal closed without sending."""
    return {"type": "view_closed", **_who(world, person), "view": snapshot(view), "is_cleared": cleared}
