"""Delivery held up: Slack wants to be left alone or refuses, or a letter breaks; no word is lost or logged."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bot.practice import Fault
from coaching import outbox, people
from coaching.records.outbox import Letter
from handlers import calls, delivery, outcomes
from handlers.outcomes import LONGEST, PAUSE, WAIT
from tests.conftest import ON_BOTH
from tests.handlers.conftest import WORDS, Office


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("7", 7.0), ("2.5", 2.5), (None, 30.0), ("999999", LONGEST), ("Wed, 21 Oct 2026 07:28:00 GMT", 30.0),
     ("nan", 30.0), ("0", 1.0), ("-5", 1.0)],
)  # fmt: skip
def test_a_rate_limit_holds_the_whole_workspace_as_long_as_slack_says(office: Office, given, seconds: float):
    first, second = office.write(), office.write("unreadable")
    office.slack.fail("chat.postMessage", Fault.rate_limited(given))

    waiting = office.deliver(first, second)

    until = office.now + timedelta(seconds=seconds)
    assert waiting == {first: until, second: until}
    assert office.calls("chat.postMessage") == 1
    with office.database.sessions() as session:
        assert people.workspace(session, office.slack.team_id).blocked_until == until
    office.now = until
    assert office.deliver(first, second) == {}
    assert (len(office.in_thread()), len(office.told())) == (1, 1)


def test_while_a_workspace_is_blocked_nobody_is_looked_up_either(office: Office):
    stranger = office.slack.person("Zoe")
    letters = [office.write("unreadable", person=stranger) for _ in range(3)]
    office.slack.fail("users.info", Fault.rate_limited("9"), times=3)

    office.deliver(*letters)

    assert office.calls("users.info") == 1


def test_a_block_of_one_workspace_does_not_hold_another(office: Office):
    with office.database.sessions.begin() as session:
        people.workspace(session, "T0ELSEWHERE").blocked_until = office.now + timedelta(hours=1)

    assert office.deliver(office.write()) == {}


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "missing_scope", "account_inactive"])
def test_a_token_that_does_not_work_holds_everything_and_loses_nothing(office: Office, error: str):
    kudos = office.write()
    office.slack.fail("chat.postMessage", Fault.refusal(error))

    assert office.deliver(kudos) == {kudos: office.now + timedelta(seconds=PAUSE)}
    office.later(PAUSE + 1)
    office.deliver(kudos)
    assert len(office.in_thread()) == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [("not_in_channel", "Invite me with /invite"), ("channel_not_found", "I can't find that channel"),
     ("is_archived", "That channel is archived"), ("some_new_error", "some new error")],
)  # fmt: skip
def test_words_that_slack_refuses_are_handed_back_with_what_to_do(office: Office, error: str, words: str):
    kudos = office.write(review=office.review())
    office.slack.fail("chat.postMessage", Fault.refusal(error))

    assert office.deliver(kudos) == {}
    assert office.letter(kudos).state == "refused"
    (undelivered,) = office.letters("undelivered")
    office.deliver(undelivered.id)
    assert words in office.told()[0]
    assert WORDS in office.told()[0]


def test_a_person_who_cannot_be_written_to_is_not_tried_for_ever(office: Office):
    gone = office.slack.person("Gone", deactivated=True)
    tip = office.write("unreadable", person=gone)

    assert office.deliver(tip) == {}
    assert office.letter(tip).state == "refused"


def test_a_letter_that_cannot_be_made_is_refused_and_the_next_one_goes_out(office: Office, monkeypatch):
    def unsendable(*given, **facts):
        raise delivery.door.Unsendable("the same action_id twice")

    monkeypatch.setitem(calls.RENDER, "kudos", unsendable)
    kudos, tip = office.write(review=office.review()), office.write("unreadable")

    assert office.deliver(kudos, tip) == {}
    assert office.letter(kudos).state == "refused"
    assert len(office.told()) == 1


def test_no_word_of_a_letter_enters_the_log(office: Office, caplog):
    caplog.set_level("DEBUG")
    for fault in (Fault.html(), Fault.refusal("is_archived"), Fault.rate_limited(), Fault.reset_before()):
        office.slack.fail("chat.postMessage", fault)
        office.deliver(office.write())
        office.later(40)

    assert WORDS not in caplog.text
    assert office.slack.bot_token not in caplog.text


def test_the_guard_notices_a_workspace_that_is_not_held(office: Office, monkeypatch):
    monkeypatch.setattr(
        people, "workspace", lambda session, id, real=people.workspace: _never_blocked(real(session, id))
    )
    with pytest.raises(AssertionError):
        test_while_a_workspace_is_blocked_nobody_is_looked_up_either(office)


def _never_blocked(row):
    row.blocked_until = None
    return row


@ON_BOTH
def test_while_slack_wants_to_be_left_alone_no_sweep_takes_waiting_letters_for_forgotten(office: Office):
    tip = office.write("unreadable")
    until = office.now + timedelta(hours=1)
    with office.database.sessions.begin() as session:
        people.workspace(session, office.slack.team_id).blocked_until = until

    assert office.deliver(tip) == {tip: until}

    with office.database.sessions() as session:
        assert outbox.overdue(session, office.now) == []
        assert outbox.overdue(session, until) == [tip]


def breaks(monkeypatch, *kinds: str) -> None:
    def broken(reader, **facts):
        raise TypeError(WORDS)

    for kind in kinds:
        monkeypatch.setitem(calls.RENDER, kind, broken)


def test_a_letter_that_fails_unforeseen_neither_holds_up_the_others_nor_quotes_anybody(
    office: Office, monkeypatch, caplog
):
    breaks(monkeypatch, "kudos")
    kudos, tip = office.write(), office.write("unreadable")

    assert office.deliver(kudos, tip) == {kudos: office.now + timedelta(seconds=WAIT)}

    assert (office.letter(kudos).state, office.letter(tip).state) == ("due", "sent")
    assert "TypeError" in caplog.text
    assert WORDS not in caplog.text


def given_up(office: Office, kind: str) -> Letter:
    id = office.write(kind, review=office.review() if kind == "kudos" else None)
    tries = 0
    while office.letter(id).state == "due":
        waits = office.deliver(id)
        assert (tries := tries + 1) <= outcomes.TRIES
        office.now = waits.get(id, office.now)
    return office.letter(id)


@pytest.mark.parametrize(
    ("kind", "told", "words"), [("kudos", "undelivered", WORDS), ("members_only", "broken", "Something in me broke")]
)
def test_a_letter_that_breaks_again_and_again_is_given_up_with_an_alarm_and_the_person_is_told(
    office: Office, monkeypatch, caplog, kind: str, told: str, words: str
):
    breaks(monkeypatch, kind)

    assert given_up(office, kind).state == "refused"

    assert "ALARM" in caplog.text
    office.deliver(*[letter.id for letter in office.letters(told)])
    assert words in office.told()[0]


def test_a_fault_of_the_database_is_not_held_against_the_letter(office: Office, monkeypatch):
    def lost(*given):
        raise OperationalError("SELECT 1", None, Exception())

    kudos = office.write()
    monkeypatch.setattr(delivery, "call_for", lost)
    for _ in range(outcomes.TRIES + 2):
        assert office.deliver(kudos) == {}

    assert (office.letter(kudos).state, office.letter(kudos).failures) == ("due", 0)


def test_the_guard_notices_letters_that_are_tried_for_ever(office: Office, monkeypatch):
    monkeypatch.setattr(outbox, "failed", lambda letter, problem: 1)
    breaks(monkeypatch, "kudos")
    with pytest.raises(AssertionError):
        given_up(office, "kudos")
