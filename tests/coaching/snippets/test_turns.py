import pytest

from coaching.snippets import turns


def said(text, **options):
    return [(turn.speaker, text[turn.start : turn.end].strip()) for turn in turns.parse(text, **options).turns]


def test_a_text_without_speakers_is_all_the_agents():
    assert said("Sorry to hear that.\nNote: it takes five days.") == [
        ("agent", "Sorry to hear that."),
        ("agent", "Note: it takes five days."),
    ]


def test_a_text_without_speakers_can_be_the_customers():
    assert said("where is it", whole="customer") == [("customer", "where is it")]


@pytest.mark.parametrize(
    "text",
    [
        "Customer: it is late\nAgent: I'll check",
        "Client : it is late\nSupport rep : I'll check",
        "*Customer:* it is late\n*Agent:* I'll check",
        "Visitor 12: it is late\nPriya: I'll check",
        "[10:42] Customer: it is late\n[10:43] Agent: I'll check",
        "(10:42:13 AM) Visitor: it is late\n(10:43:01 AM) Tom: I'll check",
        "Maya: it is late\nTom (Support): I'll check",
        "Maya: it is late\nTom from Acme: I'll check",
        "Maya (customer): it is late\nTom: I'll check",
        "> it is late\nI'll check",
        "&gt; it is late\nI'll check",
        "Customer: it is late. Agent: I'll check".replace(". Agent", ".\nAgent"),
        "Customer\t10:42 AM\nit is late\nAgent\t10:43 AM\nI'll check",
    ],
)
def test_each_way_of_copying_a_conversation_tells_the_sides_apart(text):
    assert [(who, what.rstrip(".")) for who, what in said(text)] == [
        ("customer", "it is late"),
        ("agent", "I'll check"),
    ]


def test_speakers_on_one_line_are_told_apart():
    text = "Customer: it broke. Agent: Sorry to hear that! Customer: ok"
    assert [who for who, _ in said(text)] == ["customer", "agent", "customer"]


def test_a_line_without_a_label_goes_on_with_the_speaker_before():
    assert said("Agent: hello\nstill me\nCustomer: hi")[1] == ("agent", "still me")


def test_the_system_in_a_transcript_is_nobody():
    assert said("System: chat started\nAgent: hello") == [("agent", "hello")]


def test_two_names_without_a_part_are_ambiguous_until_somebody_says_who_the_agent_is():
    text = "Ann: hello\nBob: my order is late"
    assert turns.parse(text).ambiguous == ("Ann", "Bob")
    assert said(text, agent="Ann") == [("agent", "hello"), ("customer", "my order is late")]


def test_words_before_a_colon_that_are_no_names_make_no_speakers():
    assert turns.parse("Refund: five days\nDelivery: two days").ambiguous is None


def test_the_mail_below_a_reply_is_the_customers_and_the_signature_nobodys():
    text = "We've sent a new one.\n\nKind regards,\nTom\nOn Tue, 3 Jan 2023 at 10:42, Maya wrote:\nit never came"
    assert said(text) == [
        ("agent", "We've sent a new one."),
        ("agent", "Kind regards,"),
        ("customer", "it never came"),
    ]


def test_places_are_those_of_the_text_as_given():
    text = "Customer: 🙂 hi\nAgent: hello"
    assert [text[turn.start : turn.end] for turn in turns.parse(text).agent_turns] == [" hello"]
