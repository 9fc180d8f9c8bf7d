"""Settings: `takefive.toml` says who works where, the environment says how to reach Slack and the database."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import settings_check
from bot.settings_check import PEOPLE
from coaching.care import plans
from coaching.workplace import Periods, Room, Team, Workplace

FILE = "takefive.toml"


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


def port(asked: int | None, variables: Mapping[str, str] = os.environ) -> int:
    """Where to listen: as asked, else as PORT says. Raises SettingsError."""
    number = str(asked if asked is not None else variables.get("PORT") or 3000)
    if not (number.isascii() and number.isdigit() and int(number) <= 65_535):
        raise SettingsError(f"PORT={number} is no port: name a number from 0 to 65535, such as 3000.")
    return int(number)


def place(asked: str | None, variables: Mapping[str, str] = os.environ) -> Path:
    """Where the settings file is: as asked, else as TAKEFIVE_SETTINGS says. Raises SettingsError: named and not there.

    Nobody need have a `takefive.toml`, but who names a file means one.
    """
    named = asked or variables.get("TAKEFIVE_SETTINGS")
    if named and not Path(named).exists():
        how = "--settings" if asked else "TAKEFIVE_SETTINGS"
        raise SettingsError(f"There is no settings file at {named} ({how}). Correct the name, or leave it out.")
    return Path(named or FILE)


def load(path: Path) -> Workplace:
    """Read `takefive.toml`; without one the bot still reads shortcuts, commands and direct messages.

    Raises SettingsError with everything that is wrong, in one message.
    """
    given = _given(path)
    problems = settings_check.problems(given)
    if problems:
        raise SettingsError(f"{path.name} needs a change:\n" + "\n".join(f"  - {problem}" for problem in problems))
    return _workplace(given)


def checked(path: Path) -> str:
    """What `takefive settings check` says of a file: that it is fine, with hints. Raises SettingsError as `load`."""
    if not path.exists():
        return without(path)
    load(path)
    return "\n".join([f"{path} is fine.", *(f"  hint: {hint}" for hint in settings_check.hints(_given(path)))])


def shown(path: Path) -> str:
    """What `takefive settings show` says of a file: what it means. Raises SettingsError as `load`."""
    said = describe(load(path))
    return said if path.exists() else f"{without(path)}\n{said}"


def without(path: Path) -> str:
    """What holds where there is no settings file."""
    return (
        f"There is no {path.name} here, and none is needed: shortcuts, commands and direct messages work. "
        f"For channels, teams and check-ins, copy takefive.example.toml to {path.name} and change it."
    )


def _given(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} cannot be read: {error}") from None


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
        frozenset(given.get("admins", ())), holidays, settings_check.weekly(given.get("digest", {})),
        timedelta(minutes=given.get("kudos_within_minutes", 60)), Periods(**given.get("retention", {})),
        given.get("pictures", True),
    )  # fmt: skip


def describe(workplace: Workplace) -> str:
    """The settings in words."""
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
