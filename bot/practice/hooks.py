"""response_url: five messages within 30 minutes to where a person acted.

Rules: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from __future__ import annotations

from typing import Any

from . import messages
from .methods import chat
from .methods.calls import Arguments, RefusedError
from .world import HOOK_USES, Hook, World

Json = dict[str, Any]


def use(world: World, name: str, given: Json) -> tuple[int, Json | str]:
    """What Slack answers to a POST on a response_url: status and body."""
    hook = world.hooks.get(name)
    if hook is None:
        return 404, "invalid_url"
    if hook.expires < world.clock.time():
        return 404, {"ok": False, "error": "expired_url"}
    if hook.uses >= HOOK_USES:
        return 404, {"ok": False, "error": "used_url"}
    try:
        _carry_out(world, hook, Arguments(given))
    except RefusedError as refusal:
        return 400, refusal.answer
    hook.uses += 1
    return 200, "ok"


def _carry_out(world: World, hook: Hook, arguments: Arguments) -> None:
    if arguments.flag("delete_original"):
        _delete_original(world, hook)
        return
    message = {**chat.app_message(world), **chat.content(world, arguments)}
    if _replaces(hook, arguments):
        _replace_original(world, hook, message)
    else:
        speak(world, hook.channel, hook.person, message, arguments)


def speak(world: World, channel: str, person: str, message: Json, arguments: Arguments) -> None:
    """Show a new message, to the person alone unless `response_type` says `in_channel`."""
    if thread := arguments.words("thread_ts"):
        message = {**message, "thread_ts": thread}
    if arguments.words("response_type") == "in_channel":
        messages.post(world, world.channels[channel], message)
    else:
        chat.ephemeral(world, channel, person, message)


def _replaces(hook: Hook, arguments: Arguments) -> bool:
    """A click's answer takes the place of the message clicked on, unless it says otherwise.

    Slack's pages only show the explicit forms; that silence means yes is what people report, also for answers that
    name a `response_type`.
    """
    if "replace_original" in arguments.given:
        return hook.message_ts is not None and arguments.flag("replace_original")
    return hook.replaces


def _original(world: World, hook: Hook) -> tuple[list[Json], int | None]:
    shown = world.people[hook.person].ephemerals
    return shown, next((at for at, each in enumerate(shown) if each["ts"] == hook.message_ts), None)


def _delete_original(world: World, hook: Hook) -> None:
    shown, at = _original(world, hook)
    if at is not None:
        del shown[at]
        world.note("ephemeral", {"channel": hook.channel, "person": hook.person})
    elif hook.message_ts in world.channels[hook.channel].messages:
        messages.remove(world, world.channels[hook.channel], hook.message_ts)


def _replace_original(world: World, hook: Hook, message: Json) -> None:
    shown, at = _original(world, hook)
    if at is not None:
        kept = {key: value for key, value in shown[at].items() if key not in ("text", "blocks", "attachments")}
        shown[at] = {**kept, **message}
        world.note("ephemeral", {"channel": hook.channel, "person": hook.person})
    elif hook.message_ts in world.channels[hook.channel].messages:
        fields = {key: message.get(key, []) for key in ("text", "blocks")}
        messages.change(world, world.channels[hook.channel], hook.message_ts, world.bot_user, **fields)
