"""People's words: masked, and without the names of those who would rather not be named."""

import pytest

from coaching.wording import masked, unnamed


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Ben stayed.", "a colleague stayed."),
        ("thanks to ben's call", "thanks to a colleague's call"),
        ("Benchmarks and Reuben stay", "Benchmarks and Reuben stay"),
        ("@ben and Okafor", "a colleague and a colleague"),
        ("With Ben Okafor there", "With a colleague there"),
        ("Mail U-1 about it", "Mail a colleague about it"),
    ],
)
def test_a_name_is_hidden_in_each_of_its_forms(words: str, shown: str):
    assert unnamed(words, ["Ben Okafor", "U-1"]) == shown


def test_a_name_that_is_a_word_is_hidden_as_a_name_only():
    assert unnamed("Will called, and I will call too", ["Will"]) == "a colleague called, and I will call too"


def test_nobody_to_hide_changes_nothing():
    assert unnamed("Ben stayed.", ["", "  "]) == "Ben stayed."


def test_names_stay_and_personal_data_does_not():
    assert masked("Ana mailed dana@example.org") == "Ana mailed [email]"
