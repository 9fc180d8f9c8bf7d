"""Signed message events of a snippets channel: the practice story's snippets, from many people, none of them twice."""

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.practice.brightwell import Brightwell

SECRET = "measured, not secret"
TEAM = "T0BENCH"
CHANNEL = "C0SNIPPETS"
PEOPLE = 200
TEXTS = tuple(
    sorted({scene.says for scene in Brightwell.scenes if scene.where == "snippets" and len(scene.says) > 100})
)
_numbers = itertools.count(int(time.time() * 1_000))  # milliseconds: the timestamp of the next message


@dataclass(frozen=True, slots=True)
class Event:
    """One event as Slack would send it."""

    text: str
    headers: dict[str, str]
    body: bytes

    def request(self) -> bytes:
        """The whole HTTP request."""
        lines = ["POST /slack/events HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


def events(rooms: Sequence[str] = (CHANNEL,)) -> Iterator[Event]:
    """Events without end, signed as they are drawn: take them shortly before they are sent."""
    for number in _numbers:
        yield _event(number, f"{number / 1_000:.3f}000", rooms[number % len(rooms)])


def _event(number: int, ts: str, room: str) -> Event:
    text = TEXTS[number % len(TEXTS)]
    message = {
        "type": "message", "channel": room, "channel_type": "channel", "team": TEAM, "ts": ts, "event_ts": ts,
        "user": f"U0{number % PEOPLE:04}", "text": text, "client_msg_id": f"bench-{ts}",
        "blocks": [{"type": "rich_text", "block_id": "b", "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}]}],
    }  # fmt: skip
    body = json.dumps({
        "token": "unused", "team_id": TEAM, "api_app_id": "A0BENCH", "type": "event_callback", "event": message,
        "event_id": f"Ev{ts}", "event_time": int(float(ts)), "is_ext_shared_channel": False,
        "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": "U0BOT", "is_bot": True}],
    }).encode()  # fmt: skip
    stamp = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signature}",
    }
    return Event(text, headers, body)
