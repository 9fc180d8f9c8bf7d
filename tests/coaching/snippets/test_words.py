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
