"""The praise file: `/takefive praise`, for whoever types it and for nobody else."""

from datetime import datetime
from typing import Any

from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

from coaching import people
from coaching.recognition import praise
from coaching.workplace import Workplace
from handlers import door
from handlers.door import Message
from handlers.incoming import words, workspace_of
from handlers.views import praise as views

Body = dict[str, Any]
DB = sessionmaker[Session]


def show(client: WebClient, command: Body, typed: str, db: DB, workplace: Workplace, now: datetime) -> Message | None:
    """`/takefive praise`: a window with the file, or with what was searched for, or to take along; or a throwback.

    A window is shown to nobody else, holds more than a message, needs no scope and leaves no copy.
    """
    workspace, user, word = workspace_of(command), command["user_id"], typed.strip().lower()
    search = "" if word in ("throwback", "markdown", "csv") else words(typed).strip()
    with db() as session:
        found = praise.entries(session, workplace, workspace, user, search)
        names = {entry.by: people.called(session, workspace, entry.by, user) for entry in found}
    name = names.__getitem__
    if word == "throwback":
        return views.throwback(praise.throwback(found, now), name)
    if word == "markdown":
        shown = views.to_take_along(praise.as_markdown(found, name), "\n\n")
    elif word == "csv":
        shown = views.to_take_along(praise.as_csv(found, name) if found else (), "\n")
    else:
        shown = views.file(found, name, praise.summary(found), search)
    client.views_open(trigger_id=command["trigger_id"], view=door.view(shown))
    return None
