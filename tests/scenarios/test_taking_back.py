"""Words that were taken back are gone everywhere: from what was said in private too, and when events come late."""

import pytest

from bot.practice import Fault
from coaching.snippets import review
from tests.conftest import ON_BOTH, House
from tests.scenarios.test_sharing_a_snippet import STRONG, WEAK, in_thread

DULL = "The opening hours are nine to five from Monday to Friday."


def test_a_deleted_message_takes_the_reading_along_that_quoted_it_to_its_author(house: House):
    room = house.slack.dm(house.ana)
    ts = house.slack.say(house.ana, room, STRONG)
    house.settled()
    assert "cot" in str(house.told(house.ana))

    house.slack.delete(house.ana, room, ts)
    house.settled()

    assert house.told(house.ana) == []


@pytest.mark.parametrize(
    ("database_url", "how"), [("sqlite", "edited"), ("postgresql", "deleted")], indirect=["database_url"]
)
def test_a_tip_about_words_that_are_gone_does_not_stay(house: House, how: str):
    ts = house.slack.say(house.ana, house.snippets, WEAK)
    house.settled()
    assert len(house.told(house.ana)) == 1

    if how == "deleted":
        house.slack.delete(house.ana, house.snippets, ts)
    else:
        house.slack.edit(house.ana, house.snippets, ts, DULL)
    house.settled()

    assert house.told(house.ana) == []


def read_late(house: House) -> int:
    """A message is deleted, and only then does Slack deliver it (again): how many snippets are kept."""
    ts = house.slack.say(house.ana, house.snippets, STRONG)
    house.settled()
    said = next(made for made in house.slack.deliveries if made.event.get("ts") == ts)
    house.slack.delete(house.ana, house.snippets, ts)
    house.settled()
    late = {**said.body, "event_time": said.body.get("event_time", 0) + 1}  # signed anew, also within the same second
    house.slack.world.deliveries.post("events_api", late, retry=3, reason="http_timeout")
    house.settled()
    return house.reviews()


@ON_BOTH
def test_a_message_that_arrives_after_it_was_deleted_is_not_read(house: House):
    assert read_late(house) == 0
    assert "cot" not in str(house.posted())


def test_the_guard_notices_a_deletion_that_is_not_remembered(house: House, monkeypatch):
    monkeypatch.setattr(review, "remember_gone", lambda *_: None)
    assert read_late(house) == 1


def test_where_slack_refuses_a_change_of_kudos_the_old_words_are_taken_down(house: House):
    ts = house.slack.say(house.ana, house.snippets, STRONG)
    house.settled()
    house.slack.fail("chat.update", Fault.refusal("edit_window_closed"))

    house.slack.edit(house.ana, house.snippets, ts, STRONG.replace("cot arrived broken", "pram arrived dented"))
    house.settled()

    assert in_thread(house, house.snippets, ts) == []


def test_kudos_that_an_edit_took_down_can_be_signed_again(house: House):
    room = house.slack.dm(house.ana)
    ts = house.slack.say(house.ana, room, STRONG)
    house.settled()
    sign(house, room)
    assert len(house.posted(house.snippets)) == 1

    house.slack.edit(house.ana, room, ts, STRONG.replace("cot arrived broken", "pram arrived dented"))
    house.settled()
    assert house.posted(house.snippets) == []
    sign(house, room)

    assert "pram arrived dented" in house.posted(house.snippets)[0]["text"]


def sign(house: House, room: str) -> None:
    reading = house.told(house.ana)[0]
    house.slack.click(house.ana, room, reading["ts"], "kudos_share")
    house.settled()
