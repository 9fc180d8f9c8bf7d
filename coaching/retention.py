"""Retention: how long each table keeps what it holds, why, and what erasing a person does to it.

A table without a rule fails the tests. The table in docs/privacy.md is made of these rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Table, and_, delete, exists, or_, select, tuple_, update
from sqlalchemy.orm import Session

from coaching import outbox
from coaching.records import Record
from coaching.records.care import Comment, Deed, Quiet, Result, Roster, Round
from coaching.records.erasure import Gone
from coaching.records.outbox import Lane, Letter
from coaching.records.people import Person
from coaching.records.recognition import ShoutOut
from coaching.records.setup import Change, Group
from coaching.records.snippets import Review
from coaching.workplace import Periods

BATCH = 200  # rows of a table in one go: more would keep others waiting for their turn to write
REDELIVERED = timedelta(days=7)  # Slack tries for minutes, with delayed events for a day
STRANGERS = timedelta(days=90)
STALE_GROUP = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Rule:
    """For how long a table keeps a row, why, and what erasing a person does. `{name}` is a period of the settings."""

    keeps: str
    why: str
    erased: Literal["deleted", "unnamed", "kept"]
    then: str = ""


WITH_SNIPPET = "as long as its snippet"
WITH_ROUND = "as long as its round"
WITH_WORKSPACE = "while the app is installed, and {uninstalled} days"
RULES = {
    "arrival": Rule("until it is read: a moment", "a message of a snippets channel, masked, also one that is then left "
                    "alone", "deleted"),
    "review": Rule("{snippets} days", "praise files and one's own trend", "deleted",
                   "whoever shared it and whoever wrote it: both may have it erased"),
    "verdict": Rule(WITH_SNIPPET, "what people say of a tag", "deleted"),
    "rereading": Rule(WITH_SNIPPET, "the same with a newer playbook", "deleted"),
    "shout_out": Rule("{shoutouts} days", "praise files", "deleted",
                      "given: deleted; received: they leave it, and it goes when nobody is left; their name in "
                      "others' words becomes “a colleague”"),
    "thanks": Rule("as long as its shout-out", "whom it thanks", "deleted"),
    "second": Rule("as long as what it stands under", "who saw it too", "deleted"),
    "letter": Rule("{letters} days after it was due, and as long as what it is about", "to change it or take it down",
                   "deleted", "to them: deleted and taken out of Slack; about them: changed or taken down"),
    "lane": Rule("1 day", "one message a second in a conversation", "kept", "it names a conversation, nobody's words"),
    "person": Rule("while they are here, and {leavers} days; strangers 90 days", "how they like kudos and tips",
                   "deleted", "who is still here keeps one line: their id, and that they want none of it"),
    "workspace": Rule(WITH_WORKSPACE, "the key that seals buttons", "kept", "it names nobody"),
    "setup": Rule(WITH_WORKSPACE, "who works where", "unnamed", "they leave the lists"),
    "user_group": Rule("30 days after Slack last named it", "who is behind a handle", "unnamed", "they leave the list"),
    "change": Rule("{checkins} days", "who changed the setup", "unnamed"),
    "schedule": Rule(WITH_WORKSPACE, "when the next check-in is due", "kept", "it names nobody"),
    "round": Rule("{checkins} days after it closed", "trends", "kept", "it names nobody"),
    "roster": Rule(WITH_ROUND, "who was asked; never who answered", "deleted"),
    "ballot": Rule("until the round closes", "a sealed answer", "deleted", "unread, while the round is open"),
    "result": Rule(WITH_ROUND, "what was published", "kept", "it is from five or more, and names nobody"),
    "comment": Rule(WITH_ROUND, "words for the team", "kept", "nobody can tell whose they are"),
    "deed": Rule("{checkins} days", "what we did about it", "unnamed", "it is the team's record"),
    "quiet": Rule("until it is over", "who wants no letters about check-ins", "deleted"),
    "key_probe": Rule("always, one row", "whether all processes see the same keys", "kept", "it names nobody"),
    "pulse": Rule("always, a few rows", "whether every part of the bot is alive", "kept", "it names nobody"),
    "erasure": Rule("until it is done", "who is to be forgotten", "deleted"),
    "gone": Rule("7 days", "a deleted message that Slack sends late is not read", "kept", "the message's number only"),
    "alembic_version": Rule("always, one row", "the version of the tables", "kept", "it names nobody"),
}  # fmt: skip
ENGINE = Rule("1 day after it is done", "ids of letters on their way", "kept", "it holds ids of letters, never words")
ENGINES_TABLES = frozenset({
    "application_versions", "dbos_migrations", "event_dispatch_kv", "notifications", "operation_outputs", "queues",
    "streams", "workflow_events", "workflow_events_history", "workflow_input", "workflow_output", "workflow_schedules",
    "workflow_status",
})  # fmt: skip


def rule_of(table: str) -> Rule:
    """The rule for a table of ours, or of the engine's. Raises KeyError for one that has none."""
    return ENGINE if table in ENGINES_TABLES else RULES[table]


def with_words() -> list[str]:
    """Our tables that can hold something of a person: those an erasure touches."""
    return [table for table, rule in RULES.items() if rule.erased != "kept"]


def sweep(session: Session, periods: Periods, now: datetime) -> int:
    """Delete what is older than its period, at most BATCH rows of each table. Returns how many rows went.

    What was said in Slack stays there by Slack's own rules; it is only not kept here any longer.
    """
    gone = _snippets(session, Review, now - timedelta(days=periods.snippets))
    gone += _snippets(session, ShoutOut, now - timedelta(days=periods.shoutouts))
    gone += _rounds(session, now - timedelta(days=periods.checkins))
    return gone + sum(delete_some(session, table, old) for table, old in _old(periods, now))


def delete_some(session: Session, table: type[Record] | Table, which: ColumnElement[bool], most: int = BATCH) -> int:
    """Delete at most `most` of these rows; returns how many."""
    bare: Any = table if isinstance(table, Table) else table.__table__
    some = select(*bare.primary_key).where(which).limit(most)
    return _count(session, delete(bare).where(tuple_(*bare.primary_key).in_(some)))


def as_markdown(periods: Periods | None = None) -> str:
    """The rules as a table, with the periods as they are by default (or as given)."""
    days = {name: getattr(periods or Periods(), name) for name in Periods.__dataclass_fields__}
    rows = [*RULES.items(), ("the engine's own", ENGINE)]
    lines = [
        f"| {name} | {rule.keeps.format(**days)} | {rule.why} | {'; '.join(filter(None, [rule.erased, rule.then]))} |"
        for name, rule in rows
    ]
    head = ["| table | how long | what for | when a person is erased |", "|---|---|---|---|"]
    return "\n".join([*head, *lines])


def _old(periods: Periods, now: datetime) -> Iterator[tuple[type[Record], ColumnElement[bool]]]:
    """What is over, table by table, where deleting a row is all there is to do."""
    subject = or_(exists().where(Review.id == Letter.review), exists().where(ShoutOut.id == Letter.review))
    needed = and_(Letter.review.is_not(None), Letter.amends.is_(None), subject)
    before = now - timedelta(days=periods.letters)
    yield Letter, and_(Letter.state.not_in(outbox.OPEN), Letter.due_at < before, ~needed)
    strangers = Person.standing.in_(("guest", "outsider", "bot"))
    yield Person, and_(strangers, Person.checked_at < now - STRANGERS)
    aged = now - timedelta(days=periods.checkins)
    yield Deed, Deed.at < aged
    yield Change, Change.at < aged
    yield Quiet, Quiet.until < now
    yield Group, Group.at < now - STALE_GROUP
    yield Gone, Gone.at < now - REDELIVERED
    yield Lane, Lane.free_at < now - timedelta(days=1)


def _snippets(session: Session, table: type[Review] | type[ShoutOut], before: datetime) -> int:
    """Snippets (or shout-outs) with what hangs on them; their letters keep no word of them."""
    at = table.created_at if table is Review else table.at  # type: ignore[union-attr]
    ids = list(session.scalars(select(table.id).where(at < before).limit(BATCH)))
    over = (Letter.review.in_(ids), Letter.state.not_in(outbox.OPEN))
    session.execute(update(Letter).where(*over).values(facts={}).execution_options(synchronize_session=False))
    return _count(session, delete(table).where(table.id.in_(ids))) if ids else 0


def _rounds(session: Session, before: datetime) -> int:
    over = (Round.state.in_(("closed", "void")), Round.closes_at < before)
    ids = list(session.scalars(select(Round.id).where(*over).limit(10)))
    for table in (Result, Comment, Roster):
        session.execute(delete(table).where(table.round.in_(ids)))
    return _count(session, delete(Round).where(Round.id.in_(ids))) if ids else 0


def _count(session: Session, statement: Any) -> int:
    return session.connection().execute(statement).rowcount
