"""Who and what there is in the workspace: people, conversations, user groups, each as the Web API describes it.

Shapes: https://docs.slack.dev/reference/objects/user-object, .../conversation-object, .../usergroup-object.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["channel", "private", "im", "mpim"]


@dataclass
class Person:
    """A member of the workspace, a guest, a bot, or somebody from another company in a shared channel."""

    id: str
    name: str
    team: str
    guest: bool = False
    single_channel_guest: bool = False
    bot: bool = False
    deactivated: bool = False
    admin: bool = False
    owner: bool = False
    other_team: bool = False
    tz: str = "Europe/Lisbon"
    quiet: tuple[float, float] = (1, 1)  # from when until when notifications are paused
    views: list[Json] = field(default_factory=list)
    home: Json | None = None
    errors: dict[str, str] = field(default_factory=dict)
    ephemerals: list[Json] = field(default_factory=list)

    @property
    def handle(self) -> str:
        """What stands after the @ sign."""
        return self.name.lower().replace(" ", ".")

    def as_json(self) -> Json:
        """The user object."""
        guest = self.guest or self.single_channel_guest
        profile = {"real_name": self.name, "display_name": self.name, "team": self.team, "email": self.email}
        described = {
            "id": self.id, "team_id": self.team, "name": self.handle, "deleted": self.deactivated,
            "real_name": self.name, "tz": self.tz, "profile": profile, "is_bot": self.bot, "is_app_user": False,
            "updated": 1_700_000_000,
        }  # fmt: skip
        if self.deactivated:
            return described
        if self.other_team:
            return {**described, "is_stranger": True}
        return {
            **described, "is_admin": self.admin or self.owner, "is_owner": self.owner, "is_primary_owner": False,
            "is_restricted": guest, "is_ultra_restricted": self.single_channel_guest,
        }  # fmt: skip

    @property
    def email(self) -> str:
        """An address under a name that can never be real."""
        return f"{self.handle}@brightwell.example"


@dataclass
class Channel:
    """A conversation of any kind, with its messages in the order of their time."""

    id: str
    name: str
    kind: Kind = "channel"
    created: int = 0
    members: dict[str, None] = field(default_factory=dict)
    archived: bool = False
    shared: bool = False
    messages: dict[str, Json] = field(default_factory=dict)
    roots: list[str] = field(default_factory=list)
    threads: dict[str, list[str]] = field(default_factory=dict)
    hidden_until: dict[str, float] = field(default_factory=dict)

    @property
    def scope(self) -> str:
        """What scopes and event names call this kind of conversation."""
        return {"channel": "channels", "private": "groups", "im": "im", "mpim": "mpim"}[self.kind]

    @property
    def channel_type(self) -> str:
        """What events call it."""
        return {"channel": "channel", "private": "group", "im": "im", "mpim": "mpim"}[self.kind]

    def as_json(self, viewer: str, team: str) -> Json:
        """The conversation object, as `viewer` (the bot) sees it."""
        common = {"id": self.id, "created": self.created, "is_archived": self.archived, "context_team_id": team}
        if self.kind == "im":
            other = next((member for member in self.members if member != viewer), viewer)
            return {**common, "is_im": True, "user": other, "is_open": True, "is_org_shared": False}
        return {
            **common, "name": self.name, "name_normalized": self.name, "is_im": False,
            "is_channel": self.kind == "channel", "is_group": self.kind == "private", "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "channel", "is_member": viewer in self.members, "is_general": False,
            "is_shared": self.shared, "is_ext_shared": self.shared, "is_org_shared": False,
            "num_members": len(self.members), "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0}, "creator": next(iter(self.members), ""),
        }  # fmt: skip


@dataclass
class UserGroup:
    """A handle for several people, such as @support-agents."""

    id: str
    handle: str
    team: str
    members: list[str]

    def as_json(self, with_users: bool) -> Json:
        """The usergroup object."""
        group: Json = {
            "id": self.id, "team_id": self.team, "is_usergroup": True, "name": self.handle, "handle": self.handle,
            "description": "", "is_external": False, "date_delete": 0, "user_count": len(self.members),
        }  # fmt: skip
        return {**group, "users": list(self.members)} if with_users else group
