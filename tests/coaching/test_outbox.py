"""The outbox: decided once, claimed by one, and never said after it was taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.database import Database
from coaching import outbox, people
from coaching.outbox import LEASE
from coaching.records.outbox import Letter
from tests.conftest import ON_BOTH

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.sessions() as opened:
        people.workspace(opened, "T1")
        yield opened


def post(session: Session, key: str = "kudos:1", **more: object) -> Letter:
    facts = {"workspace": "T1", "kind": "kudos", "facts": {"text": "Well done."}, "review": "r1", "now": NOW}
    letter = outbox.post(session, key=key, **{**facts, **more})  # type: ignore[arg-type]
    session.flush()
    return letter


@ON_BOTH
def test_the_same_key_is_one_letter_unchanged(session: Session):
    first = post(session)
    again = post(session, facts={"text": "Other words."})

    assert again is first
    assert again.facts == {"text": "Well done."}
    assert session.info["posted"] == [first.id]


def test_the_same_key_in_another_workspace_is_another_letter(session: Session):
    people.workspace(session, "T2")
    assert post(session) is not post(session, workspace="T2")


@ON_BOTH
def test_a_letter_is_claimed_by_one_sender_under_a_lease(session: Session):
    letter = post(session)

    assert outbox.claim(session, letter.id, "first", NOW) == (letter, False)
    assert outbox.claim(session, letter.id, "second", NOW + LEASE / 2) is None
    assert (letter.state, letter.owner, letter.lease_until) == ("sending", "first", NOW + LEASE)


@ON_BOTH
def test_after_the_lease_another_sender_takes_it_and_knows_that_it_is_doubtful(session: Session):
    letter = post(session)
    outbox.claim(session, letter.id, "first", NOW)

    assert outbox.claim(session, letter.id, "second", NOW + LEASE) == (letter, True)
    assert (letter.owner, letter.attempts, letter.sending_since) == ("second", 2, NOW)


def test_a_letter_is_not_claimed_before_its_time_nor_after_its_end(session: Session):
    later, sent = post(session, now=NOW + timedelta(hours=1)), post(session, "kudos:2")
    outbox.settle(sent, "sent", posted=("C1", "1.1"))
    session.flush()

    assert outbox.claim(session, later.id, "first", NOW) is None
    assert outbox.claim(session, sent.id, "first", NOW) is None
    assert outbox.claim(session, "nothing", "first", NOW) is None


def test_a_delay_is_certain_and_a_doubt_stays(session: Session):
    letter = post(session)
    outbox.claim(session, letter.id, "first", NOW)
    outbox.doubt(letter, NOW, "broken")
    assert not outbox.is_unsaid(letter)
    session.flush()
    assert outbox.claim(session, letter.id, "first", NOW) == (letter, True)

    outbox.delay(letter, NOW, "busy")
    session.flush()
    assert outbox.is_unsaid(letter)
    assert outbox.claim(session, letter.id, "first", NOW) == (letter, False)


def test_what_was_not_said_is_changed_in_place_and_what_was_said_by_another_letter(session: Session):
    letter = post(session)
    outbox.amend(session, letter, {"text": "Better."}, "kudos:1:a", NOW)
    assert letter.facts == {"text": "Better."}
    assert session.info["posted"] == [letter.id]

    for end in ("sending", "sent"):
        letter.state = end
        outbox.amend(session, letter, {"text": end}, f"kudos:1:{end}", NOW)
        assert letter.facts == {"text": end}
    session.flush()
    assert len(session.info["posted"]) == 3
    assert outbox.of_review(session, "r1", "kudos") == [letter]


def changes(session: Session) -> list[tuple[str, dict]]:
    rows = session.scalars(select(Letter).where(Letter.amends.is_not(None)).order_by(Letter.key))
    return [(row.state, row.facts) for row in rows]


@ON_BOTH
def test_of_two_changes_only_the_newest_words_are_said(session: Session):
    letter = post(session)
    outbox.settle(letter, "sent", posted=("C1", "1.1"))
    outbox.amend(session, letter, {"text": "Second."}, "kudos:1:2", NOW)
    outbox.amend(session, letter, {"text": "Third."}, "kudos:1:3", NOW)

    session.flush()
    assert changes(session) == [("withdrawn", {"text": "Third."}), ("due", {"text": "Third."})]


@ON_BOTH
def test_a_change_waits_for_another_one_that_is_being_sent_and_which_then_says_the_newest_words(session: Session):
    letter = post(session)
    outbox.settle(letter, "sent", posted=("C1", "1.1"))
    outbox.amend(session, letter, {"text": "Second."}, "kudos:1:2", NOW)
    second = session.info["posted"][-1]
    session.flush()
    assert not outbox.is_behind(session, session.get_one(Letter, second))
    outbox.claim(session, second, "first", NOW)
    outbox.amend(session, letter, {"text": "Third."}, "kudos:1:3", NOW)
    third = session.info["posted"][-1]

    session.flush()
    assert changes(session) == [("sending", {"text": "Third."}), ("due", {"text": "Third."})]
    assert outbox.is_behind(session, session.get_one(Letter, third))
    outbox.settle(session.get_one(Letter, second), "sent")
    session.flush()
    assert not outbox.is_behind(session, session.get_one(Letter, third))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "take",
    [
        lambda session: outbox.of_review(session, "r1", "kudos"),
        lambda session: outbox.unsaid(session, "T1", "kudos"),
        lambda session: outbox.withdraw(session, "r1"),
    ],
    ids=["of_review", "unsaid", "withdraw"],
)
def test_letters_that_are_about_to_be_taken_back_cannot_be_claimed_meanwhile(database: Database, take):
    with database.sessions.begin() as session:
        people.workspace(session, "T1")
        letter = post(session)
    with database.sessions.begin() as taking, database.sessions() as sending:
        take(taking)
        with pytest.raises(OperationalError, match="could not obtain lock"):
            sending.get(Letter, letter.id, with_for_update={"nowait": True})


def test_withdrawing_empties_everything_and_stops_what_was_not_said(session: Session):
    due, doubtful, sent = post(session), post(session, "kudos:2"), post(session, "kudos:3")
    outbox.claim(session, doubtful.id, "first", NOW)
    outbox.doubt(doubtful, NOW, "broken")
    outbox.settle(sent, "sent", posted=("C1", "1.1"))

    assert {letter.id for letter in outbox.withdraw(session, "r1")} == {doubtful.id, sent.id}
    assert [letter.facts for letter in (due, doubtful, sent)] == [{}, {}, {}]
    assert (due.state, doubtful.state, sent.state) == ("withdrawn", "due", "sent")
    assert outbox.is_emptied(doubtful)


@ON_BOTH
def test_what_is_overdue_is_found_in_the_order_of_its_time(session: Session):
    second, first = post(session), post(session, "kudos:2", now=NOW - timedelta(hours=1))
    left, held, later = (
        post(session, "kudos:3"),
        post(session, "kudos:4"),
        post(session, "kudos:5", now=NOW + LEASE * 9),
    )
    outbox.claim(session, left.id, "dead", NOW)
    left.state, left.lease_until = "sending", NOW - timedelta(seconds=1)
    outbox.claim(session, held.id, "alive", NOW)
    session.flush()

    found = outbox.overdue(session, NOW)
    assert found[0] == first.id
    assert set(found) == {first.id, second.id, left.id}
    assert later.id not in found
    assert len(outbox.overdue(session, NOW, most=2)) == 2


def test_at_the_start_of_a_process_that_is_alone_every_lease_ends(session: Session):
    letter = post(session)
    outbox.claim(session, letter.id, "dead", NOW)
    session.flush()

    outbox.release(session, NOW)
    session.expire_all()
    assert outbox.claim(session, letter.id, "alive", NOW) == (letter, True)
