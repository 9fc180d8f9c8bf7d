"""Deeds: "What we did about it", written down after a check-in and shown with the next one."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

from coaching.care import deeds, rounds
from coaching.people import Actor, Refused
from coaching.records.care import Roster
from coaching.snippets.redaction import redact
from coaching.workplace import Workplace
from handlers import door, sealed
from handlers.views import results as views
from handlers.views.blocks import answers

Body = dict[str, Any]
DB = sessionmaker[Session]


def register(app: App) -> None:
    """Everything the bot hears about what came of a check-in."""
    app.action("checkin_did")(deed)
    app.view("checkin_done")(deed_done)


def deed(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace) -> None:
    """What we did about it: the form."""
    with db() as session:
        actor, id = sealed.button(session, body)
        _circle(session, workplace, actor, id)
        metadata = sealed.seal(session, actor, "checkin_done", id)
    client.views_open(trigger_id=body["trigger_id"], view=door.view(views.did(metadata=metadata)))
    ack()


def deed_done(ack: Ack, body: Body, view: Body, db: DB, workplace: Workplace, now: datetime) -> None:
    """What was done is written down, for the next check-in."""
    given = answers(view)
    with db.begin() as session:
        actor, id = sealed.form(session, body)
        circle = _circle(session, workplace, actor, id)
        said, did = (redact(given[key] or "").text[: deeds.LONGEST] for key in ("said", "did"))
        deeds.note(session, actor, circle, said, did, now)
    ack(response_action="clear")


def _circle(session: Session, workplace: Workplace, actor: Actor, id: str) -> str:
    """The name of a round's circle, where `actor` may add to what came of it. Raises Refused."""
    asked = session.get(Roster, (id, actor.user)) is not None
    circle = rounds.circle_of(session, workplace.care, actor.workspace, id)
    if circle is None:
        raise Refused(deeds.NOT_YOURS)
    return deeds.circle_of(session, actor, id, frozenset((*circle.leads, *circle.care_leads)), asked)
