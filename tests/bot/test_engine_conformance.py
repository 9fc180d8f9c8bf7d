"""What any durable engine behind `bot.jobs` has to do, on both databases. Only `bot.jobs` is spoken to.

One worker is at work for all tests of a database; those that need it gone stop it, and start the next one.
"""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from bot import jobs
from bot.database import Database
from bot.jobs import Jobs
from coaching import people
from coaching.records.people import Workspace
from tests.bot import engine
from tests.bot.engine import WORDS, Postman
from tests.conftest import own_database


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def worker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postman]:
    with own_database(request, request.param, tmp_path_factory.mktemp("engine")) as url:
        database = Database(url)
        with engine.postman(database) as made:
            yield made
        database.close()


@pytest.fixture
def postman(worker: Postman) -> Iterator[Postman]:
    """At work, with nothing in hand."""
    if not worker.launched:
        worker.start()
    worker.most_inside, worker.minutes_pass = 0, False
    yield worker
    worker.let_go()
    worker.again.clear()
    worker.fails.clear()


def soon(seconds: float = 0.3) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def test_letters_are_carried_once_in_the_order_in_which_they_were_posted(postman: Postman):
    posted = [postman.post("a", "b") for _ in range(10)]

    postman.wait_for(*(id for pair in posted for id in pair))
    postman.catch_up()
    for first, second in posted:
        assert postman.carried.index(first) < postman.carried.index(second)
    assert {postman.carried.count(id) for pair in posted for id in pair} == {1}


def only_what_is_committed_is_carried(postman: Postman) -> None:
    never, kept = postman.post("a", "b", fails=True), postman.post("c")

    postman.wait_for(*kept)
    postman.catch_up()
    assert not set(never) & set(postman.carried)


def test_a_transaction_that_fails_at_its_end_leaves_no_errand(postman: Postman):
    only_what_is_committed_is_carried(postman)


def test_the_suite_notices_an_engine_that_does_not_join_the_transaction(postman: Postman, monkeypatch):
    enqueue = Jobs._enqueue

    def beside(work: Jobs, session: Session, *given: Any) -> None:
        def later(_: Session) -> None:
            with Session(work._engine) as other:
                enqueue(work, other, *given)
                other.commit()

        for end in ("after_commit", "after_rollback"):
            event.listen(session, end, later)

    monkeypatch.setattr(Jobs, "_enqueue", beside)
    with pytest.raises(AssertionError):
        only_what_is_committed_is_carried(postman)


def test_what_has_to_wait_comes_back_at_its_time_and_not_before(postman: Postman):
    with postman.changed:
        now, later = postman.post("now", "later")
        postman.again[later] = moment = soon()

    postman.wait_for(later, times=2)
    assert postman.at[later] >= moment
    assert postman.carried.count(now) == 1


def test_one_letter_and_one_moment_are_one_errand_however_often_they_are_asked_for(postman: Postman):
    (letter,) = postman.left("a")
    moment = soon()
    for _ in range(3):
        postman.work.again({letter: moment})

    postman.wait_for(letter)
    postman.catch_up()
    assert postman.carried.count(letter) == 1


def test_the_sweep_finds_what_is_due_and_leaves_the_rest(postman: Postman):
    done = postman.post("done")
    postman.wait_for(*done)
    postman.catch_up()
    (due,) = postman.left("due")

    assert postman.work.sweep(datetime.now(UTC) - timedelta(days=1)) == 0
    assert postman.work.sweep(datetime.now(UTC)) == 1
    postman.wait_for(due)
    assert postman.carried.count(*done) == 1


def test_what_is_done_is_forgotten_after_a_day_a_portion_at_a_time(postman: Postman, monkeypatch):
    monkeypatch.setattr(jobs, "KEEP_FINISHED", timedelta(days=-1))
    monkeypatch.setattr(jobs, "PORTION", 2)
    monkeypatch.setattr(jobs, "PORTIONS", 1)
    letters = [id for word in "abcde" for id in postman.post(word)]
    postman.wait_for(*letters)
    postman.catch_up()
    postman.minutes_pass = True

    def remembered() -> int:
        kept = engine.everything_kept(postman.database)
        return sum(id in kept for id in letters)

    counts = [remembered()]
    while counts[-1] and len(counts) < 50:
        postman.pass_a_minute()
        counts.append(remembered())
    assert (counts[0], counts[-1]) == (5, 0)
    assert all(before - after <= 2 for before, after in pairwise(counts))


def swept_once(postman: Postman) -> None:
    (letter,) = postman.left("a")
    workers, now = [Jobs(postman.database) for _ in range(3)], datetime.now(UTC)
    for work in workers:
        work.attach()
    with postman.changed:  # nobody gets through with it, so that each of them finds it due
        assert [work.sweep(now) for work in workers] == [1, 1, 1]
    for work in workers:
        work.stop(0)
    postman.wait_for(letter)
    postman.catch_up()
    assert postman.carried.count(letter) == 1


def test_however_many_workers_see_a_minute_pass_a_letter_gets_one_errand(postman: Postman):
    swept_once(postman)


def test_the_suite_notices_workers_that_each_have_a_minute_of_their_own(postman: Postman, monkeypatch):
    sweep = Jobs.sweep
    monkeypatch.setattr(Jobs, "sweep", lambda work, now: sweep(work, now, work.name + str(id(work))))
    with pytest.raises(AssertionError):
        swept_once(postman)


def test_an_errand_that_fails_is_found_again_by_the_next_minute(postman: Postman):
    (letter,) = postman.post("a")
    postman.fails.add(letter)
    postman.wait_for(letter)
    postman.catch_up()
    postman.fails.clear()

    postman.work.sweep(datetime.now(UTC) + timedelta(minutes=1))
    postman.wait_for(letter, times=2)


def only_ids_are_kept(postman: Postman) -> None:
    sent, failed = postman.post("a", "b"), postman.post("c")
    postman.fails.update(failed)
    postman.wait_for(*sent, *failed)
    postman.catch_up()
    kept = engine.everything_kept(postman.database)
    assert all(id in kept for id in sent + failed)
    assert WORDS not in kept


def test_the_engine_keeps_ids_and_no_words_not_even_of_what_failed(postman: Postman):
    only_ids_are_kept(postman)


def test_the_suite_notices_an_engine_that_is_told_why_an_errand_failed(postman: Postman, monkeypatch):
    def carry(work: Jobs, letters: list[str]) -> None:
        assert work._deliver
        work._deliver(letters)

    monkeypatch.setattr(Jobs, "carry", carry)
    with pytest.raises(AssertionError):
        only_ids_are_kept(postman)


def test_no_more_is_carried_at_once_than_there_are_threads(postman: Postman):
    postman.hold = lambda: True
    letters = [id for _ in range(2 * jobs.THREADS) for id in postman.post("a")]
    with postman.changed:
        assert postman.changed.wait_for(lambda: postman.inside == jobs.THREADS, engine.ENDING)
        assert not postman.changed.wait_for(lambda: postman.inside > jobs.THREADS, 2 * jobs.POLL)
    postman.let_go()

    postman.wait_for(*letters)
    assert postman.most_inside == jobs.THREADS


def test_a_worker_that_is_told_to_stop_finishes_what_it_has_and_leaves_the_rest_to_the_next(postman: Postman):
    stopping = threading.Event()
    postman.hold = lambda: not stopping.is_set()
    letters = [id for _ in range(2 * jobs.THREADS) for id in postman.post("a")]
    with postman.changed:
        assert postman.changed.wait_for(lambda: postman.inside == jobs.THREADS, engine.ENDING)
    stopping.set()
    postman.let_go()
    postman.stop()

    assert postman.inside == 0
    postman.start()
    postman.wait_for(*letters)
    postman.catch_up()
    assert {postman.carried.count(id) for id in letters} == {1}


def test_what_a_dead_worker_had_in_hand_goes_to_the_next(postman: Postman):
    (letter,) = postman.post("a")
    postman.hold = lambda: postman.carried.count(letter) < 2
    postman.wait_for(letter)
    postman.stop(0)  # it never gets to the end of it

    postman.start()
    if not postman.database.is_sqlite:
        assert postman.work.inherit()
    postman.wait_for(letter, times=2)


def test_a_process_that_only_enqueues_leaves_the_errand_to_a_worker(postman: Postman):
    postman.stop()
    (letter,) = postman.post("a")
    assert letter not in postman.carried

    postman.start()
    postman.wait_for(letter)


def test_when_whatever_the_engine_keeps_is_dropped_everything_due_is_carried_all_the_same(postman: Postman):
    postman.work.stop()
    postman.attach()
    letters = postman.post("a", "b")
    postman.work.stop()
    engine.drop(postman.database)

    postman.minutes_pass = True
    postman.attach()
    postman.start()
    postman.wait_for(*letters)


def test_what_is_being_committed_when_a_process_stops_is_committed_all_the_same(database: Database):
    work = Jobs(database)
    work.attach()
    event.listen(database.sessions, "before_commit", lambda session: work.stop(0))
    with database.sessions.begin() as session:
        people.workspace(session, "T1")
    with database.sessions() as session:
        assert session.get(Workspace, "T1")
