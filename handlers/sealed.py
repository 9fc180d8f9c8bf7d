"""What a button or form was made for: unsealed, and only for the person it was made for."""

from typing import Any

from sqlalchemy.orm import Session

from coaching import people
from coaching.people import Actor, Refused
from coaching.records.snippets import Review
from handlers import seals
from handlers.incoming import workspace_of
from handlers.views import Reader

Body = dict[str, Any]
EVERYBODY = ""  # what stands for the person in tokens of public messages
STALE = "That button is not yours or no longer valid, so nothing was changed."


def button(session: Session, body: Body) -> tuple[Actor, str]:
    """Who clicked, and the id in the button. Raises Refused unless it was made for them and for this action."""
    action = body["actions"][0]
    return unseal(session, body, action["action_id"], action.get("value") or "")


def form(session: Session, body: Body) -> tuple[Actor, str]:
    """Who submitted a form, and the id it was opened for. Raises Refused."""
    view = body["view"]
    return unseal(session, body, view["callback_id"], view["private_metadata"])


def unseal(session: Session, body: Body, purpose: str, token: str) -> tuple[Actor, str]:
    """The id in a token. Raises Refused."""
    actor = Actor(workspace_of(body), body["user"]["id"])
    key = people.workspace(session, actor.workspace).seal_key
    id = seals.unseal(key, actor.workspace, actor.user, purpose, token)
    if id is None:
        raise Refused(STALE)
    return actor, id


def public(session: Session, body: Body) -> Review:
    """The review behind a button that everybody in a channel may press. Raises Refused when it is gone."""
    workspace, action = workspace_of(body), body["actions"][0]
    key = people.workspace(session, workspace).seal_key
    id = seals.unseal(key, workspace, EVERYBODY, action["action_id"], action.get("value") or "")
    review = session.get(Review, id) if id else None
    if review is None or review.workspace != workspace:
        raise Refused("That snippet is not there any more.")
    return review


def reader(session: Session, actor: Actor) -> Reader:
    """For whom a view is made that goes straight to somebody: names as we know them, buttons that are theirs."""

    return Reader(
        lambda id: people.called(session, actor.workspace, id, actor.user),
        lambda purpose, id: seal(session, actor, purpose, id),
    )


def seal(session: Session, actor: Actor, purpose: str, id: str) -> str:
    """A token for a form that opens for `actor`."""
    return seals.seal(people.workspace(session, actor.workspace).seal_key, actor.workspace, actor.user, purpose, id)
