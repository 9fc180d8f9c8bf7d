"""Export: everything that is kept about one person, for that person. Others are named only where they may be."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from coaching import people
from coaching.care import mine
from coaching.people import Actor
from coaching.records.outbox import Letter
from coaching.records.people import Person
from coaching.records.recognition import Second, ShoutOut, Thanks
from coaching.records.setup import Change
from coaching.records.snippets import Arrival, Review, Verdict
from coaching.snippets import feedback
from coaching.workplace import Workplace

Told = dict[str, Any]
TITLES = {
    "settings": "My settings", "snippets": "Snippets I shared", "passed_on": "My words that a colleague sent in",
    "opinions": "What I said of tags", "given": "Shout-outs I gave", "received": "Shout-outs for me",
    "seconded": "What I seconded", "check_ins": "Check-ins: when I was asked, never what I answered",
    "changes": "What I changed in the setup", "letters": "What the bot wrote to me",
}  # fmt: skip


def of(session: Session, workplace: Workplace, actor: Actor) -> Told:
    """Everything kept about somebody, by kind (see TITLES), ready for JSON."""
    told = {
        "settings": _settings(session, actor),
        "snippets": [*(_snippet(row) for row in snippets_of(session, actor)), *_unread(session, actor)],
        "passed_on": [
            {"at": f"{row.created_at:%Y-%m-%d %H:%M}", "text": row.text, "by": row.sharer}
            for row in _reviews(session, actor, (Review.author == actor.user) & (Review.sharer != actor.user))
        ],
        "opinions": _opinions(session, actor),
        **_shout_outs(session, actor),
        "check_ins": mine.kept(session, actor.workspace, actor.user),
        "changes": [
            {"at": f"{row.at:%Y-%m-%d %H:%M}", "words": row.words}
            for row in session.scalars(
                select(Change).where(Change.workspace == actor.workspace, Change.by == actor.user).order_by(Change.at)
            )
        ],
        "letters": _letters(session, actor),
    }  # fmt: skip
    names = _names(session, workplace, actor)
    hidden = people.hidden(session, actor.workspace, workplace, actor.user)
    discreet: Told = _reworded(told, lambda words: people.unnamed(names.get(words, words), hidden, actor.user))
    return discreet


def as_lines(told: Told) -> Iterator[str]:
    """The same, one JSON object a line: what it is, and the thing itself."""
    for kind, things in told.items():
        for thing in things if isinstance(things, list) else [things]:
            yield json.dumps({"kind": kind, **thing}, ensure_ascii=False)


def as_markdown(told: Told) -> str:
    """The same, to be read."""
    parts = ["# What Take Five keeps about me"]
    for kind, things in told.items():
        parts.append(f"## {TITLES[kind]}")
        items = things if isinstance(things, list) else [things]
        parts += ["\n".join(f"- {name}: {_flat(value)}" for name, value in thing.items()) for thing in items] or ["–"]
    return "\n\n".join(parts) + "\n"


def snippets_of(session: Session, actor: Actor) -> Iterator[Review]:
    """What somebody shared, oldest first."""
    return _reviews(session, actor, Review.sharer == actor.user)


def _settings(session: Session, actor: Actor) -> Told:
    row = session.get(Person, (actor.workspace, actor.user))
    if row is None:
        return {"id": actor.user}
    kept = {column.name: getattr(row, column.name) for column in Person.__table__.columns}
    return {name: str(value) if value is not None else None for name, value in kept.items()}


def _reviews(session: Session, actor: Actor, whose: Any) -> Iterator[Review]:
    mine = select(Review).where(Review.workspace == actor.workspace, whose)
    yield from session.scalars(mine.order_by(Review.created_at))


def _snippet(row: Review) -> Told:
    tip = feedback.wording_of(row.tip or "")
    states = {name: tactic["state"] for name, tactic in row.reading["tactics"].items()}
    told = {
        "at": f"{row.created_at:%Y-%m-%d %H:%M}", "source": row.source, "text": row.text, "context": row.context,
        "contact": row.contact, "customer": row.customer, "reading": states, "kudos": row.draft, "quotes": row.quotes,
        "tip": tip[0] if tip else None, "tip_helped": row.tip_helped, "decision": row.decision,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value not in (None, [], {})}


def _unread(session: Session, actor: Actor) -> list[Told]:
    mine = select(Arrival).where(Arrival.workspace == actor.workspace, Arrival.sharer == actor.user)
    rows = session.scalars(mine.order_by(Arrival.at))
    return [{"at": f"{row.at:%Y-%m-%d %H:%M}", "source": "channel", "text": row.text} for row in rows]


def _opinions(session: Session, actor: Actor) -> list[Told]:
    said = select(Verdict).where(Verdict.workspace == actor.workspace, Verdict.person == actor.user)
    return [
        {"at": f"{row.at:%Y-%m-%d %H:%M}", "tactic": row.tactic, "said": row.proposed, "reason": row.reason}
        for row in session.scalars(said.order_by(Verdict.at))
    ]


def _shout_outs(session: Session, actor: Actor) -> Told:
    here = ShoutOut.workspace == actor.workspace
    given = session.scalars(select(ShoutOut).where(here, ShoutOut.giver == actor.user).order_by(ShoutOut.at))
    thanked = select(ShoutOut).join(Thanks, Thanks.shout_out == ShoutOut.id)
    about_me = or_(Thanks.person == actor.user, ShoutOut.quoted == actor.user)
    received = session.scalars(thanked.where(here, about_me).order_by(ShoutOut.at)).unique()
    seconds = select(Second).where(Second.workspace == actor.workspace, Second.person == actor.user)
    return {
        "given": [{**_words(row), "to": _thanked(session, row)} for row in given],
        "received": [{**_words(row), "by": row.giver} for row in received],
        "seconded": [{"at": f"{row.at:%Y-%m-%d %H:%M}", "line": row.line} for row in session.scalars(seconds)],
    }


def _words(row: ShoutOut) -> Told:
    said = {"what": row.what, "effect": row.effect, "quote": row.quote}
    return {"at": f"{row.at:%Y-%m-%d %H:%M}", "line": row.line, **{key: text for key, text in said.items() if text}}


def _thanked(session: Session, row: ShoutOut) -> list[str]:
    return list(session.scalars(select(Thanks.person).where(Thanks.shout_out == row.id).order_by(Thanks.person)))


def _letters(session: Session, actor: Actor) -> list[Told]:
    to_me = select(Letter).where(Letter.workspace == actor.workspace, Letter.person == actor.user)
    return [
        {"at": f"{row.due_at:%Y-%m-%d %H:%M}", "kind": row.kind, "state": row.state, "said": row.facts}
        for row in session.scalars(to_me.order_by(Letter.due_at))
    ]


def _names(session: Session, workplace: Workplace, actor: Actor) -> dict[str, str]:
    """Everybody's id with their name, or "a colleague" where they would rather not be named to this person."""
    rows = session.scalars(select(Person).where(Person.workspace == actor.workspace, Person.id != actor.user))
    return {
        row.id: (row.name or "a colleague") if people.may_name(row, workplace, actor.user) else "a colleague"
        for row in rows
    }


def _reworded(value: Any, reword: Callable[[str], str]) -> Any:
    """The same with every text in it said anew; keys stay, whatever people are called."""
    if isinstance(value, dict):
        return {key: _reworded(inner, reword) for key, inner in value.items()}
    if isinstance(value, list):
        return [_reworded(inner, reword) for inner in value]
    return reword(value) if isinstance(value, str) else value


def _flat(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
