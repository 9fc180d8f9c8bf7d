"""Pictures on their way to Slack: drawn and handed over when their letter leaves, never in a request.

A picture is an addition: whatever goes wrong with it, the letter leaves with its table alone. A file that was handed
over and not shared is the bot's own, and is seen where a message of the bot's shows it
(https://docs.slack.dev/reference/methods/files.completeUploadExternal).
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from coaching import outbox, pictures
from coaching.pictures import Trend
from coaching.records.outbox import Letter
from handlers import outcomes
from handlers.door import cut
from handlers.views import trends

log = logging.getLogger(__name__)

DRAWN: dict[str, Callable[..., Trend]] = {"own_digest": trends.own, "checkin_results": trends.results}
WITHOUT = ""  # what stands for the file of a letter that leaves without one
TRIES = 4  # times that a message is refused because its picture is not ready, until it leaves without
REMEMBERED = 32
ALT = 1_000  # characters of the file's own description


class Pictures:
    """Hands pictures over. What is the same for many is handed over once, and what failed for one is left to all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handed_over: dict[tuple[str, Trend], str] = {}

    def file_for(self, slack: WebClient, letter: Letter) -> str:
        """The id of the file with a letter's picture; WITHOUT when there is no trend yet or anything fails."""
        try:
            trend = DRAWN[letter.kind](**letter.facts)
            return self._shared(slack, letter, trend) if letter.kind in outbox.SAME_FOR_ALL else hand_over(slack, trend)
        except Exception as error:  # whatever it is, a letter is worth more than its picture
            told = {"letter": letter.id, "error": type(error).__name__}
            log.warning("letter %(letter)s leaves without its picture: %(error)s", told)
            return WITHOUT

    def _shared(self, slack: WebClient, letter: Letter, trend: Trend) -> str:
        with self._lock:
            key = (letter.workspace, trend)
            if key not in self._handed_over:
                self._handed_over[key] = WITHOUT  # and so it stays if it fails: nobody else waits for it
                self._handed_over[key] = hand_over(slack, trend)
            while len(self._handed_over) > REMEMBERED:
                del self._handed_over[next(iter(self._handed_over))]
            return self._handed_over[key]


def is_wanted(letter: Letter) -> bool:
    """Whether a picture of this letter is still to be drawn; a change of a letter keeps the picture that is there."""
    return letter.kind in DRAWN and bool(letter.facts) and letter.amends is None and letter.picture is None


def shown(first: Letter | None, letter: Letter) -> dict[str, Any]:
    """What the view of a letter is told about its picture; `first` is the letter that it changes."""
    file = first.picture if first and letter.picture is None else letter.picture
    return {"picture": file} if letter.kind in DRAWN and file else {}


def hand_over(slack: WebClient, trend: Trend) -> str:
    """Draw a trend and give it to Slack without sharing it. Returns the file's id, or WITHOUT when it is no trend yet.

    Raises what drawing and Slack's client raise.
    """
    if not trend:
        return WITHOUT
    drawn, alt = pictures.png(trend), cut(pictures.in_words(trend), ALT)
    given = slack.files_upload_v2(content=drawn, filename="trend.png", title=trend.title, alt_txt=alt)
    return str(given["files"][0]["id"])


def keep(session: Session, letter: Letter, file: str, now: datetime) -> None:
    """Write down which file is shown in a letter; what was taken back while it was drawn is deleted again."""
    if is_wanted(letter) and letter.state in outbox.OPEN:
        letter.picture = file
    elif file and letter.kind not in outbox.SAME_FOR_ALL:
        outbox.delete_file(session, letter.workspace, file, now)


def give_up(session: Session, letter: Letter, outcome: outcomes.Outcome, now: datetime) -> None:
    """Let a letter leave without its picture when Slack has not got it ready after a few tries."""
    if outcome.error == outcomes.NOT_READY and letter.failures >= TRIES:
        outbox.drop_picture(session, letter, now)
