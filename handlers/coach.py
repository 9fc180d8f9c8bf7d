"""Coaching: why a reading says what it says, what people think of it, how many tips they want, and rehearsing."""

from contextlib import suppress
from datetime import datetime
from typing import Any, get_args

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

from coaching.snippets import answers, asking, drafts, explanation, feedback, tagging, tips, verdicts
from coaching.workplace import Workplace
from handlers import door, sealed
from handlers.acquaintance import Unmet, acquaint
from handlers.answering import tell
from handlers.incoming import workspace_of
from handlers.views import blocks, notices
from handlers.views import coach as views

Body = dict[str, Any]
DB = sessionmaker[Session]


def register(app: App) -> None:
    """Everything the bot hears about coaching."""
    app.action("why")(why)
    app.action("coach_ask")(ask_coach)
    app.action("why_kudos")(why_kudos)
    app.view("verdict")(judged)
    app.action("tip_helped")(helped)
    app.action("tip_not_helped")(helped)
    app.action("tips_fewer")(fewer)
    app.view("tips_wish")(wished)
    app.view("rehearsal")(rehearsed)


def why(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace, now: datetime) -> None:
    """Why? Whoever wrote the words sees all of it, a colleague who read them sees the strengths."""
    with suppress(Unmet):  # a coach whose name Slack does not tell in time is "a colleague"
        acquaint(client, db, workspace_of(body), asking.coaches_of(workplace, body["user"]["id"]), now)
    with db.begin() as session:
        actor, id = sealed.button(session, body)
        review = drafts.find(session, actor, "why", id)
        told = explanation.explain(review.text, review.context, workplace.lenses)
        metadata = sealed.seal(session, actor, "verdict", id)
        own = review.author in (None, actor.user)
        reader = sealed.reader(session, actor)
        coaches = [reader.name(coach) for coach in asking.coaches_of(workplace, actor.user)] if own else []
        ask = (coaches, sealed.seal(session, actor, "coach_ask", id)) if coaches else None
    view = views.why(told, metadata, all_of_it=own, ask=ask)
    client.views_open(trigger_id=body["trigger_id"], view=door.view(view))
    ack()


def ask_coach(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace, now: datetime) -> None:
    """Ask a coach: this one snippet and its tip are shown to the coaches that the button named."""
    with db.begin() as session:
        actor, id = sealed.button(session, body)
        asked = asking.ask(session, workplace, actor, id, now)
        names = [sealed.reader(session, actor).name(coach) for coach in asked]
    client.views_update(view_id=body["view"]["id"], view=door.view(views.coach_asked(names)))
    ack()


def why_kudos(ack: Ack, body: Body, client: WebClient, db: DB) -> None:
    """Why? under public kudos: anybody may ask, and sees nothing but what was praised."""
    with db.begin() as session:
        review = sealed.public(session, body)
        told = explanation.explain(review.text, review.context)
        praised = {tactic for tactic, _ in review.quotes}
    client.views_open(trigger_id=body["trigger_id"], view=door.view(views.why_kudos(told, praised)))
    ack()


def judged(ack: Ack, body: Body, view: Body, db: DB, now: datetime) -> None:
    """What somebody thinks of the tags: kept beside the reading, never over it."""
    given = blocks.answers(view)
    reason = given.pop("reason", None)
    said = {tactic: answer for tactic, answer in given.items() if answer and tactic in tagging.TACTICS}
    with db.begin() as session:
        actor, id = sealed.form(session, body)
        verdicts.give(session, actor, id, said, reason, now)
    ack()


def helped(ack: Ack, body: Body, client: WebClient, db: DB) -> None:
    """Did this tip help?"""
    yes = body["actions"][0]["action_id"] == "tip_helped"
    with db.begin() as session:
        tips.helped(session, *sealed.button(session, body), yes)
    ack()
    tell(client, body, notices.line(notices.HELPED if yes else notices.NOT_HELPED))


def fewer(ack: Ack, body: Body, client: WebClient, db: DB) -> None:
    """Fewer tips: ask which."""
    with db.begin() as session:
        actor, id = sealed.button(session, body)
        metadata = sealed.seal(session, actor, "tips_wish", id)
    client.views_open(trigger_id=body["trigger_id"], view=door.view(views.fewer(metadata)))
    ack()


def wished(ack: Ack, body: Body, view: Body, db: DB, now: datetime) -> None:
    """How many tips somebody wants from now on."""
    choice = blocks.answers(view)["wish"]
    if choice in get_args(tips.Wish):
        with db.begin() as session:
            tips.wish(session, *sealed.form(session, body), choice, now)  # type: ignore[arg-type]
    ack()


def open_rehearsal(client: WebClient, command: Body, typed: str) -> None:
    """`/takefive rehearse`: the form, with what was typed behind the command already in it."""
    client.views_open(trigger_id=command["trigger_id"], view=door.view(views.rehearse(typed)))


def rehearsed(ack: Ack, view: Body) -> None:
    """A draft is read and forgotten: it touches neither database nor log."""
    given = blocks.answers(view)
    reply, context = given["reply"] or "", given["context"]
    reading = tagging.read(reply, context)
    if reading.reason:
        ack(response_action="errors", errors={"reply": feedback.explain(reading.reason)})
        return
    said = feedback.choose(reading, reply, context=context, variety=len(reply))
    shown = [(name, one.evidence[0].quote) for name, one in reading.tactics.items() if one.state == "shown"]
    tip = answers.tip_facts(said.tip) if said.tip else None
    ack(response_action="update", view=door.view(views.rehearsed(shown, tip)))
