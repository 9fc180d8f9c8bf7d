"""Delivery: what was decided is said once, where it belongs, by whoever takes it up."""

import dataclasses
from datetime import timedelta

import pytest
from slack_sdk import WebClient

from bot.practice import Fault
from coaching import outbox, people
from coaching.records.outbox import Letter
from handlers import delivery
from handlers.outcomes import WAIT
from tests.handlers.conftest import WORDS, Office


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


def test_the_intent_is_committed_before_the_call(office: Office):
    kudos = office.write()
    seen = []

    class Looks(WebClient):
        def api_call(self, api_method, **arguments):
            seen.append((api_method, office.letter(kudos).state))
            return super().api_call(api_method, **arguments)

    office.deliver(kudos, client=Looks)
    assert seen[-1] == ("chat.postMessage", "sending")


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


def test_a_letter_that_comes_free_while_it_is_looked_at_is_introduced_before_it_goes(office: Office):
    tip = office.write("unreadable")
    with office.database.sessions.begin() as session:
        session.get_one(Letter, tip).not_before = office.now + timedelta(seconds=1)
    moments = iter([office.now, *[office.now + timedelta(seconds=2)] * 9])
    desk = dataclasses.replace(office.desk(), now=lambda: next(moments))

    assert delivery.deliver(desk, [tip]) == {tip: office.now + timedelta(seconds=2)}
    assert delivery.deliver(desk, [tip]) == {}
    assert office.letter(tip).state == "sent"
