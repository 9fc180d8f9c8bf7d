"""Setup in Slack: what was said there is laid over `takefive.toml`, key by key, and user groups are filled in.

`said` has the keys of `takefive.toml`: zone, kudos, admins, team, channel. What is tried out is the draft; putting it
to work writes a line for each difference into the change log.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coaching import people
from coaching.people import Actor, Refused
from coaching.records.people import Person
from coaching.records.setup import Change, Group, Setup
from coaching.workplace import Room, Team, Workplace

Said = dict[str, Any]
PEOPLE = ("members", "leads", "coaches", "care_leads")
NO_DRAFT = "There is nothing to put to work: it was done already, or thrown away."
MOST = 20  # changes that are shown
CHANGED = "setup changed"  # stands in the `info` of a session that changes what holds


def current(session: Session, workspace: str, file: Workplace) -> Workplace:
    """The workplace as it holds now: the settings file, what was said in Slack over it, groups filled in."""
    row = session.get(Setup, workspace)
    return filled(session, workspace, laid_over(file, row.said) if row else file)


def is_used(session: Session) -> bool:
    """Whether anything was set up in Slack, in any workspace."""
    return session.scalar(select(Setup.workspace).limit(1)) is not None


def laid_over(file: Workplace, said: Said) -> Workplace:
    """The file's workplace with what was said in Slack instead of the same keys."""
    zone, mode = said.get("zone", file.zone), said.get("kudos")
    teams, rooms, care = file.teams, file.rooms, file.care
    if "team" in said:
        teams = tuple(
            Team(team["name"], zone=team.get("zone", zone), **{key: tuple(team.get(key, ())) for key in PEOPLE})
            for team in said["team"]
        )
        care = care.following({team.name: (team.members, team.leads, team.care_leads) for team in teams})
    if "channel" in said:
        usual = mode or "thread"
        rooms = {
            room["id"]: Room(room["id"], room["part"], room.get("kudos", usual), room.get("team"))
            for room in said["channel"]
        }
    admins = frozenset(said["admins"]) if "admins" in said else file.admins
    return replace(file, zone=zone, teams=teams, rooms=rooms, admins=admins, care=care)


def as_said(workplace: Workplace) -> Said:
    """A workplace in the keys of `takefive.toml`, to start a change from. A team on the house's clock stays on it."""
    modes = {room.kudos for room in workplace.rooms.values() if room.part == "snippets"}
    return {
        "zone": workplace.zone,
        "kudos": "drafts" if modes == {"drafts"} else "thread",
        "admins": sorted(workplace.admins),
        "team": [
            {
                "name": team.name,
                **({"zone": team.zone} if team.zone != workplace.zone else {}),
                **{key: list(getattr(team, key)) for key in PEOPLE},
            }
            for team in workplace.teams
        ],
        "channel": [
            {"id": room.channel, "part": room.part, "kudos": room.kudos, **({"team": room.team} if room.team else {})}
            for room in workplace.rooms.values()
        ],
    }


def draft(session: Session, workspace: str, file: Workplace) -> Said:
    """What is being tried out, or else what holds now, as a start."""
    row = session.get(Setup, workspace)
    if row and row.draft:
        return dict(row.draft)
    return as_said(laid_over(file, row.said if row else {}))


def keep(session: Session, workspace: str, said: Said) -> None:
    """Keep a draft; nothing follows it yet."""
    people.workspace(session, workspace)
    row = session.get(Setup, workspace) or Setup(workspace=workspace, said={})
    row.draft = said
    session.add(row)


def apply(session: Session, file: Workplace, actor: Actor, now: datetime) -> None:
    """Put the draft to work and write down what it changes. Raises Refused when there is none."""
    row = session.get(Setup, actor.workspace)
    if row is None or not row.draft:
        raise Refused(NO_DRAFT)
    before, after = before_and_after(session, actor.workspace, file, row.draft)
    for words, teams in differences(before, after):
        session.add(
            Change(id=secrets.token_hex(8), workspace=actor.workspace, by=actor.user, words=words, teams=teams, at=now)
        )
    row.said, row.draft = row.draft, None
    session.info[CHANGED] = True


def before_and_after(session: Session, workspace: str, file: Workplace, said: Said) -> tuple[Workplace, Workplace]:
    """What holds now, and what would hold with what is said; user groups stay groups."""
    row = session.get(Setup, workspace)
    return laid_over(file, row.said if row else {}), laid_over(file, said)


def discard(session: Session, workspace: str) -> None:
    """Throw the draft away."""
    row = session.get(Setup, workspace)
    if row:
        row.draft = None


def differences(before: Workplace, after: Workplace) -> Iterator[tuple[str, list[str]]]:
    """What changes, in words, with the teams that each change is about (none: everybody).

    People and channels stand in the words as `<@U...>` and `<#C...>`.
    """
    if before.zone != after.zone:
        yield f"The time zone is {after.zone} (it was {before.zone}).", []
    if before.admins != after.admins:
        yield f"Admins are {_listed(sorted(after.admins))}.", []
    old, new = {team.name: team for team in before.teams}, {team.name: team for team in after.teams}
    for name in [*new, *(name for name in old if name not in new)]:
        if old.get(name) != new.get(name):
            yield _of_team(name, old.get(name), new.get(name)), [name]
    for id in [*after.rooms, *(id for id in before.rooms if id not in after.rooms)]:
        if before.rooms.get(id) != after.rooms.get(id):
            room = after.rooms.get(id) or before.rooms[id]
            yield _of_room(after.rooms.get(id), id), [room.team] if room.team else []


def log(session: Session, workspace: str, workplace: Workplace, user: str, most: int = MOST) -> list[Change]:
    """What was changed, the newest first, as far as it is about somebody: an admin reads all of it."""
    query = select(Change).where(Change.workspace == workspace).order_by(Change.at.desc(), Change.id).limit(5 * most)
    mine = {team.name for team in workplace.teams if user in (*team.members, *team.leads)}
    rows = session.scalars(query)
    return [row for row in rows if user in workplace.admins or not row.teams or mine & set(row.teams)][:most]


def discreet(session: Session, workspace: str, workplace: Workplace, words: str) -> str:
    """Words of the change log for others: members who want no kudos are "somebody", who leads or sets up is named."""
    query = select(Person.id).where(Person.workspace == workspace, Person.kudos == "none")
    offices = {id for team in workplace.teams for id in team.leads} | workplace.admins
    for id in set(session.scalars(query)) - offices:
        words = words.replace(f"<@{id}>", "somebody")
    return words


def about(workplace: Workplace, user: str) -> Workplace:
    """What of a workplace is about somebody: their own teams with their rooms, and the rooms of no team."""
    teams = tuple(team for team in workplace.teams if user in (*team.members, *team.leads))
    mine = {None, *(team.name for team in teams)}
    rooms = {id: room for id, room in workplace.rooms.items() if room.team in mine}
    return replace(workplace, teams=teams, rooms=rooms)


def note_groups(session: Session, workspace: str, members: Mapping[str, list[str]], now: datetime) -> None:
    """Remember who is behind the user groups, by handle (`@support-agents`) and by id."""
    people.workspace(session, workspace)
    for handle, those in members.items():
        session.merge(Group(workspace=workspace, handle=handle, members=list(those), at=now))
    session.info[CHANGED] = True


def handles(workplace: Workplace) -> set[str]:
    """The user groups that teams and check-ins name; of a filled workplace, those that could not be found."""
    named = {id for team in workplace.teams for key in PEOPLE for id in getattr(team, key)}
    named |= {id for circle in workplace.care.circles for id in circle.handles()}
    return {id for id in named if id[0] in "@S"}


def filled(session: Session, workspace: str, workplace: Workplace) -> Workplace:
    """The workplace with people instead of user groups, as far as they were looked up."""
    wanted = handles(workplace)
    if not wanted:
        return workplace
    query = select(Group.handle, Group.members).where(Group.workspace == workspace, Group.handle.in_(wanted))
    behind = {row.handle: row.members for row in session.execute(query)}

    def people_of(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(user for id in ids for user in behind.get(id, [id])))

    def with_people(team: Team) -> Team:
        return replace(
            team, members=people_of(team.members), leads=people_of(team.leads), coaches=people_of(team.coaches),
            care_leads=people_of(team.care_leads),
        )  # fmt: skip

    return replace(workplace, teams=tuple(map(with_people, workplace.teams)), care=workplace.care.filled(people_of))


def named(words: str) -> str:
    """A name for a line that refers to people and channels: nothing in it can be taken for such a reference."""
    return words.replace("<", "‹").replace(">", "›")


def _of_team(name: str, old: Team | None, new: Team | None) -> str:
    if new is None:
        return f"There is no team {named(name)} any more."
    told = f"Team {named(name)}: {_listed(new.members)}; led by {_listed(new.leads)} ({new.zone})."
    return told if old else f"New. {told}"


def _of_room(room: Room | None, id: str) -> str:
    if room is None:
        return f"I do nothing in <#{id}> any more."
    if room.part == "team":
        return (
            f"<#{id}> is where {named(room.team or 'a team')} talks: signed kudos, shout-outs and the digest go there."
        )
    mode = "kudos are drafts until a person signs them" if room.kudos == "drafts" else "kudos go into the thread"
    return f"In <#{id}> people share their own replies; {mode}."


def _listed(ids: tuple[str, ...] | list[str]) -> str:
    return ", ".join(id if id[0] in "@S" else f"<@{id}>" for id in ids) or "nobody"
