"""What an error of a Slack call means for a letter: each fault has one written policy.

`later`: nothing was sent, for certain; `doubtful`: it may have arrived; `refused`: Slack said no and will say no again;
`done`: Slack says that it is so already; `unforeseen`: something in ourselves broke, so it is tried TRIES times and
then given up with an alarm. The whole table, with what is done: docs/faults.md.
Errors: https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""

import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from socket import gaierror
from typing import Any, Literal, TypeVar
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
Policy = Literal["later", "doubtful", "refused", "done", "unforeseen"]
FAULTS = (SlackClientError, URLError, HTTPException, OSError, ValueError)
WAIT = 10.0  # seconds before a next try where Slack does not say; twice as long after each failure of the same kind
SLOWEST = 60.0  # and not longer than this, so that all is well a minute after Slack is
TRIES = 10  # after so many tries that broke in the same way a letter is given up
PAUSE = 300.0  # seconds to leave a workspace alone whose token or app does not work
LONGEST = 3_600.0
NOT_READY = "picture not ready"  # a file that was handed over takes Slack a moment (python-slack-sdk issue 1521)
SOON = 2.0

POLICIES: dict[str, Policy] = {
    "ratelimited": "later", "rate_limited": "later", "message_limit_exceeded": "later",
    "internal_error": "doubtful", "fatal_error": "doubtful", "service_unavailable": "doubtful",
    "request_timeout": "doubtful",
    "already_reacted": "done", "no_reaction": "done", "message_not_found": "done", "cant_delete_message": "done",
    "file_not_found": "done", "file_deleted": "done",
}  # fmt: skip
PAUSES = {
    "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired",
    "org_login_required", "team_access_not_granted", "accesslimited", "ekm_access_denied", "access_denied",
}  # fmt: skip
UNGRANTED = {"missing_scope", "no_permission", "not_allowed_token_type"}  # of one method; the others may work

WHY = {
    "not_in_channel": "I'm not in that channel yet. Invite me with /invite and try again.",
    "channel_not_found": "I can't find that channel. If it is private, invite me with /invite and try again.",
    "is_archived": "That channel is archived, so nothing can be posted there. Choose another one.",
    "restricted_action": "An admin limits who may post in that channel. Ask them to let me, or choose another one.",
    "shared_with_others": "Another company reads that channel, so I post nothing about anybody there.",
    "user_not_found": "I can't find that person in this workspace.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to do about an error: the policy, seconds to wait, and whether the whole workspace has to wait."""

    policy: Policy
    error: str
    wait: float
    pause: bool = False

    def wait_after(self, failures: int) -> float:
        """Seconds to wait after so many failures of this kind in a row."""
        return self.wait if self.pause else min(self.wait * 2 ** min(failures - 1, 9), max(self.wait, SLOWEST))


class Incomplete(ValueError):
    """Slack said ok, and left out what it promised."""


def promised(answer: Any, *path: str) -> Any:
    """What an answer of Slack's holds at this path. Raises Incomplete where it is not there."""
    found: Any = answer
    for name in path:
        found = found.get(name) if hasattr(found, "get") else None
        if found is None:
            raise Incomplete(f"no {'.'.join(path)} in the answer")
    return found


def unforeseen(error: Exception) -> Outcome:
    """The policy for what broke in ourselves."""
    return Outcome("unforeseen", type(error).__name__, WAIT)


def of_error(error: Exception) -> Outcome:
    """The policy for an error of a call to Slack."""
    if isinstance(error, SlackApiError):
        return _of_answer(error)
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, (ConnectionRefusedError, gaierror)):
        return Outcome("later", "no connection", WAIT)
    return Outcome("doubtful", type(reason).__name__, WAIT)


def or_nothing(look_up: Callable[[], Answer]) -> Answer | None:
    """What a look-up says that only makes a letter kinder (dnd.info); None, whatever fails: nobody waits for it."""
    try:
        return look_up()
    except FAULTS as error:
        log.info("a look-up that can be done without failed: %(error)s", {"error": of_error(error).error})
        return None


def why(error: str) -> str:
    """What to tell the person whose words Slack refused."""
    return WHY.get(error, f"Slack would not take the message ({error.replace('_', ' ')}).")


def retry_after(headers: Mapping[str, Any]) -> float:
    """Seconds to wait from a Retry-After header: whole or decimal; missing or a date means 30; never over an hour."""
    given = {key.lower(): value for key, value in headers.items()}.get("retry-after")
    value = given[0] if isinstance(given, (list, tuple)) and given else given
    try:
        seconds = float(str(value))
    except ValueError:
        return 30.0
    return min(max(seconds, 1.0), LONGEST) if math.isfinite(seconds) else 30.0


def _of_answer(error: SlackApiError) -> Outcome:
    response: Any = error.response
    plain = isinstance(response, dict)
    status = response.get("status", 200) if plain else response.status_code
    headers = response.get("headers", {}) if plain else response.headers
    name = str((None if plain else response.get("error")) or "no readable answer")
    if status == 429 or POLICIES.get(name) == "later":
        return Outcome("later", "ratelimited", retry_after(headers), pause=True)
    if name in PAUSES | UNGRANTED:
        return Outcome("later", name, PAUSE, pause=name in PAUSES)
    if name == "invalid_blocks" and "slack_file" in f"{response.get('errors')} {response.get('response_metadata')}":
        return Outcome("later", NOT_READY, SOON)
    if status >= 500 or plain or not name.isidentifier():  # slack_sdk makes an error of what is no JSON
        return Outcome("doubtful", f"HTTP {status}, no readable answer", WAIT)
    return Outcome(POLICIES.get(name, "refused"), name, WAIT)
