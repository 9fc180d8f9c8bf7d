"""An agent shares a reply in the snippets channel, edits it, deletes it, or declines to be praised in public."""

from pathlib import Path

import pytest

from bot.practice import Fault
from tests.conftest import ON_BOTH, House

STRONG = (
    "Hi Maria, I'm so sorry to hear the cot arrived broken, that must be really upsetting with the baby due any day. "
    "I've ordered a new one for you and I'll call you tomorrow to make sure it is there."
)
WEAK = (
    "Customer: I have called three times now and my internet is still down, I can't work like this!\n"
    "Agent: You should have read the terms before you ordered. Restart the router."
)
CHATTER = "lunch at one?"


def in_thread(house: House, channel: str, ts: str) -> list[dict]:
    return house.slack.replies(channel, ts)[1:]


@ON_BOTH
def test_a_strong_snippet_earns_kudos_in_its_thread_with_the_words_that_showed(house: House):
    ts = house.slack.say(house.ana, house.snippets, STRONG)

    kudos = house.slack.wait_for(lambda slack: in_thread(house, house.snippets, ts))[0]
    assert "sorry to hear the cot arrived broken" in kudos["text"]
    assert "Maria" not in kudos["text"]


@ON_BOTH
def test_a_weak_snippet_earns_a_private_tip_and_nothing_in_public(house: House):
    ts = house.slack.say(house.ana, house.snippets, WEAK)

    (tip,) = house.slack.wait_for(lambda slack: house.told(house.ana))
    house.settled()
    assert tip["text"].startswith("A tip, just for you")
    assert in_thread(house, house.snippets, ts) == []
    assert house.told(house.lea) == house.told(house.ben) == []


def test_every_snippet_that_was_read_gets_the_same_small_reaction(house: House):
    stamps = [house.slack.say(house.ana, house.snippets, words) for words in (STRONG, WEAK)]

    house.settled()
    shown = {message["ts"]: message.get("reactions") for message in house.slack.history(house.snippets)}
    assert [[one["name"] for one in shown[ts]] for ts in stamps] == [["eyes"], ["eyes"]]


def test_without_the_scope_for_reactions_the_kudos_come_all_the_same(house: House):
    house.slack.fail("reactions.add", Fault.refusal("missing_scope"), times=9)
    ts = house.slack.say(house.ana, house.snippets, STRONG)

    house.slack.wait_for(lambda slack: in_thread(house, house.snippets, ts))


def test_an_event_that_slack_sends_twice_has_one_effect(house: House):
    ts = house.slack.say(house.ana, house.snippets, STRONG)
    house.settled()
    said = house.posted()

    house.redeliver()
    house.settled()

    assert house.posted() == said
    assert len(in_thread(house, house.snippets, ts)) == 1


def test_chat_lines_joins_replies_in_threads_and_bots_are_met_with_silence(house: House):
    robot = house.slack.person("Robot", bot=True)
    house.slack.join(house.slack.person("Zoe"), house.snippets)
    root = house.slack.say(house.ben, house.snippets, CHATTER)
    house.slack.say(house.ben, house.snippets, STRONG, thread_ts=root)
    house.slack.say(robot, house.snippets, STRONG)
    house.slack.say(house.ben, house.team, STRONG)

    house.settled()
    assert house.posted() == []
    assert house.reviews() == 0


def test_guests_and_people_of_other_workspaces_are_met_with_silence_and_nothing_of_theirs_is_kept(house: House):
    for stranger in ("guest", "single_channel_guest", "other_team"):
        someone = house.slack.person("Max", **{stranger: True})
        house.slack.join(someone, house.snippets)
        house.slack.say(someone, house.snippets, STRONG)

    house.settled()
    assert house.posted() == []
    assert house.reviews() == 0
    said = [message for message in house.slack.history(house.snippets) if message["text"] == STRONG]
    assert [message.get("reactions") or [] for message in said] == [[], [], []]


def test_an_edit_is_read_again_quietly_and_the_kudos_follow_the_words_or_go_with_them(house: House):
    ts = house.slack.say(house.ana, house.snippets, STRONG)
    house.slack.wait_for(lambda slack: in_thread(house, house.snippets, ts))
    house.settled()
    before = len(house.posted())

    house.slack.edit(house.ana, house.snippets, ts, STRONG.replace("cot arrived broken", "pram arrived dented"))

    house.slack.wait_for(lambda slack: "pram arrived dented" in in_thread(house, house.snippets, ts)[0]["text"])
    assert len(house.posted()) == before

    house.slack.edit(house.ana, house.snippets, ts, "The opening hours are nine to five from Monday to Friday.")

    house.slack.wait_for(lambda slack: not in_thread(house, house.snippets, ts))


@ON_BOTH
def test_a_deleted_snippet_takes_everything_kept_about_it_along_and_every_word_a_minute_later(house: House):
    ts = house.slack.say(house.ana, house.snippets, STRONG)
    house.slack.wait_for(lambda slack: in_thread(house, house.snippets, ts))
    house.settled()

    house.slack.delete(house.ana, house.snippets, ts)

    house.slack.wait_for(lambda slack: not [m for m in house.posted(house.snippets) if "cot" in m["text"]])
    assert house.reviews() == 0
    assert "cot" not in str(house.letters())
    house.settled()
    house.tick()
    if house.database.is_sqlite:
        file = Path(str(house.database.url.database))
        assert not [part for part in file.parent.glob(f"{file.name}*") if b"cot arrived" in part.read_bytes()]


@pytest.mark.house(ben_declined=True)
def test_somebody_who_declined_gets_the_kudos_privately(house: House):
    ts = house.slack.say(house.ben, house.snippets, STRONG)

    (reading,) = house.slack.wait_for(lambda slack: house.told(house.ben))
    house.settled()
    assert "sorry to hear the cot arrived broken" in reading["text"]
    assert in_thread(house, house.snippets, ts) == []


def test_a_channel_for_drafts_only_gets_no_kudos_until_a_person_signs_them(house: House):
    ts = house.slack.say(house.ana, house.drafts, STRONG)
    (reading,) = house.slack.wait_for(lambda slack: house.told(house.ana))
    house.settled()
    assert in_thread(house, house.drafts, ts) == []

    house.slack.click(house.ana, house.slack.dm(house.ana), reading["ts"], "kudos_share")

    (kudos,) = house.slack.wait_for(lambda slack: in_thread(house, house.drafts, ts))
    assert "Shared by Ana" in kudos["text"]


def test_the_first_kudos_ask_how_one_likes_them_and_the_answer_holds(house: House):
    house.slack.say(house.ana, house.snippets, STRONG)
    (ask,) = house.slack.wait_for(lambda slack: [m for m in house.told(house.ana) if "How would you like" in m["text"]])

    house.slack.click(house.ana, house.slack.dm(house.ana), ask["ts"], "prefer_none")
    again = house.slack.say(house.ana, house.snippets, STRONG.replace("cot", "pram"))

    house.settled()
    assert in_thread(house, house.snippets, again) == []
    assert len([m for m in house.told(house.ana) if "How would you like" in m["text"]]) == 1
    assert "no kudos for you" in house.slack.ephemerals(house.ana)[-1]["text"]


def test_the_kudos_can_be_taken_down_by_the_person_they_are_about(house: House):
    ts = house.slack.say(house.ana, house.snippets, STRONG)
    (ask,) = house.slack.wait_for(lambda slack: [m for m in house.told(house.ana) if "How would you like" in m["text"]])

    house.slack.click(house.ana, house.slack.dm(house.ana), ask["ts"], "take_down")

    house.slack.wait_for(lambda slack: not in_thread(house, house.snippets, ts))


def test_a_pause_means_that_nothing_is_read_until_one_resumes(house: House):
    house.slack.command(house.ana, house.team, "/takefive", "pause")
    house.slack.say(house.ana, house.snippets, STRONG)
    house.settled()
    assert house.posted() == []

    house.slack.command(house.ana, house.team, "/takefive", "resume")
    ts = house.slack.say(house.ana, house.snippets, STRONG)
    house.slack.wait_for(lambda slack: in_thread(house, house.snippets, ts))


@pytest.mark.house(socket=True)
def test_over_socket_mode_the_same_story_is_told(house: House):
    ts = house.slack.say(house.ana, house.snippets, STRONG)

    kudos = house.slack.wait_for(lambda slack: in_thread(house, house.snippets, ts))[0]
    assert "sorry to hear the cot arrived broken" in kudos["text"]
