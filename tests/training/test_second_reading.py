"""A second reader labels lines blind, and is compared with the first."""

import pytest

from training import second_reading

ROWS = [
    {"id": "a-1", "text": "Oh no!", "labels": ["empathy"]},
    {"id": "a-2", "text": "I hear you, that hurts.", "labels": ["empathy", "active_listening"]},
    {"id": "a-3", "text": "Good morning.", "labels": []},
    {"id": "a-4", "text": "Sorry for the delay.", "labels": []},
]


def test_a_sheet_shows_no_labels_and_is_drawn_alike_each_time():
    sheet = list(second_reading.draw(ROWS, 3))

    assert sheet == list(second_reading.draw(ROWS, 3))
    assert all(line.split("\t")[1] == "" for line in sheet)


def test_differences_are_listed_with_both_readings():
    sheet = "a-1\te\tOh no!\na-2\te\tI hear you, that hurts.\na-3\t\tGood morning.\n"

    report = list(second_reading.compare(sheet, ROWS))

    assert report[0] == " 1.00  empathy"
    assert report[5:] == ["a-2  ['active_listening', 'empathy'] or ['empathy']?  I hear you, that hurts."]


def test_kappa_takes_the_agreement_of_chance_away():
    """Three of four alike, half of it by chance: (.75 - .5) / (1 - .5)."""
    sheet = "a-1\te\t\na-2\tel\t\na-3\t\t\na-4\te\t\n"

    pairs = list(second_reading.read_again(sheet, ROWS).values())

    assert second_reading.kappa(pairs, "empathy") == pytest.approx(0.5)
