"""The front door: raw bytes from the network, before Bolt sees them.

Bolt parses before it verifies and logs whole bodies; so size, signature, replay and shape are checked here first.
Rule: https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs

from bot import metrics
from bot.shapes import COMMAND, fits, is_request

MOST_BYTES = 1_000_000  # Slack's own bodies stay far below; a message has 40,000 characters
WINDOW = 300  # seconds a signature is good for
MOST_REMEMBERED = 100_000

Verdict = Literal["welcome", "too large", "unsigned", "replayed", "in hand", "malformed"]
STATUS: dict[Verdict, int] = {
    "welcome": 200, "too large": 413, "unsigned": 401, "replayed": 200, "in hand": 409, "malformed": 200,
}  # fmt: skip


@dataclass
class FrontDoor:
    """Decides who comes in, remembers which signed requests were answered, and counts verdicts."""

    secret: str
    clock: Callable[[], float]
    counts: dict[Verdict, int] = field(default_factory=dict)
    _seen: OrderedDict[str, float] = field(default_factory=OrderedDict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def admit(self, headers: Mapping[str, str], body: bytes) -> Iterator[Verdict]:
        """Judge one request; while "welcome" is being answered, a copy of it is "in hand", and "replayed" after it.

        Raising inside the block forgets the request, so that Slack's next try is welcome.
        """
        verdict, signature = self._judge(headers, body)
        self.count(verdict)
        try:
            yield verdict
        except BaseException:
            if verdict == "welcome":
                self._forget(signature)
            raise
        if verdict == "welcome":
            self._remember(signature, self.clock())

    def count(self, verdict: Verdict) -> None:
        """One more of these."""
        if verdict != "welcome":
            metrics.REFUSED.labels(verdict).inc()
        with self._turn:
            self.counts[verdict] = self.counts.get(verdict, 0) + 1

    def _judge(self, headers: Mapping[str, str], body: bytes) -> tuple[Verdict, str]:
        if len(body) > MOST_BYTES:
            return "too large", ""
        signature = headers.get("X-Slack-Signature", "")
        if not self._is_signed(headers.get("X-Slack-Request-Timestamp", ""), signature, body):
            return "unsigned", ""
        with self._turn:
            self._drop_old()
            if signature in self._seen:
                return ("in hand" if self._seen[signature] == 0.0 else "replayed"), signature
            if not is_well_formed(headers.get("Content-Type", ""), body):
                return "malformed", signature
            self._seen[signature] = 0.0
        return "welcome", signature

    def _is_signed(self, timestamp: str, signature: str, body: bytes) -> bool:
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12 and signature.isascii()):
            return False
        base = b"v0:" + timestamp.encode() + b":" + body
        expected = "v0=" + hmac.new(self.secret.encode(), base, hashlib.sha256).hexdigest()
        fresh = abs(self.clock() - int(timestamp)) <= WINDOW
        return hmac.compare_digest(expected, signature) and fresh

    def _drop_old(self) -> None:
        too_old = self.clock() - 2 * WINDOW
        while self._seen:
            signature, at = next(iter(self._seen.items()))
            if len(self._seen) <= MOST_REMEMBERED and not 0.0 < at < too_old:
                return
            del self._seen[signature]

    def _remember(self, signature: str, at: float) -> None:
        with self._turn:
            self._seen[signature] = at

    def _forget(self, signature: str) -> None:
        with self._turn:
            self._seen.pop(signature, None)


def is_well_formed(content_type: str, body: bytes) -> bool:
    """Whether Bolt can take the body: an object, in JSON or as a form, with text where Bolt expects text."""
    try:
        text = body.decode("utf-8")
        if content_type.startswith("application/json"):
            return is_request(json.loads(text))
        form = {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True, max_num_fields=100).items()}
        if "payload" in form:
            return is_request(json.loads(form["payload"]))
        return fits(form, COMMAND)
    except (ValueError, RecursionError):
        return False
