"""Circles: who checks in together, and how. A circle is a team, or a named group of teams too small to be alone.

Whoever is in several circles checks in with the first of them. Leads get the results and are not asked in their own
circle: a lead's own group counts without the lead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from coaching.care import questions
from coaching.care.questions import Question

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LEAST_K = 5
LEAST_K_COMMENT = 10
KEYS = {
    "weekday", "time", "days", "reminders", "k", "comments", "questions", "talk_to", "rough", "split",
}  # fmt: skip
ROUGH_KEYS = {"break", "buddy", "cover"}
Staff = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]  # a team's members, leads and care leads


@dataclass(frozen=True, slots=True)
class Circle:
    """How a circle checks in. `teams` maps the name of a team to its members (ids or handles) as settings name them.

    A round is open for `days`; `reminders` go out on the last days before it closes. `k_comment` None: no comments.
    `split`: teams within the circle get results of their own too, as far as nobody can be singled out.
    """

    name: str
    teams: Mapping[str, tuple[str, ...]]
    leads: tuple[str, ...]
    zone: str
    weekday: int
    at: time
    days: int
    reminders: int
    k: int
    k_comment: int | None
    questions: tuple[Question, ...]
    talk_to: tuple[str, ...]
    rough: Mapping[str, str]
    split: bool
    holidays: frozenset[date]
    care_leads: tuple[str, ...] = ()  # get the results as leads do, and are asked like everybody
    own_leads: tuple[str, ...] = ()  # of `leads`, those of the group itself, beside its teams' leads

    @property
    def plan(self) -> str:
        """What its calendar depends on: when this changes, the next run is computed anew."""
        return f"{self.weekday} {self.at:%H:%M} {self.zone}"

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions, and the count of the "That was rough" button where there is one."""
        return (*self.questions, questions.ROUGH) if self.rough else self.questions

    @property
    def contacts(self) -> set[str]:
        """Whom somebody can turn to by a tap."""
        return {*self.talk_to, *(self.rough[about] for about in ("buddy", "cover") if about in self.rough)}

    def handles(self) -> set[str]:
        """Everybody it names, as ids or user-group handles."""
        return {name for members in self.teams.values() for name in members} | {*self.leads, *self.care_leads}

    def following(self, teams: Mapping[str, Staff]) -> "Circle":
        """The same circle with the people that its teams have now; a team that is gone leaves it."""
        joined = {name: teams[name] for name in self.teams if name in teams}
        return replace(
            self, teams={name: members for name, (members, _, _) in joined.items()},
            leads=(*self.own_leads, *(lead for _, leads, _ in joined.values() for lead in leads)),
            care_leads=tuple(lead for _, _, care_leads in joined.values() for lead in care_leads),
        )  # fmt: skip

    def filled(self, people_of: Callable[[tuple[str, ...]], tuple[str, ...]]) -> "Circle":
        """The same circle with people instead of user groups."""
        members = {name: people_of(those) for name, those in self.teams.items()}
        return replace(
            self, teams=members, leads=people_of(self.leads), own_leads=people_of(self.own_leads),
            care_leads=people_of(self.care_leads),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seats:
    """Who a circle asks, now: each person with the names of their teams in it; and its leads.

    `leads` are told the results beside whoever is asked: leads, and care leads who are not asked.
    """

    teams_of: Mapping[str, tuple[str, ...]]
    leads: frozenset[str]


def seated(circles: tuple[Circle, ...]) -> dict[str, Seats]:
    """Who sits in which circle; user groups that nobody could look up are left out. Everybody sits in one circle."""
    taken: set[str] = set()
    found = {}
    for circle in circles:
        leads = set(_people(circle.leads))
        teams_of: dict[str, tuple[str, ...]] = {}
        for team, members in circle.teams.items():
            for person in _people(members):
                if person not in leads and person not in taken:
                    teams_of[person] = (*teams_of.get(person, ()), team)
        taken |= teams_of.keys()
        told = leads | (set(_people(circle.care_leads)) - teams_of.keys())
        found[circle.name] = Seats(teams_of, frozenset(told))
    return found


def too_small(circles: tuple[Circle, ...]) -> list[tuple[str, int, int]]:
    """The circles that can never get a result: name, how many they ask, and how many answers a result takes.

    A circle with a user group that nobody could look up is left out: nobody knows how many it asks.
    """
    seats = seated(circles)
    known = [circle for circle in circles if not any(name[0] in "@S" for name in circle.handles())]
    asked = [(circle.name, len(seats[circle.name].teams_of), circle.k) for circle in known]
    return [(name, count, k) for name, count, k in asked if count < k]


def groups_of(circle: Circle, seats: Seats) -> dict[str, list[str]]:
    """The groups that results are for, each as the leaves it is made of; a leaf is a set of teams."""
    leaves = sorted({leaf_of(teams) for teams in seats.teams_of.values()})
    groups = {circle.name: leaves}
    if circle.split:
        groups |= {team: [leaf for leaf in leaves if team in leaf.split("\n")] for team in circle.teams}
    return groups


def leaf_of(teams: tuple[str, ...]) -> str:
    """The name of the leaf of somebody who is in these teams."""
    return "\n".join(sorted(teams))


def make(
    name: str, given: Mapping[str, Any], teams: Mapping[str, tuple[str, ...]], leads: tuple[str, ...], zone: str,
    holidays: frozenset[date], care_leads: tuple[str, ...] = (), own_leads: tuple[str, ...] = (),
) -> Circle:  # fmt: skip
    """The circle that a checked `checkin` table describes."""
    comments = given.get("comments", False)
    return Circle(
        name=name, teams=teams, leads=leads, zone=zone, weekday=DAYS.index(given.get("weekday", "friday")),
        at=time.fromisoformat(given.get("time", "15:00")), days=given.get("days", 4),
        reminders=given.get("reminders", 1), k=given.get("k", LEAST_K),
        k_comment=max(LEAST_K_COMMENT, given.get("k", LEAST_K)) if comments else None,
        questions=questions.chosen(tuple(given.get("questions", questions.DEFAULT)), comments),
        talk_to=tuple(given.get("talk_to", ())), rough=dict(given.get("rough", {})), split=given.get("split", False),
        holidays=holidays, care_leads=care_leads, own_leads=own_leads,
    )  # fmt: skip


def problems(where: str, given: Any) -> list[str]:
    """Everything that is wrong with a `checkin` table, in words; empty when it is fine."""
    if not isinstance(given, dict):
        return [f'{where}: write {{weekday = "friday", time = "15:00"}}']
    extra = sorted(given.keys() - KEYS)
    found = [f"{where}: I don't know {', '.join(extra)}; known are {', '.join(sorted(KEYS))}"] if extra else []
    found += _calendar_problems(where, given) + _number_problems(where, given)
    for key in ("comments", "split"):
        if not isinstance(given.get(key, False), bool):
            found.append(f"{where}: {key} must be true or false")
    if "questions" in given:
        found += questions.problems(f"{where}: questions", given["questions"])
    rough = given.get("rough", {})
    if (
        not isinstance(rough, dict)
        or not rough.keys() <= ROUGH_KEYS
        or not all(isinstance(v, str) for v in rough.values())
    ):
        found.append(f"{where}: rough takes break (words), buddy and cover (user ids)")
    return found


def _calendar_problems(where: str, given: Mapping[str, Any]) -> list[str]:
    found = []
    if given.get("weekday", "friday") not in DAYS:
        found.append(f"{where}: weekday must be one of {', '.join(DAYS)}, not {given['weekday']!r}")
    try:
        time.fromisoformat(given.get("time", "15:00"))
    except (TypeError, ValueError):
        found.append(f'{where}: time must be written as "15:00", not {given["time"]!r}')
    return found


def _number_problems(where: str, given: Mapping[str, Any]) -> list[str]:
    ranges = {"days": (1, 5, 4), "reminders": (0, 2, 1), "k": (LEAST_K, 100, LEAST_K)}
    return [
        f"{where}: {key} must be a whole number from {least} to {most}, not {given[key]!r}"
        for key, (least, most, usual) in ranges.items()
        if type(given.get(key, usual)) is not int or not least <= given.get(key, usual) <= most
    ]


def _people(names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name[0] not in "@S"]
