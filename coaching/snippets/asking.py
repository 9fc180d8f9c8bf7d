"""Ask a coach: somebody shows one snippet of their own, with its tip, to the peer coaches of their team, by a tap."""

from datetime import datetime

from sqlalchemy.orm import Session

from coaching import outbox
from coaching.people import Actor, Refused
from coaching.snippets import drafts, feedback
from coaching.workplace import Workplace

MOST = 3  # coaches who are asked at once
NOBODY = "Your team has no peer coach yet. An admin can name one in the settings."


def coaches_of(workplace: Workplace, user: str) -> list[str]:
    """The peer coaches of the teams that somebody is in, without themselves."""
    teams = (team for team in workplace.teams if user in team.members)
    found = dict.fromkeys(coach for team in teams for coach in team.coaches if coach[0] not in "@S" and coach != user)
    return list(found)[:MOST]


def ask(session: Session, workplace: Workplace, actor: Actor, id: str, now: datetime) -> list[str]:
    """Show the snippet, masked as it is kept, and its tip to the coaches, in the name of whoever asks. Returns them.

    Asking twice tells them once. Deleting or changing the snippet takes it back. Raises Refused, also for words of
    somebody else.
    """
    review = drafts.find(session, actor, "ask_coach", id)
    coaches = coaches_of(workplace, actor.user)
    if not coaches or review.author not in (None, actor.user):
        raise Refused(NOBODY)
    tip = feedback.wording_of(review.tip) if review.tip else None
    facts = {"review": review.id, "who": actor.user, "text": review.text, "tip": tip[0] if tip else None}
    for coach in coaches:
        outbox.post(
            session, workspace=actor.workspace, key=f"coach_asked:{review.id}:{coach}", kind="coach_asked",
            facts=facts, now=now, review=review.id, person=coach,
        )  # fmt: skip
    return coaches
