"""Check-ins as they leave for Slack: within its limits, harmless whatever people write, and the same for everybody."""

import pytest

from handlers import door
from handlers.views import Reader, checkin, comfort
from handlers.views import results as published

READER = Reader(lambda user: f"name of {user}", lambda purpose, id: f"{purpose}:{id}")
QUESTION = {"id": "mood", "ask": "How was your week?", "kind": "scale", "low": "Rough", "high": "Good"}
ROW = {"ask": "How was your week?", "low": "Rough", "high": "Good", "value": "3.5", "took_part": "over 75 %"}
HOSTILE = ["<!channel> <@U1> https://a.example *bold*", "\0\ud800", "x" * 500, "&lt;!here&gt;", "`code` _it_"]


def results(**changes):
    facts = {
        "round": "a1", "circle": "Support", "week": "2026-W47", "k": 5, "nudges": ["load"], "comments": [],
        "groups": [["Support", [{**ROW, "trend": ["3.0", None, "3.5"]}]]],
    }  # fmt: skip
    return published.results(READER, **{**facts, **changes})


@pytest.mark.parametrize("words", HOSTILE)
def test_words_for_the_team_reach_slack_as_plain_words(words: str):
    sent = door.payload(results(comments=[words] * 40))

    assert "mrkdwn" not in str(sent["blocks"])
    assert "<!channel>" not in sent["text"]


def test_the_largest_results_fit_into_one_message():
    rows = [{**ROW, "ask": "q" * 60, "trend": ["4.5 or more"] * 8}] * 6
    sent = door.payload(results(groups=[[f"Group {number}", rows] for number in range(8)], comments=["x" * 500] * 30))

    assert len(sent["blocks"]) <= door.MOST_BLOCKS


def test_a_trend_is_a_picture_with_gaps_and_the_same_in_words():
    message = results()

    assert published.picture(["1.5", None, "5.0"]) == "▂·█"
    assert "before that too few, 3.0" in message.text
    assert "▅·▆" in str(message.blocks)


def test_a_nudge_speaks_to_the_team_and_says_what_others_do():
    assert "Some teams" in str(results().blocks)


def test_too_few_answers_are_said_in_words():
    row = {**ROW, "value": None, "took_part": None, "trend": [None]}

    assert "too few answers to show" in results(groups=[["Support", [row]]]).text


@pytest.mark.parametrize(("k", "kind", "words"), [
    (5, "scale", "if 5 or more answer"), (8, "yes_no", "if 8 or more answer"), (5, "text", "at least 10 people"),
])  # fmt: skip
def test_who_sees_an_answer_is_computed_from_the_rounds_own_rules(k: int, kind: str, words: str):
    assert words in checkin.who_sees(kind, k, 10, "Tuesday 24 November, 15:00 (UTC)")


def test_the_form_fits_and_every_question_may_be_skipped():
    kinds = ("scale", "yes_no", "text", "count")
    asked = [{**QUESTION, "id": f"q{number}", "kind": kind} for number, kind in enumerate(kinds)]
    form = door.view(checkin.form(questions=asked, until="Tuesday", k=5, k_comment=10, metadata="m"))

    fields = [block for block in form["blocks"] if block["type"] == "input"]
    assert [block["block_id"] for block in fields] == ["q0", "q1", "q2"]
    assert all(block["optional"] for block in fields)


def test_every_form_and_letter_of_care_is_within_slacks_limits():
    tokens = {"buddy": "b", "cover": "c"}
    views = [
        checkin.thanks(until="Tuesday", help_lines=["a line"]), comfort.talk(names=["Nora"], metadata="m"),
        published.did(metadata="m"),
        comfort.rough(rest="Ten minutes", buddy="Ben", cover="Lea", counted=True, tokens=tokens),
    ]  # fmt: skip
    letters = [
        checkin.void(READER, circle="Support"), checkin.too_small(READER, circle="Support", asked=3, k=5),
        comfort.talk_asked(READER, who="U1", about="cover"), comfort.help_card(["a", "b"]),
        checkin.invitation(READER, round="a1", circle="Support", until="Tuesday", deeds=[["s", "d", "U1"]], reminder=1),
    ]  # fmt: skip

    assert all(door.view(view) for view in views)
    assert all(door.payload(letter)["text"] for letter in letters)
