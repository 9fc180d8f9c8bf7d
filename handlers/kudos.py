"""Kudos: signing a draft, changing it, keeping it to oneself, and how somebody likes to be praised."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

from coaching import people
from coaching.people import Preference
from coaching.snippets import drafts
from coaching.workplace import Workplace
from handlers import door, sealed
from handlers.answering import tell
from handlers.views import notices
from handlers.views import snippets as views
from handlers.views.blocks import answers

Body = dict[str, Any]
DB = sessionmaker[Session]
CHOICES: dict[str, Preference] = {
    "prefer_public": "public",
    "prefer_team": "team",
    "prefer_private": "private",
    "prefer_none": "none",
}


def register(app: App) -> None:
    """Everything the bot hears about kudos."""
    app.action("kudos_share")(share)
    app.action("kudos_edit")(edit)
    app.action("kudos_keep")(keep)
    app.action("kudos_not_right")(not_right)
    app.action("take_down")(take_down)
    for choice in CHOICES:
        app.action(choice)(prefer)
    app.view("kudos_edited")(edited)


def share(ack: Ack, body: Body, db: DB, workplace: Workplace, now: datetime) -> None:
    """Share: the draft goes out as it stands, signed by whoever clicked."""
    with db.begin() as session:
        actor, id = sealed.button(session, body)
        drafts.sign(session, workplace, actor, id, now)
    ack()


def edit(ack: Ack, body: Body, client: WebClient, db: DB) -> None:
    """Edit: the draft in a form, to be said in one's own words."""
    with db.begin() as session:
        actor, id = sealed.button(session, body)
        text = drafts.find(session, actor, "edit", id).draft or ""
        metadata = sealed.seal(session, actor, "kudos_edited", id)
    client.views_open(trigger_id=body["trigger_id"], view=door.view(views.edit_kudos(text=text, metadata=metadata)))
    ack()


def edited(ack: Ack, body: Body, view: Body, db: DB, workplace: Workplace, now: datetime) -> None:
    """The draft was changed: it goes out in the signer's words."""
    with db.begin() as session:
        actor, id = sealed.form(session, body)
        drafts.sign(session, workplace, actor, id, now, words=answers(view).get("words"))
    ack()


def keep(ack: Ack, body: Body, db: DB, now: datetime) -> None:
    """Keep to myself."""
    with db.begin() as session:
        drafts.keep(session, *sealed.button(session, body), now)
    ack()


def not_right(ack: Ack, body: Body, db: DB, now: datetime) -> None:
    """Not right: noted beside the reading, and nothing stays posted."""
    with db.begin() as session:
        drafts.not_right(session, *sealed.button(session, body), now)
    ack()


def take_down(ack: Ack, body: Body, client: WebClient, db: DB, now: datetime) -> None:
    """Take this one down: the kudos leave the channel."""
    with db.begin() as session:
        drafts.take_down(session, *sealed.button(session, body), now)
    ack()
    tell(client, body, notices.line("I'm taking these kudos out of the thread."))


def prefer(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace, now: datetime) -> None:
    """How somebody likes kudos from now on."""
    choice = CHOICES[body["actions"][0]["action_id"]]
    with db.begin() as session:
        actor, _ = sealed.button(session, body)
        row = people.person(session, actor.workspace, actor.user)
        row.name = row.name or body["user"].get("name")
        people.prefer(session, workplace, row, choice, now)
    ack()
    tell(client, body, notices.preferred(choice, has_room=bool(workplace.team_rooms(actor.user))))
