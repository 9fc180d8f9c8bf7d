"""Workspaces and people: who somebody is to us, how they like kudos, and what they may do."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from coaching import outbox, wording
from coaching.records import insert_unless
from coaching.records.outbox import Letter
from coaching.records.people import Person, Workspace
from coaching.records.snippets import Review
from coaching.workplace import Workplace

Standing = Literal["member", "guest", "outsider", "bot", "left"]
Preference = Literal["public", "team", "private", "none"]
UNNAMED = "a colleague"
STANDING_KEEPS = timedelta(hours=24)
Row = TypeVar("Row", Workspace, Person)

WHO_MAY = {
    "share": ("sharer",),
    "edit": ("sharer",),
    "keep": ("sharer",),
    "tip": ("sharer",),
    "ask_coach": ("sharer",),
    "why": ("sharer", "author"),
    "not_right": ("sharer", "author"),
    "verdict": ("sharer", "author"),
    "take_down": ("sharer", "author"),
}


class Refused(Exception):
    """What was asked may not be done; the message is in words for the person who asked."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who clicks, types or submits."""

    workspace: str
    user: str


def workspace(session: Session, id: str) -> Workspace:
    """The workspace's row, made on first sight with a fresh key for sealing ids."""
    row = session.get(Workspace, id)
    return row or _made(session, Workspace, (id,), id=id, seal_key=secrets.token_bytes(32))


def person(session: Session, workspace_id: str, user: str) -> Person:
    """The person's row, made on first sight."""
    row = session.get(Person, (workspace_id, user))
    if row is not None:
        return row
    workspace(session, workspace_id)
    return _made(session, Person, (workspace_id, user), workspace=workspace_id, id=user)


def _made(session: Session, kind: type[Row], key: tuple[str, ...], **values: Any) -> Row:
    """A new row, or the one that another transaction makes at this very moment: first sights often come in pairs."""
    session.execute(insert_unless(session, kind).values(**values).on_conflict_do_nothing())
    return session.get_one(kind, key)


def standing(row: Person, now: datetime) -> str | None:
    """How the person stands, if that was looked up within the last day; None: look it up again."""
    fresh = row.checked_at is not None and now - row.checked_at < STANDING_KEEPS
    return row.standing if fresh else None


def meet(row: Person, profile: dict[str, Any], now: datetime) -> None:
    """Note who somebody is, from facts about them: `id`, `workspace`, `name` and the flags bot, guest, left."""
    row.name = profile["name"] or row.name
    row.standing = _standing_of(profile, row.workspace)
    row.kudos = "none" if row.standing == "left" else row.kudos  # they are named no more, see `leave`
    row.checked_at = now
    row.zone, row.away_until = profile.get("zone"), profile.get("away_until")


def _standing_of(profile: dict[str, Any], home: str) -> Standing:
    if profile["left"]:
        return "left"
    if profile["bot"]:
        return "bot"
    if profile["workspace"] not in (None, home):
        return "outsider"
    return "guest" if profile["guest"] else "member"


def preference(row: Person, workplace: Workplace) -> Preference:
    """How this person wants kudos: what they chose, else private when the settings say they declined, else public."""
    chosen: Preference | None = row.kudos  # type: ignore[assignment]  # the table's CHECK holds it to these words
    return chosen or ("private" if row.id in workplace.declined else "public")


def may_name(row: Person, workplace: Workplace, audience: str | None) -> bool:
    """Whether somebody may be named, or quoted as praised, to an audience. Every path that praises asks this.

    `audience` is the id of a channel, or of one person, or None for anybody else (an export, a list). To themselves
    everybody may be named; who wants kudos in the team only in a channel where their team talks.
    """
    wish = preference(row, workplace)
    if audience == row.id or wish == "public":
        return True
    return wish == "team" and audience in workplace.team_rooms(row.id)


def called(session: Session, workspace: str, user: str | None, reader: str | None) -> str:
    """The plain name of somebody for `reader` (None: several people); who wants no kudos is "a colleague" to others.

    Every view takes its names from here, also for what somebody says themselves, such as a shout-out they give.
    """
    row = session.get(Person, (workspace, user)) if user else None
    if row is None or not row.name or (row.kudos == "none" and row.id != reader):
        return UNNAMED
    return row.name


def discreet(
    session: Session,
    workspace: str,
    workplace: Workplace,
    words: str,
    audience: str | None,
    *,
    spare: str | None = None,
) -> str:
    """People's own words for an audience: whoever may not be named to it is "a colleague". `spare` signs the words."""
    return unnamed(words, hidden(session, workspace, workplace, audience), spare)


def hidden(session: Session, workspace: str, workplace: Workplace, audience: str | None) -> dict[str, str]:
    """Whoever may not be named to an audience: id and name."""
    wish: ColumnElement[bool] = Person.kudos.in_(("team", "private", "none"))
    if workplace.declined:
        wish = or_(wish, Person.id.in_(workplace.declined))
    rows = {row.id: row for row in session.scalars(select(Person).where(Person.workspace == workspace, wish))}
    unmet = workplace.declined - rows.keys() - {audience}
    return dict.fromkeys(unmet, "") | {
        row.id: row.name or "" for row in rows.values() if not may_name(row, workplace, audience)
    }


def unnamed(words: str, hidden: Mapping[str, str], spare: str | None = None) -> str:
    """The words without those who are `hidden`, by id or name; `spare` signs them."""
    return wording.unnamed(words, [name for pair in hidden.items() if pair[0] != spare for name in pair])


def prefer(session: Session, workplace: Workplace, row: Person, choice: Preference, now: datetime) -> None:
    """Take down how somebody wants kudos from now on. What is still on its way obeys it as well."""
    row.kudos, row.asked_at = choice, now
    for letter in outbox.unsaid(session, row.workspace, "kudos", "shoutout"):
        if not may_name(row, workplace, letter.channel):
            _hold_back(letter, row)
    for letter in outbox.unsaid(session, row.workspace, "digest", "own_digest", "lead_digest"):
        if letter.amends is None and outbox.is_unsaid(letter):
            session.delete(letter)  # the next minute writes it anew; what may stand already is kept true instead


def leave(session: Session, row: Person, now: datetime) -> None:
    """Somebody left the company: what was not said yet is not said to them or about them, and they are named no more.

    Should they come back, they are still not praised until they say how they would like it.
    """
    row.standing, row.checked_at, row.kudos = "left", now, "none"
    unsaid = select(Letter).where(Letter.workspace == row.workspace, Letter.person == row.id, Letter.state == "due")
    for letter in session.scalars(unsaid.with_for_update()):
        letter.facts = {}
        letter.state = "withdrawn" if outbox.is_unsaid(letter) else letter.state
    for letter in outbox.unsaid(session, row.workspace, "kudos", "shoutout"):
        _hold_back(letter, row)


def _hold_back(letter: Letter, row: Person) -> None:
    named = [id for id in letter.facts.get("people", ()) if id != row.id]
    if letter.facts.get("author") == row.id or ("people" in letter.facts and not named):
        letter.state = "withdrawn" if outbox.is_unsaid(letter) else letter.state
        letter.facts = {}
        return
    texts = {key: letter.facts[key] for key in ("text", "effect") if letter.facts.get(key)}
    clean = {key: wording.unnamed(text, [row.id, row.name or ""]) for key, text in texts.items()}
    letter.facts = {**letter.facts, **clean, **({"people": named} if "people" in letter.facts else {})}


def authorise(actor: Actor, action: str, review: Review | None) -> Review:
    """Let `actor` do `action` with a review, or raise Refused. The actions are in WHO_MAY.

    Coaching is private: only who shared a snippet may act on what was said about it; whoever wrote it may also
    take the kudos down or say that a tag is not right. Anything else reads as "not there", so that a guessed or
    borrowed id says nothing about somebody else's snippet.
    """
    allowed: set[str | None] = set()
    if review is not None and review.workspace == actor.workspace:
        allowed = {getattr(review, role) for role in WHO_MAY[action]}
    if review is None or actor.user not in allowed:
        raise Refused("I can't find that snippet any more. It may have been deleted, or it isn't yours to change.")
    return review
