"""Shout-outs: one person thanks others for what they did; it can be changed for a while, and always taken back."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from coaching import people, wording
from coaching.people import Actor, Refused
from coaching.recognition import lines, posts
from coaching.records.recognition import ShoutOut, Thanks
from coaching.workplace import Workplace

Reach = Literal["public", "team", "private"]
MOST = 20  # people in one shout-out; more would be a list of names
LONGEST = 1_500  # characters of each text
EDITABLE = timedelta(minutes=15)
UNDOABLE = timedelta(hours=24)  # for `undo` without a button, which means the latest
GONE = "I can't find that shout-out any more. It may have been taken back, or it isn't yours to change."
NOT_THEM = {
    "bot": "{} is an app. Thank the person behind it.",
    "guest": "{} is a guest here, and I write to members only. A word in person will do.",
    "outsider": "{} works somewhere else, so I keep nothing about them. Thank them where you work together.",
    "left": "{} is no longer here.",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person filled in, unmasked. `quote` are words of a snippet that `quoted` wrote (None: nobody here)."""

    workspace: str
    origin: str
    giver: str
    people: tuple[str, ...]
    line: str
    what: str
    effect: str | None
    reach: str
    place: str | None = None
    thread: str | None = None
    quote: str | None = None
    quoted: str | None = None


def problems(session: Session, wanted: Wanted) -> dict[str, str]:
    """Everything that stands against a shout-out, by field (`who`, `line`, `reach`, `place`), in words for the giver.

    Those named and the giver have been met before (see `people.meet`).
    """
    found: dict[str, str] = {}
    if reasons := _not_them(session, wanted):
        found["who"] = " ".join(reasons)
    if wanted.line not in lines.words():
        found["line"] = "Choose what you thank them for."
    if wanted.reach not in ("public", "team", "private"):
        found["reach"] = "Choose who sees it."
    if wanted.reach == "public" and (wanted.place or "D")[0] not in "CG":
        found["place"] = "Choose the channel where everybody should see it, or another answer above."
    return found


def give(session: Session, workplace: Workplace, wanted: Wanted, now: datetime) -> ShoutOut:
    """Keep a shout-out (see `problems` first) and post what there is to say about it. The same form counts once."""
    known = select(ShoutOut).where(ShoutOut.workspace == wanted.workspace, ShoutOut.origin == wanted.origin)
    if (given := session.scalar(known)) is not None:
        return given
    facts = asdict(wanted)
    named = facts.pop("people")
    facts |= _masked(session, wanted.workspace, named, wanted.what, wanted.effect)
    row = ShoutOut(id=secrets.token_hex(8), at=now, **facts)
    session.add(row)
    session.flush()
    session.add_all(Thanks(shout_out=row.id, person=id, workspace=row.workspace, at=now) for id in named)
    posts.post(session, workplace, row, named, now)
    return row


def find(session: Session, actor: Actor, id: str) -> ShoutOut:
    """The shout-out that `actor` gave. Raises Refused when it is not theirs or not there."""
    row = session.get(ShoutOut, id)
    if row is None or (row.workspace, row.giver) != (actor.workspace, actor.user):
        raise Refused(GONE)
    return row


def find_to_edit(session: Session, actor: Actor, id: str, now: datetime) -> ShoutOut:
    """The same, while it may still be changed. Raises Refused."""
    row = find(session, actor, id)
    if now - row.at > EDITABLE:
        raise Refused("A shout-out can be changed for fifteen minutes. You can still undo it and give another one.")
    return row


def edit(
    session: Session, workplace: Workplace, actor: Actor, id: str, *, line: str, what: str, effect: str | None,
    now: datetime,
) -> None:  # fmt: skip
    """Say it differently, wherever it was said. Whom it thanks and who sees it stay. Raises Refused."""
    row = find_to_edit(session, actor, id, now)
    row.line = line if line in lines.words() else row.line
    named = session.scalars(select(Thanks.person).where(Thanks.shout_out == id)).all()
    for name, words in _masked(session, row.workspace, named, what, effect).items():
        setattr(row, name, words)
    posts.change(session, workplace, row, now)


def undo(session: Session, actor: Actor, id: str | None, now: datetime) -> None:
    """Take a shout-out back, by its id or the latest of the last 24 hours: everything said and kept goes.

    Raises Refused when there is none.
    """
    row = find(session, actor, id) if id else _latest(session, actor, now)
    posts.take_back(session, row, now)
    session.delete(row)


def leave(session: Session, workplace: Workplace, actor: Actor, id: str, now: datetime) -> None:
    """Somebody who was thanked would rather not be named in it: they leave it, for others it stands. Raises Refused."""
    thanks = session.get(Thanks, (id, actor.user))
    if thanks is None or thanks.workspace != actor.workspace:
        raise Refused(GONE)
    thanks.left_at = thanks.left_at or now
    posts.change(session, workplace, session.get_one(ShoutOut, id), now)


def _masked(
    session: Session, workspace: str, named: Iterable[str], what: str, effect: str | None
) -> dict[str, str | None]:
    names = [people.person(session, workspace, id).name or "" for id in named]
    return {"what": wording.masked(what, names), "effect": wording.masked(effect, names) if effect else None}


def _latest(session: Session, actor: Actor, now: datetime) -> ShoutOut:
    mine = select(ShoutOut).where(ShoutOut.workspace == actor.workspace, ShoutOut.giver == actor.user)
    row = session.scalar(mine.where(ShoutOut.at > now - UNDOABLE).order_by(ShoutOut.at.desc()).limit(1))
    if row is None:
        raise Refused("There is no shout-out of yours from the last 24 hours to undo.")
    return row


def _not_them(session: Session, wanted: Wanted) -> list[str]:
    giver = people.person(session, wanted.workspace, wanted.giver)
    reasons = [] if giver.standing == "member" else ["Shout-outs are for members of this workspace."]
    if not wanted.people:
        reasons.append("Choose at least one colleague.")
    if wanted.giver in wanted.people:
        reasons.append("You are among them yourself: a shout-out is for somebody else.")
    for id in wanted.people:
        row = people.person(session, wanted.workspace, id)
        if id != wanted.giver and row.standing in NOT_THEM:
            reasons.append(NOT_THEM[row.standing].format(row.name or "Somebody you chose"))
    if len(wanted.people) > MOST:
        reasons.append(f"A shout-out thanks at most {MOST} people: {len(wanted.people)} are chosen.")
    return reasons
