"""Seals: a token serves one person of one workspace for one purpose, and nothing in it can be changed."""

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handlers import seals
from handlers.seals import seal, unseal

KEY = b"k" * 32
ID = "0123456789abcdef"
TOKEN = seal(KEY, "T1", "U1", "kudos_share", ID)


def opened(key: bytes = KEY, workspace: str = "T1", user: str = "U1", purpose: str = "kudos_share", token: str = TOKEN):
    return unseal(key, workspace, user, purpose, token)


def test_the_person_it_was_made_for_gets_the_id_back():
    assert opened() == ID


@pytest.mark.parametrize(
    "other",
    [{"user": "U2"}, {"workspace": "T2"}, {"purpose": "kudos_keep"}, {"key": b"l" * 32}, {"user": ""}, {"user": "U1\0"},
     {"workspace": "T1\0U1", "user": "kudos_share"}, {"workspace": "", "user": "T1U1"}],
)  # fmt: skip
def test_for_anybody_or_anything_else_it_is_worth_nothing(other: dict):
    assert opened(**other) is None


def test_a_token_with_any_single_character_changed_is_worth_nothing():
    for at, sign in enumerate(TOKEN[:-1]):
        assert opened(token=TOKEN[:at] + ("A" if sign != "A" else "B") + TOKEN[at + 1 :]) is None


@given(token=some.text(max_size=60) | some.binary(max_size=60).map(lambda raw: urlsafe_b64encode(raw).decode()))
def test_no_made_up_token_opens_and_none_raises(token: str):
    assert opened(token=token) is None


def test_another_persons_id_cannot_be_put_behind_a_good_seal():
    other = seal(KEY, "T1", "U2", "kudos_share", "f" * 16)
    assert opened(token=TOKEN[:16] + other[16:]) is None


def test_the_id_is_not_readable_in_the_clear_and_the_token_fits_into_a_button():
    assert ID not in TOKEN
    assert len(TOKEN) < 255


def test_the_guards_notice_a_seal_that_forgets_whose_it_is(monkeypatch):
    real = seals._mac
    monkeypatch.setattr(seals, "_mac", lambda key, workspace, user, purpose, raw: real(key, "", "", "", raw))
    token = seal(KEY, "T1", "U1", "kudos_share", ID)
    assert opened(user="U2", workspace="T2", purpose="kudos_keep", token=token) == ID
