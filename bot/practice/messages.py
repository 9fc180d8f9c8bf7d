"""Messages and what happens to them: posted, edited, deleted, reacted to, read. Each change is told to the app.

Rules: https://docs.slack.dev/reference/events/message and the pages of its subtypes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Any

from .directory import Channel
from .snapshot import snapshot
from .text import mentioned
from .world import World

Json = dict[str, Any]


def posted(text: str) -> str:
    """What Slack keeps of an app's text: stray ampersands as entities, bare addresses as links."""
    text = re.sub(r"&(?!amp;|lt;|gt;)", "&amp;", text)
    return re.sub(r"(?<![<|\w])(https?://[^\s<>|]*[^\s<>|.,;:!?)'\]])", r"<\1>", text)


def with_ids(blocks: list[Json], world: World) -> list[Json]:
    """The blocks with the block ids (and action ids) that Slack fills in."""
    named = []
    for block in snapshot(blocks):
        block.setdefault("block_id", world.new_id("b"))
        for element in elements(block):
            element.setdefault("action_id", world.new_id("a"))
        named.append(block)
    return named


def elements(block: Json) -> list[Json]:
    """What can be acted on in a block."""
    found = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
    skip = {"image", "mrkdwn", "plain_text"}
    if block.get("type") in ("rich_text", "context"):
        return []
    return [element for element in found if isinstance(element, dict) and element.get("type") not in skip]


def post(world: World, channel: Channel, message: Json, broadcast: bool = False) -> Json:
    """Put a message into a conversation and its thread, and tell the app; hands back the message as stored."""
    message = {"type": "message", **message, "ts": world.new_ts(), "team": message.get("team", world.team_id)}
    root = channel.messages.get(message.get("thread_ts", ""))
    if root is None:
        message.pop("thread_ts", None)
        channel.roots.append(message["ts"])
    else:
        _reply(channel, root, message)
        if broadcast:
            message["subtype"] = "thread_broadcast"
            channel.roots.append(message["ts"])
    channel.messages[message["ts"]] = message
    world.note("message", {"channel": channel.id, "ts": message["ts"], "thread_ts": message.get("thread_ts")})
    _tell(world, channel, {**message, "event_ts": message["ts"]})
    return message


def _reply(channel: Channel, root: Json, message: Json) -> None:
    replies = channel.threads.setdefault(root["ts"], [])
    replies.append(message["ts"])
    message |= {"thread_ts": root["ts"], "parent_user_id": root["user"]}
    users = root.get("reply_users", [])
    users = users if message["user"] in users else [*users, message["user"]]
    root |= {
        "thread_ts": root["ts"], "reply_count": len(replies), "reply_users": users, "reply_users_count": len(users),
        "latest_reply": message["ts"], "is_locked": False, "subscribed": False,
    }  # fmt: skip


def _tell(world: World, channel: Channel, event: Json) -> None:
    if world.bot_user not in channel.members:
        return
    event |= {"channel": channel.id, "channel_type": channel.channel_type}
    world.announce(event, f"message.{channel.scope}", channel.shared)
    heard = mentioned(event.get("text", "")) if "subtype" not in event and "bot_id" not in event else []
    if world.bot_user in heard and channel.kind != "im":
        mention = {key: event[key] for key in event if key != "channel_type"} | {"type": "app_mention"}
        world.announce(mention, "app_mention", channel.shared)


def change(world: World, channel: Channel, ts: str, editor: str, **fields: Any) -> Json:
    """Give a message other text or blocks, and tell the app what it was and what it is."""
    before = channel.messages[ts]
    message = {**before, **fields, "edited": {"user": editor, "ts": world.new_ts()}}
    channel.messages[ts] = message
    world.note("message_changed", {"channel": channel.id, "ts": ts, "thread_ts": message.get("thread_ts")})
    now = world.new_ts()
    _tell(
        world, channel,
        {
            "type": "message", "subtype": "message_changed", "message": snapshot(message),
            "previous_message": snapshot(before), "hidden": True, "ts": now, "event_ts": now,
        },
    )  # fmt: skip
    return message


def remove(world: World, channel: Channel, ts: str) -> None:
    """Delete a message; one that has replies leaves a tombstone, as in Slack."""
    if channel.threads.get(ts):
        fields = {"subtype": "tombstone", "text": "This message was deleted.", "user": "USLACKBOT", "blocks": []}
        change(world, channel, ts, "USLACKBOT", **fields)
        return
    before = channel.messages.pop(ts)
    if ts in channel.roots:
        channel.roots.remove(ts)
    _unthread(channel, before)
    world.note("message_deleted", {"channel": channel.id, "ts": ts, "thread_ts": before.get("thread_ts")})
    now = world.new_ts()
    event = {"type": "message", "subtype": "message_deleted", "previous_message": before, "deleted_ts": ts}
    _tell(world, channel, {**event, "hidden": True, "ts": now, "event_ts": now})


def _unthread(channel: Channel, message: Json) -> None:
    replies = channel.threads.get(message.get("thread_ts", ""), [])
    if message["ts"] in replies:
        replies.remove(message["ts"])
        root = channel.messages[message["thread_ts"]]
        root["reply_count"] = len(replies)
        if replies:
            root["latest_reply"] = replies[-1]


def react(world: World, channel: Channel, ts: str, person: str, name: str) -> bool:
    """Add a reaction; False when this person had already reacted so."""
    reactions: list[Json] = channel.messages[ts].setdefault("reactions", [])
    found = next((reaction for reaction in reactions if reaction["name"] == name), None)
    if found is None:
        found = {"name": name, "users": [], "count": 0}
        reactions.append(found)
    if person in found["users"]:
        return False
    found["users"].append(person)
    found["count"] += 1
    _reacted(world, channel, ts, person, name, "reaction_added")
    return True


def unreact(world: World, channel: Channel, ts: str, person: str, name: str) -> bool:
    """Take a reaction back; False when there was none."""
    reactions: list[Json] = channel.messages[ts].get("reactions", [])
    found = next((reaction for reaction in reactions if reaction["name"] == name), None)
    if found is None or person not in found["users"]:
        return False
    found["users"].remove(person)
    found["count"] -= 1
    if not found["users"]:
        reactions.remove(found)
    if not reactions:
        channel.messages[ts].pop("reactions")
    _reacted(world, channel, ts, person, name, "reaction_removed")
    return True


def _reacted(world: World, channel: Channel, ts: str, person: str, name: str, kind: str) -> None:
    world.note("reaction", {"channel": channel.id, "ts": ts, "thread_ts": channel.messages[ts].get("thread_ts")})
    if world.bot_user not in channel.members:
        return
    item = {"type": "message", "channel": channel.id, "ts": ts}
    author = channel.messages[ts]["user"]
    world.announce({"type": kind, "user": person, "reaction": name, "item": item, "item_user": author}, kind)


def visible(world: World, channel: Channel, ts: str) -> bool:
    """Whether a message shows yet (a fault can hold it back)."""
    until = channel.hidden_until.get(ts)
    return until is None or until <= world.clock.time()


def between(stamps: list[str], oldest: str, latest: str, inclusive: bool) -> list[str]:
    """The part of an ordered list of timestamps between two of them."""
    start = bisect_left(stamps, oldest) if inclusive else bisect_right(stamps, oldest)
    if not latest:
        return stamps[start:]
    end = bisect_right(stamps, latest) if inclusive else bisect_left(stamps, latest)
    return stamps[start:end]
