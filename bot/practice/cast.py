"""Filling a workspace: people, channels, user groups, and who is in what."""

from __future__ import annotations

from typing import Any

from . import messages
from .directory import Channel, Kind, Person, UserGroup
from .world import World

Json = dict[str, Any]


class Cast:
    """The part of `Workspace` that adds people and places."""

    world: World

    def person(self, name: str, **options: Any) -> str:
        """Add somebody. Options: guest, single_channel_guest, bot, deactivated, other_team, admin, owner, tz."""
        with self.world.changed:
            user = self.world.new_id("U")
            team = "T0ELSEWHERE" if options.get("other_team") else self.world.team_id
            person = self.world.people[user] = Person(user, name, team, **options)
            self.world.names[f"@{person.handle}"] = f"<@{user}>"
            self.world.note("person", {"person": user})
            return user

    def channel(
        self, name: str, members: list[str], bot: bool = True, archived: bool = False, private: bool = False,
        shared: bool = False,
    ) -> str:  # fmt: skip
        """Add a channel; `bot` tells whether the bot was invited, `shared` whether it is a Slack Connect channel."""
        with self.world.changed:
            everyone = dict.fromkeys([*members, self.world.bot_user] if bot else members)
            made = int(self.world.clock.time())
            kind: Kind = "private" if private else "channel"
            channel = Channel(self.world.new_id("C"), name, kind, made, everyone, archived, shared)
            self.world.channels[channel.id] = channel
            self.world.names[f"#{name}"] = f"<#{channel.id}|{name}>"
            self.world.note("channel", {"channel": channel.id})
            return channel.id

    def user_group(self, handle: str, members: list[str]) -> str:
        """Add a user group."""
        with self.world.changed:
            group = UserGroup(self.world.new_id("S"), handle, self.world.team_id, list(members))
            self.world.groups[group.id] = group
            self.world.names[f"@{handle}"] = f"<!subteam^{group.id}>"
            return group.id

    def snooze(self, person: str, minutes: float) -> None:
        """Somebody pauses their notifications from now on; 0 minutes: they take them again."""
        with self.world.changed:
            now = self.world.clock.time()
            self.world.people[person].quiet = (now, now + 60 * minutes) if minutes else (1, 1)
            self.world.note("person", {"person": person})

    def dm(self, person: str) -> str:
        """The direct-message channel between a person and the bot."""
        with self.world.changed:
            return self.world.open_dm(person, self.world.bot_user).id

    def join(self, person: str, channel: str) -> None:
        """Somebody joins: the notice in the channel, and the event. The bot too can be invited so."""
        with self.world.changed:
            where = self.world.channels[channel]
            where.members[person] = None
            notice = {"subtype": "channel_join", "user": person, "text": f"<@{person}> has joined the channel"}
            messages.post(self.world, where, notice)
            letter = "C" if where.kind == "channel" else "G"
            joined = {"type": "member_joined_channel", "user": person, "channel": channel, "channel_type": letter}
            self.world.announce({**joined, "team": self.world.team_id}, "member_joined_channel", where.shared)

    def leave(self, person: str, channel: str) -> None:
        """Somebody (or the bot) leaves."""
        with self.world.changed:
            where = self.world.channels[channel]
            letter = "C" if where.kind == "channel" else "G"
            left = {"type": "member_left_channel", "user": person, "channel": channel, "channel_type": letter}
            self.world.announce({**left, "team": self.world.team_id}, "member_left_channel", where.shared)
            where.members.pop(person)
            self.world.note("channel", {"channel": channel})
