"""A snippet of a channel is kept in one statement, and read a moment later, once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database
from coaching import erasure, export, home, people
from coaching.people import Actor
from coaching.records.outbox import Letter
from coaching.records.snippets import Arrival, Review
from coaching.snippets import intake, review
from coaching.snippets.review import Snippet
from coaching.workplace import Room, Workplace
from tests.conftest import ON_BOTH

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
WORKPLACE = Workplace(rooms={"C1": Room("C1", "snippets")})
STRONG = "I'm so sorry the cot arrived broken. I've ordered a new one for you and I'll call Maria Lopez tomorrow."


def snippet(ts: str = "1.1", text: str = STRONG, user: str = "U1") -> Snippet:
    return review.mask(
        Snippet(
            workspace="T1", source="channel", origin=f"C1:{ts}", author=user, sharer=user, text=text, place="C1",
            thread=ts,
        )
    )  # fmt: skip


def take_in(database: Database, *snippets: Snippet, now: datetime = NOW) -> None:
    with database.sessions.begin() as session:
        for one in snippets:
            intake.take_in(session, one, now)


def read(database: Database, now: datetime = NOW) -> int:
    count = 0
    while True:
        with database.sessions.begin() as session:
            arrival = intake.oldest(session, now)
            if arrival is None:
                return count
            intake.keep(session, WORKPLACE, arrival, intake.read(arrival))
        count += 1


def texts(session: Session, table: type[Arrival] | type[Review]) -> list[str]:
    return list(session.scalars(select(table.text).order_by(table.origin)))


@ON_BOTH
def test_what_was_taken_in_is_kept_masked_and_read_once(database: Database):
    take_in(database, snippet(), snippet(), snippet("1.2"))
    take_in(database, snippet())
    with database.sessions() as session:
        (first, _) = texts(session, Arrival)
        assert "[person]" in first
        assert "Lopez" not in first

    assert read(database) == 2
    take_in(database, snippet())
    assert read(database) == 0
    with database.sessions() as session:
        assert len(texts(session, Review)) == 2
        assert session.scalars(select(Letter.kind).where(Letter.kind == "kudos")).all() == ["kudos"] * 2


@ON_BOTH
def test_it_is_read_as_of_the_moment_when_it_was_shared(database: Database):
    take_in(database, snippet())
    read(database, NOW + timedelta(hours=3))
    with database.sessions() as session:
        assert session.scalar(select(Review.created_at)) == NOW
        assert set(session.scalars(select(Letter.due_at))) == {NOW}


@ON_BOTH
@pytest.mark.parametrize("why", ["paused", "guest", "deleted"])
def test_of_whoever_paused_or_is_no_member_and_of_what_is_deleted_not_a_word_is_kept(database: Database, why: str):
    with database.sessions.begin() as session:
        row = people.person(session, "T1", "U1")
        row.standing, row.checked_at = ("guest" if why == "guest" else "member"), NOW
        row.paused_at = NOW if why == "paused" else None
        if why == "deleted":
            review.deleted(session, "T1", "C1", "1.1", NOW)
    take_in(database, snippet())
    with database.sessions() as session:
        assert texts(session, Arrival) == []


@ON_BOTH
def test_somebody_whose_standing_is_not_known_any_more_is_looked_up_again(database: Database):
    with database.sessions.begin() as session:
        row = people.person(session, "T1", "U1")
        row.standing, row.checked_at = "guest", NOW - people.STANDING_KEEPS
    take_in(database, snippet())
    assert read(database) == 1


@ON_BOTH
@pytest.mark.parametrize(("words", "waits"), [("lunch at one?", 0), ("Wollen wir heute um eins zusammen essen?", 1)])
def test_chat_leaves_nothing_behind(database: Database, words: str, waits: int):
    take_in(database, snippet(text=words))
    assert read(database) == waits
    with database.sessions() as session:
        assert texts(session, Arrival) == texts(session, Review) == []
        assert session.scalars(select(Letter)).all() == []


@ON_BOTH
def test_a_message_that_is_deleted_before_it_is_read_is_gone(database: Database):
    take_in(database, snippet())
    with database.sessions.begin() as session:
        review.deleted(session, "T1", "C1", "1.1", NOW)
    assert read(database) == 0


@ON_BOTH
def test_a_message_that_is_edited_before_it_is_read_is_read_as_it_stands_now(database: Database):
    take_in(database, snippet(text="Restart the router, then call us."))
    with database.sessions.begin() as session:
        review.edited(session, WORKPLACE, review.read(snippet()), NOW)
    assert read(database) == 0
    with database.sessions() as session:
        (kept,) = texts(session, Review)
        assert "cot" in kept


@ON_BOTH
def test_what_is_not_read_yet_is_handed_out_and_erased_like_all_else(database: Database):
    take_in(database, snippet(), snippet("1.2", user="U2"))
    with database.sessions.begin() as session:
        told = export.of(session, WORKPLACE, Actor("T1", "U1"))["snippets"]
        assert [one["text"] for one in told] == [snippet().text]
        erasure.ask(session, "T1", "U1", NOW)
        erasure._snippets(session, "T1", "U1", NOW)
    with database.sessions() as session:
        assert session.scalars(select(Arrival.sharer)).all() == ["U2"]


@ON_BOTH
def test_delete_my_snippets_takes_along_what_waits_and_slack_cannot_bring_it_back(database: Database):
    take_in(database, snippet())
    with database.sessions.begin() as session:
        assert home.kept(session, Actor("T1", "U1"))["snippets"] == 1
        assert home.forget_snippets(session, Actor("T1", "U1"), NOW) == 1
        assert home.kept(session, Actor("T1", "U1"))["snippets"] == 0
    take_in(database, snippet())
    assert read(database) == 0


@ON_BOTH
@pytest.mark.parametrize("meanwhile", ["erased", "edited", "no snippets channel"])
def test_what_changed_while_it_was_being_read_leaves_nothing_behind(database: Database, meanwhile: str):
    take_in(database, snippet())
    with database.sessions() as session:
        arrival = intake.oldest(session, NOW)
        assert arrival
    seen = intake.read(arrival)
    with database.sessions.begin() as session:
        if meanwhile == "erased":
            assert intake.forget(session, "T1", "U1", NOW) == 1
        if meanwhile == "edited":
            review.edited(session, WORKPLACE, review.read(snippet(text="Restart the router, then call us.")), NOW)
    with database.sessions.begin() as session:
        intake.keep(session, Workplace() if meanwhile == "no snippets channel" else WORKPLACE, arrival, seen)
    with database.sessions() as session:
        assert texts(session, Arrival) == []
        assert not any("cot" in text for text in texts(session, Review))
        assert not session.scalars(select(Letter).where(Letter.kind == "kudos")).all()


@ON_BOTH
def test_after_a_restore_what_waits_is_handed_back_and_not_read_once_more(database: Database):
    take_in(database, snippet())
    with database.sessions.begin() as session:
        assert intake.doubt(session, NOW) == 1
    assert read(database) == 0
    with database.sessions() as session:
        (told,) = session.scalars(select(Letter))
        assert (told.kind, told.person, told.facts["text"]) == ("unreadable", "U1", snippet().text)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_another_worker_holds_is_passed_over(database: Database):
    take_in(database, snippet("1.1"), snippet("1.2"))
    with database.sessions.begin() as one, database.sessions.begin() as other:
        held = intake.oldest(one, NOW)
        free = intake.oldest(other, NOW)
        assert held
        assert free
        assert (held.origin, free.origin) == ("C1:1.1", "C1:1.2")
        assert intake.oldest(other, NOW) is free


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_workers_at_two_snippets_of_one_person_ask_them_once(database: Database):
    take_in(database, snippet("1.1"), snippet("1.2"))
    both_hold_one = threading.Barrier(2)

    def work() -> None:
        with database.sessions() as session:
            arrival = intake.oldest(session, NOW)
            assert arrival
            both_hold_one.wait(10)
            intake.keep(session, WORKPLACE, arrival, intake.read(arrival))
            session.commit()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with database.sessions() as session:
        assert sorted(session.scalars(select(Letter.kind))) == ["ask", "kudos", "kudos", "reaction", "reaction"]


@ON_BOTH
def test_what_breaks_us_is_not_handed_back_to_somebody_who_paused(database: Database):
    take_in(database, snippet())
    with database.sessions.begin() as session:
        people.person(session, "T1", "U1").paused_at = NOW
        assert intake.put_off(session, "T1", "C1:1.1", NOW) == 1
    with database.sessions() as session:
        assert texts(session, Arrival) == []
        assert session.scalars(select(Letter)).all() == []


@ON_BOTH
def test_what_breaks_us_is_tried_later_each_time_and_handed_back_in_the_end(database: Database):
    take_in(database, snippet())
    now = NOW
    for number in range(1, intake.TRIES + 1):
        with database.sessions.begin() as session:
            assert intake.oldest(session, now)
            assert intake.put_off(session, "T1", "C1:1.1", now) == number
            assert intake.oldest(session, now) is None
        now += number * intake.PATIENCE
    with database.sessions.begin() as session:
        assert texts(session, Arrival) == []
        (told,) = session.scalars(select(Letter))
        assert (told.kind, told.person, told.facts["text"]) == ("unreadable", "U1", snippet().text)
        assert intake.put_off(session, "T1", "C1:1.1", now) == 0
