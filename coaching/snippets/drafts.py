"""Draft kudos: a person signs them, changes them, keeps them to themselves, or says they are not right."""

from datetime import datetime

from sqlalchemy.orm import Session

from coaching import outbox, people
from coaching.people import Actor, Refused
from coaching.records.snippets import Review
from coaching.snippets import answers
from coaching.snippets.redaction import redact
from coaching.workplace import Workplace


def find(session: Session, actor: Actor, action: str, id: str) -> Review:
    """The review that `actor` wants to act on. Raises Refused in words for them when it is not theirs or not there."""
    return people.authorise(actor, action, session.get(Review, id))


def sign(
    session: Session, workplace: Workplace, actor: Actor, id: str, now: datetime, *, words: str | None = None
) -> None:
    """Post the draft (or the signer's own `words`) signed by the person who shares. Raises Refused.

    Signing twice posts once. Somebody who declined is never posted about, not by a colleague either.
    """
    review = find(session, actor, "share", id)
    if review.decision == "shared":
        raise Refused("You have shared these kudos already.")
    _check_wishes(session, workplace, review)
    review.draft = _masked(words) if words else review.draft
    review.place = review.place or workplace.place_for(actor.user)
    if not review.draft or not review.place:
        raise Refused("There is no channel yet that these kudos could go to: share the reply from a channel I am in.")
    review.decision = "shared"
    outbox.post(
        session, workspace=review.workspace, key=f"kudos:{review.id}", kind="kudos", now=now, review=review.id,
        facts=answers.kudos_facts(review, signer=actor.user), channel=review.place, thread=review.thread,
    )  # fmt: skip
    _show_decision(session, review, now)


def keep(session: Session, actor: Actor, id: str, now: datetime) -> None:
    """Keep the kudos to oneself: nothing is posted. Raises Refused."""
    review = find(session, actor, "keep", id)
    review.decision = "kept"
    _show_decision(session, review, now)


def not_right(session: Session, actor: Actor, id: str, now: datetime) -> None:
    """The reading is not right, somebody says: noted beside it, and posted kudos come down. Raises Refused."""
    review = find(session, actor, "not_right", id)
    review.decision = "not_right"
    answers.take_down(session, review, now)
    _show_decision(session, review, now)


def take_down(session: Session, actor: Actor, id: str, now: datetime) -> None:
    """Take the posted kudos out of the channel again. Raises Refused."""
    review = find(session, actor, "take_down", id)
    review.decision = "kept"
    answers.take_down(session, review, now)


def _masked(words: str) -> str:
    """The signer's own words without personal data; names stay, because kudos name the colleague they are for."""
    for span in reversed(redact(words).spans):
        if span.kind != "person":
            words = f"{words[: span.start]}[{span.kind.replace('_', ' ')}]{words[span.end :]}"
    return words


def _check_wishes(session: Session, workplace: Workplace, review: Review) -> None:
    if review.author is None:
        return
    author = people.person(session, review.workspace, review.author)
    if people.preference(author, workplace) != "public":
        raise Refused("They would rather not be posted about. A thank-you in person will do them more good.")


def _show_decision(session: Session, review: Review, now: datetime) -> None:
    for letter in outbox.of_review(session, review.id, "reading"):
        facts = {**letter.facts, "decision": review.decision, "draft": review.draft}
        outbox.amend(session, letter, facts, f"{letter.key}:{review.decision}", now)
