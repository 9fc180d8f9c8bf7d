"""Reviews: a shared snippet is masked and read, and then kept and answered in one transaction."""

import secrets
import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select, union_all
from sqlalchemy.orm import Session

from coaching import outbox, people, playbook
from coaching.records.erasure import Gone
from coaching.records.snippets import Arrival, Review
from coaching.snippets import answers, feedback, tagging
from coaching.snippets.redaction import redact
from coaching.snippets.tagging import Reading
from coaching.workplace import Workplace

LONGEST = 6_000  # characters of a snippet that are read and kept
KNOWN = union_all(
    *(
        select(table.origin).where(table.workspace == bindparam("workspace"), table.origin == bindparam("origin"))
        for table in (Review, Gone)
    )
)  # read before, or deleted since
COLUMNS = Review.__table__.columns.keys()
FEWEST = 5  # words of an agent's that make a message in a channel a snippet; fewer are chat ("lunch at one?")


@dataclass(frozen=True, slots=True)
class Snippet:
    """What somebody shared, unmasked: `text` is the reply (or a whole exchange), `context` the customer's words.

    `source` is channel, shortcut, command or direct; `origin` names the message or form it came from; `place` and
    `thread` say where kudos would be posted. `author` is None when nobody in the workspace wrote it.
    """

    workspace: str
    source: str
    origin: str
    author: str | None
    sharer: str
    text: str
    context: str | None = None
    place: str | None = None
    thread: str | None = None
    contact: str | None = None
    customer: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A snippet that was masked, and read in `seconds`; nothing of it is kept yet. `reason`: why it cannot be taken."""

    snippet: Snippet
    reading: Reading
    reason: str | None
    seconds: float


def mask(snippet: Snippet) -> Snippet:
    """The same with its words masked, and cut to what is kept; in memory, before anything of it is stored."""
    context = redact(snippet.context[:LONGEST]).text if snippet.context else None
    return replace(snippet, text=redact(snippet.text[:LONGEST]).text, context=context)


def read(snippet: Snippet) -> Read:
    """Mask a snippet and read it: all in memory, before anybody waits for the database."""
    return read_masked(mask(snippet))


def read_masked(masked: Snippet) -> Read:
    """Read a snippet that was masked before."""
    began = time.perf_counter()
    reading = tagging.read(masked.text, masked.context)
    chat = masked.source == "channel" and reading.agent_words < FEWEST
    reason = reading.reason or ("too_short" if chat else None)
    return Read(masked, reading, reason, time.perf_counter() - began)


def prepare() -> None:
    """Load what the first snippet would wait for, and each thread of its own: word lists, cues, weights, wording."""
    text = redact("Customer: My order is late.\nAgent: I'm sorry it is late. I'll find out where it is.").text
    feedback.choose(tagging.read(text), text, variety=0)


def share(session: Session, workplace: Workplace, seen: Read, now: datetime) -> str | None:
    """Keep a snippet that was read, and post what there is to say about it.

    Returns None, or why it was not taken ("paused", "stranger" for whoever is known to be no member, "known", or a
    reason of `Reading.reason`): then nothing was kept.
    A snippet that is known already has no second effect, because Slack sends events again.
    """
    snippet = seen.snippet
    sharer = people.person(session, snippet.workspace, snippet.sharer)
    if snippet.source == "channel" and sharer.paused_at:
        return "paused"
    if people.standing(sharer, now) not in ("member", None):
        return "stranger"
    if session.connection().scalar(KNOWN, {"workspace": snippet.workspace, "origin": snippet.origin}):
        return "known"
    if seen.reason:
        return seen.reason
    review = Review(
        id=secrets.token_hex(8), reading=as_json(seen.reading), playbook=playbook.load("five_tactics").version,
        lines=[], quotes=[], created_at=now, **asdict(snippet),
    )  # fmt: skip
    answers.post(session, workplace, review, seen.reading, sharer, now)
    session.connection().execute(insert(Review), {name: getattr(review, name) for name in COLUMNS})
    session.info.setdefault("reviewed", []).append((review.source, seen.seconds))
    return None


def edited(session: Session, workplace: Workplace, seen: Read, now: datetime) -> str | None:
    """A shared message was changed, and read again quietly: what was said about it changes in place, nothing is added.

    A message that could not be read before is taken now as if it were new, as is one that still waits to be read.
    Returns like `share`.
    """
    snippet = seen.snippet
    _drop_arrival(session, snippet.workspace, snippet.origin)
    review = of_origin(session, snippet.workspace, snippet.origin)
    if review is None:
        return share(session, workplace, seen, now)
    if (snippet.text, snippet.context) != (review.text, review.context):
        review.text, review.context, review.reading = snippet.text, snippet.context, as_json(seen.reading)
        answers.change(session, workplace, review, seen.reading, now)
    return None


def deleted(session: Session, workspace: str, place: str, message: str, now: datetime) -> None:
    """A message is gone: so is everything kept about it, whoever sent it in, and what was said about it.

    It is remembered for a while that it is gone: the message itself may arrive only now.
    """
    origin = f"{place}:{message}"
    _drop_arrival(session, workspace, origin)
    picked = Review.origin.startswith(f"{origin}:", autoescape=True)
    passed_on = (Review.source == "direct") & (Review.thread == message)
    others = select(Review).where(Review.workspace == workspace, Review.place == place, or_(picked, passed_on))
    own = of_origin(session, workspace, origin)
    for review in [*([own] if own else []), *session.scalars(others)]:
        forget(session, review, now)
    remember_gone(session, workspace, origin, now)


def forget(session: Session, review: Review, now: datetime) -> None:
    """Delete a review; what was said about it, in public and in private, is taken down, its letters are emptied."""
    for letter in outbox.withdraw(session, review.id):
        if letter.kind in ("kudos", *answers.ALONE):
            outbox.take_down(session, letter, now)
    if review.source in ("channel", "direct"):
        remember_gone(session, review.workspace, review.origin, now)
    session.delete(review)


def _drop_arrival(session: Session, workspace: str, origin: str) -> None:
    """It need not be read any more. Whoever is reading it just now ends first, so its review is there to be found."""
    theirs = delete(Arrival).where(Arrival.workspace == workspace, Arrival.origin == origin)
    session.connection().execute(theirs)


def remember_gone(session: Session, workspace: str, origin: str, now: datetime) -> None:
    """Whatever comes from there from now on is not read."""
    session.merge(Gone(workspace=workspace, origin=origin, at=now))
    session.flush()


def of_origin(session: Session, workspace: str, origin: str) -> Review | None:
    """The review that was made of a message or form, if there is one; held for the transaction."""
    query = select(Review).where(Review.workspace == workspace, Review.origin == origin)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def as_json(reading: Reading) -> dict[str, Any]:
    """What is kept of a reading: states, scores and where the words stand; the words themselves stay in `text`."""
    return {
        "tactics": {
            name: {
                "state": tactic.state,
                "score": tactic.score,
                "evidence": [[found.start, found.end] for found in tactic.evidence],
                "called_for": [[found.start, found.end] for found in tactic.called_for],
            }
            for name, tactic in reading.tactics.items()
        },
        "antipatterns": [[found.name, found.start, found.end] for found in reading.antipatterns],
    }
