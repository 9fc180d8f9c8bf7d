"""Mentions: somebody is taken out of what was said and kept for others. Only erasing a person does that."""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import Session

from coaching import outbox, wording
from coaching.recognition import digests, posts
from coaching.records.outbox import Letter
from coaching.records.people import Person
from coaching.records.recognition import ShoutOut
from coaching.records.setup import Change, Group, Setup
from coaching.setup import CHANGED
from coaching.workplace import Workplace

DIGESTS = ("digest", "own_digest", "lead_digest")


def unquote(session: Session, workspace: str, person: str, ids: Collection[str], now: datetime) -> None:
    """Take what they said, and what was said of them, out of other people's digests."""
    mentions = or_(*[cast(Letter.facts, String).contains(one) for one in (person, *ids)])
    query = select(Letter).where(Letter.workspace == workspace, Letter.kind.in_(DIGESTS), mentions)
    for letter in session.scalars(query.where(or_(Letter.person.is_(None), Letter.person != person))):
        facts = digests.without(letter.facts, person, ids)
        if letter.amends is not None or letter.state == "withdrawn":
            letter.facts = {} if letter.state not in outbox.OPEN else facts
        elif "said" in facts and not facts["said"] and letter.kind == "digest":
            outbox.take_down(session, letter, now)
            letter.facts = facts
        else:
            outbox.amend(session, letter, facts, f"{letter.key}:{secrets.token_hex(4)}", now)


def in_shout_outs(session: Session, workplace: Workplace, workspace: str, person: str, now: datetime) -> None:
    """Their name in thanks to others becomes "a colleague"."""
    known = session.get(Person, (workspace, person))
    names = [person, *([known.name] if known and known.name else [])]
    said = [column.contains(name, autoescape=True) for column in (ShoutOut.what, ShoutOut.effect) for name in names]
    for row in session.scalars(select(ShoutOut).where(ShoutOut.workspace == workspace, or_(*said))):
        what, effect = wording.unnamed(row.what, names), wording.unnamed(row.effect or "", names) or None
        if (what, effect) != (row.what, row.effect):
            row.what, row.effect = what, effect
            posts.change(session, workplace, row, now)


def unname(session: Session, workspace: str, person: str) -> None:
    """Out of the setup, its log, and what Slack said about user groups."""
    setup = session.get(Setup, workspace)
    if setup is not None:
        setup.said = _struck(setup.said, person)
        setup.draft = _struck(setup.draft, person) if setup.draft else None
    for group in session.scalars(select(Group).where(Group.workspace == workspace)):
        if person in group.members:
            group.members = _struck(group.members, person)
    session.info[CHANGED] = True
    for change in session.scalars(select(Change).where(Change.workspace == workspace)):
        change.by = "" if change.by == person else change.by
        change.words = wording.unnamed(change.words.replace(f"<@{person}>", wording.INSTEAD), [person])


def unmention(session: Session, workspace: str, person: str, now: datetime) -> None:
    """Letters to others that still name them: what they asked for is taken down, lists lose their name."""
    mentions = cast(Letter.facts, String).contains(person)
    for letter in session.scalars(select(Letter).where(Letter.workspace == workspace, mentions)):
        if letter.kind == "checkin_asked":
            outbox.take_down(session, letter, now)
            letter.facts, letter.review = {}, letter.review or "erased"  # looked for, and never said again
            letter.key = f"erased:{letter.id}"  # it named who asked
        else:
            letter.facts = _struck(letter.facts, person, "")


def _struck(value: Any, person: str, instead: str | None = None) -> Any:
    """A JSON value without somebody's id: it leaves lists, or is replaced."""
    if isinstance(value, dict):
        return {key: _struck(inner, person, instead) for key, inner in value.items()}
    if isinstance(value, list):
        kept = [inner for inner in value if inner != person or instead is not None]
        return [_struck(inner, person, instead) for inner in kept]
    return instead if value == person else value
