"""Comfort: "Talk to someone" and "That was rough". A name is sent after a tap, to whom the team has named."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

from coaching import outbox
from coaching.care import box, rounds
from coaching.care.ballots import Slots
from coaching.care.circles import Circle
from coaching.people import Actor, Refused
from coaching.records.care import Round
from coaching.records.people import Person
from coaching.workplace import Workplace
from handlers import door, sealed
from handlers.views import comfort as views

Body = dict[str, Any]
DB = sessionmaker[Session]
NO_CONTACT = "Nobody is named for that here yet. /takefive checkin help shows who listens."


def register(app: App) -> None:
    """Everything the bot hears from somebody who would like company."""
    app.action("checkin_talk")(talk)
    app.action("checkin_rough")(rough)
    app.action("checkin_buddy")(asked)
    app.action("checkin_cover")(asked)
    app.view("checkin_talk_sent")(talk_sent)


def talk(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace) -> None:
    """Talk to someone: says first that it is named."""
    with db() as session:
        actor, id = sealed.button(session, body)
        circle = _circle(session, workplace, actor, id)
        if not circle.talk_to:
            raise Refused(NO_CONTACT)
        names = [_name(session, actor, contact) for contact in circle.talk_to]
        metadata = sealed.seal(session, actor, "checkin_talk_sent", id)
    client.views_open(trigger_id=body["trigger_id"], view=door.view(views.talk(names=names, metadata=metadata)))
    ack()


def talk_sent(ack: Ack, body: Body, db: DB, workplace: Workplace, now: datetime) -> None:
    """The name was sent: a letter to each contact. Whoever asked sees that it was. Raises Refused where nobody is."""
    with db.begin() as session:
        actor, id = sealed.form(session, body)
        contacts = _circle(session, workplace, actor, id).talk_to
        if not contacts:
            raise Refused(NO_CONTACT)
        for contact in contacts:
            _pass_on(session, actor, id, contact, "talk", now)
        names = [_name(session, actor, contact) for contact in contacts]
    ack(response_action="update", view=door.view(views.sent(names)))


def rough(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace, slots: Slots, now: datetime) -> None:
    """That was rough: counted in the sealed box, and what helps now."""
    with db.begin() as session:
        actor, id = sealed.button(session, body)
        view = rough_form(session, workplace, slots, actor, box.find(session, actor, id, now), now)
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def asked(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace, now: datetime) -> None:
    """A buddy or cover was asked for, by name; whoever asked sees that they were."""
    about = body["actions"][0]["action_id"].removeprefix("checkin_")
    with db.begin() as session:
        actor, id = sealed.button(session, body)
        contact = _circle(session, workplace, actor, id).rough.get(about)
        if not contact:
            raise Refused(NO_CONTACT)
        _pass_on(session, actor, id, contact, about, now)
        names = [_name(session, actor, contact)]
    client.views_update(view_id=body["view"]["id"], view=door.view(views.sent(names)))
    ack()


def rough_form(session: Session, workplace: Workplace, slots: Slots, actor: Actor, round: Round, now: datetime) -> Body:
    """What helps after a rough contact, by the team's settings; that it was asked for is counted in the sealed box."""
    circle = _circle(session, workplace, actor, round.id)
    counted = bool(circle.rough) and slots.slot(round.id) is not None
    box.press_rough(session, slots, actor, round, now)
    who = {about: circle.rough.get(about) for about in ("buddy", "cover")}
    names = {about: _name(session, actor, contact) if contact else None for about, contact in who.items()}
    tokens = {about: sealed.seal(session, actor, f"checkin_{about}", round.id) for about in who}
    made: Body = door.view(
        views.rough(
            rest=circle.rough.get("break"), buddy=names["buddy"], cover=names["cover"], counted=counted, tokens=tokens
        )
    )
    return made


def _circle(session: Session, workplace: Workplace, actor: Actor, id: str) -> Circle:
    circle = rounds.circle_of(session, workplace.care, actor.workspace, id)
    if circle is None:
        raise Refused(NO_CONTACT)
    return circle


def _pass_on(session: Session, actor: Actor, round: str, contact: str, about: str, now: datetime) -> None:
    """A letter to a contact with the name of who asks; asking twice within the hour tells them once."""
    outbox.post(
        session, workspace=actor.workspace, key=f"care:{about}:{round}:{actor.user}:{contact}:{now:%Y-%m-%dT%H}",
        kind="checkin_asked", facts={"who": actor.user, "about": about}, now=now, person=contact,
    )  # fmt: skip


def _name(session: Session, actor: Actor, user: str) -> str:
    row = session.get(Person, (actor.workspace, user))
    return (row.name if row else None) or "the person your team has named"
