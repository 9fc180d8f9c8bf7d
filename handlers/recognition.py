"""Recognition: shout-outs, and seconding them by the tactic's own sign."""

import re
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session, sessionmaker

from coaching import people
from coaching.people import Actor
from coaching.recognition import lines, reasons, seconding, shoutouts
from coaching.recognition.shoutouts import Wanted
from coaching.snippets import drafts
from coaching.workplace import Workplace
from handlers import door, sealed
from handlers.acquaintance import Unmet, acquaint
from handlers.answering import tell
from handlers.door import Message
from handlers.incoming import words, workspace_of
from handlers.views import notices
from handlers.views import recognition as views

Body = dict[str, Any]
DB = sessionmaker[Session]
PERSON = re.compile(r"<@([UW]\w+)(?:\|[^>]*)?>")
GROUP = re.compile(r"<!subteam\^(S\w+)(?:\|([^>]*))?>")
NAME = re.compile(r"(?<!\S)@[\w.-]+")
SLOW = "Slack did not tell me in time who they are. Please press the button once more."
TAKEN_BACK = "Taken back. What was posted comes down, and nothing of it is kept."
LEFT = "Done: you are no longer named in it."


def register(app: App) -> None:
    """Everything the bot hears about recognition."""
    app.shortcut("give_shoutout")(open_empty)
    app.view("shoutout_form")(given)
    app.view("shoutout_edited")(edited)
    app.action("shoutout_from")(open_from_snippet)
    app.action("shoutout_edit")(open_edit)
    app.action("shoutout_undo")(undo)
    app.action("shoutout_leave")(leave)
    app.event("reaction_added")(seconded)
    app.event("reaction_removed")(unseconded)


def open_form(client: WebClient, command: Body, typed: str) -> None:
    """`/takefive shoutout @ana @support-agents what they did`: the form, with what was typed already in it."""
    chosen, remarks = _named(client, command["user_id"], typed)
    what = words(NAME.sub("", GROUP.sub("", PERSON.sub("", typed)))).strip()
    where = command["channel_id"] if command["channel_id"][0] in "CG" else None
    filled = views.form(people=chosen, what=what, where=where, remarks=remarks)
    client.views_open(trigger_id=command["trigger_id"], view=door.view(filled))


def open_empty(ack: Ack, shortcut: Body, client: WebClient) -> None:
    """ "Give a shout-out" in the search bar or the composer."""
    client.views_open(trigger_id=shortcut["trigger_id"], view=door.view(views.form()))
    ack()


def open_from_snippet(ack: Ack, body: Body, client: WebClient, db: DB) -> None:
    """A private reading becomes a shout-out, with the words that showed."""
    with db.begin() as session:
        actor, id = sealed.button(session, body)
        review = drafts.find(session, actor, "share", id)
        line, quote = review.quotes[0] if review.quotes else (None, None)
        filled = views.form(
            people=[review.author] if review.author and review.author != actor.user else [], line=line, quoted=quote,
            where=review.place, review=sealed.seal(session, actor, "shoutout_form", id),
        )  # fmt: skip
    client.views_open(trigger_id=body["trigger_id"], view=door.view(filled))
    ack()


def given(ack: Ack, body: Body, view: Body, client: WebClient, db: DB, workplace: Workplace, now: datetime) -> None:
    """The form was sent: given, or everything that stands against it at once; a vague reason is asked about once."""
    workspace, user = workspace_of(body), body["user"]["id"]
    filled = views.filled_in(view)
    try:
        acquaint(client, db, workspace, {user, *filled["people"]}, now)
    except Unmet:
        ack(response_action="errors", errors={"who": SLOW})
        return
    review, asked = views.carried(view)
    with db.begin() as session:
        wanted, quoted = _wanted(session, body, view, filled, review)
        problems = shoutouts.problems(session, wanted)
        vague = not asked and reasons.is_vague(wanted.what, _names(session, wanted))
        if not problems and not vague:
            shoutouts.give(session, workplace, wanted, now)
    if problems:
        ack(response_action="errors", errors=problems)
    elif vague:
        again = views.form(**filled, quoted=quoted, review=review, asked=True)
        ack(response_action="update", view=door.view(again))
    else:
        ack(response_action="clear")


def open_edit(ack: Ack, body: Body, client: WebClient, db: DB, now: datetime) -> None:
    """Edit: the words in a form, for fifteen minutes."""
    with db.begin() as session:
        actor, id = sealed.button(session, body)
        row = shoutouts.find_to_edit(session, actor, id, now)
        metadata = sealed.seal(session, actor, "shoutout_edited", id)
        filled = views.edit_form(line=row.line, what=row.what, effect=row.effect, metadata=metadata)
    client.views_open(trigger_id=body["trigger_id"], view=door.view(filled))
    ack()


def edited(ack: Ack, body: Body, view: Body, db: DB, workplace: Workplace, now: datetime) -> None:
    """The words were changed: wherever the shout-out was said, it says so."""
    filled = views.filled_in(view)
    with db.begin() as session:
        actor, id = sealed.form(session, body)
        shoutouts.edit(
            session, workplace, actor, id, line=filled["line"] or "", what=filled["what"],
            effect=filled["effect"] or None, now=now,
        )  # fmt: skip
    ack()


def undo(ack: Ack, body: Body, client: WebClient, db: DB, now: datetime) -> None:
    """Undo: everything that was said comes down."""
    with db.begin() as session:
        shoutouts.undo(session, *sealed.button(session, body), now)
    ack()
    tell(client, body, notices.line(TAKEN_BACK))


def undo_latest(session: Session, actor: Actor, now: datetime) -> Message:
    """`/takefive undo`: the latest one. Raises Refused when there is none."""
    shoutouts.undo(session, actor, None, now)
    return notices.line(TAKEN_BACK)


def leave(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace, now: datetime) -> None:
    """Somebody who was thanked would rather not be named in it."""
    with db.begin() as session:
        actor, id = sealed.button(session, body)
        shoutouts.leave(session, workplace, actor, id, now)
    ack()
    tell(client, body, notices.line(LEFT))


def seconded(event: Body, body: Body, client: WebClient, db: DB, now: datetime) -> None:
    """A sign under praise: a member saw it too. Any other reaction is none of our business."""
    workspace, sign = workspace_of(body), _sign(event)
    if sign is None or not _praised(db, workspace, event):
        return
    acquaint(client, db, workspace, {event["user"]}, now)
    with db.begin() as session:
        letter = seconding.praised(session, workspace, event["item"]["channel"], event["item"]["ts"])
        if letter and people.person(session, workspace, event["user"]).standing == "member":
            seconding.add(session, letter, event["user"], sign, now)


def unseconded(event: Body, body: Body, db: DB) -> None:
    """The sign was taken away again."""
    workspace, sign = workspace_of(body), _sign(event)
    if sign is None or not _praised(db, workspace, event):
        return
    with db.begin() as session:
        letter = seconding.praised(session, workspace, event["item"]["channel"], event["item"]["ts"])
        if letter:
            seconding.remove(session, letter, event["user"], sign)


def _named(client: WebClient, giver: str, typed: str) -> tuple[list[str], list[str]]:
    """Who was named behind the command, groups resolved; and remarks on what could not be."""
    chosen, remarks = PERSON.findall(typed), []
    for group, handle in GROUP.findall(typed):
        shown = handle or "the group"
        try:
            members = [id for id in client.usergroups_users_list(usergroup=group)["users"] if id != giver]
        except SlackApiError:
            remarks.append(f"I couldn't look up who is in {shown}: choose them here.")
            continue
        if len({*chosen, *members}) > shoutouts.MOST:
            remarks.append(f"{shown} has too many people for one shout-out: choose at most {shoutouts.MOST}.")
        else:
            chosen += members
    unknown = NAME.findall(GROUP.sub("", PERSON.sub("", typed)))
    remarks += [f"I couldn't find {', '.join(unknown)}: choose them here."] if unknown else []
    return list(dict.fromkeys(chosen))[: shoutouts.MOST], remarks


def _wanted(session: Session, body: Body, view: Body, filled: Body, token: str) -> tuple[Wanted, str | None]:
    """What was filled in, with the words of the snippet that it was opened from."""
    about: Body = {"place": filled["where"]}
    if token:
        actor, id = sealed.unseal(session, body, "shoutout_form", token)
        review = drafts.find(session, actor, "share", id)
        about |= {"quote": review.quotes[0][1] if review.quotes else None, "quoted": review.author}
        about |= {"thread": review.thread} if review.place == filled["where"] else {}
    wanted = Wanted(
        workspace=workspace_of(body), origin=f"form:{view['id']}", giver=body["user"]["id"],
        people=tuple(filled["people"]), line=filled["line"] or "", what=filled["what"],
        effect=filled["effect"] or None, reach=filled["reach"], **about,
    )  # fmt: skip
    return wanted, wanted.quote


def _names(session: Session, wanted: Wanted) -> tuple[str, ...]:
    return tuple(people.person(session, wanted.workspace, id).name or "" for id in wanted.people)


def _sign(event: Body) -> str | None:
    """The sign without its skin tone, where it is one of ours on a message."""
    name = event["reaction"].partition("::")[0]
    known = {lines.sign(line) for line in lines.words()}
    return name if name in known and {"channel", "ts"} <= event["item"].keys() else None


def _praised(db: DB, workspace: str, event: Body) -> bool:
    with db() as session:
        item = event["item"]
        return seconding.praised(session, workspace, item["channel"], item["ts"]) is not None
