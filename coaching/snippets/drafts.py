"""Draft kudos: a person signs them, changes them, keeps them to themselves, or says they are not right."""

from datetime import datetime

from sqlalchemy.orm import Session

from coaching import outbox, people, wording
from coaching.people import Actor, Refused
from coaching.records.snippets import Review
from coaching.snippets import answers
from coaching.workplace import Workplace


def find(session: Session, actor: Actor, action: str, id: str) -> Review:
    """The review that `actor` wants to act on, held for the transaction: of two clicks at once one is the first.

    Raises Refused in words for them when it is not theirs or not there.
    """
    return people.authorise(actor, action, session.get(Review, id, with_for_update=True))


def sign(
    session: Session, workplace: Workplace, actor: Actor, id: str, now: datetime, *, words: str | None = None
) -> None:
    """Post the draft (or the signer's own `words`) signed by the person who shares. Raises Refused.

    Signing twice posts once. Somebody who declined is never posted about, not by a colleague either.
    """
    review = find(session, actor, "share", id)
    if review.decision == "shared":
        raise Refused("You have shared these kudos already.")
    review.place = review.place or workplace.place_for(actor.user)
    room = _room(session, workplace, review, actor)
    review.draft = wording.masked(words) if words else review.draft
    if not review.draft or not room:
        raise Refused("There is no channel yet that these kudos could go to: share the reply from a channel I am in.")
    review.decision = "shared"
    facts = answers.kudos_facts(review, signer=actor.user, named=room != review.place)
    facts["text"] = people.discreet(session, review.workspace, workplace, review.draft, room, spare=actor.user)
    before = len(outbox.of_review(session, review.id, "kudos"))  # taken down since, else this would be "shared"
    key = f"kudos:{review.id}:{before}" if before else f"kudos:{review.id}"
    outbox.post(
        session, workspace=review.workspace, key=key, kind="kudos", now=now, review=review.id, facts=facts,
        channel=room, thread=review.thread if room == review.place else None,
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


def _room(session: Session, workplace: Workplace, review: Review, actor: Actor) -> str | None:
    """Where the kudos may be posted. Whoever shares kudos for their own words decides that themselves."""
    if review.author in (None, actor.user) or not review.place:
        return review.place
    author = people.person(session, review.workspace, review.author)
    if author.standing not in (None, "member"):
        raise Refused("I only post about members of this workspace.")
    room = answers.room_for(workplace, review, author)
    if room is None:
        raise Refused("They would rather not be posted about. A thank-you in person will do them more good.")
    return room


def _show_decision(session: Session, review: Review, now: datetime) -> None:
    for letter in outbox.of_review(session, review.id, "reading"):
        facts = {**letter.facts, "decision": review.decision, "draft": review.draft}
        outbox.amend(session, letter, facts, f"{letter.key}:{review.decision}:{now.timestamp():.6f}", now)
