"""Tips that are wanted, readings that can be questioned, drafts that are kept nowhere."""

from dataclasses import replace

from sqlalchemy import select

from coaching.records.people import Person
from coaching.records.snippets import Review, Verdict
from coaching.snippets import feedback, verdicts
from tests.conftest import ON_BOTH, House
from tests.scenarios.test_sharing_a_snippet import STRONG, WEAK, in_thread

WEAK_TOO = WEAK.replace("three times", "four times").replace("router", "modem")


def tip_for(house: House, words: str = WEAK) -> dict:
    known = len(house.told(house.ana))
    house.slack.say(house.ana, house.snippets, words)
    return house.slack.wait_for(lambda slack: house.told(house.ana)[known:])[0]


def press(house: House, button: str, message: dict) -> None:
    house.slack.click(house.ana, house.slack.dm(house.ana), message["ts"], button)


def test_why_opens_what_counted_and_what_the_customers_words_called_for(house: House):
    press(house, "why", tip_for(house))

    told = str(house.slack.view(house.ana))
    assert "words called for it" in told
    assert "Empathy" in told


@ON_BOTH
def test_not_quite_is_kept_beside_the_reading_and_comes_out_as_a_labelled_line(house: House):
    press(house, "why", tip_for(house))
    house.slack.submit(house.ana, {"ownership": "not_called_for", "reason": "Mail me: ana@example.org"})

    with house.database.sessions() as session:
        kept = session.scalars(select(Verdict)).one()
        (line,) = verdicts.labelled(session)
        machine = session.scalars(select(Review)).one().reading["tactics"]["ownership"]["state"]
    assert (kept.tactic, kept.proposed, kept.role) == ("ownership", "not_called_for", "author")
    assert line["machine"] == machine
    assert "ana@example.org" not in str(line)
    assert house.ana not in str(line)


def test_a_colleague_who_reads_somebody_elses_reply_sees_strengths_and_no_tip(house: House):
    ts = house.slack.say(house.ana, house.team, WEAK)
    house.slack.message_shortcut(house.lea, house.team, ts, "review_reply")
    (reading,) = house.slack.wait_for(lambda slack: house.told(house.lea))

    house.slack.click(house.lea, house.slack.dm(house.lea), reading["ts"], "why")

    assert "tip" not in reading["text"]
    assert "called for" not in str(house.slack.view(house.lea)["blocks"][:3])


def test_anybody_may_ask_why_about_public_kudos_and_sees_only_what_was_praised(house: House):
    ts = house.slack.say(house.ana, house.snippets, STRONG)
    (kudos,) = house.slack.wait_for(lambda slack: in_thread(house, house.snippets, ts))

    house.slack.click(house.ben, house.snippets, kudos["ts"], "why_kudos")

    told = str(house.slack.view(house.ben))
    assert "sorry to hear" in told
    assert "called for" not in told


def test_no_more_tips_like_this_one_means_none(house: House):
    press(house, "tips_fewer", tip_for(house))
    house.slack.submit(house.ana, {"wish": "none"})

    ts = house.slack.say(house.ana, house.snippets, WEAK_TOO)
    house.settled()

    assert len(house.told(house.ana)) == 1
    assert house.slack.replies(house.snippets, ts)[0]["reactions"]


def test_tips_come_back_when_they_are_asked_for(house: House):
    house.slack.command(house.ana, house.team, "/takefive", "tips off")
    house.slack.command(house.ana, house.team, "/takefive", "tips on")

    assert tip_for(house)["text"].startswith("A tip, just for you")


def test_whether_a_tip_helped_is_noted_and_the_same_tip_does_not_come_again(house: House):
    first = tip_for(house)
    press(house, "tip_helped", first)
    second = tip_for(house, WEAK_TOO)

    assert first["text"] != second["text"]
    with house.database.sessions() as session:
        assert session.scalars(select(Review.tip_helped).order_by(Review.created_at)).first() is True


def test_a_rehearsed_draft_gets_the_same_reading_and_is_kept_nowhere(house: House):
    house.slack.command(house.ana, house.team, "/takefive", "rehearse")
    house.slack.submit(house.ana, {"reply": STRONG})

    assert "sorry to hear the cot arrived broken" in str(house.slack.view(house.ana))
    assert house.reviews() == 0
    assert house.letters() == []
    with house.database.sessions() as session:
        assert session.scalars(select(Person)).all() == []


def test_when_every_line_was_said_lately_the_quoted_words_speak_alone(house: House, monkeypatch):
    real = feedback.choose
    monkeypatch.setattr(
        feedback,
        "choose",
        lambda *a, **k: replace(said := real(*a, **k), kudos=said.kudos and replace(said.kudos, lines=())),
    )
    ts = house.slack.say(house.ana, house.snippets, STRONG)

    (kudos,) = house.slack.wait_for(lambda slack: in_thread(house, house.snippets, ts))
    assert "in these words" in kudos["text"]
    assert "sorry to hear the cot arrived broken" in kudos["text"]


def test_what_could_not_be_read_is_handed_back_without_personal_data_in_the_database(house: House):
    ts = house.slack.say(house.ana, house.team, "maria.lopez@example.org")
    house.slack.message_shortcut(house.lea, house.team, ts, "review_reply")

    house.slack.wait_for(lambda slack: house.told(house.lea))
    assert "maria.lopez" not in str([letter.facts for letter in house.letters()])
