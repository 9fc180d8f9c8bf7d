"""Digests: the best of a week for a team, one's own week for oneself, and a lead's view without anybody's score.

A digest is a letter with a key for its week, so it comes once. What it says names only who may be named where it goes,
and quotes only what was said where those who get it could read it.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from coaching import outbox, people
from coaching.recognition import progress, shared
from coaching.recognition.weeks import Week
from coaching.records.outbox import Letter
from coaching.records.recognition import Second, ShoutOut, Thanks
from coaching.records.snippets import Review
from coaching.workplace import Team, Workplace

MOST = 5  # quotes in a digest
SEARCHED = 200
Facts = dict[str, Any]


def of_team(
    session: Session, workplace: Workplace, workspace: str, team: Team, week: Week, readable: Collection[str]
) -> Facts | None:
    """The facts of a team's digest; None when there is nothing to say, or no channel to say it in.

    `readable`: channels that everybody in the team can read; nothing said elsewhere is quoted.
    """
    room = workplace.room_of(team.name)
    if room is None:
        return None
    found = _thanks(session, workspace, team.members, week)
    found += _kudos(session, workspace, team.members, week, shared.kudos())
    stands = _standing(session, [one["id"] for one in found], {*readable, room})
    seconds = _seconds(session, [one["id"] for one in found])
    shown = [one for one in found if one["person"] in stands.get(one["id"], ())]
    hidden = people.hidden(session, workspace, workplace, room)
    shown = [one for one in shown if one["person"] not in hidden]
    if not shown:
        return None
    themes = list(dict.fromkeys(one["line"] for one in sorted(shown, key=lambda one: _often(one, shown))))
    best = sorted(shown, key=lambda one: (-seconds.get(one["id"], 0), one["quote"] is None))
    said = [_discreet(one, hidden) for one in _one_each(best)]
    return {"team": team.name, "week": week.name, "themes": themes[:3], **_with_people(said)}


def of_person(session: Session, workplace: Workplace, workspace: str, person: str, week: Week) -> Facts | None:
    """The facts of somebody's own digest: what they were praised for, and their trend. None: a week without anything.

    It is for them alone.
    """
    found = _thanks(session, workspace, [person], week)
    found += _kudos(session, workspace, [person], week, shared.received(workplace))
    hidden = people.hidden(session, workspace, workplace, person)
    said = [_discreet(one, hidden) for one in found[:MOST]]
    own = progress.trend(session, workspace, person, week.until)
    if not said and not own.replies[-1]:
        return None
    return {"week": week.name, "replies": own.replies, "shown": own.shown, **_with_people(said)}


def of_lead(
    session: Session, workplace: Workplace, workspace: str, team: Team, lead: str, week: Week
) -> Facts | None:  # fmt: skip
    """The facts of a lead's digest: themes, how many took part, who of theirs went unseen. None: nothing to tell."""
    taken_part = progress.participation(session, workplace, workspace, team, week.until)
    if taken_part is None:
        return None
    return {
        "team": team.name, "week": week.name,
        "themes": progress.themes(session, workplace, workspace, team, week.until),
        "counts": [taken_part.people, taken_part.shared, taken_part.thanked, taken_part.praised],
        "people": progress.unseen(session, workplace, workspace, team, lead, week.until),
    }  # fmt: skip


def places(session: Session, workspace: str, members: Collection[str], week: Week) -> set[str]:
    """The channels in which a team was thanked this week."""
    query = _thanked(workspace, members, week).with_only_columns(ShoutOut.place)
    return {place for place in session.scalars(query) if place}


def known(session: Session, workspace: str, keys: Collection[str]) -> set[str]:
    """Which of these letters were decided on already."""
    return set(session.scalars(select(Letter.key).where(Letter.workspace == workspace, Letter.key.in_(keys))))


def post(session: Session, workspace: str, key: str, kind: str, facts: Facts | None, now: datetime, **to: str) -> None:
    """Post a digest, once; where there is nothing to say, that is written down, so that nobody looks again."""
    letter = outbox.post(session, workspace=workspace, key=key, kind=kind, facts=facts or {}, now=now, **to)
    if facts is None:
        letter.state = "withdrawn"


def keep_true(
    session: Session, workplace: Workplace, workspace: str, keys: Collection[str], now: datetime
) -> None:  # fmt: skip
    """Take out of sent digests what was taken back since, or whose owner would rather not be named there now."""
    query = select(Letter).where(Letter.workspace == workspace, Letter.key.in_(keys), Letter.state != "withdrawn")
    for letter in session.scalars(query):
        said = letter.facts.get("said", [])
        stands = _stands_now(session, workplace, said)
        hidden = people.hidden(session, workspace, workplace, letter.channel or letter.person) if said else {}
        left = [_discreet(one, hidden) for one in said if stands(one) and one["person"] not in hidden]
        if left != said:
            facts = {**letter.facts, **_with_people(left)}
            outbox.amend(session, letter, facts, f"{letter.key}:{now.timestamp():.6f}", now)
            letter.facts = facts


def without(facts: Facts, person: str, ids: Collection[str]) -> Facts:
    """The facts of a digest without somebody and without these snippets and shout-outs."""
    left = [one for one in facts.get("said", ()) if one["id"] not in ids and one["person"] != person]
    said = [{**one, "by": None if one["by"] == person else one["by"]} for one in left]
    if "said" in facts:
        return {**facts, **_with_people(said)}
    return {**facts, "people": [id for id in facts.get("people", ()) if id != person]}


def team_key(team: Team, week: str) -> str:
    """The key of a team's digest."""
    return f"digest:{team.name}:{week}"


def own_key(person: str, week: str) -> str:
    """The key of somebody's own digest."""
    return f"own_digest:{person}:{week}"


def lead_key(team: Team, lead: str, week: str) -> str:
    """The key of a lead's digest."""
    return f"lead_digest:{team.name}:{lead}:{week}"


def _thanked(workspace: str, members: Collection[str], week: Week) -> Any:
    query = select(ShoutOut, Thanks.person).join(Thanks, Thanks.shout_out == ShoutOut.id)
    query = query.where(
        Thanks.workspace == workspace, Thanks.person.in_(members), Thanks.at > week.since, Thanks.at <= week.until,
        Thanks.left_at.is_(None),
    )  # fmt: skip
    return query.order_by(Thanks.at.desc()).limit(SEARCHED)


def _thanks(session: Session, workspace: str, members: Collection[str], week: Week) -> list[Facts]:
    return [
        {
            "id": row.id, "person": person, "by": row.giver, "line": row.line, "text": row.what,
            "quote": row.quote if row.quoted in (None, person) else None,
        }
        for row, person in session.execute(_thanked(workspace, members, week))
    ]  # fmt: skip


def _kudos(
    session: Session, workspace: str, members: Collection[str], week: Week, which: ColumnElement[bool]
) -> list[Facts]:  # fmt: skip
    query = select(Review).where(
        Review.workspace == workspace, Review.author.in_(members), Review.created_at > week.since,
        Review.created_at <= week.until, which,
    )  # fmt: skip
    rows = session.scalars(query.order_by(Review.created_at.desc()).limit(SEARCHED))
    return [
        {
            "id": row.id, "person": row.author, "by": row.sharer if row.sharer != row.author else None,
            "line": row.quotes[0][0], "text": row.draft or "", "quote": row.quotes[0][1],
        }
        for row in rows if row.quotes
    ]  # fmt: skip


def _standing(session: Session, ids: list[str], readable: set[str]) -> dict[str, set[str]]:
    """By shout-out or review: whom it names in a channel that may be read, as it stands there now."""
    query = select(Letter).where(Letter.review.in_(ids), Letter.kind.in_(("kudos", "shoutout")), shared.standing())
    named: dict[str, set[str]] = {}
    for letter in session.scalars(query):
        if letter.channel in readable and letter.review:
            theirs = letter.facts.get("people") or [letter.facts.get("author")]
            named.setdefault(letter.review, set()).update(theirs)
    return named


def _stands_now(session: Session, workplace: Workplace, said: list[Facts]) -> Callable[[Facts], bool]:
    """Whether what a digest said was not taken back since."""
    ids = [one["id"] for one in said]
    kept = (Review.decision.is_(None) | (Review.decision == "shared"), shared.received(workplace))
    reviews = set(session.scalars(select(Review.id).where(Review.id.in_(ids), *kept)))
    named = select(Thanks.shout_out, Thanks.person).where(Thanks.shout_out.in_(ids), Thanks.left_at.is_(None))
    thanks = {(id, person) for id, person in session.execute(named)}
    return lambda one: one["id"] in reviews or (one["id"], one["person"]) in thanks


def _discreet(one: Facts, hidden: Mapping[str, str]) -> Facts:
    """The same with everybody who may not be named to its readers unnamed, whoever gave it among them."""
    signed = one["by"] if one["by"] and one["by"] not in hidden else None
    words = {key: people.unnamed(one[key], hidden, signed) for key in ("text", "quote") if one[key]}
    return {**one, **words, "by": signed, "signed": one.get("signed", one["by"] is not None)}


def _one_each(best: list[Facts]) -> list[Facts]:
    """The best of each person, so that nobody fills the digest."""
    first: dict[str, Facts] = {}
    for one in best:
        first.setdefault(one["person"], one)
    return list(first.values())[:MOST]


def _with_people(said: list[Facts]) -> Facts:
    named = [id for one in said for id in (one["person"], one["by"]) if id]
    return {"said": said, "people": list(dict.fromkeys(named))}


def _often(one: Facts, shown: list[Facts]) -> int:
    return -len([each for each in shown if each["line"] == one["line"]])


def _seconds(session: Session, ids: list[str]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for about in (Second.review, Second.shout_out):
        query = select(about, func.count(Second.person.distinct())).where(about.in_(ids)).group_by(about)
        counted |= {id: count for id, count in session.execute(query) if id}
    return counted
