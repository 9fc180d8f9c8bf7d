"""What is wrong with the contents of `takefive.toml`, in words, all of it at once; and what it may have forgotten."""

import re
from collections import Counter
from datetime import date, time
from pathlib import Path
from typing import Any

from coaching import calendar
from coaching.care import plans
from coaching.care.circles import DAYS
from coaching.snippets import lenses
from coaching.workplace import Periods, Weekly

CHANNEL = re.compile(r"[CG][A-Z0-9]+$")
MEMBER = re.compile(r"(?:[UW][A-Z0-9]+|S[A-Z0-9]+|@[\w.-]+)$")
USER = re.compile(r"[UW][A-Z0-9]+$")
TOP = {"zone", "kudos", "declined", "tips_a_week", "lenses", "team", "channel", "group", "care", "admins", "holidays",
       "digest", "kudos_within_minutes", "pictures", "retention"}  # fmt: skip
PEOPLE = ("members", "leads", "coaches", "care_leads")
TEAM = {"name", "zone", "checkin", *PEOPLE}
CHANNEL_KEYS = {"id", "part", "kudos", "team"}


def problems(given: dict[str, Any]) -> list[str]:
    """Everything that is wrong with the contents of a settings file, in words; empty when it is fine."""
    found = _unknown("the file", given, TOP)
    found += _bad_zone("zone", given.get("zone", "UTC")) + _bad_mode("kudos", given.get("kudos", "thread"))
    for key in ("declined", "admins"):
        found += _bad_ids(key, given.get(key, []), USER, "user ids such as U0123ABCD")
    found += _bad_days(given.get("holidays", [])) + _bad_digest(given.get("digest", {}))
    found += _bad_number("tips_a_week", given.get("tips_a_week", 5), 0, 50)
    found += _bad_number("kudos_within_minutes", given.get("kudos_within_minutes", 60), 1, 1440)
    if not isinstance(given.get("pictures", True), bool):
        found.append("pictures: must be true or false")
    found += _bad_lenses(given.get("lenses", [])) + _bad_periods(given.get("retention", {}))
    teams = _tables(given, "team", found)
    names = [team.get("name") for team in teams]
    found += _twice("team", "name", teams)
    for number, team in enumerate(teams, 1):
        found += _check_team(f"team {number}", team)
    channels = _tables(given, "channel", found)
    found += _twice("channel", "id", channels)
    for number, channel in enumerate(channels, 1):
        found += _check_channel(f"channel {number}", channel, names)
    groups = _tables(given, "group", found)
    found += _twice("group", "name", groups)
    return found + plans.problems({**given, "team": teams, "group": groups})


def hints(given: dict[str, Any]) -> list[str]:
    """What a file without problems may have forgotten."""
    return [
        f"team {team['name']!r} has no members{'' if team.get('leads') else ' and no leads'}: name them, here or in "
        "Slack with /takefive settings"
        for team in given.get("team", ())
        if not team.get("members")
    ]


def _check_team(where: str, team: dict[str, Any]) -> list[str]:
    problems = _unknown(where, team, TEAM) + _bad_zone(f"{where}: zone", team.get("zone", "UTC"))
    if not isinstance(team.get("name"), str):
        problems.append(f'{where} has no name: add name = "..."')
    for key in PEOPLE:
        problems += _bad_ids(f"{where}: {key}", team.get(key, []), MEMBER, "user ids or @user-group handles")
    return problems


def _check_channel(where: str, channel: dict[str, Any], teams: list[Any]) -> list[str]:
    problems = _unknown(where, channel, CHANNEL_KEYS) + _bad_mode(f"{where}: kudos", channel.get("kudos", "thread"))
    if not CHANNEL.match(str(channel.get("id", ""))):
        problems.append(f"{where}: id must be a channel id such as C0123ABCD (channel details, at the very bottom)")
    if channel.get("part") not in ("snippets", "team"):
        problems.append(f'{where}: part must be "snippets" or "team"')
    if channel.get("team") is not None and channel["team"] not in teams:
        problems.append(f"{where}: there is no team named {channel['team']!r} in this file")
    return problems


def _bad_lenses(named: Any) -> list[str]:
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        return ['lenses: must be a list of names such as "heart", or of files such as "our-pledge.toml"']
    problems = []
    for name in named:
        try:
            lenses.load(Path(name) if name.endswith(".toml") else name)
        except ValueError as error:
            problems.append(f"lenses: {error}")
    return problems


def _tables(given: dict[str, Any], key: str, problems: list[str]) -> list[dict[str, Any]]:
    tables = given.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        problems.append(f"{key} must be written as [[{key}]] tables")
        return []
    return tables


def _twice(kind: str, key: str, tables: list[dict[str, Any]]) -> list[str]:
    """A name or id that stands twice: only one of the two would hold."""
    count = Counter(str(table[key]) for table in tables if key in table)
    return [f"{kind}: {count[one]} have the {key} {one!r}; each needs its own" for one in count if count[one] > 1]


def _unknown(where: str, given: dict[str, Any], known: set[str]) -> list[str]:
    extra = sorted(given.keys() - known)
    return [f"{where}: I don't know {', '.join(extra)}; known are {', '.join(sorted(known))}"] if extra else []


def _bad_zone(where: str, zone: Any) -> list[str]:
    fine = isinstance(zone, str) and zone in calendar.zones()
    return [] if fine else [f"{where}: {zone!r} is no time zone; write one such as Europe/Berlin"]


def _bad_number(key: str, number: Any, least: int, most: int) -> list[str]:
    fine = isinstance(number, int) and least <= number <= most
    return [] if fine else [f"{key}: must be a whole number from {least} to {most}"]


def _bad_days(days: Any) -> list[str]:
    try:
        fine = isinstance(days, list) and all(date.fromisoformat(str(day)) for day in days)
    except ValueError:
        fine = False
    return [] if fine else ['holidays: must be a list of dates such as "2026-12-25"']


def _bad_digest(digest: Any) -> list[str]:
    try:
        fine = digest is False or (digest.keys() <= {"weekday", "time"} and weekly(digest) is not None)
    except (AttributeError, TypeError, ValueError):
        fine = False
    return [] if fine else ['digest: write {weekday = "friday", time = "15:00"}, or false for no weekly digests']


def _bad_mode(where: str, mode: Any) -> list[str]:
    return [] if mode in ("thread", "drafts") else [f'{where}: must be "thread" or "drafts", not {mode!r}']


def _bad_ids(where: str, ids: Any, form: re.Pattern[str], wanted: str) -> list[str]:
    fine = isinstance(ids, list) and all(isinstance(id, str) and form.match(id) for id in ids)
    return [] if fine else [f"{where}: must be a list of {wanted}"]


def _bad_periods(periods: Any) -> list[str]:
    """`letters` not under the five weeks that digests are kept true for, `checkins` not under a few rounds."""
    if not isinstance(periods, dict):
        return ["retention: must be a table: [retention]"]
    fewest = {**dict.fromkeys(Periods.__dataclass_fields__, 1), "letters": 35, "checkins": 90, "uninstalled": 0}
    return _unknown("retention", periods, set(fewest)) + [
        f"retention: {name} must be a whole number of days from {fewest[name]} to 3650"
        for name, days in periods.items()
        if name in fewest and not (type(days) is int and fewest[name] <= days <= 3_650)
    ]


def weekly(digest: Any) -> Weekly | None:
    """When digests come, of a checked `digest`; None: never."""
    if digest is False:
        return None
    return Weekly(DAYS.index(digest.get("weekday", "friday")), time.fromisoformat(digest.get("time", "15:00")))
