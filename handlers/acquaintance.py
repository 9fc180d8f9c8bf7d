"""Getting to know people: names, standing and direct-message channels, looked up once and remembered for a day."""

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session, sessionmaker

from coaching import calendar, people
from coaching.records.outbox import Letter
from coaching.records.people import Person
from coaching.records.snippets import Review
from handlers.outcomes import promised

TOGETHER = 8  # look-ups at a time
PATIENCE = 1.5  # seconds; a form has to be answered within 3
AWAY = {":palm_tree:", ":face_with_thermometer:", ":no_entry:", ":airplane:"}  # Slack's own for leave and illness
UNREACHABLE = {"user_not_found", "users_not_found", "user_not_visible"}


@dataclass(frozen=True, slots=True)
class Strangers:
    """Whom to look up for a letter: `users` whose standing is not known, `talk_to` who has no open conversation yet."""

    workspace: str
    users: tuple[str, ...]
    talk_to: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What was found out about strangers."""

    strangers: Strangers
    profiles: dict[str, dict[str, Any]]
    dm: str | None

    def note(self, session: Session, now: datetime) -> None:
        """Remember it."""
        for user, profile in self.profiles.items():
            people.meet(people.person(session, self.strangers.workspace, user), profile, now)
        if self.strangers.talk_to:
            people.person(session, self.strangers.workspace, self.strangers.talk_to).dm = self.dm


def strangers(session: Session, letter: Letter, now: datetime) -> Strangers | None:
    """Whom the letter concerns and we have not met lately, or None."""
    review = session.get(Review, letter.review) if letter.review else None
    concerned = {review.sharer if review else letter.person, letter.facts.get("author"), letter.facts.get("signer")}
    concerned |= set(letter.facts.get("people", ()))
    rows = {user: session.get(Person, (letter.workspace, user)) for user in concerned if user}
    users = [user for user, row in rows.items() if row is None or people.standing(row, now) is None]
    known = session.get(Person, (letter.workspace, letter.person)) if letter.person else None
    talk_to = letter.person if letter.person and not (known and known.dm) else None
    return Strangers(letter.workspace, tuple(users), talk_to) if users or talk_to else None


class Unmet(Exception):
    """Slack did not tell in time who somebody is; those it told of are remembered, so the next try is shorter."""


def acquaint(slack: WebClient, db: sessionmaker[Session], workspace: str, users: Iterable[str], now: datetime) -> None:
    """Look up, all at once, whoever of `users` was not met within the last day. Raises Unmet."""
    with db() as session:
        rows = {user: session.get(Person, (workspace, user)) for user in sorted(set(users))}
        unmet = [user for user, row in rows.items() if row is None or people.standing(row, now) is None]
    if not unmet:
        return
    pool = ThreadPoolExecutor(TOGETHER)
    asked = {user: pool.submit(_profile, slack, user) for user in unmet}
    wait(asked.values(), timeout=PATIENCE)
    pool.shutdown(wait=False, cancel_futures=True)
    told = {user: made.result() for user, made in asked.items() if made.done() and not _failed(made)}
    with db.begin() as session:
        for user, profile in told.items():
            people.meet(people.person(session, workspace, user), profile, now)
    if len(told) < len(unmet):
        raise Unmet


def _failed(made: Future[dict[str, Any]]) -> bool:
    return made.cancelled() or made.exception() is not None


def meet(slack: WebClient, unknown: Strangers) -> Known:
    """Ask Slack who they are. Raises what the calls raise, except that somebody unknown to Slack counts as gone."""
    profiles = {user: _profile(slack, user) for user in unknown.users}
    opened = slack.conversations_open(users=[unknown.talk_to]) if unknown.talk_to else None
    return Known(unknown, profiles, promised(opened, "channel", "id") if opened else None)


def _away_until(shown: dict[str, Any]) -> datetime | None:
    """Until when somebody's status says that they are away; None: they are not, or do not say until when."""
    until = shown.get("status_expiration") or 0
    return datetime.fromtimestamp(until, UTC) if shown.get("status_emoji") in AWAY and until else None


def _profile(slack: WebClient, user: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = promised(slack.users_info(user=user), "user")
    except SlackApiError as error:
        if error.response.get("error") not in UNREACHABLE:
            raise
        return {"workspace": None, "name": None, "bot": False, "guest": False, "left": True}
    shown = found.get("profile", {})
    return {
        "workspace": found.get("team_id"),
        "name": shown.get("display_name") or shown.get("real_name") or found.get("real_name") or found.get("name"),
        "bot": bool(found.get("is_bot")),
        "guest": bool(found.get("is_restricted") or found.get("is_ultra_restricted") or found.get("is_stranger")),
        "left": bool(found.get("deleted")),
        "zone": found.get("tz") if found.get("tz") in calendar.zones() else None,
        "away_until": _away_until(shown),
    }
