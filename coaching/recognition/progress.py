"""Progress: somebody's own trend against themselves, and a team's, in who took part and in themes, never in scores."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from coaching import people
from coaching.recognition import shared
from coaching.records.people import Person
from coaching.records.recognition import ShoutOut, Thanks
from coaching.records.snippets import Review
from coaching.snippets.tagging import TACTICS
from coaching.workplace import Team, Workplace

MONTH = timedelta(days=28)
UNSEEN = timedelta(weeks=6)  # without recognition for so long, a lead hears of it
WEEKS = 8
MOST = 400  # replies of one person that a trend looks at
ALONE = ("none", "private")  # wishes with which nobody else hears of somebody's praise
FEWEST = 3  # people behind a theme, or a lead could tell whose it is


@dataclass(frozen=True, slots=True)
class Trend:
    """Week by week, the oldest first: replies that were read, and for each tactic the replies in which it showed."""

    replies: list[int]
    shown: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Participation:
    """How many people of a team (`people`) shared a reply, thanked somebody, were praised, in the last four weeks.

    Each of these where others could see it: what was asked for or said in private counts in nothing.
    """

    people: int
    shared: int
    thanked: int
    praised: int


def trend(session: Session, workspace: str, person: str, until: datetime, weeks: int = WEEKS) -> Trend:
    """Somebody's own words over the last weeks. It is for them alone."""
    since = until - timedelta(weeks=weeks)
    query = select(Review.created_at, Review.reading).where(
        Review.workspace == workspace, Review.sharer == person, Review.created_at > since, Review.created_at <= until,
        or_(Review.author.is_(None), Review.author == person),
    )  # fmt: skip
    replies, shown = [0] * weeks, {tactic: [0] * weeks for tactic in TACTICS}
    for at, reading in session.execute(query.order_by(Review.created_at.desc()).limit(MOST)):
        week = weeks - 1 - min((until - at) // timedelta(weeks=1), weeks - 1)
        replies[week] += 1
        for tactic in TACTICS:
            state = reading["tactics"].get(tactic, {}).get("state")
            shown[tactic][week] += state == "shown"
    return Trend(replies, shown)


def participation(
    session: Session, workplace: Workplace, workspace: str, team: Team, now: datetime
) -> Participation | None:
    """A team's participation; None when there is nothing to tell. Who asked not to be named counts in nothing."""
    members = counted(session, workplace, workspace, team.members)
    since = now - MONTH
    replies = (Review.workspace == workspace, Review.created_at > since, shared.reply())
    given = (ShoutOut.workspace == workspace, ShoutOut.at > since, shared.thanks())
    praised = praised_since(session, workspace, counted(session, workplace, workspace, members, ALONE), since)
    found = Participation(
        len(members), _distinct(session, Review.sharer, replies, members),
        _distinct(session, ShoutOut.giver, given, members), len(praised),
    )  # fmt: skip
    return found if members and (found.shared or found.thanked or found.praised) else None


def themes(session: Session, workplace: Workplace, workspace: str, team: Team, now: datetime) -> list[str]:
    """What a team was praised for in the last four weeks, the most widely shown first; by three people or more."""
    members, since = counted(session, workplace, workspace, team.members, ALONE), now - MONTH
    kudos = select(Review.author, Review.quotes).where(
        Review.workspace == workspace, Review.author.in_(members), Review.created_at > since, shared.kudos()
    )
    shown = {(person, tactic) for person, quotes in session.execute(kudos) for tactic, _ in quotes}
    shown |= _thanks(session, workspace, members, since)
    return [line for line, persons in Counter(line for _, line in shown).most_common() if persons >= FEWEST]


def unseen(
    session: Session, workplace: Workplace, workspace: str, team: Team, lead: str, now: datetime
) -> list[str]:  # fmt: skip
    """Who of a team had no recognition in six weeks, as far as they may be named to this lead of theirs.

    Nobody, while the team has not been at it for six weeks itself.
    """
    if lead not in team.leads or not _is_old(session, workspace, team.members, now - UNSEEN):
        return []
    known = rows(session, workspace, [member for member in team.members if member != lead])
    named = [row.id for row in known if row.standing == "member" and people.may_name(row, workplace, lead)]
    return sorted(set(named) - praised_since(session, workspace, named, now - UNSEEN))


def praised_since(session: Session, workspace: str, members: Collection[str], since: datetime) -> set[str]:
    """Who of these people was thanked, or had kudos for their words, where others could see it."""
    kudos = select(Review.author).where(
        Review.workspace == workspace, Review.author.in_(members), Review.created_at > since, shared.kudos()
    )
    found = set(session.scalars(kudos.distinct()))
    return {id for id in found if id} | {id for id, _ in _thanks(session, workspace, members, since)}


def counted(
    session: Session, workplace: Workplace, workspace: str, members: Iterable[str], but: Collection[str] = ("none",)
) -> set[str]:
    """These people without those who want kudos in one of these ways (`but`), and without whoever left."""
    known = {row.id: row for row in rows(session, workspace, members)}
    return {
        id for id in members
        if id not in known
        or (known[id].standing in (None, "member") and people.preference(known[id], workplace) not in but)
    }  # fmt: skip


def rows(session: Session, workspace: str, ids: Iterable[str]) -> list[Person]:
    """What is known of these people."""
    return list(session.scalars(select(Person).where(Person.workspace == workspace, Person.id.in_(list(ids)))))


def _is_old(session: Session, workspace: str, members: Collection[str], since: datetime) -> bool:
    """Whether any of these people shared a reply or was thanked before a moment, where others could see it.

    Asked person by person, the oldest first: of many people at once, PostgreSQL would rather walk through all there is.
    """
    replied = select(Review.id).where(Review.workspace == workspace, Review.created_at <= since, shared.reply())
    thanked = select(Thanks.person).join(ShoutOut, ShoutOut.id == Thanks.shout_out)
    thanked = thanked.where(Thanks.workspace == workspace, Thanks.at <= since, shared.thanks())
    asked = (
        query.limit(1)
        for person in members
        for query in (
            replied.where(Review.sharer == person).order_by(Review.created_at),
            thanked.where(Thanks.person == person).order_by(Thanks.at),
        )
    )
    return any(session.scalar(query) is not None for query in asked)


def _thanks(
    session: Session, workspace: str, members: Collection[str], since: datetime
) -> set[tuple[str, str]]:  # fmt: skip
    """Who was thanked for which line, where others could see it."""
    query = select(Thanks.person, ShoutOut.line).join(ShoutOut, ShoutOut.id == Thanks.shout_out)
    query = query.where(
        Thanks.workspace == workspace, Thanks.person.in_(members), Thanks.at > since, Thanks.left_at.is_(None),
        shared.thanks(),
    )  # fmt: skip
    return {(row.person, row.line) for row in session.execute(query)}


def _distinct(
    session: Session, who: object, which: Iterable[ColumnElement[bool]], members: Collection[str]
) -> int:  # fmt: skip
    column: ColumnElement[str] = who  # type: ignore[assignment]  # a mapped attribute is one
    return len(list(session.scalars(select(column).where(*which, column.in_(members)).distinct())))
