"""What `takefive.toml` says about check-ins: `checkin` in a [[team]] or a [[group]] of teams, and one [care] table.

Without `checkin` a team has none: care is off until somebody asks for it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from coaching.care import circles, help
from coaching.care.circles import Circle, Staff

CARE = {"letters_per_minute", "countries", "contacts"}
GROUP = {"name", "teams", "leads", "zone", "checkin"}
PACE = 45  # letters a minute: under what Slack lets a workspace open conversations (50 a minute and method)
USER = re.compile(r"[UW][A-Z0-9]+$")


@dataclass(frozen=True, slots=True)
class Care:
    """The circles that check in, how fast letters may leave, and what the help card shows."""

    circles: tuple[Circle, ...] = ()
    pace: int = PACE
    countries: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()

    def circle(self, name: str) -> Circle | None:
        """The circle of this name, if the settings still have it."""
        return next((circle for circle in self.circles if circle.name == name), None)

    def following(self, teams: Mapping[str, Staff]) -> "Care":
        """The same check-ins among the teams as they are now; a circle without any team is gone."""
        circles = (circle.following(teams) for circle in self.circles)
        return replace(self, circles=tuple(circle for circle in circles if circle.teams))

    def filled(self, people_of: Callable[[tuple[str, ...]], tuple[str, ...]]) -> "Care":
        """The same check-ins with people instead of user groups."""
        return replace(self, circles=tuple(circle.filled(people_of) for circle in self.circles))

    def help_lines(self) -> list[str]:
        """Whom to talk to: the company's own contacts first, then helplines."""
        return [*self.contacts, *help.lines(self.countries)]


def read(given: Mapping[str, Any], zone: str) -> Care:
    """The care settings of a checked file."""
    care, teams = given.get("care", {}), given.get("team", ())
    days = frozenset(date.fromisoformat(str(day)) for day in given.get("holidays", ()))
    found = []
    for team in teams:
        if "checkin" in team:
            members = {team["name"]: tuple(team.get("members", ()))}
            leads, own_zone = tuple(team.get("leads", ())), team.get("zone", zone)
            cared = tuple(team.get("care_leads", ()))
            found.append(circles.make(team["name"], team["checkin"], members, leads, own_zone, days, cared))
    for group in given.get("group", ()):
        joined = [team for team in teams if team["name"] in group["teams"]]
        members = {team["name"]: tuple(team.get("members", ())) for team in joined}
        own = tuple(group.get("leads", ()))
        leads = (*own, *(lead for team in joined for lead in team.get("leads", ())))
        cared = tuple(lead for team in joined for lead in team.get("care_leads", ()))
        own_zone = group.get("zone", zone)
        found.append(circles.make(group["name"], group["checkin"], members, leads, own_zone, days, cared, own))
    return Care(
        tuple(found), care.get("letters_per_minute", PACE), tuple(care.get("countries", ())),
        tuple(care.get("contacts", ())),
    )  # fmt: skip


def problems(given: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with what a settings file says about check-ins, in words."""
    teams = [team for team in given.get("team", ()) if isinstance(team, dict)]
    found = _care_problems(given.get("care", {}))
    for number, team in enumerate(teams, 1):
        if "checkin" in team:
            found += _checkin_problems(f"team {number}: checkin", team["checkin"])
    names = {team["name"]: "checkin" in team for team in teams if isinstance(team.get("name"), str)}
    for number, group in enumerate(given.get("group", ()), 1):
        found += _group_problems(f"group {number}", group, names)
    return found


def describe(care: Care) -> list[str]:
    """The check-ins in words, one line each, for `takefive settings show`."""
    lines = []
    for circle in care.circles:
        who = "" if list(circle.teams) == [circle.name] else f" ({', '.join(circle.teams)} together)"
        comments = f"comments from {circle.k_comment}" if circle.k_comment else "no comments"
        lines.append(
            f"Check-in of {circle.name}{who}: {circles.DAYS[circle.weekday]} {circle.at:%H:%M} ({circle.zone}), open "
            f"for {circle.days} days, results from {circle.k} answers, {comments}"
        )
    return lines


def _checkin_problems(where: str, given: Any) -> list[str]:
    found = circles.problems(where, given)
    if isinstance(given, dict):
        rough = given.get("rough", {})
        named = [rough.get(key) for key in ("buddy", "cover") if key in rough] if isinstance(rough, dict) else []
        talk_to = given.get("talk_to", [])
        if not isinstance(talk_to, list) or not _are_users([*named, *talk_to]):
            found.append(f"{where}: talk_to, buddy and cover are people: user ids such as U0123ABCD")
    return found


def _group_problems(where: str, group: Any, teams: Mapping[Any, bool]) -> list[str]:
    if not isinstance(group, dict) or not isinstance(group.get("name"), str) or "checkin" not in group:
        return [f"{where}: a [[group]] joins teams for a check-in: it needs name, teams and checkin"]
    extra = sorted(group.keys() - GROUP)
    found = [f"{where}: I don't know {', '.join(extra)}; known are {', '.join(sorted(GROUP))}"] if extra else []
    if group["name"] in teams:
        found.append(f"{where}: there is a team named {group['name']!r} already; give the group a name of its own")
    joined = group.get("teams")
    if (
        not isinstance(joined, list)
        or len(joined) < 2
        or not all(isinstance(team, str) and team in teams for team in joined)
    ):
        found.append(f"{where}: teams must name two teams of this file, or more")
    elif alone := [team for team in joined if teams[team]]:
        found.append(f"{where}: {', '.join(alone)} has a checkin of its own; a team checks in alone or in a group")
    return found + _checkin_problems(f"{where}: checkin", group["checkin"])


def _care_problems(care: Any) -> list[str]:
    if not isinstance(care, dict):
        return ["care must be written as a [care] table"]
    extra = sorted(care.keys() - CARE - {"holidays"})
    moved = ["care: holidays stand at the top of the file, once, for check-ins and digests alike: move them there"]
    found = moved if "holidays" in care else []
    found += [f"care: I don't know {', '.join(extra)}; known are {', '.join(sorted(CARE))}"] if extra else []
    pace = care.get("letters_per_minute", PACE)
    if type(pace) is not int or not 1 <= pace <= 600:
        found.append("care: letters_per_minute must be a whole number from 1 to 600")
    lists = {
        key: care.get(key, []) if isinstance(care.get(key, []), list) else [None] for key in ("countries", "contacts")
    }
    if unknown := [one for one in lists["countries"] if not isinstance(one, str) or one not in help.helplines()]:
        found.append(f"care: I have no helpline for {unknown}; known are {', '.join(help.helplines())}. Use contacts")
    if not all(isinstance(line, str) for line in lists["contacts"]):
        found.append("care: contacts are lines of text")
    return found


def _are_users(ids: list[Any]) -> bool:
    return all(isinstance(id, str) and USER.match(id) for id in ids)
