"""A workplace that fourteen kinds of people visit: what each of them can send, and what is seen to happen then."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest import mock

from slack_bolt import BoltRequest
from slack_bolt.app.app import App
from slack_sdk import WebClient, WebhookClient

from bot import app, settings
from bot.database import Database
from bot.keys import KeyDirectory
from bot.reader import Reader
from coaching.records import Record
from coaching.workplace import Workplace
from handlers import seals

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
HOME, ELSEWHERE = "T0HOME", "T0ELSE"
OWNER, MEMBER, LEAD, COACH, CARE = "U0OWN", "U0MEM", "U0LEA", "U0COA", "U0CAR"
OTHER, ADMIN = "U0OTH", "U0ADM"
# kind: id, the workspace they are at home in, how they stand
KINDS: dict[str, tuple[str, str, str]] = {
    "owner": (OWNER, HOME, "member"),
    "member": (MEMBER, HOME, "member"),
    "lead": (LEAD, HOME, "member"),
    "peer coach": (COACH, HOME, "member"),
    "care lead": (CARE, HOME, "member"),
    "other team's lead": (OTHER, HOME, "member"),
    "admin": (ADMIN, HOME, "member"),
    "guest": ("U0GUE", HOME, "guest"),
    "single-channel guest": ("U0SIN", HOME, "guest"),
    "Connect outsider": ("U0CON", "T0CONN", "outsider"),
    "deactivated": ("U0LEF", HOME, "left"),
    "bot": ("U0BOT", HOME, "bot"),
    "other workspace": ("U0ELS", ELSEWHERE, "member"),
    "org sibling": ("U0SIB", "T0SIBL", "outsider"),
}  # fmt: skip
SNIPPETS, TEAM = "C0SNIP", "C0TEAM"
SEAL_KEY = b"k" * 32
SECRET = "marmalade"  # stands in everything that is the owner's
SETTINGS = f"""
zone = "UTC"
admins = ["{ADMIN}"]
[[team]]
name = "Support"
members = ["{OWNER}", "{MEMBER}", "{COACH}", "{CARE}", "U0FIV", "U0SIX"]
leads = ["{LEAD}"]
coaches = ["{COACH}"]
care_leads = ["{CARE}"]
[team.checkin]
weekday = "friday"
time = "09:00"
talk_to = ["{LEAD}"]
[team.checkin.rough]
break = "Take ten minutes."
buddy = "{COACH}"
cover = "{LEAD}"
[[team]]
name = "Billing"
members = ["U0SEV"]
leads = ["{OTHER}"]
[[channel]]
id = "{SNIPPETS}"
part = "snippets"
[[channel]]
id = "{TEAM}"
part = "team"
team = "Support"
"""
TABLES = [table.name for table in Record.metadata.sorted_tables]
Rows = dict[str, list[dict[str, Any]]]
SEEN_ANYWAY = {"name", "standing", "checked_at", "zone", "away_until", "dm"}  # columns of a person whom one has met


@dataclass(frozen=True)
class Visit:
    """What came of one request: tables that changed, letters, windows that opened, and what was said in private."""

    changed: frozenset[str]
    opened: tuple[str, ...]
    said: tuple[str, ...]
    everything: str
    at_home: frozenset[str]

    def __str__(self) -> str:
        windows = [f"opens {name}" for name in self.opened]
        return ", ".join([*sorted(self.changed), *windows, *(["answers"] if self.said else [])]) or "nothing"


@dataclass
class World:
    """The app in front of a database that is emptied for each visit."""

    bolt: App
    database: Database
    keys: KeyDirectory
    workplace: Workplace
    reader: Reader
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    hooks: list[dict[str, Any]] = field(default_factory=list)
    scene: dict[Any, Any] = field(default_factory=dict)

    def furnish(self) -> None:
        """Nobody did anything yet; everybody has been met."""
        self.scene.clear()
        there = [
            (home if home == ELSEWHERE else HOME, user, kind, standing, NOW.replace(tzinfo=None).isoformat(" "), user)
            for kind, (user, home, standing) in KINDS.items()
        ]
        with self._file as file:
            for table in reversed(TABLES):
                file.execute(f'DELETE FROM "{table}"')
            file.executemany(
                "INSERT INTO workspace (id, seal_key) VALUES (?, ?)", [(id, SEAL_KEY) for id in (HOME, ELSEWHERE)]
            )
            columns = "workspace, id, name, standing, checked_at, dm"
            file.executemany(f"INSERT INTO person ({columns}) VALUES (?, ?, ?, ?, ?, 'D' || ?)", there)
        for round in self.keys.rounds():
            self.keys.destroy(round)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def token(self, user: str, purpose: str, id: str, workspace: str = HOME) -> str:
        """What a button or form carries that was made for somebody."""
        return seals.seal(SEAL_KEY, workspace, user, purpose, id)

    def send(self, body: dict[str, Any]) -> Visit:
        """One request, through the whole of Bolt and the listeners; what it brought in is read."""
        self.calls.clear(), self.hooks.clear()
        before, seen = self._rows(), self._version()
        answer = self.bolt.dispatch(BoltRequest(body=body, mode="socket_mode"))
        assert answer.status == 200, (answer.status, body)
        if self._version() != seen:
            self.reader.read()
        after = before if self._version() == seen else self._rows()
        changed = {table for table in after if after[table] != before[table]}
        return Visit(*_seen(changed, before, after, answer.body, self.calls, self.hooks))

    def _rows(self) -> Rows:
        rows: Rows = {}
        for table in TABLES:
            found = [dict(row) for row in self._file.execute(f'SELECT * FROM "{table}"')]
            if table == "person":
                found = [{key: row[key] for key in row if key not in SEEN_ANYWAY} for row in found]
            rows[table] = found
        return rows

    def _version(self) -> int:
        """A number that changes whenever the app has written anything."""
        found: int = self._file.execute("PRAGMA data_version").fetchone()[0]
        return found

    @cached_property
    def _file(self) -> sqlite3.Connection:
        """The file itself: a thousand visits would wait for anything slower."""
        file = sqlite3.connect(str(self.database.url.database))
        file.row_factory = sqlite3.Row
        return file


@contextmanager
def world(file: Path, folder: Path) -> Iterator[World]:
    """The app as it is assembled, with a Web API that only notes what it is asked."""
    toml = folder / "takefive.toml"
    toml.write_text(SETTINGS, "utf-8")
    keys = KeyDirectory(folder / "keys")
    keys.path.mkdir(mode=0o700)
    variables = {"SLACK_BOT_TOKEN": "not a token", "DATABASE_URL": f"sqlite:///{file}", "TAKEFIVE_KEYS": str(keys.path)}
    environment = settings.environment(variables)
    database, workplace = Database(environment.database_url), settings.load(toml)
    bolt, reader = app.build(environment, workplace, database, lambda: NOW), Reader(database, workplace, lambda: NOW)
    made = World(bolt, database, keys, workplace, reader)

    def api_call(_: WebClient, method: str, **arguments: Any) -> dict[str, Any]:
        given = arguments.get("json") or arguments.get("params") or arguments.get("data") or {}
        made.calls.append((method, given))
        return {"ok": True, **_reply(method, given)}

    def hook(_: WebhookClient, body: dict[str, Any], **__: Any) -> None:
        made.hooks.append(body)

    with mock.patch.object(WebClient, "api_call", api_call), mock.patch.object(WebhookClient, "send_dict", hook):
        yield made
    made.close()
    database.close()


def _reply(method: str, given: dict[str, Any]) -> dict[str, Any]:
    if method == "users.info":
        user = given["user"]
        kind = next((kind for kind, who in KINDS.items() if who[0] == user), "somebody else")
        _, home, standing = KINDS.get(kind, (user, HOME, "member"))
        flags = {"is_bot": standing == "bot", "is_restricted": standing == "guest", "deleted": standing == "left"}
        known = {"id": user, "team_id": home, "name": kind, "profile": {}, "is_admin": kind == "admin"}
        return {"user": known | flags}
    return {
        "auth.test": {"team_id": HOME, "user_id": "U0BOT"},
        "conversations.info": {"channel": {"id": given.get("channel"), "is_member": True, "is_private": False}},
        "conversations.members": {"members": [OWNER, MEMBER]},
        "usergroups.list": {"usergroups": []},
        "views.open": {"view": {"id": "V0"}},
    }.get(method, {})  # fmt: skip


def _seen(
    changed: set[str], before: Rows, after: Rows, answer: Any, calls: list[Any], hooks: list[Any]
) -> Iterator[Any]:
    letters = {row["kind"] for row in after["letter"] if row not in before["letter"]}
    yield (
        frozenset(f"{name} row" for name in changed - {"letter"})
        | {f"letter {kind}" for kind in letters}
        | ({"letter withdrawn"} if "letter" in changed and not letters else set())
    )
    views = [given["view"] for method, given in calls if method.startswith("views.")]
    answer = json.loads(answer) if answer else {}
    views += [answer["view"]] if answer.get("response_action") == "update" else []
    yield tuple(view.get("callback_id") or view["type"] for view in views)
    said = [body["text"] for body in hooks] + ([answer["text"]] if "text" in answer else [])
    yield tuple(said + list(answer.get("errors", {}).values()))
    yield repr((answer, calls, hooks, [row for row in after["letter"] if row not in before["letter"]]))
    yield frozenset(name for name in changed if _of_home(name, after[name]) != _of_home(name, before[name]))


def _of_home(table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row.get("workspace", row.get("id") if table == "workspace" else HOME) == HOME]
