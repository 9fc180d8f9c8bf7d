"""Delivery: what was decided is said once, and what cannot be known is never repeated in public."""

import dataclasses
from datetime import timedelta

import pytest
from slack_sdk import WebClient
from sqlalchemy.exc import OperationalError

from bot.practice import Fault
from coaching import outbox, people
from coaching.records.outbox import Letter
from coaching.snippets import review as reviews
from handlers import calls, delivery, outcomes
from handlers.outcomes import LONGEST, PAUSE, WAIT
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


def test_a_letter_is_posted_once_and_its_place_is_kept(office: Office):
    kudos = office.write()

    assert office.deliver(kudos) == {}
    assert office.deliver(kudos) == {}

    (said,) = office.in_thread()
    assert WORDS in said
    letter = office.letter(kudos)
    assert (letter.state, letter.posted_in) == ("sent", office.channel)
    assert office.slack.replies(office.channel, office.root)[1]["ts"] == letter.posted_as


def test_a_letter_to_a_person_opens_the_conversation_once(office: Office):
    office.deliver(office.write("unreadable"), office.write("unreadable"))

    assert len(office.told()) == 2
    assert office.calls("conversations.open") == 1


def test_an_unknown_letter_is_nothing_to_do(office: Office):
    assert office.deliver("nothing") == {}


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


def test_the_intent_is_committed_before_the_call(office: Office):
    kudos = office.write()
    seen = []

    class Looks(WebClient):
        def api_call(self, api_method, **arguments):
            seen.append((api_method, office.letter(kudos).state))
            return super().api_call(api_method, **arguments)

    office.deliver(kudos, client=Looks)
    assert seen[-1] == ("chat.postMessage", "sending")


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


def test_a_conversation_that_is_not_there_any_more_is_opened_anew_once(office: Office):
    with office.database.sessions.begin() as session:
        people.person(session, office.slack.team_id, office.ana).dm = "D0OLD"
    letter = office.write("unreadable")

    assert letter in office.deliver(letter)
    assert office.deliver(letter) == {}
    assert len(office.told()) == 1

    office.slack.fail("chat.postMessage", Fault.refusal("channel_not_found"), times=2)
    second = office.write("unreadable")
    assert second in office.deliver(second)
    office.deliver(second)
    assert office.letter(second).state == "refused"


def test_a_letter_that_arrived_in_a_long_thread_is_found_behind_its_first_two_hundred_replies(office: Office):
    for number in range(203):
        office.slack.say(office.ana, office.channel, f"Reply {number}", thread_ts=office.root)
    kudos = office.write()
    with pytest.raises(Killed):
        office.deliver(kudos, client=DiesAfter)
    office.later(MINUTE)

    assert office.deliver(kudos) == {}
    assert office.letter(kudos).state == "sent"


def test_a_reaction_that_stands_already_is_done(office: Office):
    facts = {"facts": {"name": "eyes"}, "person": None, "channel": office.channel, "thread": office.root}
    first, second = office.write("reaction", **facts), office.write("reaction", **facts)

    assert office.deliver(first, second) == {}
    assert [office.letter(id).state for id in (first, second)] == ["sent", "sent"]


def test_a_change_waits_for_what_it_changes_and_a_removal_ends_it(office: Office):
    kudos = office.write()
    changed = {"facts": {**office.letter(kudos).facts, "text": "Other words."}, "amends": kudos}
    change = office.write("kudos", **changed)
    removal = office.write("remove", facts={}, person=None, channel=office.channel, amends=kudos)

    assert change in office.deliver(change)
    office.later(3)
    office.deliver(kudos, change)
    assert "Other words." in office.in_thread()[0]
    office.deliver(removal, removal)
    assert office.in_thread() == []


def test_a_change_of_what_never_went_out_is_withdrawn(office: Office):
    kudos = office.write()
    office.slack.fail("chat.postMessage", Fault.refusal("is_archived"))
    office.deliver(kudos)
    removal = office.write("remove", facts={}, person=None, channel=office.channel, amends=kudos)

    assert office.deliver(removal) == {}
    assert office.letter(removal).state == "withdrawn"


@pytest.mark.parametrize("stranger", [{"guest": True}, {"other_team": True}, {"bot": True}, {"deactivated": True}])
@pytest.mark.parametrize("source", ["channel", "direct"])
def test_the_snippet_of_a_stranger_is_forgotten_instead_of_answered(office: Office, stranger: dict, source: str):
    office.ana = office.slack.person("Stranger", **stranger)
    kudos = office.write(review=office.review(source=source))

    office.deliver(kudos)

    assert office.in_thread() == []
    letter = office.letter(kudos)
    assert (letter.state, letter.facts) == ("withdrawn", {})
    assert len(office.letters("members_only")) == (source == "direct")


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


# Mutants: a guard is worth what it notices.


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


@pytest.mark.parametrize("method", ["users.info", "conversations.open", "conversations.info"])
def test_a_look_up_that_is_ok_and_says_nothing_is_asked_again(office: Office, method: str):
    zoe = office.slack.person("Zoe")
    letter = office.write("members_only", facts={}, person=zoe) if method != "conversations.info" else office.write()
    office.slack.fail(method, Fault.bare(after=False))

    assert office.deliver(letter) == {letter: office.now + timedelta(seconds=WAIT)}
    office.later(WAIT)
    assert office.deliver(letter) == {}
    assert office.letter(letter).state == "sent"


def test_a_try_that_fails_before_it_began_leaves_a_letter_in_the_hands_of_its_sender(office: Office):
    kudos = office.write(review=office.review())
    with office.database.sessions.begin() as session:
        outbox.claim(session, kudos, "first", office.now)
    office.slack.fail("conversations.info", Fault.server_error(503))

    assert office.deliver(kudos, owner="second") == {kudos: office.now + outbox.LEASE}
    assert office.letter(kudos).owner == "first"


def test_the_guard_notices_letters_that_are_tried_for_ever(office: Office, monkeypatch):
    monkeypatch.setattr(outbox, "failed", lambda letter, problem: 1)
    breaks(monkeypatch, "kudos")
    with pytest.raises(AssertionError):
        given_up(office, "kudos")


def test_a_letter_that_comes_free_while_it_is_looked_at_is_introduced_before_it_goes(office: Office):
    tip = office.write("unreadable")
    with office.database.sessions.begin() as session:
        session.get_one(Letter, tip).not_before = office.now + timedelta(seconds=1)
    moments = iter([office.now, *[office.now + timedelta(seconds=2)] * 9])
    desk = dataclasses.replace(office.desk(), now=lambda: next(moments))

    assert delivery.deliver(desk, [tip]) == {tip: office.now + timedelta(seconds=2)}
    assert delivery.deliver(desk, [tip]) == {}
    assert office.letter(tip).state == "sent"
