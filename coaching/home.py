"""What somebody finds on their Home tab: today, their praise and tips, their settings, what is kept about them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from coaching import erasure, people, roles
from coaching.people import Actor
from coaching.recognition import praise, progress
from coaching.recognition.praise import Entry
from coaching.records.people import Person
from coaching.records.recognition import ShoutOut, Thanks
from coaching.records.snippets import Arrival, Review, Verdict
from coaching.snippets import feedback, intake, review, tips
from coaching.workplace import Workplace

SHOWN = 3
FRESH = timedelta(days=14)  # what waits longer than that is no business of today
AT_ONCE = 100  # snippets deleted in one transaction


@dataclass(frozen=True, slots=True)
class Today:
    """The one thing to do: `what` is set_up, sign, tip, thank or share; `id` and `words` are those of a snippet."""

    what: str
    id: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class TipGiven:
    """A tip somebody got: what it said, and whether it helped (None: they have not said)."""

    at: datetime
    text: str
    helped: bool | None


@dataclass(frozen=True, slots=True)
class TeamView:
    """What a lead sees of a team: counts of who took part, themes, who went unseen. Nobody's score."""

    team: str
    counts: tuple[int, int, int, int] | None
    themes: list[str]
    unseen: list[str]


@dataclass(frozen=True, slots=True)
class Home:
    """Everything on one person's Home tab."""

    today: Today
    praise: list[Entry]
    tips: list[TipGiven]
    wish: str
    tips_wish: str
    paused: bool
    weekly: bool
    kept: dict[str, int]
    teams: list[TeamView]
    held: frozenset[str]
    leaving: bool


def of(session: Session, workplace: Workplace, actor: Actor, now: datetime, *, slack_admin: bool = False) -> Home:
    """The Home tab of somebody. It is for them alone; of others it shows what any lead of theirs may see."""
    row = people.person(session, actor.workspace, actor.user)
    held = roles.of(workplace, actor.user) | ({"admin"} if slack_admin and not workplace.admins else set())
    teams = [team_view(session, workplace, actor, team.name, now) for team in roles.led_by(workplace, actor.user)]
    return Home(
        today=_today(session, workplace, actor, now, teams, "admin" in held),
        praise=praise.entries(session, workplace, actor.workspace, actor.user, most=SHOWN)[:SHOWN],
        tips=_tips(session, actor), wish=people.preference(row, workplace), tips_wish=_tips_wish(row, now),
        paused=row.paused_at is not None, weekly=row.weekly is not False, kept=kept(session, actor), teams=teams,
        held=frozenset(held), leaving=erasure.is_leaving(session, actor.workspace, actor.user),
    )  # fmt: skip


def team_view(session: Session, workplace: Workplace, actor: Actor, name: str, now: datetime) -> TeamView:
    """A team as one of its leads sees it. Raises Refused for anybody else."""
    roles.authorise(workplace, actor.user, "see_team")
    team = next(team for team in roles.led_by(workplace, actor.user) if team.name == name)
    found = progress.participation(session, workplace, actor.workspace, team, now)
    counts = (found.people, found.shared, found.thanked, found.praised) if found else None
    themes = progress.themes(session, workplace, actor.workspace, team, now) if found else []
    return TeamView(
        name, counts, themes, progress.unseen(session, workplace, actor.workspace, team, actor.user, now)
    )  # fmt: skip


def kept(session: Session, actor: Actor) -> dict[str, int]:
    """How much is kept about somebody, by kind."""
    mine = (Review.workspace == actor.workspace, Review.sharer == actor.user)
    counts = {
        "snippets": select(func.count()).select_from(Review).where(*mine),
        "opinions": select(func.count()).select_from(Verdict).join(Review, Review.id == Verdict.review).where(
            *mine, Verdict.person == actor.user
        ),
        "given": select(func.count()).select_from(ShoutOut).where(
            ShoutOut.workspace == actor.workspace, ShoutOut.giver == actor.user
        ),
        "received": select(func.count()).select_from(Thanks).where(
            Thanks.workspace == actor.workspace, Thanks.person == actor.user
        ),
    }  # fmt: skip
    found = {kind: session.scalar(query) or 0 for kind, query in counts.items()}
    unread = select(func.count()).select_from(Arrival)
    here = (Arrival.workspace == actor.workspace, Arrival.sharer == actor.user)
    found["snippets"] += session.scalar(unread.where(*here)) or 0
    return found


def forget_snippets(session: Session, actor: Actor, now: datetime) -> int:
    """Delete the next hundred of somebody's snippets with everything said about them. Returns how many went; 0: none
    is left. Each hundred is a transaction of its own, so that nobody else waits long for a turn to write.
    """
    unread = intake.forget(session, actor.workspace, actor.user, now)
    rows = list(session.scalars(_snippets(actor).limit(AT_ONCE)))
    for row in rows:
        review.forget(session, row, now)
    return unread + len(rows)


def _snippets(actor: Actor) -> Select[Review]:
    mine = (Review.workspace == actor.workspace, Review.sharer == actor.user)
    return select(Review).where(*mine).order_by(Review.created_at.desc())


def _today(
    session: Session, workplace: Workplace, actor: Actor, now: datetime, teams: list[TeamView], admin: bool
) -> Today:
    if admin and not workplace.rooms:
        return Today("set_up")
    lately = _snippets(actor).where(Review.created_at > now - FRESH)
    draft = session.scalar(
        lately.where(Review.source != "channel", Review.draft.is_not(None), Review.decision.is_(None)).limit(1)
    )
    if draft:
        return Today("sign", draft.id, draft.draft or "")
    tip = session.scalar(lately.where(Review.tip.is_not(None), Review.tip_helped.is_(None)).limit(1))
    told = feedback.wording_of(tip.tip or "") if tip else None
    if tip and told:
        return Today("tip", tip.id, told[0])
    return Today("thank") if any(team.unseen for team in teams) else Today("share")


def _tips(session: Session, actor: Actor) -> list[TipGiven]:
    rows = session.scalars(_snippets(actor).where(Review.tip.is_not(None)).limit(SHOWN))
    told = [(row, feedback.wording_of(row.tip or "")) for row in rows]
    return [TipGiven(row.created_at, words[0], row.tip_helped) for row, words in told if words]


def _tips_wish(row: Person, now: datetime) -> str:
    if row.tips_from is None or row.tips_from <= now:
        return "all"
    return "none" if row.tips_from >= tips.NEVER else "snooze"
