import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.snippets import tagging

ANGRY = "This is the third time I've called and I'm furious."


def shown(text, context=None):
    return {name for name, tactic in tagging.read(text, context).tactics.items() if tactic.state == "shown"}


@pytest.mark.parametrize(
    ("text", "tactic"),
    [
        ("I'm so sorry to hear your cot arrived cracked, Maya.", "empathy"),
        ("I understand how frustrating it is to wait in all day.", "empathy"),
        ("I've passed this to the depot and I'll call you by five.", "ownership"),
        ("That was our mistake, we should have told you.", "ownership"),
        ("Thanks for letting us know about the rear sensor.", "active_listening"),
        ("Have you tried a different cable, and is the light green?", "active_listening"),
        ("The line drops because the splitter is damp, so it fails whenever it rains.", "professionalism"),
        ("I'll be honest, I don't think it'll be there before Friday.", "authenticity"),
    ],
)
def test_a_tactic_is_shown_by_the_words_that_show_it(text, tactic):
    assert tactic in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "We apologise for the delay.",
        "Please DM us your order number.",
        "We'd be happy to help!",
        "Have a great day!",
        "Your parcel is out for delivery.",
        "Hi there, thanks for getting in touch.",
    ],
)
def test_politeness_alone_shows_nothing(text):
    assert shown(text) == set()


def test_evidence_is_quoted_from_the_text_with_the_cue_inside():
    text = "Hi Ana 🙂 I’m sorry to hear your bag is lost. I've asked the desk to look."
    reading = tagging.read(text)
    for tactic in reading.tactics.values():
        for piece in tactic.evidence:
            assert text[piece.start : piece.end] == piece.quote
            if piece.cue:
                assert piece.start <= piece.cue[0] < piece.cue[1] <= piece.end
    assert [piece.quote for piece in reading.tactics["empathy"].evidence] == ["I’m sorry to hear your bag is lost."]


def test_every_sentence_that_shows_a_tactic_is_evidence():
    text = "I've refunded the fee. Your parcel is blue. I'll call you tomorrow with the rest."
    assert len(tagging.read(text).tactics["ownership"].evidence) == 2


def test_what_the_customers_words_call_for_and_the_reply_lacks_is_missed():
    tactic = tagging.read("Please DM us your order number.", ANGRY).tactics["empathy"]
    assert (tactic.state, tactic.evidence) == ("missed", ())
    assert ANGRY[tactic.called_for[0].start : tactic.called_for[0].end] == ANGRY


def test_what_nobody_called_for_is_not_missed():
    assert tagging.read("Please DM us your order number.", "Do you open at nine?").tactics["empathy"].state == (
        "not_called_for"
    )


def test_the_customers_own_words_earn_the_agent_nothing():
    text = "Customer: I'm so sorry to hear that, thanks for letting me know.\nAgent: Your order number, please."
    assert shown(text) == set()


def test_the_customers_side_of_a_conversation_is_the_context():
    text = f"Customer: {ANGRY}\nAgent: Please send your order number."
    tactic = tagging.read(text).tactics["empathy"]
    assert tactic.state == "missed"
    assert text[tactic.called_for[0].start : tactic.called_for[0].end] == ANGRY


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("🙂", "too_short"),
        ("Customer: where is it?", "no_agent"),
        ("Ann: hello there\nBob: where is it?", "ambiguous"),
        ("Es tut uns leid zu hören, dass Ihr Paket nicht angekommen ist.", "language"),
    ],
)
def test_what_cannot_be_read_says_why_and_shows_nothing(text, reason):
    reading = tagging.read(text)
    assert reading.reason == reason
    assert {tactic.state for tactic in reading.tactics.values()} == {"not_called_for"}
    assert reading.language_ok is (reason != "language")


def test_among_two_names_the_agent_can_be_named():
    text = "Ann: I've passed this to the depot.\nBob: where is it?"
    assert tagging.read(text, agent="Ann").tactics["ownership"].state == "shown"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("You should have read the terms before you paid.", "blame"),
        ("There's nothing we can do about that.", "dismissal"),
        ("That's not our department, you'd have to call billing.", "buck_passing"),
        ("We apologise for any inconvenience caused.", "robotic"),
        ("I guarantee it will never happen again.", "over_promise"),
    ],
)
def test_words_that_do_harm_are_named_and_quoted(text, name):
    harm = next(harm for harm in tagging.read(text).antipatterns if harm.name == name)
    assert text[harm.start : harm.end] == harm.quote


REPLIES = (
    "Hi {name}, I'm so sorry to hear your parcel hasn't arrived, we'll look into it and apologise to the sender.",
    "I understand how frustrating that is, {name}. I've organised a refund, it's on its way.",
    "Thanks for clarifying, {name}! We can't see the colour, so that's why it was cancelled. Fingers crossed!",
)


@pytest.mark.parametrize("reply", REPLIES)
@pytest.mark.parametrize("name", ["Emily", "Lakisha", "Mohammed", "Nguyen", "Siobhan", "Raj", "Zoë"])
def test_a_name_changes_nothing(reply, name):
    def states(text):
        return [(tactic.state, tactic.score) for tactic in tagging.read(text).tactics.values()]

    assert states(reply.format(name=name)) == states(reply.format(name="Ann"))


@pytest.mark.parametrize("reply", REPLIES)
@pytest.mark.parametrize(
    ("one", "other"),
    [("'", "’"), ("I'm", "I am"), ("I'm", "Im"), ("we'll", "we will"), ("can't", "cannot"), ("colour", "color"),
     ("apologise", "apologize"), ("organised", "organized"), ("cancelled", "canceled"), ("it's", "it is")],
)  # fmt: skip
def test_a_spelling_or_a_contraction_changes_nothing(reply, one, other):
    def states(text):
        return [(tactic.state, tactic.score) for tactic in tagging.read(text).tactics.values()]

    assert states(reply) == states(reply.replace(one, other))


def test_a_missed_tactic_is_no_longer_missed_when_the_words_are_there():
    assert tagging.read("I'm sorry to hear that, how frustrating.", ANGRY).tactics["empathy"].state == "shown"


@given(st.text(max_size=300), st.one_of(st.none(), st.text(max_size=200)))
def test_any_text_is_read_with_exact_quotes(text, context):
    reading = tagging.read(text, context)
    for tactic in reading.tactics.values():
        assert 0 <= tactic.score <= 1
        assert bool(tactic.evidence) == (tactic.state in ("shown", "unsure"))
        assert all(text[piece.start : piece.end] == piece.quote for piece in tactic.evidence)
        source = text if context is None else context
        assert all(source[piece.start : piece.end] == piece.quote for piece in tactic.called_for)


@pytest.mark.parametrize(
    "piece", ["a", "a. ", "!? ", "\n", "<@", "'’", "we ", "sorry ", "Ann: ", "> ", "\ud83d\0", "🙂"]
)
def test_hostile_texts_are_read(piece):
    text = (piece * 40_000)[:40_000]
    assert tagging.read(text, text).tactics["empathy"].state != "shown"
