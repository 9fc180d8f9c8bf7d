"""People thank each other: the form, what is refused, what is asked about, changing it, taking it back."""

from typing import Any

import pytest
from sqlalchemy import func, select

from bot.practice import Fault
from coaching.records.recognition import ShoutOut, Thanks
from tests.conftest import ON_BOTH, House
from tests.scenarios.test_sharing_a_snippet import STRONG, in_thread

WHAT = "Stayed on the line with the customer until the courier had found the side entrance."
EFFECT = "The wheelchair was there before the weekend."
WHAT_TOO = "Drove the spare wheelchair over in the evening rain."


def thank(house: House, *people: str, who: str | None = None, **answers: Any) -> None:
    """Lea (or `who`) fills in the form; what is not said is filled in with something fitting."""
    giver = who or house.lea
    house.slack.command(giver, house.team, "/takefive", "shoutout")
    filled = {"who": list(people), "line": "ownership", "what": WHAT, "effect": EFFECT}
    house.slack.submit(giver, {**filled, "reach": "public", "place": house.team, **answers})


def shout_outs(house: House, channel: str | None = None) -> list[dict[str, Any]]:
    return [message for message in house.posted(channel or house.team) if " thanks " in message["text"]]


def given(house: House, who: str | None = None) -> dict[str, Any]:
    """The note to the giver, with its buttons."""
    return house.slack.wait_for(
        lambda slack: [m for m in house.told(who or house.lea) if "Thank you for saying it" in m["text"]]
    )[-1]


def press(house: House, person: str, message: dict[str, Any], name: str) -> None:
    house.slack.click(person, house.slack.dm(person), message["ts"], name)


def count(house: House, table: Any) -> int:
    with house.database.sessions() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@ON_BOTH
def test_a_shout_out_says_who_did_what_and_what_it_changed(house: House):
    thank(house, house.ana, house.ben)

    (posted,) = house.slack.wait_for(lambda slack: shout_outs(house))
    assert posted["text"].startswith("Lea thanks Ana and Ben: ")
    assert WHAT in posted["text"]
    assert EFFECT in posted["text"]
    assert "Ownership" in posted["text"]
    given(house)
    house.settled()
    assert house.slack.mistakes() == []


def test_people_and_groups_named_behind_the_command_stand_in_the_form_already(house: House):
    zoe = house.slack.person("Zoe Maria Quist")
    house.slack.user_group("support-agents", [house.ana, house.ben, house.lea])

    house.slack.command(house.lea, house.team, "/takefive", f"shoutout <@{zoe}> @support-agents stayed until nine")

    form = house.slack.view(house.lea)
    assert form["state"]["values"]["who"]["answer"]["selected_users"] == [zoe, house.ana, house.ben]
    assert form["state"]["values"]["what"]["answer"]["value"] == "stayed until nine"
    house.slack.submit(house.lea, {"line": "pledge:exceeds", "what": WHAT})
    (posted,) = house.slack.wait_for(lambda slack: shout_outs(house))
    assert "Zoe Maria Quist, Ana and Ben" in posted["text"]


def test_a_name_that_nobody_has_is_said_in_the_form(house: House):
    house.slack.command(house.lea, house.team, "/takefive", "shoutout @nobody stayed until nine")

    assert "couldn't find @nobody" in str(house.slack.view(house.lea))


def test_the_shortcut_opens_the_same_form(house: House):
    house.slack.global_shortcut(house.lea, "give_shoutout")
    house.slack.submit(
        house.lea,
        {"who": [house.ana], "line": "pledge:thanks", "what": WHAT, "reach": "public", "place": house.snippets},
    )

    (posted,) = house.slack.wait_for(lambda slack: shout_outs(house, house.snippets))
    assert "Thanks and acknowledges" in posted["text"]


def test_who_cannot_be_thanked_is_said_all_at_once_and_the_words_stay(house: House):
    robot = house.slack.person("Robot", bot=True)
    guest = house.slack.person("Gil", guest=True)
    outsider = house.slack.person("Otto", other_team=True)
    left = house.slack.person("Nora", deactivated=True)

    thank(house, house.lea, robot, guest, outsider, left, house.ana)

    refused = house.slack.view_errors(house.lea)["who"]
    for words in ("yourself", "Robot is an app", "Gil is a guest", "Otto works somewhere else", "Nora is no longer"):
        assert words in refused
    assert house.slack.view(house.lea)["state"]["values"]["what"]["answer"]["value"] == WHAT
    house.settled()
    assert house.posted() == []
    assert count(house, ShoutOut) == 0


def test_a_guest_gives_no_shout_outs(house: House):
    guest = house.slack.person("Gil", guest=True)
    thank(house, house.ana, who=guest)

    assert "for members" in house.slack.view_errors(guest)["who"]
    assert count(house, ShoutOut) == 0


def test_for_everybody_in_a_channel_there_has_to_be_a_channel(house: House):
    thank(house, house.ana, place=None)

    assert "Choose the channel" in house.slack.view_errors(house.lea)["place"]


@pytest.mark.parametrize("words", ["Great job!", "Ana you are awesome, thanks for everything", "best teammate ever!!!"])
def test_a_vague_reason_is_asked_about_once_with_an_example_and_can_be_sent_anyway(house: House, words: str):
    thank(house, house.ana, what=words)

    form = house.slack.view(house.lea)
    assert "For example" in str(form)
    assert form["state"]["values"]["what"]["answer"]["value"] == words
    assert form["state"]["values"]["who"]["answer"]["selected_users"] == [house.ana]
    assert count(house, ShoutOut) == 0

    house.slack.submit(house.lea, {})
    (posted,) = house.slack.wait_for(lambda slack: shout_outs(house))
    assert words in posted["text"]


def test_personal_data_is_masked_and_colleagues_keep_their_names(house: House):
    thank(house, house.ana, what="Ana rang dana@example.org back about card 4111 1111 1111 1111 before lunch, twice.")

    (posted,) = house.slack.wait_for(lambda slack: shout_outs(house))
    assert "Ana rang [email] back about card [card]" in posted["text"]
    with house.database.sessions() as session:
        assert "4111" not in str(session.connection().exec_driver_sql("SELECT * FROM shout_out").all())


def test_words_that_look_like_mark_up_ping_nobody_and_link_nowhere(house: House):
    thank(house, house.ana, what="Asked <!channel> and *everybody* at <https://x.example|here> `now` & rang them all")

    (posted,) = house.slack.wait_for(lambda slack: shout_outs(house))
    assert "<!channel>" not in posted["text"]
    assert "mrkdwn" not in str(posted["blocks"])


def test_to_the_person_alone_means_alone(house: House):
    thank(house, house.ana, reach="private", place=None)

    (told,) = house.slack.wait_for(lambda slack: house.told(house.ana))
    house.settled()
    assert told["text"].startswith("Lea thanks you: ")
    assert shout_outs(house) == []
    assert house.told(house.ben) == []


@pytest.mark.house(teams=True)
def test_to_the_team_means_the_teams_channel(house: House):
    thank(house, house.ana, reach="team", place=None)

    house.slack.wait_for(lambda slack: shout_outs(house, house.team))
    house.settled()
    assert shout_outs(house, house.snippets) == []


def test_without_a_team_channel_it_goes_to_them_alone_and_the_giver_learns_why(house: House):
    thank(house, house.ana, reach="team", place=None)

    house.slack.wait_for(lambda slack: house.told(house.ana))
    assert "no channel for the team" in given(house)["text"]
    assert shout_outs(house) == []


@ON_BOTH
def test_what_was_said_can_be_changed_and_changes_where_it_stands(house: House):
    thank(house, house.ana)
    house.slack.wait_for(lambda slack: shout_outs(house))

    press(house, house.lea, given(house), "shoutout_edit")
    house.slack.submit(house.lea, {"what": WHAT_TOO, "effect": None, "line": "empathy"})

    house.slack.wait_for(lambda slack: WHAT_TOO in shout_outs(house)[0]["text"])
    house.settled()
    assert len(shout_outs(house)) == 1
    assert EFFECT not in shout_outs(house)[0]["text"]


@pytest.mark.parametrize(
    ("database_url", "way"), [("sqlite", "button"), ("postgresql", "command")], indirect=["database_url"]
)
def test_undo_takes_everything_back(house: House, way: str):
    thank(house, house.ana, house.ben)
    house.slack.wait_for(lambda slack: shout_outs(house))
    house.settled()

    if way == "button":
        press(house, house.lea, given(house), "shoutout_undo")
    else:
        house.slack.command(house.lea, house.team, "/takefive", "undo")

    house.slack.wait_for(lambda slack: not shout_outs(house) and not house.told(house.ana))
    house.settled()
    assert count(house, ShoutOut) == count(house, Thanks) == 0
    assert "courier" not in str([letter.facts for letter in house.letters()])
    assert "took this shout-out back" in house.told(house.lea)[0]["text"]


def test_undo_with_nothing_to_undo_says_so(house: House):
    house.slack.command(house.lea, house.team, "/takefive", "undo")

    assert "no shout-out of yours" in house.slack.ephemerals(house.lea)[-1]["text"]


def test_nobody_undoes_somebody_elses(house: House):
    thank(house, house.ana)
    house.slack.wait_for(lambda slack: shout_outs(house))

    house.slack.command(house.ben, house.team, "/takefive", "undo")

    house.settled()
    assert len(shout_outs(house)) == 1


def test_the_same_form_sent_twice_is_one_shout_out(house: House):
    thank(house, house.ana)
    sent = [made.body for made in house.slack.deliveries if made.kind == "interactive"][-1]
    house.slack.world.deliveries.ask("interactive", sent)

    house.slack.wait_for(lambda slack: shout_outs(house))
    house.settled()
    assert len(shout_outs(house)) == count(house, ShoutOut) == 1


def test_a_private_reading_becomes_a_shout_out_in_the_thread_with_its_quote(house: House):
    ts = house.slack.say(house.ana, house.team, STRONG)
    house.slack.message_shortcut(house.lea, house.team, ts, "review_reply")
    (reading,) = house.slack.wait_for(lambda slack: house.told(house.lea))

    press(house, house.lea, reading, "shoutout_from")
    house.slack.submit(house.lea, {"what": WHAT})

    (posted,) = house.slack.wait_for(lambda slack: in_thread(house, house.team, ts))
    assert "Lea thanks Ana" in posted["text"]
    assert "cot arrived broken" in posted["text"] or "ordered a new one" in posted["text"]


def test_a_look_up_that_fails_asks_for_another_press_and_keeps_the_words(house: House):
    house.slack.fail("users.info", Fault.rate_limited(retry_after="1"), times=2)
    thank(house, house.ana)

    assert "press the button once more" in house.slack.view_errors(house.lea)["who"]
    house.slack.submit(house.lea, {})
    house.slack.wait_for(lambda slack: shout_outs(house))


def test_a_channel_that_the_bot_is_not_in_gives_the_words_back_with_what_to_do(house: House):
    elsewhere = house.slack.channel("elsewhere", [house.ana, house.lea], bot=False)
    thank(house, house.ana, place=elsewhere)

    (told,) = house.slack.wait_for(lambda slack: [m for m in house.told(house.lea) if "/invite" in m["text"]])
    assert WHAT in told["text"]
