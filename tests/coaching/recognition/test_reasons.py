"""Vague reasons: stock praise is noticed, what somebody did is not held up."""

import pytest

from coaching.recognition.reasons import is_vague


@pytest.mark.parametrize(
    "what",
    [
        "",
        "Great job!",
        "You rock 🎉",
        "Thanks for all your help today",
        "Ana is simply the best person",
        "!!!",
        "👏👏👏",
    ],
)
def test_stock_praise_is_vague(what: str):
    assert is_vague(what, ("Ana",))


@pytest.mark.parametrize(
    "what",
    [
        "Rang the florist back before closing time.",
        "Explained the invoice line by line until it was clear.",
        "Covered two of my night shifts at short notice.",
    ],
)
def test_what_somebody_did_is_not(what: str):
    assert not is_vague(what, ("Ana",))


def test_names_are_no_reason():
    assert is_vague("Thank you Anna Maria Lopez Quist", ("Anna Maria Lopez Quist",))
