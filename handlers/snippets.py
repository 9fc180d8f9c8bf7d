"""Snippets: customer passages shared in a snippets channel, by shortcut, by command, or as a direct message."""

import json
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

from coaching import outbox
from coaching.people import Refused
from coaching.snippets import feedback, intake, redaction, review, tagging
from coaching.snippets.review import Read, Snippet
from coaching.workplace import Workplace
from handlers import door
from handlers.incoming import forwarded, is_from_outside, is_in_private, is_own_message, words, workspace_of
from handlers.views import snippets as views
from handlers.views.blocks import answers

Event = dict[str, Any]
DB = sessionmaker[Session]
OLD_FORM = "That form is too old for me to read. Copy your words and open it once more: /takefive snippet"
GONE = "tombstone"  # what Slack leaves of a deleted message that had replies


def register(app: App) -> None:
    """Everything the bot hears about snippets."""
    app.event("message", matchers=[is_snippet])(shared)
    app.event("message", matchers=[is_direct])(told)
    app.event({"type": "message", "subtype": "message_changed"})(changed)
    app.event({"type": "message", "subtype": "message_deleted"})(deleted)
    app.event("message")(silent)
    app.shortcut("review_reply")(picked)
    app.view("snippet_form")(previewed)
    app.view("snippet_keep")(kept)


def is_snippet(event: Event, body: Event, workplace: Workplace) -> bool:
    """A member's own new message in a snippets channel that no outsider reads."""
    ours = not is_from_outside(event, workspace_of(body)) and not body.get("is_ext_shared_channel")
    return ours and workplace.takes_snippets(event["channel"]) and is_own_message(event)


def is_direct(event: Event) -> bool:
    """A person's own new message to the bot."""
    return is_in_private(event) and is_own_message(event)


def silent() -> None:
    """Any other message is none of our business."""


def shared(event: Event, body: Event, db: DB, now: datetime) -> None:
    """A message in a snippets channel: keep it, to be read in a moment for whoever wrote it."""
    masked = review.mask(_in_channel(event, workspace_of(body)))
    with db.begin() as session:
        intake.take_in(session, masked, now)


def told(event: Event, body: Event, db: DB, workplace: Workplace, now: datetime) -> None:
    """A direct message, typed or forwarded: read it, or say kindly why that is not possible."""
    snippet = _direct(event, workspace_of(body))
    seen = review.read(snippet)
    with db.begin() as session:
        if snippet.text.strip().lower() == "help":
            _reply(session, snippet, "help", {}, now)
        else:
            _share_privately(session, workplace, seen, now)


def changed(event: Event, body: Event, db: DB, workplace: Workplace, now: datetime) -> None:
    """A message was edited, or deleted under its replies: follow it."""
    message, before = event["message"], event.get("previous_message") or {}
    if message.get("subtype") == GONE:
        _forget(body, event["channel"], message["ts"], db, now)
        return
    after = {**message, "channel": event["channel"], "channel_type": event.get("channel_type")}
    if message.get("text") == before.get("text") or not (is_snippet(after, body, workplace) or is_direct(after)):
        return
    make = _direct if is_direct(after) else _in_channel
    seen = review.read(make(after, workspace_of(body)))
    with db.begin() as session:
        review.edited(session, workplace, seen, now)


def deleted(event: Event, body: Event, db: DB, now: datetime) -> None:
    """A message was deleted: so is everything kept about it."""
    _forget(body, event["channel"], event["deleted_ts"], db, now)


def picked(ack: Ack, shortcut: Event, db: DB, workplace: Workplace, now: datetime) -> None:
    """ "Review this reply" in a message's menu: everything about it stays with the person who picked it."""
    message, channel, user = shortcut["message"], shortcut["channel"]["id"], shortcut["user"]["id"]
    snippet = Snippet(
        workspace=workspace_of(shortcut), source="shortcut", origin=f"{channel}:{message['ts']}:{user}",
        author=message.get("user") if not message.get("bot_id") else None, sharer=user, text=words(message.get("text")),
        place=channel, thread=message.get("thread_ts") or message["ts"],
    )  # fmt: skip
    seen = review.read(snippet)
    with db.begin() as session:
        _share_privately(session, workplace, seen, now)
    ack()


def open_form(client: WebClient, command: Event, typed: str) -> None:
    """`/takefive snippet`: the form, with what was typed behind the command already in it."""
    client.views_open(
        trigger_id=command["trigger_id"], view=door.view(views.form(place=command["channel_id"], reply=typed))
    )


def previewed(ack: Ack, view: Event) -> None:
    """The form was filled in: show what will be kept. Nothing is stored yet."""
    given = answers(view)
    reply, context = given.get("reply") or "", given.get("context")
    masked_reply, masked_context = redaction.redact(reply), redaction.redact(context or "")
    reason = tagging.read(masked_reply.text, masked_context.text or None).reason
    if reason or len(masked_reply.text) > door.TEXT or len(masked_context.text) > door.TEXT:
        ack(response_action="errors", errors={"reply": feedback.explain(reason) if reason else views.TOO_LONG})
        return
    place = view["private_metadata"][:128]  # a channel's id: it comes back with the rest
    metadata = {"place": place, "contact": given.get("contact"), "customer": given.get("customer")}
    kinds = sorted({span.kind.replace("_", " ") for span in (*masked_reply.spans, *masked_context.spans)})
    shown = views.preview(
        reply=masked_reply.text, context=masked_context.text or None, kinds=kinds, metadata=json.dumps(metadata)
    )
    ack(response_action="update", view=door.view(shown))


def kept(ack: Ack, body: Event, view: Event, db: DB, workplace: Workplace, now: datetime) -> None:
    """What will be kept was agreed to: read it."""
    given, metadata, user = answers(view), _carried(view), body["user"]["id"]
    snippet = Snippet(
        workspace=workspace_of(body), source="command", origin=f"form:{view['id']}", author=user, sharer=user,
        text=given.get("kept_reply") or "", context=given.get("kept_context"), **metadata,
    )  # fmt: skip
    seen = review.read(snippet)
    with db.begin() as session:
        reason = review.share(session, workplace, seen, now)
    if reason and reason != "known":
        ack(response_action="errors", errors={"kept_reply": feedback.explain(reason)})
        return
    ack(response_action="clear")


def _carried(view: Event) -> dict[str, str | None]:
    """What the first form knew, as the second one carries it along."""
    try:
        carried = json.loads(view["private_metadata"])
        return {name: carried[name] and door.clean(carried[name]) for name in ("place", "contact", "customer")}
    except (ValueError, TypeError, KeyError, AttributeError):  # not ours: it holds something other than text
        raise Refused(OLD_FORM) from None


def _share_privately(session: Session, workplace: Workplace, seen: Read, now: datetime) -> None:
    snippet, reason = seen.snippet, review.share(session, workplace, seen, now)
    if reason == "stranger":
        _reply(session, snippet, "members_only", {}, now)
    elif reason == "known" and snippet.source == "shortcut":
        _reply(session, snippet, "known", {}, now)
    elif reason and reason != "known":
        handed_back = door.cut(snippet.text, 2_000) if snippet.source != "direct" else ""
        _reply(session, snippet, "unreadable", {"why": feedback.explain(reason), "text": handed_back}, now)


def _reply(session: Session, snippet: Snippet, kind: str, facts: Event, now: datetime) -> None:
    outbox.post(
        session, workspace=snippet.workspace, key=f"{kind}:{snippet.origin}", kind=kind, facts=facts, now=now,
        person=snippet.sharer,
    )  # fmt: skip


def _forget(body: Event, channel: str, ts: str, db: DB, now: datetime) -> None:
    with db.begin() as session:
        review.deleted(session, workspace_of(body), channel, ts, now)


def _in_channel(event: Event, workspace: str) -> Snippet:
    channel, user, ts = event["channel"], event["user"], event["ts"]
    return Snippet(
        workspace=workspace, source="channel", origin=f"{channel}:{ts}", author=user, sharer=user,
        text=words(event.get("text")), place=channel, thread=ts,
    )  # fmt: skip


def _direct(event: Event, workspace: str) -> Snippet:
    origin = f"{event['channel']}:{event['ts']}"
    passed_on = forwarded(event)
    if passed_on:
        return Snippet(
            workspace=workspace, source="direct", origin=origin, author=passed_on.get("author_id"),
            sharer=event["user"], text=words(passed_on.get("text")), place=passed_on.get("channel_id"),
            thread=passed_on.get("ts"),
        )  # fmt: skip
    return Snippet(
        workspace=workspace, source="direct", origin=origin, author=event["user"], sharer=event["user"],
        text=words(event.get("text")),
    )  # fmt: skip
