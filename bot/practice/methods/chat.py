"""chat.*: https://docs.slack.dev/reference/methods/chat.postMessage and its neighbours."""

from __future__ import annotations

from typing import Any

from .. import limits, messages, shapes
from ..directory import Channel
from ..snapshot import snapshot
from ..world import World
from . import files
from .calls import Arguments, RefusedError, channel_of

Json = dict[str, Any]


def content(world: World, arguments: Arguments, most: int = shapes.MESSAGE_TEXT) -> Json:
    """The checked text, blocks and attachments of a post; only what was given."""
    text, blocks = arguments.words("text"), arguments.parts("blocks")
    if len(text) > most:
        raise RefusedError("msg_too_long")
    if blocks:
        check(world, blocks)
    attachments = arguments.parts("attachments")
    if not (text.strip() or blocks or attachments):
        raise RefusedError("no_text")
    kept: Json = {"text": messages.posted(text)}
    if blocks is not None:
        kept["blocks"] = messages.with_ids(blocks, world)
    return {**kept, "attachments": attachments} if attachments else kept


def check(world: World, blocks: Any) -> None:
    """Refuse blocks that Slack would refuse."""
    errors = limits.blocks_errors(blocks) or files.problems(world, blocks)
    if errors:
        bare = [error.removeprefix("[ERROR] ") for error in errors]
        raise RefusedError("invalid_blocks", errors=bare, response_metadata={"messages": errors})
    if limits.text_size(blocks) > shapes.BLOCKS_TEXT:
        raise RefusedError("msg_blocks_too_long")


def app_message(world: World) -> Json:
    """What marks a message as the app's own."""
    profile = {"id": world.bot_id, "app_id": world.app_id, "name": world.bot_name, "team_id": world.team_id}
    return {"user": world.bot_user, "bot_id": world.bot_id, "app_id": world.app_id, "bot_profile": profile}


def target(world: World, arguments: Arguments) -> Channel:
    """Where a post goes: a conversation, or a person's direct messages when a user id is given."""
    named = arguments.need("channel")
    person = world.people.get(named)
    if person is not None:
        if person.deactivated or person.bot:
            raise RefusedError("channel_not_found")
        return world.open_dm(named, world.bot_user)
    channel = channel_of(world, arguments)
    if channel.archived:
        raise RefusedError("is_archived")
    public = channel.kind == "channel" and world.manifest and world.manifest.grants(("chat:write.public",))
    if world.bot_user not in channel.members and not public:
        raise RefusedError("not_in_channel")
    return channel


def post_message(world: World, arguments: Arguments) -> Json:
    """chat.postMessage

    A reply to a message that is gone is not refused: it becomes a message of its own in the channel, and only the
    missing `thread_ts` in the answer tells (slack-go/slack issue 1571; no page says so).
    """
    channel, thread = target(world, arguments), arguments.words("thread_ts")
    message = {**app_message(world), **content(world, arguments)}
    if metadata := arguments.parts("metadata"):
        message["metadata"] = metadata
    if thread in channel.messages:
        message["thread_ts"] = channel.messages[thread].get("thread_ts", thread)
    stored = messages.post(world, channel, message, arguments.flag("reply_broadcast"))
    return {"ok": True, "channel": channel.id, "ts": stored["ts"], "message": snapshot(stored)}


def post_ephemeral(world: World, arguments: Arguments) -> Json:
    """chat.postEphemeral"""
    channel, user = target(world, arguments), arguments.need("user")
    if user not in channel.members:
        raise RefusedError("user_not_in_channel")
    message = {**app_message(world), **content(world, arguments)}
    if thread := arguments.words("thread_ts"):
        message["thread_ts"] = thread
    return {"ok": True, "message_ts": ephemeral(world, channel.id, user, message)}


def ephemeral(world: World, channel: str, user: str, message: Json) -> str:
    """Show a message to one person only; hands back its timestamp."""
    shown = {"type": "message", "subtype": "ephemeral", **message, "channel": channel, "ts": world.new_ts()}
    world.people[user].ephemerals.append({**shown, "is_ephemeral": True})
    world.note("ephemeral", {"channel": channel, "person": user})
    return str(shown["ts"])


def own(world: World, arguments: Arguments, refusal: str) -> tuple[Channel, str]:
    """The app's own message that a call names."""
    channel, ts = channel_of(world, arguments), arguments.need("ts")
    if ts not in channel.messages:
        raise RefusedError("message_not_found")
    if channel.messages[ts].get("bot_id") != world.bot_id:
        raise RefusedError(refusal)
    return channel, ts


def update(world: World, arguments: Arguments) -> Json:
    """chat.update; blocks stay as they were unless given."""
    channel, ts = own(world, arguments, "cant_update_message")
    if channel.archived:
        raise RefusedError("is_archived")
    fields = content(world, arguments, shapes.UPDATE_TEXT)
    if metadata := arguments.parts("metadata"):
        fields["metadata"] = metadata
    message = messages.change(world, channel, ts, world.bot_user, **fields)
    return {"ok": True, "channel": channel.id, "ts": ts, "text": message["text"], "message": snapshot(message)}


def delete(world: World, arguments: Arguments) -> Json:
    """chat.delete"""
    channel, ts = own(world, arguments, "cant_delete_message")
    messages.remove(world, channel, ts)
    return {"ok": True, "channel": channel.id, "ts": ts}


def get_permalink(world: World, arguments: Arguments) -> Json:
    """chat.getPermalink"""
    channel, ts = channel_of(world, arguments), arguments.need("message_ts")
    if ts not in channel.messages:
        raise RefusedError("message_not_found")
    root = channel.messages[ts].get("thread_ts", ts)
    thread = f"?thread_ts={root}&cid={channel.id}" if root != ts else ""
    return {"ok": True, "channel": channel.id, "permalink": world.permalink(channel.id, ts) + thread}
