"""How people like to be praised binds every path: kudos, signed drafts, shout-outs, words about others, files."""

import json
from typing import Any

import pytest

from coaching import people, wording
from coaching.recognition import posts
from tests.conftest import ON_BOTH, House
from tests.scenarios.test_sharing_a_snippet import STRONG, in_thread
from tests.scenarios.test_shout_outs import EFFECT, WHAT, given, press, shout_outs, thank

NONE_TOO = STRONG.replace("cot", "pram")


def wish(house: House, person: str, choice: str) -> None:
    house.slack.command(person, house.drafts, "/takefive", f"kudos {choice}")


def sent_to_others(house: House, person: str) -> str:
    """All that the bot ever sent where anybody but this person reads it: messages, changes, windows, answers.

    A giver's own words that stand in their own form again are left out: nobody said those to them.
    """
    own = house.slack.dm(person)
    calls = [call for call in house.slack.calls if call.arguments.get("channel") != own]
    told = [call.arguments for call in calls if call.method not in ("users.info", "conversations.open")]
    told += [made.answer for made in house.slack.deliveries if _who(made.body) != person]
    return json.dumps([_without_own_words(each) for each in told], ensure_ascii=False)


def _who(body: dict[str, Any]) -> str | None:
    return body.get("user_id") or body.get("user", {}).get("id")


def _without_own_words(part: Any) -> Any:
    if isinstance(part, list):
        return [_without_own_words(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {key: _without_own_words(value) for key, value in part.items() if not key.startswith("initial_")}


ANSWERS = {
    "team": "channel of your team",
    "private": "to you alone",
    "none": "no kudos for you",
    "public": "the thread",
}


def test_the_wish_is_changed_in_two_clicks(house: House):
    for choice, answer in ANSWERS.items():
        house.slack.command(house.ana, house.team, "/takefive", "kudos")
        house.slack.click(house.ana, house.team, house.slack.ephemerals(house.ana)[-1]["ts"], f"prefer_{choice}")
        house.slack.settle()

        assert answer in house.slack.ephemerals(house.ana)[-1]["text"]


def test_the_question_at_the_first_shout_out_offers_to_be_left_out_of_it(house: House):
    thank(house, house.ana, house.ben)
    (ask,) = house.slack.wait_for(lambda slack: [m for m in house.told(house.ana) if "How would you" in m["text"]])

    press(house, house.ana, ask, "shoutout_leave")

    house.slack.wait_for(lambda slack: "Lea thanks Ben:" in shout_outs(house)[0]["text"])
    press(house, house.ben, house.told(house.ben)[0], "shoutout_leave")
    house.slack.wait_for(lambda slack: not shout_outs(house))


def test_the_question_comes_once(house: House):
    thank(house, house.ana)
    house.slack.wait_for(lambda slack: house.told(house.ana))
    thank(house, house.ana, what=f"{WHAT} And then again.")
    house.settled()

    assert len(house.told(house.ana)) == 1
    assert len(shout_outs(house)) == 2


@pytest.mark.parametrize("choice", ["private", "none"])
def test_who_would_rather_not_be_named_is_left_out_and_the_giver_is_told_so_kindly(house: House, choice: str):
    wish(house, house.ben, choice)
    thank(house, house.ana, house.ben)

    (posted,) = house.slack.wait_for(lambda slack: shout_outs(house))
    note = given(house)["text"]
    house.settled()
    assert "Ben" not in posted["text"]
    assert house.ben not in json.dumps(posted)
    assert "Not everybody would like to be named there" in note
    assert "Ben" not in note
    assert bool(house.told(house.ben)) == (choice == "private")


@pytest.mark.parametrize("reach", ["public", "team", "private"])
@pytest.mark.house(teams=True)
def test_the_giver_cannot_tell_private_from_none(house: House, reach: str):
    notes = []
    for choice in ("private", "none"):
        wish(house, house.ben, choice)
        thank(house, house.ben, reach=reach)
        house.settled()
        notes.append(given(house)["text"])

    assert notes[0] == notes[1]
    assert "rather not be named" in notes[0] or reach == "private"
    assert shout_outs(house) == []


@pytest.mark.house(teams=True)
def test_in_my_team_means_in_its_channel_and_nowhere_else(house: House):
    wish(house, house.ben, "team")
    thank(house, house.ben, house.lea, who=house.ana, place=house.snippets)

    house.slack.wait_for(lambda slack: shout_outs(house, house.team) and shout_outs(house, house.snippets))
    (there,), (team,) = shout_outs(house, house.snippets), shout_outs(house, house.team)
    assert "Ben" not in there["text"]
    assert "Ana thanks Ben: " in team["text"]


@pytest.mark.house(teams=True)
def test_kudos_for_a_snippet_go_to_the_teams_channel_with_a_name(house: House):
    wish(house, house.ana, "team")
    ts = house.slack.say(house.ana, house.snippets, STRONG)

    (kudos,) = house.slack.wait_for(lambda slack: house.posted(house.team))
    house.settled()
    assert kudos["text"].startswith("Kudos to Ana: ")
    assert in_thread(house, house.snippets, ts) == []


def test_team_without_a_channel_means_to_them_alone(house: House):
    wish(house, house.ana, "team")
    assert "no channel of your team" in house.slack.ephemerals(house.ana)[-1]["text"]
    ts = house.slack.say(house.ana, house.snippets, STRONG)

    house.slack.wait_for(lambda slack: house.told(house.ana))
    house.settled()
    assert in_thread(house, house.snippets, ts) == []


@pytest.mark.house(teams=True)
def test_a_draft_signed_by_a_colleague_goes_where_the_author_likes_it(house: House):
    wish(house, house.ana, "team")
    elsewhere = house.slack.channel("elsewhere", [house.ana, house.lea])
    ts = house.slack.say(house.ana, elsewhere, STRONG)
    house.slack.message_shortcut(house.lea, elsewhere, ts, "review_reply")
    (reading,) = house.slack.wait_for(lambda slack: house.told(house.lea))

    press(house, house.lea, reading, "kudos_share")

    house.slack.wait_for(lambda slack: house.posted(house.team))
    assert in_thread(house, elsewhere, ts) == []


def test_a_wish_binds_what_is_still_on_its_way(house: House, impatient: None):
    house.restart(run=False)
    house.slack.say(house.ana, house.snippets, STRONG)
    house.restart()
    wish(house, house.ana, "none")

    house.settled()
    assert "cot" not in sent_to_others(house, house.ana)


def test_words_about_somebody_else_do_not_name_them_either(house: House):
    wish(house, house.ben, "none")
    for named in ("Ben", "ben", "BEN's", "Ben Okafor"):
        thank(house, house.ana, what=f"Together with {named} she stayed until the courier had found the door.")
    house.settled()

    for posted in shout_outs(house):
        assert "ben" not in posted["text"].lower()
        assert "a colleague" in posted["text"]
    assert len(shout_outs(house)) == 4


def everything_with(house: House, person: str) -> None:
    """Every way in which somebody could come to be named to others."""
    house.slack.say(person, house.snippets, STRONG)
    ts = house.slack.say(person, house.team, NONE_TOO)
    house.slack.message_shortcut(house.lea, house.team, ts, "review_reply")
    (reading,) = house.slack.wait_for(lambda slack: house.told(house.lea))
    press(house, house.lea, reading, "kudos_share")
    thank(house, person)
    thank(house, house.ana, person, what="Ben and Ana stayed until the courier had found the side entrance.")
    thank(house, person, house.ana, reach="team", place=None)
    thank(house, house.ana, reach="private", place=None, effect="Ben could go home in time, and so could they.")
    house.settled()
    press(house, house.lea, given(house), "shoutout_edit")
    house.slack.submit(house.lea, {"what": "Took over the late call from ben, and from @Ben's customer as well."})
    house.settled()
    for posted in shout_outs(house):
        house.slack.react(person, house.team, posted["ts"], "muscle")
    for words in ("praise", "praise courier", "praise markdown", "praise csv", "praise throwback", "me"):
        house.slack.command(house.ana, house.team, "/takefive", words)
    house.settled()


@ON_BOTH
@pytest.mark.house(teams=True)
def test_somebody_who_wants_none_is_in_nothing_that_was_ever_sent_to_anybody_else(house: House):
    wish(house, house.ben, "none")

    everything_with(house, house.ben)

    sent = sent_to_others(house, house.ben)
    assert "courier" in sent
    assert EFFECT in sent
    for trace in ("Ben", "ben", house.ben):
        assert trace not in sent, sent[max(0, sent.index(trace) - 300) : sent.index(trace) + 100]


MUTANTS = {
    "anybody may be named": lambda patch: patch.setattr(people, "may_name", lambda row, workplace, audience: True),
    "words are not looked at": lambda patch: patch.setattr(wording, "unnamed", lambda words, names: words),
    "shout-outs are not looked at": lambda patch: patch.setattr(
        posts.people, "discreet", lambda session, workspace, workplace, words, audience, spare=None: words
    ),
}


@pytest.mark.parametrize("mutant", MUTANTS)
@pytest.mark.house(teams=True)
def test_the_search_finds_somebody_whom_a_careless_version_names(
    house: House, monkeypatch: pytest.MonkeyPatch, mutant: str
):
    wish(house, house.ben, "none")
    MUTANTS[mutant](monkeypatch)

    everything_with(house, house.ben)

    sent = sent_to_others(house, house.ben)
    assert any(trace in sent for trace in ("Ben", "ben", house.ben))


def test_the_words_of_everybody_else_are_left_alone(house: House):
    thank(house, house.ana, what="Together with Ben she stayed until the courier had found the door.")

    (posted,) = house.slack.wait_for(lambda slack: shout_outs(house))
    assert "Together with Ben" in posted["text"]


def answers(view: dict[str, Any] | None) -> str:
    return json.dumps(view, ensure_ascii=False)


def test_what_somebody_was_thanked_for_stays_theirs_to_read(house: House):
    wish(house, house.ben, "none")
    thank(house, house.ben)
    house.settled()

    house.slack.command(house.ben, house.team, "/takefive", "praise")

    assert WHAT in answers(house.slack.view(house.ben))
    house.slack.command(house.ana, house.team, "/takefive", "praise")
    assert WHAT not in answers(house.slack.view(house.ana))


def test_a_colleague_who_is_thanked_may_be_written_with_an_at_sign_and_a_customer_may_not(house: House):
    thank(house, house.ana, house.ben, what="@ana and @ben rang @dana_w back until the courier had found the door.")

    (posted,) = house.slack.wait_for(lambda slack: shout_outs(house))
    assert "@ana and @ben rang [username] back" in posted["text"]
