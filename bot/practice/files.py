"""Files that the app handed over: kept in memory, and shown on the page where a message has them in an image block."""

from __future__ import annotations

from dataclasses import dataclass

IN_BLOCK = "id"  # the field of a slack_file that names the file
MOST = 1_000_000  # bytes; Slack takes more, and no picture of a bot needs them
MAGIC = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


@dataclass
class File:
    """One file: announced with its length, filled through its ticket, ready once its upload was completed."""

    id: str
    name: str
    length: int
    ticket: str
    content: bytes = b""
    title: str = ""
    ready_at: float | None = None

    @property
    def kind(self) -> str:
        """The type of its picture by its first bytes; empty for anything else, which no image block shows."""
        return next((kind for start, kind in MAGIC.items() if self.content.startswith(start)), "")

    def fill(self, content: bytes) -> bool:
        """Take the bytes, once, and just as many as were announced."""
        if self.content or len(content) != self.length:
            return False
        self.content = content
        return True
