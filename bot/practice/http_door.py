"""Requests to the bot over HTTP, signed as Slack signs them.

Rules: https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from .deliveries import Delivery, NoAnswerError

Json = dict[str, Any]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class HttpDoor:
    """Posts every request to one address on this machine."""

    def __init__(self, url: str, signing_secret: str, clock: Callable[[], float]) -> None:
        """`url` is the bot's request URL; only a loopback address is accepted (ValueError otherwise)."""
        self._at = urlsplit(url)
        if self._at.scheme != "http" or self._at.hostname not in LOOPBACK:
            raise ValueError(f"The practice workspace only talks to http:// on this machine, not to {url}.")
        self._secret, self._clock = signing_secret.encode(), clock

    def send(self, delivery: Delivery, within: float) -> None:
        """Deliver one request over a connection of its own."""
        body, headers = self._request(delivery)
        connection = http.client.HTTPConnection(self._at.hostname or "", self._at.port, timeout=within)
        try:
            connection.request("POST", self._at.path or "/", body, headers)
            response = connection.getresponse()
            delivery.answer = _read(response.read(), response.getheader("Content-Type", ""))
            delivery.no_retry = response.getheader("X-Slack-No-Retry") == "1"
            delivery.status = response.status
        except TimeoutError:
            raise NoAnswerError("http_timeout") from None
        except (OSError, http.client.HTTPException):
            raise NoAnswerError("connection_failed") from None
        finally:
            connection.close()

    def _request(self, delivery: Delivery) -> tuple[bytes, dict[str, str]]:
        kind, body = encoded(delivery)
        stamp = str(int(self._clock()))
        digest = hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": kind, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)", "Accept": "*/*",
            "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}",
        }  # fmt: skip
        if delivery.retry:
            headers |= {"X-Slack-Retry-Num": str(delivery.retry), "X-Slack-Retry-Reason": delivery.reason}
        return body, headers


def encoded(delivery: Delivery) -> tuple[str, bytes]:
    """The content type and the bytes in which each kind of request travels."""
    if delivery.kind == "events_api":
        return "application/json", json.dumps(delivery.body).encode()
    form = delivery.body if delivery.kind == "slash_commands" else {"payload": json.dumps(delivery.body)}
    return "application/x-www-form-urlencoded", urlencode(form, errors="surrogatepass").encode()


def _read(body: bytes, kind: str) -> Any:
    text = body.decode("utf-8", "replace")
    if not text:
        return None
    try:
        return json.loads(text) if "json" in kind else text
    except ValueError:
        return text
