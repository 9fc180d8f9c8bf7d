"""Answers: what is said about a reading, to whom, as letters.

Where people share their own work: a `reaction` and, when something showed, `kudos` in the snippet's thread. To one
person: a `tip`, a whole `reading` (what showed, a draft of kudos, the tip), and once the question how they like kudos
(`ask`). Nothing about a tip leaves for anybody but the one who shared.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, bindparam, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from coaching import outbox, people
from coaching.records.outbox import Letter
from coaching.records.people import Person
from coaching.records.snippets import Review
from coaching.snippets import feedback, tips
from coaching.snippets.feedback import Feedback, Kudos, Tip
from coaching.snippets.tagging import Reading
from coaching.workplace import Workplace

# to one person, with words of the snippet or of its kudos in it
ALONE = ("reading", "tip", "unsure", "undelivered", "coach_asked")
MEMORY = timedelta(days=28)  # a tip or a line of kudos does not come back within four weeks
_RECENT = (
    Review.workspace == bindparam("workspace"),
    Review.created_at > bindparam("since"),
    Review.id != bindparam("id"),
)
TIPS = (
    select(Review.tip, Review.created_at)
    .where(*_RECENT, Review.sharer == bindparam("sharer"), Review.tip.is_not(None))
    .order_by(Review.created_at.desc())
    .limit(100)
)


def _lines_by(column: InstrumentedAttribute[Any], name: str) -> Select[tuple[str]]:
    """The latest lines of kudos as one text (a line is looked for in it as it stands), walked by the column's index."""
    said = (
        select(cast(Review.lines, String).label("lines"))
        .where(*_RECENT, column == bindparam(name), Review.draft.is_not(None))
        .order_by(Review.created_at.desc())
        .limit(200)
        .subquery()
    )
    return select(func.aggregate_strings(said.c.lines, "\n"))


LINES_THERE, LINES_TO = _lines_by(Review.place, "place"), _lines_by(Review.sharer, "sharer")


def post(
    session: Session, workplace: Workplace, review: Review, reading: Reading, sharer: Person, now: datetime
) -> None:
    """Decide what to say about a new review and post it."""
    said = _decide(session, workplace, review, reading, sharer)
    outbox.post_new(session, list(_letters(workplace, review, reading, sharer, said, now)))


def _letters(
    workplace: Workplace, review: Review, reading: Reading, sharer: Person, said: Feedback, now: datetime
) -> Iterator[dict[str, Any]]:
    """What is said, as rows of letters."""
    if review.source != "channel":
        yield _letter(review, "reading", reading_facts(workplace, review, reading, said.tip), now)
        return
    yield _letter(review, "reaction", {"name": "eyes"}, now, room=review.place)
    room = room_for(workplace, review, sharer) if said.kudos else None
    if room and not workplace.drafts_only(review.place or ""):
        yield _letter(review, "kudos", kudos_facts(review, named=room != review.place), now, room=room)
        if sharer.asked_at is None:
            sharer.asked_at = now
            yield _letter(review, "ask", {"review": review.id, "channel": review.place}, now)
    elif said.kudos and people.preference(sharer, workplace) != "none":
        yield _letter(review, "reading", reading_facts(workplace, review, reading, said.tip), now)
        return
    if said.tip:
        yield _letter(review, "tip", {"review": review.id, "tip": tip_facts(said.tip)}, now)


def change(session: Session, workplace: Workplace, review: Review, reading: Reading, now: datetime) -> None:
    """Say what was said before about the words as they stand now; what was said of words that are gone is taken down.

    Kudos that somebody signed were about the words as they stood: they come down, and can be signed anew.
    """
    sharer = people.person(session, review.workspace, review.sharer)
    said = _decide(session, workplace, review, reading, sharer)
    review.decision = None if review.decision == "shared" else review.decision
    for letter in outbox.of_review(session, review.id, "kudos", *ALONE):
        facts = _facts_now(workplace, review, reading, said, letter)
        if letter.kind == "kudos" and (letter.facts.get("signer") or not may_stand(sharer, workplace, letter)):
            facts = None
        if facts is None:
            outbox.take_down(session, letter, now)
        else:
            outbox.amend(session, letter, facts, f"{letter.key}:{now.timestamp():.6f}", now)


def may_stand(sharer: Person, workplace: Workplace, letter: Letter) -> bool:
    """Whether whoever shared may be named where these kudos stand."""
    return people.may_name(sharer, workplace, letter.channel)


def _facts_now(
    workplace: Workplace, review: Review, reading: Reading, said: Feedback, letter: Letter
) -> dict[str, Any] | None:
    """What a letter about a review says of the words as they stand now; None: nothing."""
    if letter.kind == "kudos" and said.kudos:
        return kudos_facts(review, named=bool(letter.facts.get("named")))
    if letter.kind == "reading":
        return reading_facts(workplace, review, reading, said.tip)
    if letter.kind == "tip" and said.tip:
        return {"review": review.id, "tip": tip_facts(said.tip)}
    return None


def take_down(session: Session, review: Review, now: datetime) -> None:
    """Take the posted kudos about a review out of the channel; kudos still on their way never leave."""
    for letter in outbox.of_review(session, review.id, "kudos"):
        outbox.take_down(session, letter, now)


def room_for(workplace: Workplace, review: Review, whom: Person) -> str | None:
    """Where kudos about a review may name `whom`: where it was shared, else where their team talks, else nowhere."""
    rooms = [review.place, *workplace.team_rooms(whom.id)]
    return next((room for room in rooms if room and people.may_name(whom, workplace, room)), None)


def kudos_facts(review: Review, signer: str | None = None, named: bool = False) -> dict[str, Any]:
    """The facts of kudos in a channel: the words, who signs them (None: the bot speaks for itself), and whether the
    author has to be named, because they do not stand in the thread of what was shared."""
    return {
        "named": named,
        "review": review.id,
        "text": review.draft,
        "quotes": review.quotes,
        "author": review.author,
        "signer": signer,
    }


def tip_facts(tip: Tip) -> dict[str, Any]:
    """The facts of a tip, as its view takes them."""
    return {"id": tip.id, "tactic": tip.tactic, "text": tip.text, "rewrite": tip.rewrite, "about": tip.about}


def reading_facts(workplace: Workplace, review: Review, reading: Reading, tip: Tip | None) -> dict[str, Any]:
    """The facts of a private reading: what showed with its words, the draft of kudos and where it would go, the tip."""
    shown = [(name, tactic) for name, tactic in reading.tactics.items() if tactic.state == "shown"]
    return {
        "review": review.id,
        "showed": [[name, tactic.evidence[0].quote] for name, tactic in shown],
        "draft": review.draft,
        "place": review.place or workplace.place_for(review.sharer),
        "decision": review.decision,
        "author": review.author if review.author != review.sharer else None,
        "tip": tip_facts(tip) if tip else None,
    }


def _decide(session: Session, workplace: Workplace, review: Review, reading: Reading, sharer: Person) -> Feedback:
    lately = session.connection().execute(TIPS, {**_since(review), "sharer": review.sharer}).all()
    showed = any(tactic.state == "shown" for tactic in reading.tactics.values())
    said = feedback.choose(
        reading,
        review.text,
        context=review.context,
        recent_tips={tip for tip, _ in lately if tip},
        recent_lines=_lines_lately(session, review) if showed else (),
        stopped=sharer.tips_stopped or (),
        variety=int(review.id, 16),
    )
    week = sum(at > review.created_at - timedelta(days=7) for _, at in lately)
    if not tips.welcome(sharer, review, week, workplace.tips_a_week):
        said = Feedback(said.kudos, None)
    return _noted(review, said)


def _noted(review: Review, said: Feedback) -> Feedback:
    review.tip = said.tip.id if said.tip else None
    review.lines = list(said.kudos.lines) if said.kudos else []
    review.draft = _worded(said.kudos) if said.kudos else None
    review.quotes = [[quote.tactic, quote.text] for quote in said.kudos.quotes] if said.kudos else []
    return said


def _worded(kudos: Kudos) -> str:
    """The words of kudos; when every line was said here lately, the quotes alone speak, after what they show."""
    named = " and ".join(tactic.replace("_", " ") for tactic in kudos.tactics)
    return " ".join(kudos.lines) or f"{named.capitalize()}, in these words."


def _lines_lately(session: Session, review: Review) -> str:
    """The lines that the readers of the same channel were told within MEMORY; those the sharer was, when in private."""
    if review.place:
        return session.connection().scalar(LINES_THERE, {**_since(review), "place": review.place}) or ""
    return session.connection().scalar(LINES_TO, {**_since(review), "sharer": review.sharer}) or ""


def _since(review: Review) -> dict[str, Any]:
    return {"workspace": review.workspace, "id": review.id, "since": review.created_at - MEMORY}


def _letter(review: Review, kind: str, facts: dict[str, Any], now: datetime, room: str | None = None) -> dict[str, Any]:
    return {
        "workspace": review.workspace, "key": f"{kind}:{review.id}", "kind": kind, "facts": facts, "not_before": now,
        "review": review.id, "channel": room, "thread": review.thread if room and room == review.place else None,
        "person": None if room else review.sharer,
    }  # fmt: skip
