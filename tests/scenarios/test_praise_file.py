"""What somebody was thanked for, for them alone: read, searched, taken along, and looked back at."""

import json

from sqlalchemy import select

from coaching.records.recognition import ShoutOut, Thanks
from tests.conftest import ON_BOTH, House
from tests.scenarios.test_sharing_a_snippet import STRONG
from tests.scenarios.test_shout_outs import EFFECT, WHAT, WHAT_TOO, shout_outs, thank


def praise(house: House, person: str, words: str = "") -> str:
    """The window that `/takefive praise` opens, as text."""
    house.slack.command(person, house.team, "/takefive", f"praise {words}")
    shown = json.dumps(house.slack.view(person), ensure_ascii=False)
    house.slack.close_view(person)
    return shown


@ON_BOTH
def test_shout_outs_and_kudos_stand_in_it_with_who_saw_it_too(house: House):
    house.slack.say(house.ana, house.snippets, STRONG)
    thank(house, house.ana)
    house.settled()
    (posted,) = shout_outs(house)
    house.slack.react(house.ben, house.team, posted["ts"], "muscle")
    house.slack.settle()

    shown = praise(house, house.ana)
    for words in ("One shout-out and one kudos", "shout-out from Lea", WHAT, EFFECT, "cot arrived broken"):
        assert words in shown
    assert "One colleague seconded it" in shown
    assert "Ben" not in shown


def test_it_is_searched_by_words(house: House):
    thank(house, house.ana)
    thank(house, house.ana, what=WHAT_TOO, effect=None)
    house.settled()

    found = praise(house, house.ana, "wheelchair RAIN")
    assert WHAT_TOO in found
    assert WHAT not in found
    assert "these words: zeppelin" in praise(house, house.ana, "zeppelin")


def test_it_is_taken_along_as_markdown_and_as_csv(house: House):
    thank(house, house.ana, effect='=HYPERLINK("x"), she said')
    house.settled()

    assert f"*Ownership*\\n\\n{WHAT}" in praise(house, house.ana, "markdown")
    table = praise(house, house.ana, "csv")
    assert "date,kind,from,for,what,effect,words,seconded by" in table
    assert "'=HYPERLINK" in table


def test_a_long_file_stays_within_what_slack_takes(house: House):
    thank(house, house.ana, what="0 " + "Stayed with the customer until the courier came. " * 28)
    house.settled()
    again(house, 24)

    for words in ("", "markdown", "csv", "courier"):
        assert "Stayed with the customer" in praise(house, house.ana, words)
    assert house.slack.mistakes() == []


def again(house: House, times: int) -> None:
    """The one shout-out that was given, so many times more."""
    with house.database.sessions.begin() as session:
        row = session.scalars(select(ShoutOut)).one()
        kept = {column.name: getattr(row, column.name) for column in ShoutOut.__table__.columns}
        for number in range(1, times + 1):
            own = {"id": f"{number:016}", "origin": f"form:{number}", "what": f"{number}{row.what[1:]}"}
            session.add(ShoutOut(**{**kept, **own}))
            session.flush()
            session.add(Thanks(shout_out=own["id"], workspace=row.workspace, person=house.ana, at=row.at))


def test_a_throwback_is_told_privately(house: House):
    house.slack.command(house.ana, house.team, "/takefive", "praise throwback")
    assert "nothing to look back at" in house.slack.ephemerals(house.ana)[-1]["text"]

    thank(house, house.ana)
    house.settled()
    house.slack.command(house.ana, house.team, "/takefive", "praise throwback")
    assert WHAT in house.slack.ephemerals(house.ana)[-1]["text"]


def test_what_is_taken_back_is_gone_from_it(house: House):
    thank(house, house.ana)
    house.settled()
    house.slack.command(house.lea, house.team, "/takefive", "undo")

    assert "Nothing here yet" in praise(house, house.ana)


def test_what_a_colleague_read_and_did_not_share_is_not_in_it(house: House):
    ts = house.slack.say(house.ana, house.team, STRONG)
    house.slack.message_shortcut(house.lea, house.team, ts, "review_reply")
    (reading,) = house.slack.wait_for(lambda slack: house.told(house.lea))
    assert "Nothing here yet" in praise(house, house.ana)

    house.slack.click(house.lea, house.slack.dm(house.lea), reading["ts"], "kudos_share")

    assert "kudos from Lea" in praise(house, house.ana)


def test_a_draft_from_a_channel_for_drafts_is_in_it_once_it_is_signed(house: House):
    house.slack.say(house.ana, house.drafts, STRONG)
    (reading,) = house.slack.wait_for(lambda slack: house.told(house.ana))
    assert "Nothing here yet" in praise(house, house.ana)

    house.slack.click(house.ana, house.slack.dm(house.ana), reading["ts"], "kudos_share")

    assert "kudos from Take Five" in praise(house, house.ana)


def test_me_at_a_glance_counts_in_words_and_changes_the_wish(house: House):
    thank(house, house.ana)
    house.settled()
    house.slack.command(house.ana, house.team, "/takefive", "me")

    shown = house.slack.ephemerals(house.ana)[-1]
    assert "one shout-out" in shown["text"]
    house.slack.click(house.ana, house.team, shown["ts"], "prefer_private")
    house.slack.wait_for(lambda slack: "come to you alone" in slack.ephemerals(house.ana)[-1]["text"])
