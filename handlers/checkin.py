"""The check-in: its form, and the sealed answer, which goes straight into the ballot box.

Opening a form and sending it write nothing about the person who does so: no row that says that they were here.
"""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

from coaching.care import box, help, letters, questions, quiet
from coaching.care.ballots import Slots
from coaching.people import Actor
from coaching.records.care import Round
from coaching.snippets.redaction import redact
from coaching.workplace import Workplace
from handlers import comfort, door, sealed
from handlers.answering import tell
from handlers.incoming import workspace_of
from handlers.views import checkin as views
from handlers.views import notices
from handlers.views.blocks import answers
from handlers.views.comfort import help_card

Body = dict[str, Any]
DB = sessionmaker[Session]
NONE_OPEN = "No check-in is open for you at the moment. When your team has one, I write to you."
WAYS = (
    "/takefive checkin opens it. pause: no more letters about it. resume: letters again. rough: after a hard contact. "
    "help: who listens."
)
QUIET = "No more reminders this week. You can still answer with /takefive checkin."
PAUSED = "No more letters about check-ins. /takefive checkin resume brings them back."
RESUMED = "You hear of check-ins again, from the next one on."


def register(app: App) -> None:
    """Everything the bot hears about answering a check-in."""
    app.command("/takefive", matchers=[is_checkin])(command)
    app.action("checkin_open")(opened)
    app.action("checkin_quiet")(hushed)
    app.view("checkin_answer")(answered)


def is_checkin(command: Body) -> bool:
    """Whether the first word is `checkin`. It is heard before other commands, which note who typed them."""
    return (command.get("text") or "").strip().lower().partition(" ")[0] == "checkin"


def command(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace, slots: Slots, now: datetime) -> None:
    """`/takefive checkin [help | pause | resume | rough]`; with no word, the form."""
    actor = Actor(workspace_of(body), body["user_id"])
    word = body["text"].strip().lower().partition(" ")[2].strip()
    message: door.Message | None = notices.line(WAYS)
    if word == "help":
        message = help_card(workplace.care.help_lines())
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
            return help_card(workplace.care.help_lines()) if word else notices.line(NONE_OPEN)
        view = (
            comfort.rough_form(session, workplace, slots, actor, round, now) if word else _form(session, actor, round)
        )
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
