"""What people say: messages, edits, deletions, reactions."""

from __future__ import annotations

from typing import Any

from . import messages
from .text import rich_text, typed
from .world import World

Json = dict[str, Any]


class Talking:
    """The part of `Workspace` in which people talk. Each act is an event for the bot."""

    world: World

    def say(
        self, person: str, channel: str, text: str, thread_ts: str | None = None, blocks: list[Json] | None = None,
        attachments: list[Json] | None = None, files: list[Json] | None = None,
    ) -> str:  # fmt: skip
        """A person's message, as typed; a forwarded one is an attachment with `is_share`. Hands back its timestamp."""
        with self.world.changed:
            sent = typed(text, self.world.names)
            message: Json = {"user": person, "text": sent, "client_msg_id": self.world.new_id("m")}
            message["team"] = self.world.people[person].team
            message["blocks"] = blocks or ([rich_text(sent)] if sent else [])
            extra = {"attachments": attachments, "files": files, "thread_ts": thread_ts}
            message |= {key: value for key, value in extra.items() if value}
            if files:
                message["subtype"] = "file_share"
            return str(messages.post(self.world, self.world.channels[channel], message)["ts"])

    def edit(self, person: str, channel: str, ts: str, text: str) -> None:
        """Change what was said."""
        with self.world.changed:
            sent = typed(text, self.world.names)
            messages.change(self.world, self.world.channels[channel], ts, person, text=sent, blocks=[rich_text(sent)])

    def delete(self, person: str, channel: str, ts: str) -> None:
        """Take back what was said."""
        with self.world.changed:
            messages.remove(self.world, self.world.channels[channel], ts)

    def react(self, person: str, channel: str, ts: str, name: str) -> None:
        """Add a reaction."""
        with self.world.changed:
            messages.react(self.world, self.world.channels[channel], ts, person, name)

    def unreact(self, person: str, channel: str, ts: str, name: str) -> None:
        """Take a reaction back."""
        with self.world.changed:
            messages.unreact(self.world, self.world.channels[channel], ts, person, name)
