"""The Web API: every method the bot calls, the scopes it needs, and the page its rules come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..world import World
from . import chat, conversations, files, people, views
from .calls import Arguments, RefusedError
from .errors import ANY, ERRORS

Json = dict[str, Any]
__all__ = ["ANY", "ERRORS", "METHODS", "Method", "answer"]


@dataclass(frozen=True)
class Method:
    """One method. `scopes`: one of them is enough; `app_level` methods take the app's token, the others the bot's."""

    run: Callable[[World, Arguments], Json]
    scopes: tuple[str, ...] = ()
    by_channel: str = ""
    app_level: bool = False

    def needs(self, world: World, arguments: Arguments) -> tuple[str, ...]:
        """The scopes for this very call: some depend on what kind of conversation it is about."""
        if not self.by_channel:
            return self.scopes
        channel = world.channels.get(arguments.words("channel"))
        return (f"{channel.scope if channel else 'channels'}:{self.by_channel}",)


# Each rule is from https://docs.slack.dev/reference/methods/ and the name of the method; errors.py lists the errors.
METHODS = {
    "apps.connections.open": Method(people.open_socket, app_level=True),
    "auth.test": Method(people.auth_test),
    "bots.info": Method(people.bot_info, ("users:read",)),
    "chat.delete": Method(chat.delete, ("chat:write",)),
    "chat.getPermalink": Method(chat.get_permalink),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",)),
    "chat.postMessage": Method(chat.post_message, ("chat:write",)),
    "chat.update": Method(chat.update, ("chat:write",)),
    "conversations.history": Method(conversations.history, by_channel="history"),
    "conversations.info": Method(conversations.info, by_channel="read"),
    "conversations.list": Method(conversations.listing, ("channels:read", "groups:read", "im:read", "mpim:read")),
    "conversations.members": Method(conversations.members, by_channel="read"),
    "conversations.open": Method(conversations.open_conversation, ("im:write", "mpim:write")),
    "conversations.replies": Method(conversations.replies, by_channel="history"),
    "dnd.info": Method(people.dnd_info, ("dnd:read",)),
    "files.completeUploadExternal": Method(files.complete_upload, ("files:write",)),
    "files.delete": Method(files.delete, ("files:write",)),
    "files.getUploadURLExternal": Method(files.get_upload_url, ("files:write",)),
    "reactions.add": Method(conversations.add_reaction, ("reactions:write",)),
    "reactions.remove": Method(conversations.remove_reaction, ("reactions:write",)),
    "team.info": Method(people.team_info, ("team:read",)),
    "usergroups.list": Method(people.groups, ("usergroups:read",)),
    "usergroups.users.list": Method(people.group_members, ("usergroups:read",)),
    "users.info": Method(people.user_info, ("users:read",)),
    "users.list": Method(people.users, ("users:read",)),
    "views.open": Method(views.open_view),
    "views.publish": Method(views.publish),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
}


def answer(world: World, name: str, given: Json, token: str) -> Json:
    """What Slack would answer to this call, in the order in which it checks: token, scope, arguments, state."""
    try:
        method = METHODS.get(name)
        if method is None:
            raise RefusedError("unknown_method", req_method=name)
        _authorised(world, method, token)
        arguments = Arguments(given)
        needed = method.needs(world, arguments)
        if not world.manifest.grants(needed):
            raise RefusedError("missing_scope", needed=needed[0], provided=",".join(world.manifest.scopes))
        return method.run(world, arguments)
    except RefusedError as refusal:
        if refusal.answer["error"] not in (*ANY, *ERRORS.get(name, ())):
            raise LookupError(f"{name} does not document {refusal.answer['error']}") from refusal
        return refusal.answer


def _authorised(world: World, method: Method, token: str) -> None:
    if not token:
        raise RefusedError("not_authed")
    if token not in (world.bot_token, world.app_token):
        raise RefusedError("invalid_auth")
    if world.revoked and token == world.bot_token:
        raise RefusedError("account_inactive")
    if (token == world.app_token) != method.app_level:
        raise RefusedError("not_allowed_token_type")
