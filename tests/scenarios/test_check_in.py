"""A week of care: everybody is asked, answers are sealed, the team sees the results first, and help is near."""

from datetime import timedelta

import pytest

from bot.practice import Fault
from handlers import comfort
from tests.conftest import ON_BOTH
from tests.scenarios.circle import FRIDAY, CheckIns, check_ins

ROUGH = {"break": "Ten minutes, no questions asked.", "buddy": "UBUDDY", "cover": "UCOVER"}
HARD_WORDS = "I can't go on like this, I want to die"


@pytest.fixture
def circle(request, database, tmp_path_factory):
    marker = request.node.get_closest_marker("house")
    with check_ins(database, tmp_path_factory.mktemp("elsewhere"), **(marker.kwargs if marker else {})) as world:
        yield world


def closed(circle: CheckIns) -> None:
    circle.at(FRIDAY + timedelta(days=4, minutes=1))


@ON_BOTH
def test_a_week_from_the_invitation_to_the_results(circle: CheckIns):
    circle.at(FRIDAY - timedelta(minutes=1))
    assert circle.told(circle.team[0]) == []

    circle.at(FRIDAY + timedelta(seconds=1))
    for person in circle.team:
        (letter,) = circle.told(person)
        assert "under a minute" in letter["text"]
        circle.answer(person, mood="4", load="3")
    assert circle.told(circle.lea) == []
    assert len(circle.ballots()) == 6

    closed(circle)
    assert circle.ballots() == []
    assert circle.results()["mood"] == "4.0"
    assert circle.results()["support"] is None
    assert all("How was your week? 4.0" in circle.told(person)[-1]["text"] for person in circle.team)
    assert circle.told(circle.lea) == []

    circle.at(FRIDAY + timedelta(days=5, minutes=2))
    assert circle.told(circle.lea)[-1]["text"] == circle.told(circle.team[0])[-1]["text"]
    assert list(circle.keys.glob("*.key")) == list(circle.keys.glob("*.slot")) == []


def test_a_second_answer_replaces_the_first(circle: CheckIns):
    circle.at(FRIDAY + timedelta(seconds=1))
    for person in circle.team:
        circle.answer(person, mood="1")
    for person in circle.team:
        circle.slack.command(person, circle.slack.dm(person), "/takefive", "checkin")
        circle.slack.submit(person, {"mood": "5"})

    assert len(circle.ballots()) == 6
    closed(circle)
    assert circle.results()["mood"] == "4.5 or more"


def test_four_answers_are_too_few_to_show(circle: CheckIns):
    circle.at(FRIDAY + timedelta(seconds=1))
    for person in circle.team[:4]:
        circle.answer(person, mood="5")

    closed(circle)
    assert circle.results()["mood"] is None
    assert "How was your week? too few answers to show" in circle.told(circle.team[0])[-1]["text"]


def test_reminders_go_to_everybody_alike_and_say_why(circle: CheckIns):
    circle.at(FRIDAY + timedelta(seconds=1))
    circle.answer(circle.team[0], mood="3")

    circle.at(FRIDAY + timedelta(days=3, minutes=1))
    reminders = [circle.told(person)[-1] for person in circle.team]
    assert len({reminder["text"] for reminder in reminders}) == 1
    assert all(len(circle.told(person)) == 2 for person in circle.team)
    assert "I don't know who has" in reminders[0]["text"]


def test_not_this_week_ends_the_reminders_and_a_pause_all_letters_until_one_resumes(circle: CheckIns):
    ana, ben = circle.team[:2]
    circle.slack.command(ana, circle.slack.dm(ana), "/takefive", "checkin pause")
    circle.at(FRIDAY + timedelta(seconds=1))
    circle.press(ben, "checkin_quiet")

    circle.at(FRIDAY + timedelta(days=3, minutes=1))
    assert [len(circle.told(person)) for person in circle.team] == [0, 1, 2, 2, 2, 2]
    circle.answer(ben, mood="3")
    assert len(circle.ballots()) == 1

    circle.slack.command(ana, circle.slack.dm(ana), "/takefive", "checkin resume")
    circle.at(FRIDAY + timedelta(days=7, seconds=1))
    assert [letter for letter in circle.told(ana) if "under a minute" in letter["text"]]


def test_nobody_is_disturbed_and_the_letter_comes_when_they_may_be(circle: CheckIns):
    ana, ben, chidi = circle.team[:3]
    circle.at(FRIDAY - timedelta(minutes=1))
    circle.slack.snooze(ana, 60)
    circle.slack.snooze(ben, 3 * 24 * 60 + 60)
    circle.slack.snooze(chidi, 7 * 24 * 60)

    circle.at(FRIDAY + timedelta(seconds=1))
    assert [len(circle.told(person)) for person in circle.team] == [0, 0, 0, 1, 1, 1]
    circle.at(FRIDAY + timedelta(hours=1, seconds=1))
    assert [len(circle.told(person)) for person in circle.team] == [1, 0, 0, 1, 1, 1]
    circle.at(FRIDAY + timedelta(days=3, hours=1, seconds=1))
    assert [len(circle.told(person)) for person in circle.team] == [2, 1, 0, 2, 2, 2]
    closed(circle)
    assert "too few answers" in circle.told(chidi)[0]["text"]


def test_where_slack_does_not_say_whether_somebody_may_be_disturbed_their_letter_goes_out(circle: CheckIns):
    for fault in (Fault.refusal("missing_scope"), Fault.rate_limited("30"), Fault.html(502)):
        circle.slack.fail("dnd.info", fault, times=len(circle.team) // 3)
    circle.at(FRIDAY + timedelta(seconds=1))

    assert [len(circle.told(person)) for person in circle.team] == [1] * len(circle.team)


def test_each_question_says_who_sees_the_answer_by_the_rounds_own_rules(circle: CheckIns):
    circle.at(FRIDAY + timedelta(seconds=1))
    circle.press(circle.team[0], "checkin_open")

    fields = [block for block in circle.slack.view(circle.team[0])["blocks"] if block["type"] == "input"]
    assert [block["block_id"] for block in fields] == ["mood", "load", "support", "hard", "good"]
    assert all("if 5 or more answer this" in block["hint"]["text"] for block in fields)
    assert all("Tuesday 24 November, 15:00 (UTC)" in block["hint"]["text"] for block in fields)
    assert all(block["optional"] for block in fields)


def sealed_alone(circle: CheckIns, person: str) -> None:
    assert "213 544 545" not in str(circle.slack.view(person))
    assert "It is sealed" in str(circle.slack.view(person))


@pytest.mark.house(comments=True)
def test_words_of_distress_show_help_to_the_writer_and_to_nobody_else_and_ordinary_words_show_none(circle: CheckIns):
    circle.at(FRIDAY + timedelta(seconds=1))
    circle.answer(circle.team[1], mood="1", team="A long week, and the printer is broken again.")
    sealed_alone(circle, circle.team[1])
    before = len(circle.slack.calls)
    circle.answer(circle.team[0], mood="1", team=HARD_WORDS)

    card = str(circle.slack.view(circle.team[0]))
    assert "213 544 545" in card
    assert "Nora in HR" in card
    circle.settled()
    made = [call.method for call in circle.slack.calls[before:] if call.method != "auth.test"]  # asks whose token it is
    assert made == ["views.open"]
    assert circle.told(circle.nora) == circle.told(circle.lea) == []


def test_talk_to_someone_is_named_and_says_so_before_anything_is_sent(circle: CheckIns):
    circle.at(FRIDAY + timedelta(seconds=1))
    circle.press(circle.team[0], "checkin_talk")
    assert "not anonymous" in str(circle.slack.view(circle.team[0]))
    assert "I will tell Nora" in str(circle.slack.view(circle.team[0]))
    circle.settled()
    assert circle.told(circle.nora) == []

    circle.slack.submit(circle.team[0], {})
    assert "I'm telling Nora now" in str(circle.slack.view(circle.team[0]))
    circle.settled()
    assert "Ana would like to talk" in circle.told(circle.nora)[0]["text"]
    assert circle.told(circle.lea) == []


def test_a_name_that_could_not_be_sent_on_is_not_taken_for_sent(circle: CheckIns, monkeypatch: pytest.MonkeyPatch):
    circle.at(FRIDAY + timedelta(seconds=1))
    circle.press(circle.team[0], "checkin_talk")
    monkeypatch.setattr(comfort.rounds, "circle_of", lambda *_: None)  # the settings have it no more

    circle.slack.submit(circle.team[0], {})

    assert "Nobody is named for that here yet" in str(circle.slack.view(circle.team[0]))


def test_who_can_be_asked_after_a_rough_contact_is_named_and_whoever_asks_sees_that_they_were(database, tmp_path):
    with check_ins(database, tmp_path.parent / "elsewhere", rough={"buddy": "U000000008"}) as circle:
        assert circle.nora == "U000000008"
        circle.at(FRIDAY + timedelta(seconds=1))
        circle.press(circle.team[0], "checkin_rough")
        assert "Ask Nora for company" in str(circle.slack.view(circle.team[0]))

        circle.slack.click_in_view(circle.team[0], "checkin_buddy")

        assert "I'm telling Nora now" in str(circle.slack.view(circle.team[0]))
        circle.settled()
        assert "Ana had a rough contact" in circle.told(circle.nora)[0]["text"]


def test_after_a_rough_contact_help_is_a_tap_away_and_only_the_sealed_box_counts_it(database, tmp_path_factory):
    with check_ins(database, tmp_path_factory.mktemp("elsewhere"), rough=ROUGH) as circle:
        circle.at(FRIDAY + timedelta(seconds=1))
        for person in circle.team:
            circle.press(person, "checkin_rough")
        assert "Ten minutes" in str(circle.slack.view(circle.team[0]))
        circle.settled()
        assert len(circle.ballots()) == 6
        assert len({len(box) for _, box in circle.ballots()}) == 1

        closed(circle)
        assert circle.results()["rough"] == "fewer than 10 times"


@pytest.mark.house(size=4)
def test_a_team_that_can_never_reach_the_threshold_is_told_before_its_first_round(circle: CheckIns):
    circle.minute()
    circle.settled()
    assert all("has 4 people" in circle.told(person)[0]["text"] for person in [*circle.team, circle.lea])

    circle.at(FRIDAY + timedelta(seconds=1))
    assert circle.rounds() == []
    assert len(circle.told(circle.team[0])) == 1


def test_a_lost_key_voids_the_round_and_says_so(circle: CheckIns):
    circle.at(FRIDAY + timedelta(seconds=1))
    circle.answer(circle.team[0], mood="3")
    next(circle.keys.glob("*.key")).unlink()

    circle.at(FRIDAY + timedelta(hours=1))
    (round,) = circle.rounds()
    assert round.state == "void"
    assert circle.ballots() == []
    assert "is void: its key was lost" in circle.told(circle.team[1])[-1]["text"]
    assert circle.results() == {}


def test_somebody_who_was_not_asked_an_old_button_and_an_answer_after_the_close_get_a_kind_word(circle: CheckIns):
    circle.slack.command(circle.lea, circle.slack.dm(circle.lea), "/takefive", "checkin")
    assert "No check-in is open for you" in circle.slack.ephemerals(circle.lea)[-1]["text"]

    circle.at(FRIDAY + timedelta(seconds=1))
    letter = circle.told(circle.team[0])[-1]
    circle.press(circle.team[1], "checkin_open")
    closed(circle)
    circle.press(circle.team[0], "checkin_open", letter)
    assert "has closed" in circle.slack.ephemerals(circle.team[0])[-1]["text"]

    circle.slack.submit(circle.team[1], {"mood": "2"})
    assert "has closed" in str(circle.slack.view_errors(circle.team[1]))
    assert circle.ballots() == []


def test_a_care_lead_sees_a_day_later_what_the_team_saw_and_what_was_done_is_shown_at_the_next_check_in(
    database, tmp_path_factory
):
    with check_ins(database, tmp_path_factory.mktemp("elsewhere"), nora_cares=True) as circle:
        circle.at(FRIDAY + timedelta(seconds=1))
        for person in circle.team:
            circle.answer(person, mood="4")
        closed(circle)
        assert circle.told(circle.nora) == []
        circle.at(FRIDAY + timedelta(days=5, minutes=2))

        assert circle.told(circle.nora)[-1]["text"] == circle.told(circle.team[0])[-1]["text"]
        circle.press(circle.nora, "checkin_did")
        circle.slack.submit(circle.nora, {"said": "Too many late calls", "did": "Two more people on Fridays"})
        circle.press(circle.team[0], "checkin_did")
        circle.slack.submit(circle.team[0], {"said": "Too much on our plates", "did": "One queue closes at four"})
        circle.at(FRIDAY + timedelta(days=7, minutes=2))
        letter = str(circle.told(circle.team[1])[-1]["blocks"]).replace("'}, {'type': 'text', 'text': '", "")
        assert "Two more people on Fridays" in letter
        assert "One queue closes at four (Ana)" in letter
