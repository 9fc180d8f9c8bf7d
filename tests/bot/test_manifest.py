"""manifest.json asks for exactly what the code uses: no scope, event or shortcut more, and none less."""

import re
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot import app
from bot.database import Database
from bot.manifest import manifest, scopes
from bot.settings import environment
from coaching.workplace import Workplace

HOUSE = Path(__file__).parents[2]
# Bot scopes, from https://docs.slack.dev/reference/methods/ and the name of the method. What is read by channel needs
# the scope of each kind of channel that the bot is used in: public, private and, for history, direct messages.
SCOPES_OF_METHODS = {
    "auth.test": set(),
    "chat.delete": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.members": {"channels:read", "groups:read"},
    "conversations.open": {"im:write"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "dnd.info": {"dnd:read"},
    "files.delete": {"files:write"},
    "files.upload.v2": {"files:write"},  # files.getUploadURLExternal, the bytes, files.completeUploadExternal
    "reactions.add": {"reactions:write"},
    "reactions.remove": {"reactions:write"},
    "usergroups.list": {"usergroups:read"},
    "usergroups.users.list": {"usergroups:read"},
    "users.info": {"users:read"},
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}
# From https://docs.slack.dev/reference/events/ and the name of the event.
SCOPES_OF_EVENTS = {
    "app_home_opened": set(),
    "app_uninstalled": set(),
    "member_joined_channel": {"channels:read", "groups:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "reaction_added": {"reactions:read"},
    "reaction_removed": {"reactions:read"},
    "tokens_revoked": set(),
    "user_change": {"users:read"},
}
EVENTS_HEARD = {"message": {"message.channels", "message.groups", "message.im"}}  # every other event is its own name


def source() -> str:
    files = [*(HOUSE / "handlers").rglob("*.py"), *(HOUSE / "bot").glob("*.py")]
    return "\n".join(file.read_text("utf-8") for file in files)


def methods_used() -> set[str]:
    """Web API methods that the code calls, by their dotted name in a string or by the client's method."""
    words = source()
    quoted = set(re.findall(r'"((?:[a-z]+\.)+[a-zA-Z]+)"', words))
    named = {name for name in dir(WebClient) if re.search(rf"\.{name}\(", words)}
    known = {_dotted(name): name for name in dir(WebClient) if "_" in name and name[0] != "_"}
    del known["api.call"]
    return {method for method, name in known.items() if method in quoted or name in named}


def _dotted(name: str) -> str:
    """reactions_add -> reactions.add, chat_postMessage -> chat.postMessage."""
    return name.replace("_", ".")


@pytest.fixture
def listeners(database: Database) -> dict[str, set[str]]:
    """What the code listens to, noted while it registers."""
    heard: dict[str, set[str]] = {"event": set(), "command": set(), "shortcut": set()}
    patched = pytest.MonkeyPatch()
    for kind in heard:
        original = getattr(app.App, kind)

        def note(self: Any, constraint: Any, *rest: Any, _kind: str = kind, _real: Any = original, **more: Any) -> Any:
            name = constraint["type"] if isinstance(constraint, dict) else constraint
            heard[_kind] |= {name} if isinstance(name, str) else set()
            return _real(self, constraint, *rest, **more)

        patched.setattr(app.App, kind, note)
    app.build(environment({"SLACK_BOT_TOKEN": "xoxb-x"}), Workplace(), database)
    patched.undo()
    return heard


def events_heard(listeners: dict[str, set[str]]) -> set[str]:
    return {event for name in listeners["event"] for event in EVENTS_HEARD.get(name, {name})}


def test_the_events_are_those_that_are_listened_to(listeners):
    asked = set(manifest()["settings"]["event_subscriptions"]["bot_events"])
    assert asked == events_heard(listeners)


def test_the_commands_are_those_that_are_listened_to(listeners):
    asked = {command["command"] for command in manifest()["features"]["slash_commands"]}
    assert asked == listeners["command"]


def test_the_shortcuts_are_those_that_are_listened_to(listeners):
    asked = {shortcut["callback_id"] for shortcut in manifest()["features"]["shortcuts"]}
    assert asked == listeners["shortcut"]


def test_the_scopes_are_exactly_what_methods_events_and_commands_need(listeners):
    needed = set().union(*(SCOPES_OF_METHODS[method] for method in methods_used()))
    needed |= set().union(*(SCOPES_OF_EVENTS[event] for event in events_heard(listeners)))
    assert scopes() == needed | ({"commands"} if listeners["command"] or listeners["shortcut"] else set())


def test_the_methods_that_the_bot_lives_on_are_found_in_the_code():
    assert {"chat.postMessage", "reactions.add", "conversations.open", "users.info", "views.open"} <= methods_used()


@pytest.mark.parametrize("change", [lambda asked: asked.pop(), lambda asked: asked.add("chat:wrote")])
def test_the_guard_notices_a_scope_too_many_or_too_few(listeners, monkeypatch, change):
    asked = scopes()
    change(asked)
    monkeypatch.setitem(globals(), "scopes", lambda: asked)
    with pytest.raises(AssertionError):
        test_the_scopes_are_exactly_what_methods_events_and_commands_need(listeners)


def test_texts_keep_to_slacks_limits():
    shown, features = manifest()["display_information"], manifest()["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4_000
    for command in features["slash_commands"]:
        assert len(command["description"]) <= 2_000
        assert len(command["usage_hint"]) <= 1_000
    for shortcut in features["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    assert manifest()["settings"]["interactivity"]["is_enabled"]
