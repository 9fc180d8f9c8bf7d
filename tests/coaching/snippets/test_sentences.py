import pytest

from coaching.snippets import sentences, words


def split(text):
    return [text[a:b] for a, b in sentences.split(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hi there. We'll check.", ["Hi there.", "We'll check."]),
        ("Dr. Shah will call at 5 p.m. today.", ["Dr. Shah will call at 5 p.m. today."]),
        ("It is v2.1.3, not 2.1.", ["It is v2.1.3, not 2.1."]),
        ("Is it on? Please try again!", ["Is it on?", "Please try again!"]),
        ("First line\nsecond line", ["First line", "second line"]),
        ("- unplug it\n- wait\n2. press it", ["unplug it", "wait", "press it"]),
        ("That's lovely :) We'll pass it on", ["That's lovely :)", "We'll pass it on"]),
        ("We'll check. ^AB", ["We'll check."]),
        ("We'll check. - Josh", ["We'll check."]),
        ("Thanks! *TMC We'll check 1/2", ["Thanks!", "We'll check"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, wanted):
    assert split(text) == wanted


def test_a_wall_of_text_is_cut_so_that_evidence_stays_readable():
    assert max(map(len, split("word " * 1000))) <= sentences.LONGEST


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("hi ana , sorry to hear that", ["hi ana ,", "sorry to hear that"]),
        ("please dm us so we can look", ["please dm us", "so we can look"]),
        ("we understand but it is final", ["we understand", "but it is final"]),
        ("i know that we can do it", ["i know that we can do it"]),
    ],
)
def test_clauses_are_cut_before_a_new_subject(text, wanted):
    plain = words.split(text).plain
    assert [" ".join(plain[a:b]) for a, b in sentences.clauses(plain, 0, len(plain))] == wanted
