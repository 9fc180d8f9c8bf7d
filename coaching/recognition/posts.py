"""Where a shout-out is said, and to whom: everybody it thanks is named only where they like to be.

Letters: `shoutout` in a channel (with its sign as a reaction, for others to second), `thanks` to one person alone,
`given` to the giver with what became of it, and once `ask_thanks`: how would you like to be thanked?
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coaching import outbox, people
from coaching.recognition import lines
from coaching.records.outbox import Letter
from coaching.records.recognition import ShoutOut, Thanks
from coaching.workplace import Workplace

SAID = ("shoutout", "thanks", "ask_thanks")


@dataclass
class Plan:
    """Who is named in which channel, who hears it alone; the rest hear nothing and find it in their praise file."""

    rooms: dict[str, list[str]] = field(default_factory=dict)
    alone: list[str] = field(default_factory=list)
    left_out: int = 0  # who would rather not be named where the giver wanted it
    no_room: int = 0  # whose team has no channel


def post(session: Session, workplace: Workplace, row: ShoutOut, named: Iterable[str], now: datetime) -> None:
    """Post everything there is to say about a new shout-out."""
    plan = _plan(session, workplace, row, named)
    for channel, those in plan.rooms.items():
        thread = row.thread if channel == row.place else None
        facts = _facts(session, workplace, row, those, channel)
        said = _letter(session, row, "shoutout", channel, facts, now, channel=channel, thread=thread)
        seed = {"name": lines.sign(row.line)}
        _letter(session, row, "reaction", channel, seed, now, channel=channel, amends=said.id)
        _ask(session, row, those, channel, now)
    for id in plan.alone:
        _letter(session, row, "thanks", id, _facts(session, workplace, row, [id], id), now, person=id)
    receipt = {
        "shoutout": row.id, "rooms": list(plan.rooms), "alone": row.reach == "private", "left_out": plan.left_out,
        "no_room": plan.no_room, "single": len(list(named)) == 1,
        **({"unsigned": True} if people.person(session, row.workspace, row.giver).kudos == "none" else {}),
    }  # fmt: skip
    _letter(session, row, "given", row.giver, receipt, now, person=row.giver)


def change(session: Session, workplace: Workplace, row: ShoutOut, now: datetime) -> None:
    """Say it as it stands now, to those who may still be named; where nobody is left, it is taken down."""
    gone = set(session.scalars(select(Thanks.person).where(Thanks.shout_out == row.id, Thanks.left_at.is_not(None))))
    for letter in outbox.of_review(session, row.id, "shoutout", "thanks"):
        audience = letter.channel or letter.person
        those = [
            id for id in letter.facts.get("people", ())
            if id not in gone and people.may_name(people.person(session, row.workspace, id), workplace, audience)
        ]  # fmt: skip
        if not those:
            outbox.take_down(session, letter, now)
            continue
        facts = _facts(session, workplace, row, those, audience)
        outbox.amend(session, letter, facts, f"{letter.key}:{secrets.token_hex(4)}", now)


def leave(session: Session, workplace: Workplace, row: ShoutOut, person: str, now: datetime) -> None:
    """Somebody is to be forgotten: they leave the shout-out, without a trace that it thanked them."""
    thanks = session.get(Thanks, (row.id, person))
    if thanks is not None:
        thanks.left_at = now
        session.flush()
    change(session, workplace, row, now)
    if thanks is not None:
        session.delete(thanks)
    session.flush()


def take_back(session: Session, row: ShoutOut, now: datetime) -> None:
    """Take everything that was said about a shout-out back, and empty what is kept of it in letters."""
    for letter in outbox.withdraw(session, row.id):
        if letter.kind in SAID:
            outbox.take_down(session, letter, now)
        elif letter.kind == "given":
            outbox.amend(session, letter, {"shoutout": row.id, "undone": True}, f"{letter.key}:undone", now)


def _plan(session: Session, workplace: Workplace, row: ShoutOut, named: Iterable[str]) -> Plan:
    plan = Plan()
    for id in named:
        who = people.person(session, row.workspace, id)
        own = workplace.team_rooms(id)
        wanted = {"public": [row.place or ""], "team": own[:1], "private": []}[row.reach]
        rooms = [room for room in [*wanted, *(own if wanted else [])] if people.may_name(who, workplace, room)]
        if rooms:
            plan.rooms.setdefault(rooms[0], []).append(id)
        elif people.preference(who, workplace) != "none":
            plan.alone.append(id)
        plan.left_out += bool(wanted) and wanted[0] not in rooms
        plan.no_room += row.reach == "team" and not own
    return plan


def _facts(session: Session, workplace: Workplace, row: ShoutOut, those: list[str], audience: str | None) -> Any:
    """The facts of a shout-out for one audience: nobody else is named in its words, no other's words are quoted."""

    def said(words: str | None) -> str | None:
        if not words:
            return None
        return people.discreet(session, row.workspace, workplace, words, audience, spare=row.giver)

    quote = row.quote if row.quoted in (None, *those) else None
    return {
        "shoutout": row.id, "people": those, "signer": row.giver, "line": row.line, "text": said(row.what),
        "effect": said(row.effect), "quote": said(quote),
    }  # fmt: skip


def _ask(session: Session, row: ShoutOut, those: list[str], channel: str, now: datetime) -> None:
    for id in those:
        who = people.person(session, row.workspace, id)
        if who.asked_at is None:
            who.asked_at = now
            facts = {"shoutout": row.id, "channel": channel, "signer": row.giver}
            _letter(session, row, "ask_thanks", id, facts, now, person=id)


def _letter(
    session: Session,
    row: ShoutOut,
    kind: str,
    whom: str,
    facts: dict[str, Any],
    now: datetime,
    *,
    person: str | None = None,
    channel: str | None = None,
    thread: str | None = None,
    amends: str | None = None,
) -> Letter:
    return outbox.post(
        session, workspace=row.workspace, key=f"{kind}:{row.id}:{whom}", kind=kind, facts=facts, now=now,
        review=row.id, person=person, channel=channel, thread=thread, amends=amends,
    )  # fmt: skip
