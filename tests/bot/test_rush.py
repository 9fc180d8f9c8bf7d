"""During a rush of requests deliveries stand aside, for a moment."""

import threading

from bot import rush


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


def test_without_requests_nothing_waits_and_an_error_ends_a_request_too():
    try:
        with rush.answering():
            raise ValueError
    except ValueError:
        pass
    assert rush.stand_aside(0)
