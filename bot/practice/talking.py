"""What people say: messages, edits, deletions, reactions."""

from __future__ import annotations

from typing import Any

from . import messages
from .snapshot import snapshot
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

    def forward(self, person: str, channel: str, ts: str, to: str, text: str = "") -> str:
        """Forward a message into another conversation, perhaps with some words; hands back the new timestamp."""
        with self.world.changed:
            message = self.world.channels[channel].messages[ts]
            author = self.world.people[message["user"]].name
            inside = {"team": self.world.team_id, "channel": channel, "ts": ts}
            shared = {
                "id": 1, "ts": ts, "channel_id": channel, "channel_team": self.world.team_id, "is_msg_unfurl": True,
                "is_share": True, "author_id": message["user"], "author_name": author, "author_subname": author,
                "text": message["text"], "fallback": f"{author}: {message['text']}", "mrkdwn_in": ["text"],
                "message_blocks": [{**inside, "message": {"blocks": message.get("blocks", [])}}],
                "from_url": self.world.permalink(channel, ts), "footer": "Slack Conversation",
            }  # fmt: skip
            return self.say(person, to, text, attachments=[snapshot(shared)])

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
