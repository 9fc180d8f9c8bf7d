"""Rooms that other companies read: nothing about a snippet or a person is posted there (Slack Connect).

A channel can become shared at any time, so it is asked before public words leave. That it is our own is believed for a
minute, and that another company reads it for ten, as that errs on the side of silence.
"""

import threading
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.outcomes import promised

OURS_FOR, SHARED_FOR = timedelta(minutes=1), timedelta(minutes=10)
SHARED = ("is_ext_shared", "is_pending_ext_shared")


class Rooms:
    """What is known of channels, for one workspace's client."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[bool, datetime]] = {}
        self._turn = threading.Lock()

    def is_shared(self, slack: WebClient, channel: str, now: datetime) -> bool:
        """Whether people of another company read a channel, or are about to.

        A channel that Slack does not describe (not found, a scope missing) counts as our own: posting there will tell.
        Raises what a lost connection raises.
        """
        with self._turn:
            shared, until = self._known.get(channel, (False, now))
        if until <= now:
            shared = _ask(slack, channel)
            with self._turn:
                self._known[channel] = (shared, now + (SHARED_FOR if shared else OURS_FOR))
        return shared


def _ask(slack: WebClient, channel: str) -> bool:
    try:
        found = promised(slack.conversations_info(channel=channel), "channel")
    except SlackApiError as error:
        if isinstance(error.response, dict) or error.response.status_code != 200:
            raise
        return False
    return is_shared(found)


def is_shared(channel: dict[str, Any]) -> bool:
    """Whether Slack's description of a channel says that another company reads it, or is about to."""
    return any(channel.get(sign) for sign in SHARED)
