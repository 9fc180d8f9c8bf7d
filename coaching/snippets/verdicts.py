"""Verdicts: what people say of a tag, kept beside the machine's reading, and readings with a newer playbook."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coaching import playbook
from coaching.people import Actor
from coaching.records.snippets import Rereading, Review, Verdict
from coaching.snippets import drafts, review, tagging
from coaching.snippets.redaction import redact

AGREE = "agree"


def give(session: Session, actor: Actor, id: str, said: dict[str, str], reason: str | None, now: datetime) -> int:
    """Take down what somebody says of the tags of a review; returns how many tags they spoke of.

    `said` maps tactics to "agree" or to the state they would have given. Only the author and whoever shared the
    snippet may speak, the author's word is marked as such. Raises Refused.
    """
    found = drafts.find(session, actor, "verdict", id)
    masked = redact(reason).text if reason else None
    role = "author" if actor.user == found.author else "reader"
    for tactic, proposed in said.items():
        machine = found.reading["tactics"][tactic]["state"]
        verdict = Verdict(review=id, person=actor.user, tactic=tactic, workspace=actor.workspace, role=role, at=now)
        verdict.machine, verdict.playbook, verdict.reason = machine, found.playbook, masked
        verdict.proposed = _state(machine) if proposed == AGREE else proposed
        session.merge(verdict)
    return len(said)


def labelled(session: Session, workspace: str | None = None) -> Iterator[dict[str, Any]]:
    """Every verdict as a labelled line: masked text, what the machine said, what the person said. Nobody is named."""
    query = select(Verdict, Review).join(Review, Review.id == Verdict.review).order_by(Verdict.at, Verdict.tactic)
    for verdict, found in session.execute(query.where(Verdict.workspace == workspace) if workspace else query):
        yield {
            "id": found.id, "text": found.text, "context": found.context, "tactic": verdict.tactic,
            "machine": verdict.machine, "proposed": verdict.proposed, "by": verdict.role, "reason": verdict.reason,
            "playbook": verdict.playbook,
        }  # fmt: skip


def reread(session: Session, now: datetime, most: int = 500) -> int:
    """Read kept snippets with the present playbook where that was not done yet; old results stay. Returns how many."""
    version = playbook.load("five_tactics").version
    done = select(Rereading.review).where(Rereading.playbook == version)
    query = select(Review).where(Review.playbook != version, Review.id.not_in(done)).order_by(Review.id).limit(most)
    rows = list(session.scalars(query))
    for row in rows:
        reading = review.as_json(tagging.read(row.text, row.context))
        session.add(Rereading(review=row.id, playbook=version, workspace=row.workspace, reading=reading, at=now))
    return len(rows)


def _state(machine: str) -> str:
    """Agreeing that the machine is unsure is to say that nothing clearly shows."""
    return "not_called_for" if machine == "unsure" else machine
