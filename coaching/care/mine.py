"""What check-ins keep about one person, for them to see or have deleted. No answer is among it: none can be found."""

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from coaching.care import box
from coaching.care.ballots import Slots
from coaching.records.care import Deed, Quiet, Roster, Round


def kept(session: Session, workspace: str, person: str) -> dict[str, Any]:
    """The rounds somebody was asked in, whether they wanted quiet, and what they wrote under "what we did"."""
    rounds = select(Round.circle, Round.week).join(Roster, Roster.round == Round.id)
    asked = rounds.where(Round.workspace == workspace, Roster.person == person).order_by(Round.week)
    deeds = select(Deed.said, Deed.did).where(Deed.workspace == workspace, Deed.by == person).order_by(Deed.at)
    quiet = session.get(Quiet, (workspace, person))
    return {
        "asked_in": [[circle, week] for circle, week in session.execute(asked)],
        "quiet_until": quiet.until.isoformat() if quiet else None,
        "what_we_did": [[said, did] for said, did in session.execute(deeds)],
    }


def erase(session: Session, slots: Slots, workspace: str, person: str) -> None:
    """Take somebody's ballot out of an open round unread, and their name out of everything else."""
    box.remove(session, slots, workspace, person)
    session.execute(delete(Quiet).where(Quiet.workspace == workspace, Quiet.person == person))
    session.execute(update(Deed).where(Deed.workspace == workspace, Deed.by == person).values(by=""))
