"""Calls: what a letter asks of the Web API, and how to see whether it was done before."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from coaching import outbox
from coaching.records.outbox import Letter
from coaching.records.people import Person
from handlers import door, outcomes, pictures
from handlers.door import Message
from handlers.views import Reader, checkin, coach, comfort, digests, notices, recognition, results, setup, snippets

RENDER: dict[str, Callable[..., Message]] = {
    "kudos": snippets.kudos,
    "tip": snippets.tip,
    "reading": snippets.reading,
    "ask": snippets.ask,
    "unsure": snippets.unsure,
    "undelivered": snippets.undelivered,
    "unreadable": snippets.unreadable,
    "shoutout": recognition.shoutout,
    "thanks": recognition.thanks,
    "given": recognition.given,
    "ask_thanks": recognition.ask_thanks,
    "digest": digests.digest,
    "own_digest": digests.own_digest,
    "lead_digest": digests.lead_digest,
    "setup_trial": setup.trial,
    "known": notices.known,
    "members_only": notices.members_only,
    "late": notices.late,
    "broken": notices.broken,
    "help": notices.help,
    "checkin": checkin.invitation,
    "checkin_results": results.results,
    "checkin_void": checkin.void,
    "checkin_small": checkin.too_small,
    "checkin_asked": comfort.talk_asked,
    "coach_asked": coach.asked,
}
LETTER_EVENT = "takefive_letter"
Posted = tuple[str | None, str | None]  # channel and timestamp
MOST_PAGES = 10  # of 200 messages, from a minute before the letter was sent


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Web API."""

    method: str
    arguments: dict[str, Any]
    public: bool = False

    def __call__(self, slack: WebClient) -> Posted:
        """Make the call once; where the message stands then. Raises what slack_sdk raises; its own retries are off.

        An ok without the place is an ok. But public words have to be found again, to be changed or taken down: then
        Incomplete is raised, and they are looked for.
        """
        answer = slack.api_call(self.method, json=self.arguments)
        posted = answer.get("channel"), answer.get("ts")
        if self.public and not all(posted):
            raise outcomes.Incomplete("no place in the answer")
        return posted


def call_for(session: Session, letter: Letter, reader: Reader) -> Call | None:
    """The call that says a letter; None when there is nothing left to say it about."""
    if letter.kind == "reaction":
        return None if outbox.is_emptied(letter) else _reaction(session, letter)
    if letter.kind == "remove_picture":
        return Call("files.delete", letter.facts)
    if letter.amends is None:
        return _post(session, letter, reader)
    if letter.kind == "remove" and letter.facts:
        return Call("chat.delete", letter.facts)
    first = session.get(Letter, letter.amends)
    if first is None or first.posted_as is None or outbox.is_emptied(letter):
        return None
    where = {"channel": first.posted_in, "ts": first.posted_as}
    if letter.kind == "remove":
        return Call("chat.delete", where)
    return Call("chat.update", {**where, **_said(letter, reader, first)})


def _said(letter: Letter, reader: Reader, first: Letter | None = None) -> dict[str, Any]:
    picture = pictures.shown(first, letter)
    return door.payload(RENDER[letter.kind](reader, **letter.facts, **picture))


def find(slack: WebClient, letter: Letter, call: Call) -> tuple[str, str] | None:
    """Channel and timestamp of a letter that was posted before, found by its key; None when it cannot be seen.

    Only posts are looked for: reactions, changes and deletions can be repeated without being seen twice.
    """
    if call.method != "chat.postMessage" or letter.sending_since is None:
        return None
    channel, thread = call.arguments["channel"], call.arguments.get("thread_ts")
    asked: dict[str, Any] = {"channel": channel, "limit": 200, "include_all_metadata": True}
    asked["oldest"] = f"{letter.sending_since.timestamp() - 60:.6f}"
    for _ in range(MOST_PAGES):
        answer = slack.conversations_replies(ts=thread, **asked) if thread else slack.conversations_history(**asked)
        for message in outcomes.promised(answer, "messages"):
            if message.get("metadata", {}).get("event_payload", {}).get("letter") == letter.id:
                return channel, message["ts"]
        asked["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
        if not asked["cursor"]:
            return None
    return None


def _reaction(session: Session, letter: Letter) -> Call | None:
    """A reaction to a person's message (`thread` is its timestamp), or to what was posted as the letter it amends."""
    first = session.get(Letter, letter.amends) if letter.amends else None
    timestamp = first.posted_as if first else letter.thread
    if timestamp is None:
        return None
    return Call("reactions.add", {"channel": letter.channel, "timestamp": timestamp, **letter.facts})


def _post(session: Session, letter: Letter, reader: Reader) -> Call:
    channel = letter.channel
    if letter.person:
        channel = session.get_one(Person, (letter.workspace, letter.person)).dm
    said = {} if outbox.is_emptied(letter) else _said(letter, reader)
    arguments = {"channel": channel, **said}
    arguments["metadata"] = {"event_type": LETTER_EVENT, "event_payload": {"letter": letter.id}}
    arguments |= {"thread_ts": letter.thread} if letter.thread else {}
    return Call("chat.postMessage", arguments, public=letter.channel is not None)
