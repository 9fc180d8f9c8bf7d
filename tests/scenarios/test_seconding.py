"""Colleagues second a shout-out or kudos with the sign of what it praises, quietly."""

from sqlalchemy import select

from coaching.recognition.lines import SIGNS
from coaching.records.recognition import Second
from coaching.records.snippets import Review
from tests.conftest import ON_BOTH, House
from tests.scenarios.test_sharing_a_snippet import STRONG, in_thread
from tests.scenarios.test_shout_outs import count, shout_outs, thank


@ON_BOTH
def test_the_own_sign_seconds_it_quietly_and_taking_it_away_undoes_that(house: House):
    thank(house, house.ana)
    (posted,) = house.slack.wait_for(lambda slack: shout_outs(house))
    house.settled()
    said = len(house.posted())

    house.slack.react(house.ben, house.team, posted["ts"], "muscle::skin-tone-4")
    house.slack.settle()
    assert count(house, Second) == 1
    house.slack.unreact(house.ben, house.team, posted["ts"], "muscle::skin-tone-4")
    house.slack.settle()
    assert count(house, Second) == 0
    assert len(house.posted()) == said


def test_the_sign_stands_there_already_for_others_to_press(house: House):
    thank(house, house.ana, line="active_listening")
    house.slack.wait_for(lambda slack: shout_outs(house))
    house.settled()

    (posted,) = [message for message in house.slack.history(house.team) if " thanks " in message["text"]]
    assert [one["name"] for one in posted["reactions"]] == ["ear"]


def test_other_signs_and_those_of_recipient_giver_guests_and_bots_second_nothing(house: House):
    guest, robot = house.slack.person("Gil", guest=True), house.slack.person("Robot", bot=True)
    thank(house, house.ana)
    (posted,) = house.slack.wait_for(lambda slack: shout_outs(house))
    house.settled()

    house.slack.react(house.ben, house.team, posted["ts"], "tada")
    house.slack.react(house.ben, house.team, posted["ts"], "ear")
    for person in (house.ana, house.lea, guest, robot):
        house.slack.react(person, house.team, posted["ts"], "muscle")

    house.settled()
    assert count(house, Second) == 0


def test_kudos_are_seconded_by_the_signs_of_what_they_praise(house: House):
    ts = house.slack.say(house.ana, house.snippets, STRONG)
    kudos = house.slack.wait_for(lambda slack: in_thread(house, house.snippets, ts))[0]
    house.settled()

    with house.database.sessions() as session:
        praised = {tactic for tactic, _ in session.scalars(select(Review)).one().quotes}
    for line in SIGNS:
        house.slack.react(house.ben, house.snippets, kudos["ts"], SIGNS[line])

    house.slack.settle()
    with house.database.sessions() as session:
        assert {second.line for second in session.scalars(select(Second))} == praised
    house.slack.delete(house.ana, house.snippets, ts)
    house.settled()
    assert count(house, Second) == 0
