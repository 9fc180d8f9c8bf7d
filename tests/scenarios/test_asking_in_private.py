"""Shortcut, command and direct message: what is asked in private is answered in private, until a person signs it."""

import copy

import pytest

from bot.practice import Fault
from tests.conftest import ON_BOTH, House
from tests.scenarios.test_sharing_a_snippet import STRONG, in_thread

PRIVATE_DATA = "My card is 4111 1111 1111 1111 and my mail is maria.lopez@example.org."


def read_by_shortcut(house: House) -> tuple[str, dict]:
    ts = house.slack.say(house.ana, house.team, STRONG)
    house.slack.message_shortcut(house.lea, house.team, ts, "review_reply")
    (reading,) = house.slack.wait_for(lambda slack: house.told(house.lea))
    return ts, reading


def press(house: House, button: str, message: dict) -> None:
    house.slack.click(house.lea, house.slack.dm(house.lea), message["ts"], button)


@ON_BOTH
def test_a_lead_reads_a_reply_by_shortcut_edits_the_draft_and_signs_it(house: House):
    ts, reading = read_by_shortcut(house)
    assert in_thread(house, house.team, ts) == []

    press(house, "kudos_edit", reading)
    house.slack.submit(house.lea, {"words": "Ana, the way you put the cot first made my day."})

    (kudos,) = house.slack.wait_for(lambda slack: in_thread(house, house.team, ts))
    assert "the way you put the cot first" in kudos["text"]
    assert "Kudos to Ana" in kudos["text"]
    assert "Shared by Lea" in kudos["text"]
    house.slack.wait_for(lambda slack: "You shared these kudos" in str(house.told(house.lea)[0]["blocks"]))


def test_a_reading_that_was_edited_and_then_answered_does_not_go_back_to_the_old_words(house: House):
    ts = house.slack.say(house.ana, house.slack.dm(house.ana), STRONG)
    (reading,) = house.slack.wait_for(lambda slack: house.told(house.ana))
    house.slack.edit(house.ana, house.slack.dm(house.ana), ts, STRONG.replace("cot arrived broken", "pram came dented"))
    house.slack.wait_for(lambda slack: "pram came dented" in house.told(house.ana)[0]["text"])

    house.slack.click(house.ana, house.slack.dm(house.ana), reading["ts"], "kudos_keep")

    house.slack.wait_for(lambda slack: "Kept to yourself" in str(house.told(house.ana)[0]["blocks"]))
    assert "pram came dented" in house.told(house.ana)[0]["text"]


@pytest.mark.parametrize(
    ("database_url", "way"), [("sqlite", "shortcut"), ("postgresql", "forwarded")], indirect=["database_url"]
)
def test_whoever_sent_it_in_what_is_kept_of_a_message_goes_when_its_author_deletes_it(house: House, way: str):
    ts = house.slack.say(house.ana, house.team, STRONG)
    if way == "shortcut":
        house.slack.message_shortcut(house.lea, house.team, ts, "review_reply")
    else:
        house.slack.forward(house.lea, house.team, ts, house.slack.dm(house.lea))
    (reading,) = house.slack.wait_for(lambda slack: house.told(house.lea))
    press(house, "kudos_share", reading)
    house.slack.wait_for(lambda slack: in_thread(house, house.team, ts))

    house.slack.delete(house.ana, house.team, ts)

    house.slack.wait_for(lambda slack: not [m for m in house.posted(house.team) if "cot" in m["text"]])
    house.settled()
    assert house.reviews() == 0
    assert "cot" not in str([letter.facts for letter in house.letters()])


def test_words_that_were_handed_back_are_not_kept_either_once_the_message_is_deleted(house: House):
    ts, reading = read_by_shortcut(house)
    house.slack.fail("chat.postMessage", Fault.refusal("is_archived"))
    press(house, "kudos_share", reading)
    house.slack.wait_for(lambda slack: [m for m in house.told(house.lea) if "archived" in m["text"]])

    house.slack.delete(house.ana, house.team, ts)

    house.settled()
    assert "cot" not in str([letter.facts for letter in house.letters()])


def test_of_what_could_not_be_read_no_word_is_kept_once_it_is_handed_back(house: House):
    ts = house.slack.say(house.ana, house.team, "Der Kunde hat gestern wegen der Lieferung angerufen und wartet noch.")
    house.slack.message_shortcut(house.lea, house.team, ts, "review_reply")

    house.slack.wait_for(lambda slack: [m for m in house.told(house.lea) if "I kept nothing of it" in m["text"]])
    house.settled()
    assert "Lieferung" not in str([letter.facts for letter in house.letters()])


def test_kudos_kept_to_oneself_go_nowhere_and_their_buttons_go_away(house: House):
    ts, reading = read_by_shortcut(house)

    press(house, "kudos_keep", reading)

    house.slack.wait_for(lambda slack: "kudos_share" not in str(house.told(house.lea)[0]["blocks"]))
    assert in_thread(house, house.team, ts) == []


def test_a_reading_that_is_not_right_is_noted_and_nothing_is_posted(house: House):
    ts, reading = read_by_shortcut(house)

    press(house, "kudos_not_right", reading)

    house.slack.wait_for(lambda slack: "Noted as not right" in str(house.told(house.lea)[0]["blocks"]))
    assert in_thread(house, house.team, ts) == []


@pytest.mark.house(ben_declined=True)
def test_nobody_posts_about_somebody_who_declined(house: House):
    ts = house.slack.say(house.ben, house.team, STRONG)
    house.slack.message_shortcut(house.lea, house.team, ts, "review_reply")
    (reading,) = house.slack.wait_for(lambda slack: house.told(house.lea))

    press(house, "kudos_share", reading)

    house.slack.wait_for(lambda slack: "rather not be posted about" in str(slack.ephemerals(house.lea)))
    house.settled()
    assert in_thread(house, house.team, ts) == []


def test_the_same_message_picked_twice_is_read_once(house: House):
    ts, _ = read_by_shortcut(house)

    house.slack.message_shortcut(house.lea, house.team, ts, "review_reply")

    house.slack.wait_for(lambda slack: "read that one for you already" in house.told(house.lea)[-1]["text"])
    assert house.reviews() == 1


def test_kudos_for_a_channel_that_the_bot_is_not_in_are_handed_back_with_what_to_do(house: House):
    elsewhere = house.slack.channel("elsewhere", [house.ana, house.lea], bot=False)
    ts = house.slack.say(house.ana, elsewhere, STRONG)
    house.slack.message_shortcut(house.lea, elsewhere, ts, "review_reply")
    (reading,) = house.slack.wait_for(lambda slack: house.told(house.lea))

    press(house, "kudos_share", reading)

    told = house.slack.wait_for(lambda slack: [m for m in house.told(house.lea) if "/invite" in m["text"]])
    assert "Here are your words" in told[0]["text"]


def test_a_snippet_from_the_form_shows_what_will_be_kept_before_it_is_kept(house: House):
    house.slack.command(house.ana, house.team, "/takefive", "snippet")
    house.slack.submit(
        house.ana, {"reply": f"{STRONG} {PRIVATE_DATA}", "context": "It came broken!", "customer": "external"}
    )

    preview = house.slack.view(house.ana)
    assert "4111" not in str(preview)
    assert "[card]" in str(preview)
    assert house.reviews() == 0

    house.slack.submit(house.ana, {})
    (reading,) = house.slack.wait_for(lambda slack: house.told(house.ana))
    assert "sorry to hear the cot arrived broken" in reading["text"]
    with house.database.sessions() as session:
        assert "4111" not in str(session.connection().exec_driver_sql("SELECT * FROM review").all())


def test_a_form_that_cannot_be_read_keeps_the_text_and_says_why(house: House):
    house.slack.command(house.ana, house.team, "/takefive", "snippet")
    house.slack.submit(house.ana, {"reply": "???", "customer": "external"})

    assert house.slack.view_errors(house.ana)["reply"]
    assert house.reviews() == 0


def test_a_reply_sent_as_a_direct_message_is_read_in_private(house: House):
    house.slack.say(house.ana, house.slack.dm(house.ana), STRONG)

    (reading,) = house.slack.wait_for(lambda slack: house.told(house.ana))
    assert "sorry to hear the cot arrived broken" in reading["text"]
    assert "Only you can see this" in str(reading["blocks"])


def test_a_forwarded_message_is_read_as_the_words_of_whoever_wrote_it(house: House):
    ts = house.slack.say(house.ana, house.team, STRONG)
    passed_on = {"is_share": True, "text": STRONG, "author_id": house.ana, "channel_id": house.team, "ts": ts}
    house.slack.say(house.lea, house.slack.dm(house.lea), "look at this one", attachments=[passed_on])
    (reading,) = house.slack.wait_for(lambda slack: house.told(house.lea))

    press(house, "kudos_share", reading)

    (kudos,) = house.slack.wait_for(lambda slack: in_thread(house, house.team, ts))
    assert "Kudos to Ana" in kudos["text"]


def test_a_direct_message_that_cannot_be_read_is_answered_kindly(house: House):
    house.slack.say(house.ana, house.slack.dm(house.ana), "ok")

    (answer,) = house.slack.wait_for(lambda slack: house.told(house.ana))
    assert "couldn't read that one" in answer["text"]


def test_the_command_answers_privately(house: House):
    for number, words in enumerate(("help", "about", "", "nonsense"), 1):
        house.slack.command(house.ana, house.team, "/takefive", words)
        assert [bool(told["text"]) for told in house.slack.ephemerals(house.ana)] == [True] * number, words

    assert house.slack.history(house.team) == []


def test_a_guest_who_asks_is_told_that_only_members_are_read_for(house: House):
    guest = house.slack.person("Max", guest=True)
    house.slack.say(guest, house.slack.dm(guest), STRONG)

    (answer,) = house.slack.wait_for(lambda slack: house.told(guest))
    assert "only read for members" in answer["text"]
    assert house.reviews() == 0


def test_a_button_does_nothing_for_anybody_but_the_person_it_was_made_for(house: House):
    ts, reading = read_by_shortcut(house)
    token = next(
        e["value"] for b in reading["blocks"] for e in b.get("elements", []) if e.get("action_id") == "kudos_share"
    )
    house.slack.say(house.ben, house.slack.dm(house.ben), STRONG)
    (own,) = house.slack.wait_for(lambda slack: house.told(house.ben))

    house.slack.click(house.ben, house.slack.dm(house.ben), own["ts"], "kudos_keep")
    borrowed = copy.deepcopy(next(made.body for made in reversed(house.slack.deliveries) if made.kind == "interactive"))
    borrowed["actions"][0] |= {"action_id": "kudos_share", "value": token}
    house.slack.world.deliveries.ask("interactive", borrowed)

    house.slack.wait_for(lambda slack: "not yours" in str(slack.ephemerals(house.ben)))
    house.settled()
    assert in_thread(house, house.team, ts) == []
