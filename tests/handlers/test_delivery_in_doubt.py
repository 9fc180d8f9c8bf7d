"""Delivery in doubt: where nobody knows whether words arrived, one looks; public words are never repeated."""

from datetime import timedelta

import pytest
from slack_sdk import WebClient

from bot.practice import Fault
from coaching import outbox
from coaching.records.outbox import Letter
from coaching.snippets import review as reviews
from handlers import delivery
from handlers.outcomes import WAIT
from tests.conftest import ON_BOTH
from tests.handlers.conftest import WORDS, Office

MINUTE = 61.0  # a little more than a lease


class Killed(BaseException):
    """What the process dies of."""


class DiesAfter(WebClient):
    """Slack takes the post, and the process dies before it hears so."""

    def api_call(self, api_method, **arguments):
        answer = super().api_call(api_method, **arguments)
        if api_method == "chat.postMessage":
            raise Killed
        return answer


class DiesBefore(WebClient):
    """The process dies with the post on its tongue."""

    def api_call(self, api_method, **arguments):
        if api_method == "chat.postMessage":
            raise Killed
        return super().api_call(api_method, **arguments)


@ON_BOTH
def test_two_senders_who_want_the_same_letter_send_it_once(office: Office):
    kudos = office.write()
    with office.database.sessions.begin() as session:
        assert outbox.claim(session, kudos, "first", office.now)

    waiting = office.deliver(kudos, owner="second")

    assert waiting == {kudos: office.now + outbox.LEASE}
    assert office.in_thread() == []
    with office.database.sessions.begin() as session:
        assert outbox.claim(session, kudos, "second", office.now) is None


@ON_BOTH
def test_public_words_that_arrived_before_the_sender_died_are_found_and_not_said_again(office: Office):
    kudos = office.write()
    with pytest.raises(Killed):
        office.deliver(kudos, client=DiesAfter)

    office.later(30)
    assert office.deliver(kudos, owner="second") == {kudos: office.now + timedelta(seconds=30)}
    office.later(MINUTE)
    assert office.deliver(kudos, owner="second") == {}

    assert len(office.in_thread()) == 1
    assert office.letter(kudos).state == "sent"


def test_public_words_that_show_late_are_found_while_one_is_patient(office: Office):
    kudos = office.write()
    office.slack.fail("chat.postMessage", Fault.late_to_show(30))
    with pytest.raises(Killed):
        office.deliver(kudos, client=DiesAfter)

    office.later(MINUTE)
    assert office.deliver(kudos) == {kudos: office.now + delivery.BETWEEN_LOOKS}
    office.slack.clock.advance(31)
    office.later(21)
    assert office.deliver(kudos) == {}
    assert len(office.in_thread()) == 1


def test_public_words_that_cannot_be_seen_are_given_up_and_the_person_is_told(office: Office):
    kudos = office.write(review=office.review())
    with pytest.raises(Killed):
        office.deliver(kudos, client=DiesBefore)
    for _ in range(8):
        office.later(MINUTE / 2)
        office.deliver(kudos)

    assert office.in_thread() == []
    assert office.letter(kudos).state == "unknown"
    (unsure,) = office.letters("unsure")
    assert office.deliver(unsure.id) == {}
    assert "I can't see whether they arrived" in office.told()[0]
    assert WORDS in office.told()[0]


@pytest.mark.parametrize("error", ["thread_not_found", "channel_not_found", "not_in_channel"])
def test_where_slack_lets_nobody_look_public_words_are_given_up_too(office: Office, error: str):
    kudos = office.write()
    with pytest.raises(Killed):
        office.deliver(kudos, client=DiesBefore)
    office.slack.fail("conversations.replies", Fault.refusal(error), times=20)
    for _ in range(8):
        office.later(MINUTE / 2)
        office.deliver(kudos)

    assert office.letter(kudos).state == "unknown"
    assert office.calls("chat.postMessage") == 0


def test_a_private_letter_that_arrived_is_found_and_not_said_again(office: Office):
    tip = office.write("unreadable")
    with pytest.raises(Killed):
        office.deliver(tip, client=DiesAfter)
    office.later(MINUTE)
    office.deliver(tip)

    assert len(office.told()) == 1


def test_a_private_letter_that_cannot_be_seen_is_said_again(office: Office):
    tip = office.write("unreadable")
    with pytest.raises(Killed):
        office.deliver(tip, client=DiesBefore)
    office.later(MINUTE)
    office.deliver(tip)

    assert len(office.told()) == 1
    assert office.letter(tip).attempts == 2


def test_a_private_letter_that_shows_late_is_looked_for_before_it_is_said_again(office: Office):
    tip = office.write("unreadable")
    office.slack.fail("chat.postMessage", Fault.late_to_show(12))
    with pytest.raises(Killed):
        office.deliver(tip, client=DiesAfter)

    office.later(5)
    assert office.deliver(tip, owner="second") == {tip: office.now + timedelta(seconds=55)}
    with office.database.sessions.begin() as session:
        outbox.release(session, office.now)
    assert office.deliver(tip, owner="second") == {tip: office.now + timedelta(seconds=10)}
    office.slack.clock.advance(13)
    office.later(10)
    assert office.deliver(tip, owner="second") == {}
    assert len(office.told()) == 1


@pytest.mark.parametrize("fault", [Fault.server_error(500), Fault.server_error(504), Fault.html(), Fault.reset_after()])
def test_after_a_doubtful_answer_one_looks_before_one_speaks(office: Office, fault: Fault):
    kudos = office.write()
    office.slack.fail("chat.postMessage", fault)

    assert office.deliver(kudos) == {kudos: office.now + timedelta(seconds=WAIT)}
    office.later(200)
    for _ in range(3):
        office.later(30)
        office.deliver(kudos)

    assert office.calls("chat.postMessage") == 1
    assert office.letter(kudos).state == ("sent" if fault.after else "unknown")


def test_a_look_up_that_fails_is_tried_again_and_the_doubt_stays(office: Office):
    kudos = office.write()
    with pytest.raises(Killed):
        office.deliver(kudos, client=DiesAfter)
    office.slack.fail("conversations.replies", Fault.server_error(503))
    office.later(MINUTE)

    assert office.deliver(kudos) == {kudos: office.now + timedelta(seconds=WAIT)}
    office.later(WAIT)
    office.deliver(kudos)
    assert len(office.in_thread()) == 1


def test_a_letter_that_arrived_in_a_long_thread_is_found_behind_its_first_two_hundred_replies(office: Office):
    for number in range(203):
        office.slack.say(office.ana, office.channel, f"Reply {number}", thread_ts=office.root)
    kudos = office.write()
    with pytest.raises(Killed):
        office.deliver(kudos, client=DiesAfter)
    office.later(MINUTE)

    assert office.deliver(kudos) == {}
    assert office.letter(kudos).state == "sent"


@ON_BOTH
@pytest.mark.parametrize("killed", [DiesAfter, DiesBefore])
def test_kudos_for_a_snippet_deleted_while_they_were_on_their_way_do_not_stay(office: Office, killed):
    kudos = office.write(review=office.review())
    with pytest.raises(Killed):
        office.deliver(kudos, client=killed)
    with office.database.sessions.begin() as session:
        reviews.deleted(session, office.slack.team_id, office.channel, office.root, office.now)
    for _ in range(8):
        office.later(MINUTE / 2)
        office.deliver(kudos, *[letter.id for letter in office.letters("remove")])

    assert office.in_thread() == []
    assert WORDS not in str([letter.facts for kind in ("kudos", "unsure", "remove") for letter in office.letters(kind)])
    assert office.letter(kudos).state in ("sent", "unknown")


def forgets_its_intent(session, id: str, owner: str, now) -> tuple[Letter, bool]:
    """No ledger: whoever comes takes the letter, and nobody remembers that somebody tried."""
    return session.get_one(Letter, id), False


@pytest.mark.parametrize(
    "guard",
    [
        test_public_words_that_arrived_before_the_sender_died_are_found_and_not_said_again,
        test_a_private_letter_that_arrived_is_found_and_not_said_again,
        test_two_senders_who_want_the_same_letter_send_it_once,
    ],
)
def test_the_guards_notice_a_delivery_without_a_ledger(office: Office, monkeypatch, guard):
    monkeypatch.setattr(outbox, "claim", forgets_its_intent)
    with pytest.raises((AssertionError, KeyError)):
        guard(office)


def test_the_guard_notices_public_words_that_are_repeated_on_suspicion(office: Office, monkeypatch):
    monkeypatch.setattr(delivery, "PUBLIC", set())
    with pytest.raises(AssertionError):
        test_public_words_that_cannot_be_seen_are_given_up_and_the_person_is_told(office)


def test_the_guard_notices_a_sender_that_never_looks(office: Office, monkeypatch):
    monkeypatch.setattr(delivery, "find", lambda slack, letter, call: None)
    with pytest.raises(AssertionError):
        test_a_private_letter_that_arrived_is_found_and_not_said_again(office)


def test_public_words_that_slack_took_without_saying_where_are_found_where_they_stand(office: Office):
    kudos = office.write()
    office.slack.fail("chat.postMessage", Fault.bare())

    assert office.deliver(kudos) == {kudos: office.now + timedelta(seconds=WAIT)}
    office.later(WAIT)
    assert office.deliver(kudos) == {}

    assert (len(office.in_thread()), office.letter(kudos).state) == (1, "sent")
    assert office.letter(kudos).posted_as


def test_private_words_that_slack_took_without_saying_where_are_not_sent_again(office: Office):
    tip = office.write("unreadable")
    office.slack.fail("chat.postMessage", Fault.bare())

    assert office.deliver(tip) == {}
    assert (len(office.told()), office.letter(tip).state) == (1, "sent")
