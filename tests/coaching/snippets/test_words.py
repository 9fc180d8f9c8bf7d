import pytest

from coaching.snippets import words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I'm sorry", "I am sorry"),
        ("Im sorry", "I’m sorry"),
        ("we'll apologise", "we will apologize"),
        ("can't", "cannot"),
        ("cancelled colour", "canceled color"),
        ("pls thx u", "please thanks you"),
        ("dissapointed", "disappointed"),
        ("that's", "that is"),
        ("it's been", "it is been"),
    ],
)
def test_spelling_dialect_and_contractions_make_no_difference(one, other):
    assert words.split(one).plain == words.split(other).plain


def test_advise_and_promise_keep_their_spelling():
    assert words.split("advise promised otherwise").plain == ["advise", "promised", "otherwise"]


def test_slacks_own_marks_and_what_masking_leaves_become_plain_words():
    plain = words.split("<@U12> [person] <https://x.example/a|here> [order id] &amp; :cry: 🙂").plain
    assert plain == ["_name", "_name", "_link", "_thing", "&", "_sad", "_smile"]


def test_places_are_code_points_of_the_text_as_given():
    text = "🙂 We’ll check"
    spoken = words.split(text)
    assert [text[a:b] for a, b in zip(spoken.starts, spoken.ends, strict=True)] == ["🙂", "We’ll", "We’ll", "check"]


def test_a_part_of_a_text_keeps_the_places_of_the_whole():
    assert words.split("one two", 4, 7).starts == [4]


@pytest.mark.parametrize("name", ["Emily", "Will", "Hope", "Thị Hoa", "O'Neill", "[person]"])
@pytest.mark.parametrize("greeting", ["Hi {}, any news?", "Hello {} - any news?", "Dear {}\nany news?"])
def test_whoever_is_greeted_is_a_name_whatever_the_name(greeting, name):
    plain = words.split(greeting.format(name)).plain
    assert [word for word in plain if word != "_name"] == words.split(greeting.format("")).plain
    assert "_name" in plain


@pytest.mark.parametrize(
    "text", ["Hi there, we will check", "Hi, Sorry, will do", "hi may i ask", "Hi All,", "Hi Will you"]
)
def test_what_follows_a_greeting_is_not_always_a_name(text):
    assert "_name" not in words.split(text).plain


def test_a_part_of_a_text_finds_names_at_their_own_place():
    text = "Will said: Hi Will, I will"
    assert words.split(text, 11).plain == ["hi", "_name", ",", "i", "will"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("she told me his card was in her bag", "he told me their card was in their bag"),
        ("she's waiting, tell him", "he's waiting, tell her"),
        ("Thanks, madam", "Thanks, sir"),
    ],
)
def test_he_she_and_they_read_alike(one, other):
    assert words.split(one).plain == words.split(other).plain
