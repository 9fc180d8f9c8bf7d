"""Who is there: auth.test, users.*, usergroups.*, bots.info, team.info, apps.connections.open.

Pages: https://docs.slack.dev/reference/methods/users.info and its neighbours.
"""

from __future__ import annotations

import secrets
from typing import Any

from ..world import World
from .calls import Arguments, RefusedError, page, person_of

Json = dict[str, Any]


def auth_test(world: World, arguments: Arguments) -> Json:
    """auth.test"""
    return {
        "ok": True, "url": f"https://{world.team_name.lower()}.slack.com/", "team": world.team_name,
        "user": world.people[world.bot_user].handle, "team_id": world.team_id, "user_id": world.bot_user,
        "bot_id": world.bot_id, "is_enterprise_install": False,
    }  # fmt: skip


def user_info(world: World, arguments: Arguments) -> Json:
    """users.info"""
    person = person_of(world, arguments.need("user"))
    return {"ok": True, "user": _described(world, person.as_json())}


def dnd_info(world: World, arguments: Arguments) -> Json:
    """dnd.info; without its `snooze_` fields, which are shown to the person alone"""
    start, end = map(int, person_of(world, arguments.words("user", world.bot_user)).quiet)
    return {"ok": True, "dnd_enabled": end > 1, "next_dnd_start_ts": start, "next_dnd_end_ts": end}


def users(world: World, arguments: Arguments) -> Json:
    """users.list"""
    shown, metadata = page(list(world.people.values()), arguments)
    described = [_described(world, person.as_json()) for person in shown]
    return {"ok": True, "members": described, "cache_ts": int(world.clock.time()), **metadata}


def _described(world: World, person: Json) -> Json:
    if world.manifest and not world.manifest.grants(("users:read.email",)):
        person["profile"].pop("email", None)
    return person


def groups(world: World, arguments: Arguments) -> Json:
    """usergroups.list"""
    with_users = arguments.flag("include_users")
    return {"ok": True, "usergroups": [group.as_json(with_users) for group in world.groups.values()]}


def group_members(world: World, arguments: Arguments) -> Json:
    """usergroups.users.list"""
    group = world.groups.get(arguments.need("usergroup"))
    if group is None:
        raise RefusedError("no_such_subteam")
    return {"ok": True, "users": list(group.members)}


def bot_info(world: World, arguments: Arguments) -> Json:
    """bots.info"""
    if arguments.words("bot", world.bot_id) != world.bot_id:
        raise RefusedError("bot_not_found")
    bot = {"id": world.bot_id, "deleted": False, "name": world.bot_name, "app_id": world.app_id}
    return {"ok": True, "bot": {**bot, "user_id": world.bot_user}}


def team_info(world: World, arguments: Arguments) -> Json:
    """team.info"""
    domain = world.team_name.lower()
    return {"ok": True, "team": {"id": world.team_id, "name": world.team_name, "domain": domain}}


def open_socket(world: World, arguments: Arguments) -> Json:
    """apps.connections.open: an address good for one connection"""
    ticket = secrets.token_hex(16)
    world.tickets.add(ticket)
    address = world.url.replace("http://", "ws://", 1)
    return {"ok": True, "url": f"{address}link/?ticket={ticket}&app_id={world.app_id}"}
