"""Members only: whoever clicks, types or submits and is not one of us is told so before anything else happens.

Who somebody is, is known from the request where it names their workspace, else from the last time we met. Somebody we
never met is let in here: who they are is looked up when a letter about them leaves.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import BoltResponse
from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

from coaching import people
from coaching.people import Refused
from coaching.records.people import Person
from handlers import outcomes
from handlers.incoming import workspace_of

MEMBERS_ONLY = "Take Five is for members of this workspace, so nothing was opened or changed."
PATIENCE = 1  # seconds; a click has to be answered within 3


class Home:
    """The workspace that our token is for. One that installed the app for a whole organisation has none."""

    def __init__(self, slack: WebClient) -> None:
        self._slack = WebClient(slack.token, base_url=slack.base_url, timeout=PATIENCE, retry_handlers=[])
        self.known: str | None = None

    def ask(self) -> str | None:
        """Its id, asked of Slack once; None while Slack does not say."""
        if self.known is None:
            try:
                told = self._slack.auth_test()
            except outcomes.FAULTS:
                return None
            self.known = None if told.get("is_enterprise_install") else told.get("team_id")
        return self.known


def only(
    body: dict[str, Any], db: sessionmaker[Session], home: Home, now: datetime, next: Callable[[], BoltResponse]
) -> BoltResponse:
    """Middleware in front of every listener. Raises Refused, in words for whoever clicked, typed or submitted.

    Events of our own workspace pass: they are about messages, and each of their listeners decides without a word.
    """
    workspace, user = workspace_of(body), _doer(body)
    if user is None:
        return next() if home.known in (None, workspace) else BoltResponse(status=200)
    abroad = home.ask() not in (None, workspace) or _is_of_another_workspace(body)
    if abroad or _is_known_stranger(db, workspace, user, now):
        raise Refused(MEMBERS_ONLY)
    return next()


def _doer(body: dict[str, Any]) -> str | None:
    """Who clicked, typed or submitted; None for an event."""
    user = body.get("user")
    found = user.get("id") if isinstance(user, dict) else body.get("user_id")
    return found if isinstance(found, str) else None


def _is_of_another_workspace(body: dict[str, Any]) -> bool:
    """Slack Connect, or a sister workspace of the same organisation: the request names where its doer is at home."""
    user = body.get("user")
    home = user.get("team_id") if isinstance(user, dict) else None
    return home not in (None, workspace_of(body))


def _is_known_stranger(db: sessionmaker[Session], workspace: str, user: str, now: datetime) -> bool:
    with db() as session:
        row = session.get(Person, (workspace, user))
        return row is not None and people.standing(row, now) not in ("member", None)
