"""User groups: who is behind those that settings name, looked up each hour and remembered for everybody who asks."""

from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

from coaching import setup
from coaching.workplace import Workplace
from handlers import outcomes

KEEP = timedelta(hours=1)


class Groups:
    """The user groups of one workspace; `coaching.setup.current` says who is in a team because of them."""

    def __init__(self, file: Workplace, db: sessionmaker[Session], slack: WebClient) -> None:
        """`file` is what `takefive.toml` says; what was set up in Slack, or is tried out there, counts as well."""
        self._file, self._db, self._slack = file, db, slack
        self._at: datetime | None = None

    def look_up(self, workspace: str, now: datetime) -> None:
        """Ask Slack, if the last look is an hour ago and anybody names a group. Raises what the call raises."""
        if self._at and now - self._at < KEEP:
            return
        with self._db() as session:
            tried_out = setup.draft(session, workspace, self._file)
            named = map(setup.handles, setup.before_and_after(session, workspace, self._file, tried_out))
        if any(named):
            found = behind(self._slack)
            with self._db.begin() as session:
                setup.note_groups(session, workspace, found, now)
        self._at = now


def behind(slack: WebClient) -> dict[str, list[str]]:
    """Everybody behind the workspace's user groups, by handle and by id."""
    found: list[dict[str, Any]] = outcomes.promised(slack.usergroups_list(include_users=True), "usergroups")
    by_id = {group["id"]: list(group.get("users", ())) for group in found}
    return by_id | {f"@{group['handle']}": by_id[group["id"]] for group in found}
