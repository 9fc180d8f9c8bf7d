import pytest

from coaching.snippets import customer


def lines(text):
    return {need.line for need in customer.needs(text, ((0, len(text)),))}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("This is absolutely ridiculous!", "feeling"),
        ("I've missed my connection and I'm stuck at the airport", "loss"),
        ("Still waiting, third time I've called", "repeated_contact"),
        ("Why does my bill say two lines?", "confusion"),
        ("Please help, I need it by tomorrow", "urgency"),
        ("The app isn't loading", "missing_facts"),
        ("Thank you so much", "thanks"),
        ("never flying with you again", "leaving"),
    ],
)
def test_a_customers_words_show_what_they_need(text, line):
    assert line in lines(text)


def test_a_feeling_calls_for_empathy_with_the_words_that_say_so():
    text = "Hello. I am furious about this bill."
    called = customer.called_for(customer.needs(text, ((0, len(text)),)))
    assert text[called["empathy"][0].start : called["empathy"][0].end] == "I am furious about this bill."
    assert text[called["empathy"][0].cue_start : called["empathy"][0].cue_end] == "furious"


def test_plain_words_and_thanks_call_for_nothing():
    for text in ("Do you open on Sunday?", "Thank you so much, that worked!", "AB12 3CD"):
        assert customer.called_for(customer.needs(text, ((0, len(text)),))) == {}
