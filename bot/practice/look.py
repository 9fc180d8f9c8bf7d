"""What the page shows: the workspace through one person's eyes, the traffic, and what only the page may know."""

from __future__ import annotations

import dataclasses
from typing import Any

from . import messages
from .deliveries import Delivery
from .directory import Channel, Person
from .snapshot import snapshot
from .world import Call, World

Json = dict[str, Any]
SHOWN = 100  # messages of a conversation, lines of traffic


def workspace(world: World, person: str, channel: str, thread: str) -> Json:
    """Everything that is on the page at the moment, for who acts there."""
    who = world.people[person]
    where = world.channels.get(channel)
    return {
        "team": world.team_name, "bot": world.bot_user, "bot_name": world.bot_name, "now": world.clock.time(),
        "dm": world.open_dm(person, world.bot_user).id,
        "people": {each.id: _someone(each) for each in world.people.values()},
        "channels": [_somewhere(world, each, person) for each in world.channels.values() if person in each.members],
        "commands": world.manifest.commands(), "message_shortcuts": world.manifest.shortcuts("message"),
        "global_shortcuts": world.manifest.shortcuts("global"), "has_home": world.manifest.has_home(),
        "messages": _conversation(world, where, person) if where and person in where.members else [],
        "thread": _thread(world, where, thread) if where and thread else [],
        "modal": snapshot(who.views[-1]) if who.views else None, "depth": len(who.views),
        "errors": dict(who.errors), "home": snapshot(who.home),
    }  # fmt: skip


def _someone(person: Person) -> Json:
    kinds = {"guest": person.guest or person.single_channel_guest, "bot": person.bot, "other": person.other_team}
    return {"name": person.name, "is": [kind for kind, true in kinds.items() if true], "gone": person.deactivated}


def _somewhere(world: World, channel: Channel, person: str) -> Json:
    others = [world.people[each].name for each in channel.members if each != person]
    return {
        "id": channel.id, "kind": channel.kind, "name": channel.name or ", ".join(others),
        "archived": channel.archived, "with_bot": world.bot_user in channel.members,
        "latest": channel.roots[-1] if channel.roots else "",
    }  # fmt: skip


def _conversation(world: World, channel: Channel, person: str) -> list[Json]:
    shown = [snapshot(channel.messages[ts]) for ts in channel.roots[-SHOWN:] if messages.visible(world, channel, ts)]
    private = [each for each in world.people[person].ephemerals if each["channel"] == channel.id]
    return sorted(shown + snapshot(private), key=lambda message: float(message["ts"]))


def _thread(world: World, channel: Channel, root: str) -> list[Json]:
    stamps = [root, *channel.threads.get(root, [])]
    there = [ts for ts in stamps if ts in channel.messages and messages.visible(world, channel, ts)]
    return [snapshot(channel.messages[ts]) for ts in there]


def traffic(world: World) -> list[Json]:
    """The latest requests in both directions, the newest first."""
    lines = [_sent(made) for made in world.deliveries.made[-SHOWN:]] + [_came(call) for call in world.calls[-SHOWN:]]
    return sorted(lines, key=lambda line: line["at"], reverse=True)[:SHOWN]


def _sent(made: Delivery) -> Json:
    about = made.event or made.body
    name = about.get("command") or " ".join(filter(None, (about.get("type"), about.get("subtype"))))
    return {
        "at": made.at, "way": "to the bot", "what": name, "status": made.status or made.error or "waiting",
        "retry": made.retry, "fault": made.reason, "took": made.seconds, "sent": made.body, "answer": made.answer,
    }  # fmt: skip


def _came(call: Call) -> Json:
    ok = call.answer.get("error") if isinstance(call.answer, dict) else None
    return {
        "at": call.at, "way": "from the bot", "what": call.method, "status": ok or call.status, "retry": 0,
        "fault": call.fault, "took": None, "sent": call.arguments, "answer": call.answer,
    }  # fmt: skip


def payload(world: World, channel: str, ts: str) -> Json:
    """A message as it is stored, and the request with which the bot learnt of it."""
    stored = world.channels[channel].messages.get(ts)
    if stored is None:
        seen = [each for person in world.people.values() for each in person.ephemerals]
        stored = next((each for each in seen if each["ts"] == ts), None)
    heard = [made.body for made in world.deliveries.made if made.event.get("ts") == ts]
    return {"message": snapshot(stored), "event": heard[0] if heard else None}


def masked(world: World, text: str) -> Json:
    """A text beside what the bot makes of it before it reads or keeps anything."""
    if world.masker is None:
        return {"original": text, "masked": None, "spans": []}
    hidden, spans = world.masker(text)
    return {"original": text, "masked": hidden, "spans": [_span(span) for span in spans]}


def _span(span: Any) -> Json:
    if dataclasses.is_dataclass(span) and not isinstance(span, type):
        span = dataclasses.asdict(span)
    return {name: span[name] for name in ("start", "end", "kind")}
