"""views.*: https://docs.slack.dev/reference/methods/views.open and its neighbours."""

from __future__ import annotations

import secrets
from typing import Any

from .. import forms, limits, messages
from ..directory import Person
from ..snapshot import snapshot
from ..world import World
from .calls import Arguments, RefusedError, invalid_arguments, person_of

Json = dict[str, Any]
DEPTH = 3  # views in one modal: https://docs.slack.dev/surfaces/modals#adding_views


def checked(view: Any, kind: str) -> Json:
    """The view if Slack would take it."""
    errors = limits.view_errors(view)
    if errors:
        raise invalid_arguments(*errors)
    if view["type"] != kind:
        raise invalid_arguments(f"[ERROR] must be a {kind} view [json-pointer:/view/type]")
    if limits.too_large(view):
        raise RefusedError("view_too_large")
    return dict(view)


def stored(world: World, view: Json, person: Person, over: Json | None = None, root: Json | None = None) -> Json:
    """The view as Slack keeps it; `over` is the one it replaces, `root` the one it lies on."""
    view_id = over["id"] if over else world.new_id("V")
    full = {
        "id": view_id, "team_id": world.team_id, "app_id": world.app_id, "app_installed_team_id": world.team_id,
        "bot_id": world.bot_id, "private_metadata": "", "callback_id": "", "external_id": "", "title": None,
        "submit": None, "close": None, "clear_on_close": False, "notify_on_close": False, **snapshot(view),
        "hash": f"{int(world.clock.time())}.{secrets.token_hex(4)}", "previous_view_id": None,
        "root_view_id": over["root_view_id"] if over else root["id"] if root else view_id,
    }  # fmt: skip
    if over or root:
        full["previous_view_id"] = over["previous_view_id"] if over else person.views[-1]["id"]
    full["blocks"] = messages.with_ids(view["blocks"], world)
    full["state"] = {"values": forms.starting(full["blocks"], over["state"]["values"] if over else {})}
    world.views[view_id] = (person.id, full)
    return full


def _acting(world: World, arguments: Arguments) -> Person:
    name = arguments.words("trigger_id") or arguments.words("interactivity_pointer")
    if not name:
        raise invalid_arguments("[ERROR] missing required field: trigger_id")
    if "." not in name:
        raise RefusedError("invalid_trigger_id")
    trigger = world.triggers.get(name)
    if trigger is None:
        raise RefusedError("exchanged_trigger_id" if name in world.spent_triggers else "invalid_trigger_id")
    world.spent_triggers.add(name)
    del world.triggers[name]
    if trigger.expires < world.clock.time():
        raise RefusedError("expired_trigger_id")
    return world.people[trigger.person]


def open_view(world: World, arguments: Arguments) -> Json:
    """views.open: takes the place of whatever modal is open"""
    view = checked(arguments.parts("view"), "modal")
    person = _acting(world, arguments)
    person.views = [stored(world, view, person)]
    return show(world, person)


def push(world: World, arguments: Arguments) -> Json:
    """views.push: at most three on top of each other"""
    view = checked(arguments.parts("view"), "modal")
    person = _acting(world, arguments)
    if not person.views:
        raise RefusedError("not_found")
    if len(person.views) >= DEPTH:
        raise RefusedError("push_limit_reached")
    person.views.append(stored(world, view, person, root=person.views[0]))
    return show(world, person)


def show(world: World, person: Person) -> Json:
    """The answer with the person's topmost view, which the page then draws."""
    person.errors = {}
    world.note("view", {"person": person.id})
    return {"ok": True, "view": snapshot(person.views[-1])}


def update(world: World, arguments: Arguments) -> Json:
    """views.update: by id or external id, and only if the hash still fits"""
    view, person, old = checked(arguments.parts("view"), "modal"), *_existing(world, arguments)
    _fresh(arguments, old)
    at = next((index for index, open_view in enumerate(person.views) if open_view["id"] == old["id"]), None)
    if at is None:
        raise RefusedError("not_found")
    person.views[at] = stored(world, view, person, over=old)
    world.note("view", {"person": person.id})
    return {"ok": True, "view": snapshot(person.views[at])}


def _existing(world: World, arguments: Arguments) -> tuple[Person, Json]:
    view_id, external = arguments.words("view_id"), arguments.words("external_id")
    if external and not view_id:
        view_id = next((name for name, (_, view) in world.views.items() if view["external_id"] == external), "")
    if view_id not in world.views:
        raise RefusedError("not_found")
    person, view = world.views[view_id]
    return world.people[person], view


def _fresh(arguments: Arguments, old: Json) -> None:
    if arguments.words("hash") and arguments.words("hash") != old["hash"]:
        raise RefusedError("hash_conflict")


def publish(world: World, arguments: Arguments) -> Json:
    """views.publish: a person's App Home"""
    view, person = checked(arguments.parts("view"), "home"), person_of(world, arguments.need("user_id"))
    if not world.manifest.has_home():
        raise RefusedError("not_enabled")
    if person.bot or person.deactivated:
        raise invalid_arguments("[ERROR] user_id does not refer to an active member")
    if person.home:
        _fresh(arguments, person.home)
    person.home = stored(world, view, person, over=person.home)
    world.note("home", {"person": person.id})
    return {"ok": True, "view": snapshot(person.home)}
