"""The Slack app's manifest: what it may do is written there, once."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "manifest.json"


@cache
def manifest() -> dict[str, Any]:
    """The manifest, as it is pasted into Slack."""
    read: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return read


def scopes() -> set[str]:
    """The bot scopes that the app asks for."""
    return set(manifest()["oauth_config"]["scopes"]["bot"])
