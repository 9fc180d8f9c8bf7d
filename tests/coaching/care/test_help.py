"""The help card comes on words of acute distress, and stays away from the talk of the trade."""

import pytest

from coaching.care import help


@pytest.mark.parametrize(
    "words",
    [
        "I can't go on like this",
        "some days I just want to die",
        "I don't want to be here any more, I think about ending my life",
        "I keep thinking about killing myself",
        "everyone would be better off without me",
        "there is no point in living",
        "I have been self-harming again",
        "my husband hits me",
        "I don’t want to wake up",
        "had two panic attacks at my desk",
    ],
)
def test_words_of_distress_bring_the_card(words):
    assert help.is_needed(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "this queue is killing it today",
        "the new tool kills the old one",
        "customer hung up on me, rude",
        "I died laughing at the team lunch",
        "my laptop died again",
        "the deadline is too tight",
        "we want to go home on time",
        "it hurt to hear the customer cry, but we fixed it",
    ],
)
def test_the_talk_of_a_normal_week_does_not(words):
    assert not help.is_needed(words)


def test_the_card_has_the_countries_that_were_chosen_and_what_helps_everywhere():
    lines = help.lines(["PT", "DE"])

    assert lines[0].startswith("Portugal")
    assert lines[1].startswith("Germany")
    assert any("emergency number" in line for line in lines[2:])
