"""Settings: `takefive.toml` says who works where, the environment says how to reach Slack and the database."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from coaching import calendar
from coaching.care import plans
from coaching.care.circles import DAYS
from coaching.snippets import lenses
from coaching.workplace import Periods, Room, Team, Weekly, Workplace

FILE = "takefive.toml"
CHANNEL = re.compile(r"[CG][A-Z0-9]+$")
MEMBER = re.compile(r"(?:[UW][A-Z0-9]+|S[A-Z0-9]+|@[\w.-]+)$")
USER = re.compile(r"[UW][A-Z0-9]+$")
TOP = {"zone", "kudos", "declined", "tips_a_week", "lenses", "team", "channel", "group", "care", "admins", "holidays",
       "digest", "kudos_within_minutes", "pictures", "retention"}  # fmt: skip
PEOPLE = ("members", "leads", "coaches", "care_leads")
TEAM = {"name", "zone", "checkin", *PEOPLE}
CHANNEL_KEYS = {"id", "part", "kudos", "team"}


class SettingsError(Exception):
    """Something in the settings is missing or wrong; the message names all of it at once."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings that come from the environment; secrets stay out of what is printed about it."""

    database_url: str = field(repr=False)
    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    api_url: str
    keys: str
    metrics: str

    def require(self, *names: str) -> None:
        """Raise SettingsError naming every one of `names` (field names) that is empty."""
        missing = [ENVIRONMENT[name] for name in names if not getattr(self, name)]
        if missing:
            raise SettingsError(
                f"These settings are missing from the environment: {', '.join(missing)}. "
                "Where to find them: the README, “Ten minutes to a real workspace”."
            )


ENVIRONMENT = {
    "database_url": "DATABASE_URL",
    "bot_token": "SLACK_BOT_TOKEN",
    "app_token": "SLACK_APP_TOKEN",
    "signing_secret": "SLACK_SIGNING_SECRET",
    "api_url": "SLACK_API_URL",
    "keys": "TAKEFIVE_KEYS",
    "metrics": "TAKEFIVE_METRICS",
}
DEFAULTS = {"DATABASE_URL": "sqlite:///takefive.db", "SLACK_API_URL": "https://slack.com/api/"}


def environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """The settings of the environment, with their defaults."""
    given = {field: variables.get(name) or DEFAULTS.get(name, "") for field, name in ENVIRONMENT.items()}
    given["api_url"] = given["api_url"].rstrip("/") + "/"
    return Environment(**given)


def load(path: Path) -> Workplace:
    """Read `takefive.toml`; without one the bot still reads shortcuts, commands and direct messages.

    Raises SettingsError with everything that is wrong, in one message.
    """
    if not path.exists():
        return Workplace()
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} cannot be read: {error}") from None
    problems = check(given)
    if problems:
        raise SettingsError(f"{path.name} needs a change:\n" + "\n".join(f"  - {problem}" for problem in problems))
    return _workplace(given)


def check(given: dict[str, Any]) -> list[str]:
    """Everything that is wrong with the contents of a settings file, in words; empty when it is fine."""
    problems = _unknown("the file", given, TOP)
    problems += _bad_zone("zone", given.get("zone", "UTC")) + _bad_mode("kudos", given.get("kudos", "thread"))
    for key in ("declined", "admins"):
        problems += _bad_ids(key, given.get(key, []), USER, "user ids such as U0123ABCD")
    problems += _bad_days(given.get("holidays", [])) + _bad_digest(given.get("digest", {}))
    problems += _bad_number("tips_a_week", given.get("tips_a_week", 5), 0, 50)
    problems += _bad_number("kudos_within_minutes", given.get("kudos_within_minutes", 60), 1, 1440)
    if not isinstance(given.get("pictures", True), bool):
        problems.append("pictures: must be true or false")
    problems += _bad_lenses(given.get("lenses", [])) + _bad_periods(given.get("retention", {}))
    teams = _tables(given, "team", problems)
    names = [team.get("name") for team in teams]
    for number, team in enumerate(teams, 1):
        problems += _check_team(f"team {number}", team)
    for number, channel in enumerate(_tables(given, "channel", problems), 1):
        problems += _check_channel(f"channel {number}", channel, names)
    _tables(given, "group", problems)
    return problems or plans.problems(given)


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
        fine = digest is False or (digest.keys() <= {"weekday", "time"} and _weekly(digest) is not None)
    except (AttributeError, TypeError, ValueError):
        fine = False
    return [] if fine else ['digest: write {weekday = "friday", time = "15:00"}, or false for no weekly digests']


def _weekly(digest: Any) -> Weekly | None:
    if digest is False:
        return None
    return Weekly(DAYS.index(digest.get("weekday", "friday")), time.fromisoformat(digest.get("time", "15:00")))


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


def _workplace(given: dict[str, Any]) -> Workplace:
    zone, mode = given.get("zone", "UTC"), given.get("kudos", "thread")
    teams = tuple(
        Team(team["name"], zone=team.get("zone", zone), **{key: tuple(team.get(key, ())) for key in PEOPLE})
        for team in given.get("team", ())
    )
    rooms = {
        room["id"]: Room(room["id"], room["part"], room.get("kudos", mode), room.get("team"))
        for room in given.get("channel", ())
    }
    seen_through = tuple(given["lenses"]) if "lenses" in given else None
    declined = frozenset(given.get("declined", ()))
    care = plans.read(given, zone)
    holidays = frozenset(date.fromisoformat(str(day)) for day in given.get("holidays", ()))
    return Workplace(
        ZoneInfo(zone).key, teams, rooms, declined, given.get("tips_a_week", 5), seen_through, care,
        frozenset(given.get("admins", ())), holidays, _weekly(given.get("digest", {})),
        timedelta(minutes=given.get("kudos_within_minutes", 60)), Periods(**given.get("retention", {})),
        given.get("pictures", True),
    )  # fmt: skip


def describe(workplace: Workplace) -> str:
    """The settings in words, for `takefive settings show`."""
    lines = [f"Zone: {workplace.zone}", f"Tips: at most {workplace.tips_a_week} a person and week"]
    for team in workplace.teams:
        groups = [id for id in team.members if id[0] in "@S"]
        more = f" and whoever is in {', '.join(groups)}" if groups else ""
        members = len(team.members) - len(groups)
        lines.append(f"Team {team.name} ({team.zone}): {members} members{more}, {len(team.leads)} leads")
    for room in workplace.rooms.values():
        where = "drafted in private" if room.kudos == "drafts" else "in the thread"
        kudos = f", kudos {where}" if room.part == "snippets" else ""
        lines.append(f"Channel {room.channel}: {room.part}{f' of {room.team}' if room.team else ''}{kudos}")
    if not workplace.rooms:
        lines.append("No channels: I read shortcuts, commands and direct messages.")
    lines += plans.describe(workplace.care)
    lines.append(f"Declined kudos in public: {', '.join(sorted(workplace.declined)) or 'nobody'}")
    return "\n".join(lines)
