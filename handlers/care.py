"""Care: the check-in's form, its sealed answer, and help. An answer goes straight into the ballot box.

Opening a form and sending it write nothing about the person who does so: no row that says that they were here.
"""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

from coaching import outbox
from coaching.care import box, deeds, help, letters, questions, quiet
from coaching.care.ballots import Slots
from coaching.care.circles import Circle
from coaching.people import Actor, Refused
from coaching.records.care import Roster, Round
from coaching.records.people import Person
from coaching.snippets.redaction import redact
from coaching.workplace import Workplace
from handlers import door, sealed
from handlers.answering import tell
from handlers.incoming import workspace_of
from handlers.views import care as views
from handlers.views import notices
from handlers.views.blocks import answers

Body = dict[str, Any]
DB = sessionmaker[Session]
NONE_OPEN = "No check-in is open for you at the moment. When your team has one, I write to you."
NO_CONTACT = "Nobody is named for that here yet. /takefive checkin help shows who listens."
WAYS = (
    "/takefive checkin opens it. pause: no more letters about it. resume: letters again. rough: after a hard contact. "
    "help: who listens."
)
QUIET = "No more reminders this week. You can still answer with /takefive checkin."
PAUSED = "No more letters about check-ins. /takefive checkin resume brings them back."
RESUMED = "You hear of check-ins again, from the next one on."
SENT = "Sent, with your name, and to nobody else."
NOTED = "Noted. The next check-in shows it."


def register(app: App) -> None:
    """Everything the bot hears about check-ins."""
    app.command("/takefive", matchers=[is_checkin])(command)
    app.action("checkin_open")(opened)
    app.action("checkin_quiet")(hushed)
    app.action("checkin_talk")(talk)
    app.action("checkin_rough")(rough)
    app.action("checkin_buddy")(asked)
    app.action("checkin_cover")(asked)
    app.action("checkin_did")(deed)
    app.view("checkin_answer")(answered)
    app.view("checkin_talk_sent")(talk_sent)
    app.view("checkin_done")(deed_done)


def is_checkin(command: Body) -> bool:
    """Whether the first word is `checkin`. It is heard before other commands, which note who typed them."""
    return (command.get("text") or "").strip().lower().partition(" ")[0] == "checkin"


def command(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace, slots: Slots, now: datetime) -> None:
    """`/takefive checkin [help | pause | resume | rough]`; with no word, the form."""
    actor = Actor(workspace_of(body), body["user_id"])
    word = body["text"].strip().lower().partition(" ")[2].strip()
    message: door.Message | None = notices.line(WAYS)
    if word == "help":
        message = views.help_card(workplace.care.help_lines())
    elif word in ("pause", "resume"):
        message = notices.line(_change(db, actor, word))
    elif word in ("", "rough"):
        message = _open(client, body["trigger_id"], actor, word, db, workplace, slots, now)
    if message is None:
        ack()
    else:
        ack({"response_type": "ephemeral", **door.payload(message)})


def opened(ack: Ack, body: Body, client: WebClient, db: DB, now: datetime) -> None:
    """Check in: the form. Nothing is written."""
    with db() as session:
        actor, id = sealed.button(session, body)
        view = _form(session, actor, box.find(session, actor, id, now))
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def answered(ack: Ack, body: Body, view: Body, db: DB, workplace: Workplace, slots: Slots, now: datetime) -> None:
    """The form was sent: sealed at once, in one row. On words of distress, help first; nobody else is told."""
    with db.begin() as session:
        actor, id = sealed.form(session, body)
        round = box.find(session, actor, id, now)
        given, words = _given(round, answers(view))
        box.answer(session, slots, actor, id, given, now)
        until = letters.until(round)
    lines = workplace.care.help_lines() if help.is_needed(words) else []
    ack(response_action="update", view=door.view(views.thanks(until=until, help_lines=lines)))


def hushed(ack: Ack, body: Body, client: WebClient, db: DB, now: datetime) -> None:
    """Not this week: no more reminders."""
    with db.begin() as session:
        actor, id = sealed.button(session, body)
        quiet.this_round(session, actor, box.find(session, actor, id, now))
    ack()
    tell(client, body, notices.line(QUIET))


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
    """The name was sent: a letter to each contact."""
    with db.begin() as session:
        actor, id = sealed.form(session, body)
        for contact in _circle(session, workplace, actor, id).talk_to:
            _pass_on(session, actor, id, contact, "talk", now)
    ack(response_action="clear")


def rough(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace, slots: Slots, now: datetime) -> None:
    """That was rough: counted in the sealed box, and what helps now."""
    with db.begin() as session:
        actor, id = sealed.button(session, body)
        view = _rough(session, workplace, slots, actor, box.find(session, actor, id, now), now)
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def asked(ack: Ack, body: Body, db: DB, workplace: Workplace, now: datetime) -> None:
    """A buddy or cover was asked for, by name."""
    about = body["actions"][0]["action_id"].removeprefix("checkin_")
    with db.begin() as session:
        actor, id = sealed.button(session, body)
        contact = _circle(session, workplace, actor, id).rough.get(about)
        if not contact:
            raise Refused(NO_CONTACT)
        _pass_on(session, actor, id, contact, about, now)
    ack()


def deed(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace) -> None:
    """What we did about it: the form."""
    with db() as session:
        actor, id = sealed.button(session, body)
        _circle_of_deed(session, workplace, actor, id)
        metadata = sealed.seal(session, actor, "checkin_done", id)
    client.views_open(trigger_id=body["trigger_id"], view=door.view(views.did(metadata=metadata)))
    ack()


def deed_done(ack: Ack, body: Body, view: Body, db: DB, workplace: Workplace, now: datetime) -> None:
    """What was done is written down, for the next check-in."""
    given = answers(view)
    with db.begin() as session:
        actor, id = sealed.form(session, body)
        circle = _circle_of_deed(session, workplace, actor, id)
        said, did = (redact(given[key] or "").text[: deeds.LONGEST] for key in ("said", "did"))
        deeds.note(session, actor, circle, said, did, now)
    ack(response_action="clear")


def _change(db: DB, actor: Actor, word: str) -> str:
    with db.begin() as session:
        (quiet.pause if word == "pause" else quiet.resume)(session, actor)
    return PAUSED if word == "pause" else RESUMED


def _open(
    client: WebClient, trigger: str, actor: Actor, word: str, db: DB, workplace: Workplace, slots: Slots, now: datetime
) -> door.Message | None:
    """Open the form, or what helps after a rough contact; a message where no check-in is open for this person."""
    with db.begin() if word else db() as session:
        round = box.current(session, actor.workspace, actor.user, now)
        if round is None:
            return views.help_card(workplace.care.help_lines()) if word else notices.line(NONE_OPEN)
        view = _rough(session, workplace, slots, actor, round, now) if word else _form(session, actor, round)
    client.views_open(trigger_id=trigger, view=view)
    return None


def _form(session: Session, actor: Actor, round: Round) -> Body:
    metadata = sealed.seal(session, actor, "checkin_answer", round.id)
    made: Body = door.view(
        views.form(
            questions=round.questions, until=letters.until(round), k=round.k, k_comment=round.k_comment,
            metadata=metadata,
        )
    )  # fmt: skip
    return made


def _rough(session: Session, workplace: Workplace, slots: Slots, actor: Actor, round: Round, now: datetime) -> Body:
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


def _given(round: Round, typed: dict[str, str | None]) -> tuple[dict[str, Any], str]:
    """The answers as they are sealed (words without personal data), and the words as they were typed."""
    given: dict[str, Any] = {}
    words = []
    for question in round.questions:
        answer = typed.get(question["id"])
        if answer and question["kind"] == "text":
            words.append(answer)
            given[question["id"]] = redact(answer).text[: questions.LONGEST]
        elif answer and answer.isdigit():
            given[question["id"]] = int(answer)
    return given, " ".join(words)


def _circle(session: Session, workplace: Workplace, actor: Actor, id: str) -> Circle:
    """The circle of a round of this workspace, as the settings describe it now. Raises Refused."""
    round = session.get(Round, id)
    circle = workplace.care.circle(round.circle) if round and round.workspace == actor.workspace else None
    if circle is None:
        raise Refused(NO_CONTACT)
    return circle


def _circle_of_deed(session: Session, workplace: Workplace, actor: Actor, id: str) -> str:
    asked = session.get(Roster, (id, actor.user)) is not None
    circle = _circle(session, workplace, actor, id)
    return deeds.circle_of(session, actor, id, frozenset((*circle.leads, *circle.care_leads)), asked)


def _pass_on(session: Session, actor: Actor, round: str, contact: str, about: str, now: datetime) -> None:
    """A letter to a contact with the name of who asks; asking twice within the hour tells them once."""
    outbox.post(
        session, workspace=actor.workspace, key=f"care:{about}:{round}:{actor.user}:{contact}:{now:%Y-%m-%dT%H}",
        kind="checkin_asked", facts={"who": actor.user, "about": about}, now=now, person=contact,
    )  # fmt: skip


def _name(session: Session, actor: Actor, user: str) -> str:
    row = session.get(Person, (actor.workspace, user))
    return (row.name if row else None) or "the person your team has named"
