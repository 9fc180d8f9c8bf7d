"""Ways in which Slack fails, on request: `slack.fail("chat.postMessage", Fault.rate_limited("2"))`."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """One kind of failure. Make it with one of the functions below.

    `before` tells whether the call still takes effect: a fault "after" answers wrongly although Slack did as asked.
    """

    name: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    error: str = ""
    body: str = ""
    seconds: float = 0.0
    after: bool = False
    reset: bool = False
    late: float = 0.0

    @classmethod
    def rate_limited(cls, retry_after: str | None = "1") -> Fault:
        """429, as https://docs.slack.dev/apis/web-api/rate-limits; `retry_after` is sent as given, or left out."""
        headers = {} if retry_after is None else {"Retry-After": retry_after}
        return cls(f"429 Retry-After {retry_after}", status=429, headers=headers, error="ratelimited")

    @classmethod
    def server_error(cls, status: int = 503) -> Fault:
        """A 5xx with a plain body and no effect."""
        return cls(f"{status}", status=status, body="upstream connect error", headers={"Content-Type": "text/plain"})

    @classmethod
    def html(cls, status: int = 200) -> Fault:
        """A web page where JSON was promised."""
        page = "<!DOCTYPE html><title>Slack</title><h1>Be right back</h1>"
        return cls("HTML", status=status, body=page, headers={"Content-Type": "text/html"})

    @classmethod
    def reset_before(cls) -> Fault:
        """The connection breaks before Slack did anything."""
        return cls("reset before", reset=True)

    @classmethod
    def reset_after(cls) -> Fault:
        """The connection breaks after Slack did as asked: the caller cannot know."""
        return cls("reset after", reset=True, after=True)

    @classmethod
    def bare(cls, after: bool = True) -> Fault:
        """`ok: true` and nothing else, although more was promised."""
        return cls("bare ok", body='{"ok": true}', after=after)

    @classmethod
    def slow(cls, seconds: float) -> Fault:
        """The answer takes so long, on the workspace's clock; the call takes effect first."""
        return cls(f"slow {seconds:g} s", seconds=seconds, after=True)

    @classmethod
    def refusal(cls, error: str) -> Fault:
        """An `ok: false` with this error."""
        return cls(error, error=error)

    @classmethod
    def late_to_show(cls, seconds: float) -> Fault:
        """The post succeeds, but history and replies show it only after so long on the workspace's clock."""
        return cls(f"shows {seconds:g} s late", late=seconds, after=True)
