"""A conversation as lines for the terminal, made of nothing but what Slack's history gives back."""

import textwrap
from collections.abc import Iterator
from typing import Any

from slack_sdk import WebClient

Message = dict[str, Any]
WIDTH = 96


def conversation(slack: WebClient, channel: str, title: str, names: dict[str, str]) -> str:
    """A channel with its threads, read back through the Web API, oldest first."""
    roots = list(reversed(slack.conversations_history(channel=channel)["messages"]))
    lines = [title]
    for root in roots:
        lines += _spoken(root, names, 2)
        if root.get("reply_count"):
            for reply in slack.conversations_replies(channel=channel, ts=root["ts"])["messages"][1:]:
                lines += _spoken(reply, names, 6)
    return "\n".join(lines)


def _spoken(message: Message, names: dict[str, str], indent: int) -> Iterator[str]:
    name = "Take Five" if message.get("bot_id") else names.get(message.get("user", ""), "somebody")
    reactions = " ".join(f":{one['name']}:" for one in message.get("reactions", []))
    yield ""
    yield f"{' ' * indent}{name}{f'   {reactions}' if reactions else ''}"
    for line in _lines(message):
        yield from textwrap.wrap(line, WIDTH, initial_indent=" " * (indent + 2), subsequent_indent=" " * (indent + 2))


def _lines(message: Message) -> Iterator[str]:
    if not message.get("bot_id") or not message.get("blocks"):
        yield from message["text"].splitlines()
        return
    for block in message["blocks"]:
        yield from _block(block)


def _block(block: dict[str, Any]) -> Iterator[str]:
    if block["type"] == "rich_text":
        for part in block["elements"]:
            words = "".join(element.get("text", "") for element in part["elements"])
            yield f"“{words}”" if part["type"] == "rich_text_quote" else words
    elif block["type"] == "context":
        yield f"({' '.join(element['text'] for element in block['elements'])})"
    elif block["type"] == "actions":
        yield "   ".join(f"[ {element['text']['text']} ]" for element in block["elements"])
    elif "text" in block:
        yield block["text"]["text"]
