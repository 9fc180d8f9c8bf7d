"""During a rush of requests deliveries stand aside, for a moment."""

import threading
from datetime import datetime

from flask import Response

from bot import jobs, rush, web
from bot.database import Database
from tests.bot.face import face_of
from tests.bot.signing import event


def test_a_delivery_waits_until_no_request_is_in_hand():
    waited, began = [], threading.Event()

    def deliver() -> None:
        began.set()
        waited.append(rush.stand_aside(10))

    thread = threading.Thread(target=deliver)
    with rush.answering(), rush.answering():
        thread.start()
        began.wait()
        assert waited == []
    thread.join()
    assert waited == [True]


def test_in_a_rush_that_lasts_it_goes_on_all_the_same():
    with rush.answering():
        assert not rush.stand_aside(0)


def test_a_rush_is_over_only_when_no_request_came_for_a_moment(monkeypatch):
    with rush.answering():
        pass
    assert rush.stand_aside(0)
    monkeypatch.setattr(rush, "CALM", 3_600.0)
    assert not rush.stand_aside(0)


def test_without_requests_nothing_waits_and_an_error_ends_a_request_too():
    try:
        with rush.answering():
            raise ValueError
    except ValueError:
        pass
    assert rush.stand_aside(0)


def test_in_a_rush_that_lasts_deliveries_go_one_at_a_time():
    at_work, most = [], []

    def deliver() -> None:
        with rush.giving_way(0):
            at_work.append(1)
            most.append(len(at_work))
            at_work.pop()

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    with rush.answering():
        with rush._one_at_a_time:
            for thread in threads:
                thread.start()
            assert most == []
        for thread in threads:
            thread.join()
    assert most == [1] * 4


def test_when_the_rush_is_over_nobody_waits_for_the_one_that_goes_alone():
    went = threading.Event()

    def deliver() -> None:
        with rush.giving_way(0):
            went.set()

    thread = threading.Thread(target=deliver)
    with rush._one_at_a_time:  # a call to Slack that hangs
        with rush.answering():
            thread.start()
        assert went.wait(10)
    thread.join()
    with rush.giving_way(0), rush.giving_way(0):  # without a rush several go at once
        assert rush._one_at_a_time.acquire(timeout=0)
        rush._one_at_a_time.release()


def test_a_signed_request_is_in_hand_while_it_is_answered(database: Database, monkeypatch):
    calm: list[bool] = []

    def answer(*_) -> Response:
        calm.append(rush.stand_aside(0))
        return Response()

    monkeypatch.setattr(web, "timed", answer)
    assert face_of(database).send("event", event()).status_code == 200
    assert calm == [False]
    assert rush.stand_aside(0)


def test_a_worker_stands_aside_before_each_errand(database: Database, monkeypatch):
    order: list[str] = []
    monkeypatch.setattr(rush, "stand_aside", lambda most: order.append("aside"))

    def deliver(letters: list[str]) -> dict[str, datetime]:
        order.extend(letters)
        return {}

    work = jobs.Jobs(database)
    monkeypatch.setattr(work, "_deliver", deliver)
    work.carry(["kudos"])
    assert order == ["aside", "kudos"]
