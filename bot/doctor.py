"""`takefive doctor`: what is missing before the bot can work, in plain words, with what to do about it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot import address, settings
from bot.address import file_of
from bot.app import slack_client
from bot.database import Database
from bot.keys import KeyDirectory, folder, problem
from bot.manifest import scopes
from bot.settings import Environment, SettingsError
from coaching import setup
from coaching.care import circles
from coaching.records.care import KeyProbe
from coaching.workplace import Workplace
from handlers import groups, outcomes

TOKEN_REFUSED = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "no_permission",
                 "org_login_required", "not_allowed_token_type", "ekm_access_denied"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is fine, and the sentence that says so or says what to do."""

    fine: bool
    words: str


def run(environment: Environment, file: Path) -> int:
    """Look at everything, print a line each; 0 when all is fine, else 1."""
    findings = list(examine(environment, file))
    for finding in findings:
        print(f"{'ok     ' if finding.fine else 'MISSING'}  {finding.words}")
    wrong = sum(not finding.fine for finding in findings)
    print("\nAll fine: takefive serve" if not wrong else f"\n{wrong} to mend, then run takefive doctor again.")
    return 1 if wrong else 0


def examine(environment: Environment, file: Path) -> Iterator[Finding]:
    """Everything the bot needs, in the order in which one would mend it."""
    yield from _given(environment)
    yield _database(environment.database_url)
    try:
        workplace = settings.load(file)
    except SettingsError as error:
        workplace = Workplace()
        yield Finding(False, str(error))
    else:
        words = f"{file.name}: {len(workplace.rooms)} channels, {len(workplace.teams)} teams"
        yield Finding(True, words if file.exists() else f"no {file.name}: shortcuts, commands and direct messages work")
    yield from _care(environment, workplace)
    if environment.bot_token:
        yield from _slack(slack_client(environment), environment, workplace)


def _given(environment: Environment) -> Iterator[Finding]:
    try:
        settings.port(None)
    except SettingsError as error:
        yield Finding(False, str(error))
    yield _one(environment.bot_token, "SLACK_BOT_TOKEN", "“OAuth & Permissions”, after “Install to Workspace”")
    if environment.bot_token:
        yield from _form(environment.bot_token, "SLACK_BOT_TOKEN", "xoxb-")
    if environment.signing_secret or environment.app_token:
        way = "HTTP" if environment.signing_secret else "Socket Mode"
        yield Finding(True, f"ready for {way}")
        if environment.app_token:
            yield from _form(environment.app_token, "SLACK_APP_TOKEN", "xapp-")
    else:
        yield Finding(
            False,
            "neither SLACK_APP_TOKEN (for `serve --socket`: “Basic Information”, “App-Level Tokens”, scope "
            "connections:write) nor SLACK_SIGNING_SECRET (for `serve`: “Basic Information”, “App Credentials”) is set",
        )


def _one(value: str, name: str, where: str) -> Finding:
    return Finding(bool(value), f"{name} is set" if value else f"{name} is not set: find it under {where}")


def _form(value: str, name: str, start: str) -> Iterator[Finding]:
    """A token of another kind, or in quotation marks, is copied from the wrong place."""
    if not value.startswith(start) or value != value.strip() or len(value.split()) != 1:
        yield Finding(False, f"{name} does not look right: it starts with {start} and has no spaces or quotation marks")


def _database(url: str) -> Finding:
    try:
        file = file_of(url)
        if file and not file.exists():
            return Finding(False, address.trouble(url, FileNotFoundError()))
        database = Database(url)
        problem = database.version_problem()
    except SQLAlchemyError as error:
        return Finding(False, address.trouble(url, error))
    database.close()
    return Finding(not problem, problem or "the database is reachable and up to date")


def _care(environment: Environment, workplace: Workplace) -> Iterator[Finding]:
    """Check-ins: a place for keys that every process sees, and circles that can reach their threshold."""
    try:
        database = address.read(environment.database_url)
    except ArgumentError:
        return  # the line about the database says what is wrong
    path = folder(environment.keys, database)
    trouble = problem(path, file_of(database))
    if not workplace.care.circles:
        if trouble := trouble or _out_of_reach(path):
            yield Finding(True, f"no team has a check-in yet; before one has: {trouble}")
        return
    trouble = trouble or _unwritable(path)
    yield Finding(trouble is None, f"check-ins are off: {trouble}" if trouble else f"keys of check-ins live in {path}")
    if not trouble and not _is_shared(environment.database_url, KeyDirectory(path)):
        words = f"check-ins are off: this process does not see the worker's keys in {path}; they need one disk"
        yield Finding(False, words)
    for name, asked, k in circles.too_small(workplace.care.circles):
        yield Finding(False, f"{name} has {asked} people to ask; results need {k}. Join teams in a [[group]]")


def _out_of_reach(path: Path) -> str | None:
    """Whether keys could not be written there, without making anything."""
    there = next(place for place in (path, *path.parents) if place.exists())
    fine = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    return None if fine else f"keys cannot be written to {path}: set TAKEFIVE_KEYS to a folder that I may write"


def _unwritable(path: Path) -> str | None:
    try:
        path.mkdir(mode=0o750, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path) as file:
            file.write(b"written and read")
            file.seek(0)
            return None if file.read() else f"what is written to {path} cannot be read again"
    except OSError as error:
        return f"keys cannot be written to {path} ({error.strerror}): set TAKEFIVE_KEYS to a folder that I may write"


def _is_shared(url: str, keys: KeyDirectory) -> bool:
    """Whether the number in the key directory is the database's, as far as a worker has written one yet."""
    database = Database(url)
    try:
        with database.sessions() as session:
            row = session.get(KeyProbe, "keys")
            return row is None or row.nonce == keys.seen() == (row.seen or row.nonce)
    except SQLAlchemyError:
        return True  # the line about the database says what is wrong
    finally:
        database.close()


def _slack(slack: WebClient, environment: Environment, workplace: Workplace) -> Iterator[Finding]:
    try:
        answer = slack.auth_test()
    except outcomes.FAULTS as error:
        yield Finding(False, _no_answer(error, environment.api_url))
        return
    yield Finding(True, f"Slack knows the bot as {answer.get('user')} in {answer.get('team')}")
    told = {name.lower(): value for name, value in answer.headers.items()}.get("x-oauth-scopes", "")
    given = {scope.strip() for scope in str(told).split(",")} - {""}
    missing = sorted(scopes() - given) if given else []
    if missing:
        yield Finding(False, f"scopes missing: {', '.join(missing)}. Add them to the app and install it again")
    elif given:
        yield Finding(True, "all scopes are granted")
    workplace = _as_set_up(environment.database_url, str(answer.get("team_id")), workplace)
    yield from _channels(slack, workplace)
    yield from _groups(slack, workplace)


def _no_answer(error: Exception, at: str) -> str:
    """Whether Slack refused the token, or was not there to be asked."""
    name = _name(error)
    if name in TOKEN_REFUSED:
        return f"Slack does not take the bot token ({name}): copy it again, or install the app again"
    if isinstance(error, SlackApiError):
        return f"Slack says nothing about the bot token just now ({name}): try again in a few minutes"
    if isinstance(error, OSError):
        return f"Slack cannot be reached at {at} ({name}): is this machine online, and may it connect there?"
    return f"what answers at {at} is not Slack ({name}): is a proxy in between? Else try again in a few minutes"


def _as_set_up(url: str, workspace: str, file: Workplace) -> Workplace:
    """The file with what was set up in Slack over it; user groups stay groups."""
    try:
        path = file_of(url)
        if path and not path.exists():  # looking must not make it
            return file
        with closing(Database(url)) as database, database.sessions() as session:
            return setup.before_and_after(session, workspace, file, {})[0]
    except SQLAlchemyError:
        return file  # the line about the database says what is wrong


def _channels(slack: WebClient, workplace: Workplace) -> Iterator[Finding]:
    for room in workplace.rooms.values():
        try:
            channel = slack.conversations_info(channel=room.channel)["channel"]
        except outcomes.FAULTS as error:
            yield Finding(False, f"channel {room.channel}: {outcomes.why(_name(error))}")
            continue
        name = f"#{channel.get('name')} ({room.part})"
        if channel.get("is_archived"):
            yield Finding(False, f"{name} is archived: choose another channel")
        elif not channel.get("is_member"):
            yield Finding(False, f"I'm not in {name}: write /invite @Take Five there")
        elif channel.get("is_ext_shared"):
            yield Finding(False, f"{name} is shared with another company: I stay silent there")
        else:
            yield Finding(True, f"{name} is ready")


def _groups(slack: WebClient, workplace: Workplace) -> Iterator[Finding]:
    named = setup.handles(workplace)
    if not named:
        return
    try:
        known = groups.behind(slack)
    except outcomes.FAULTS as error:
        yield Finding(False, f"the user groups cannot be read ({_name(error)})")
        return
    for handle in sorted(named):
        words = (
            f"user group {handle} exists" if handle in known else f"there is no user group {handle} in this workspace"
        )
        yield Finding(handle in known, words)


def _name(error: Exception) -> str:
    if isinstance(error, SlackApiError) and not isinstance(error.response, dict):
        return str(error.response.get("error", "no readable answer"))
    return outcomes.of_error(error).error
