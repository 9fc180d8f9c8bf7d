"""conversations.* and reactions.*: https://docs.slack.dev/reference/methods/conversations.history and neighbours."""

from __future__ import annotations

import re
from typing import Any

from .. import messages
from ..directory import Channel
from ..snapshot import snapshot
from ..world import World
from .calls import Arguments, RefusedError, channel_of, invalid_arguments, page, person_of

Json = dict[str, Any]
TYPES = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}


def open_conversation(world: World, arguments: Arguments) -> Json:
    """conversations.open, with one person or several"""
    users = [user.strip() for user in arguments.words("users").split(",") if user.strip()]
    if not users:
        raise RefusedError("users_list_not_supplied")
    if len(users) > 8:
        raise RefusedError("too_many_users")
    for user in users:
        _reachable(world, user)
    channel = world.open_dm(*users, world.bot_user)
    full = channel.as_json(world.bot_user, world.team_id)
    return {"ok": True, "channel": full if arguments.flag("return_im") else {"id": channel.id}}


def _reachable(world: World, user: str) -> None:
    person = person_of(world, user)
    if person.deactivated:
        raise RefusedError("user_disabled")
    if person.bot:
        raise RefusedError("cannot_dm_bot")


def info(world: World, arguments: Arguments) -> Json:
    """conversations.info"""
    channel = channel_of(world, arguments)
    described = channel.as_json(world.bot_user, world.team_id)
    if not arguments.flag("include_num_members"):
        described.pop("num_members", None)
    return {"ok": True, "channel": described}


def listing(world: World, arguments: Arguments) -> Json:
    """conversations.list"""
    types = [kind.strip() for kind in arguments.words("types", "public_channel").split(",")]
    if not set(types) <= TYPES.keys():
        raise RefusedError("invalid_types")
    kinds = {TYPES[kind] for kind in types}
    found = [channel for channel in world.channels.values() if channel.kind in kinds and _seen(world, channel)]
    if arguments.flag("exclude_archived"):
        found = [channel for channel in found if not channel.archived]
    shown, metadata = page(found, arguments, 999)
    return {"ok": True, "channels": [each.as_json(world.bot_user, world.team_id) for each in shown], **metadata}


def _seen(world: World, channel: Channel) -> bool:
    return channel.kind == "channel" or world.bot_user in channel.members


def members(world: World, arguments: Arguments) -> Json:
    """conversations.members"""
    channel = channel_of(world, arguments)
    shown, metadata = page(list(channel.members), arguments)
    return {"ok": True, "members": shown, **metadata}


def history(world: World, arguments: Arguments) -> Json:
    """conversations.history: the newest first"""
    channel = channel_of(world, arguments, member=True)
    shown, more = _read(world, channel, channel.roots[:], arguments, newest_first=True)
    return {"ok": True, "messages": shown, "pin_count": 0, **more}


def replies(world: World, arguments: Arguments) -> Json:
    """conversations.replies: the root, then its replies, the oldest first"""
    channel, ts = channel_of(world, arguments, member=True), arguments.need("ts")
    if ts not in channel.messages:
        raise RefusedError("thread_not_found")
    root = channel.messages[ts].get("thread_ts", ts)
    shown, more = _read(world, channel, [root, *channel.threads.get(root, [])], arguments, newest_first=False)
    return {"ok": True, "messages": shown, **more}


def _read(world: World, channel: Channel, stamps: list[str], arguments: Arguments, newest_first: bool) -> Any:
    oldest, latest = arguments.words("oldest"), arguments.words("latest")
    wanted = messages.between(stamps, oldest, latest, arguments.flag("inclusive")) if oldest or latest else stamps
    if channel.hidden_until:
        wanted = [ts for ts in wanted if messages.visible(world, channel, ts)]
    shown, metadata = page(wanted[::-1] if newest_first else wanted, arguments, 999)
    read = [_as_read(channel.messages[ts], arguments.flag("include_all_metadata")) for ts in shown]
    has_more = bool(metadata["response_metadata"]["next_cursor"])
    return read, {"has_more": has_more, **(metadata if has_more else {})}


def _as_read(message: Json, with_metadata: bool) -> Json:
    read = snapshot(message)
    if not with_metadata:
        read.pop("metadata", None)
    return read


def add_reaction(world: World, arguments: Arguments) -> Json:
    """reactions.add"""
    channel, ts, name = _reaction(world, arguments)
    if channel.archived:
        raise RefusedError("is_archived")
    if not messages.react(world, channel, ts, world.bot_user, name):
        raise RefusedError("already_reacted")
    return {"ok": True}


def remove_reaction(world: World, arguments: Arguments) -> Json:
    """reactions.remove"""
    channel, ts, name = _reaction(world, arguments)
    if not messages.unreact(world, channel, ts, world.bot_user, name):
        raise RefusedError("no_reaction")
    return {"ok": True}


def _reaction(world: World, arguments: Arguments) -> tuple[Channel, str, str]:
    name = arguments.need("name")
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", name):
        raise RefusedError("invalid_name")
    if not arguments.words("timestamp"):
        raise RefusedError("no_item_specified") if arguments.words("channel") else invalid_arguments()
    channel = channel_of(world, arguments, member=True)
    if arguments.words("timestamp") not in channel.messages:
        raise RefusedError("message_not_found")
    return channel, arguments.words("timestamp"), name
