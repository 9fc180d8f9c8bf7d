"""The workplace as its settings describe it: teams, channels and their part, and who declined."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Literal

from coaching.care.plans import Care

Part = Literal["snippets", "team"]
KudosMode = Literal["thread", "drafts"]


@dataclass(frozen=True, slots=True)
class Team:
    """A team; members, leads, peer coaches and care leads are user ids or user-group handles (`@support-agents`)."""

    name: str
    members: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    zone: str = "UTC"
    coaches: tuple[str, ...] = ()
    care_leads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weekly:
    """When the digests of a week come, on everybody's own clock; Monday is 0."""

    weekday: int = 4
    at: time = time(15)


@dataclass(frozen=True, slots=True)
class Periods:
    """For how many days things are kept (see `coaching.retention`); `leavers`, `uninstalled`: until they are erased."""

    snippets: int = 365
    shoutouts: int = 1_095
    checkins: int = 365
    letters: int = 90
    leavers: int = 30
    uninstalled: int = 30


@dataclass(frozen=True, slots=True)
class Room:
    """A channel and its part: where snippets are shared, or where a team talks."""

    channel: str
    part: Part
    kudos: KudosMode = "thread"
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Workplace:
    """Everything `takefive.toml` says. An empty one still reads shortcuts, commands and direct messages."""

    zone: str = "UTC"
    teams: tuple[Team, ...] = ()
    rooms: Mapping[str, Room] = field(default_factory=dict)
    declined: frozenset[str] = frozenset()
    tips_a_week: int = 5
    lenses: tuple[str, ...] | None = None  # names of shipped lenses or files of the team's own; None: all shipped ones
    care: Care = field(default_factory=Care)
    admins: frozenset[str] = frozenset()  # who may set up; nobody named: the admins of the Slack workspace
    holidays: frozenset[date] = frozenset()
    weekly: Weekly | None = field(default_factory=Weekly)  # None: no digests
    kudos_within: timedelta = timedelta(hours=1)  # later than that they go into the digest instead of the channel
    periods: Periods = field(default_factory=Periods)
    pictures: bool = True  # whether trends are drawn as well; the tables stay either way

    def takes_snippets(self, channel: str) -> bool:
        """Whether people share their own replies in this channel."""
        room = self.rooms.get(channel)
        return room is not None and room.part == "snippets"

    def drafts_only(self, channel: str) -> bool:
        """Whether kudos for this channel are drafted in private instead of posted in the thread."""
        room = self.rooms.get(channel)
        return room is not None and room.kudos == "drafts"

    def team(self, name: str) -> Team | None:
        """The team of this name."""
        return next((team for team in self.teams if team.name == name), None)

    def room_of(self, team: str) -> str | None:
        """The channel where this team talks."""
        rooms = self.rooms.values()
        return next((room.channel for room in rooms if room.part == "team" and room.team == team), None)

    def team_rooms(self, user: str) -> list[str]:
        """The channels where a team of this person talks."""
        teams = {team.name for team in self.teams if user in team.members or user in team.leads}
        return [room.channel for room in self.rooms.values() if room.part == "team" and room.team in teams]

    def place_for(self, user: str) -> str | None:
        """Where kudos go that came from no channel: to the person's team, else to a snippets channel."""
        teams = {team.name for team in self.teams if user in team.members or user in team.leads}
        rooms = self.rooms.values()
        own = [room.channel for room in rooms if room.team in teams]
        shared = [room.channel for room in rooms if room.part == "snippets"]
        return next(iter(own + shared), None)
