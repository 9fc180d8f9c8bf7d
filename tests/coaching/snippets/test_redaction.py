"""Masking of personal data: what goes, what stays, and what holds for any text."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.snippets.redaction import KINDS, redact

CASES = tomllib.loads(Path(__file__).with_name("redaction_cases.toml").read_text("utf-8"))
MASKED = [(kind, text, masked) for kind, cases in CASES["masked"].items() for text, masked in cases]
PIECES = st.sampled_from([text for _, text, _ in MASKED] + CASES["kept"]["texts"])
TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="aT01 4.@-:/#&;+()\n​'[]pero", max_size=120),
    st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=5).map("".join),
)


@pytest.mark.parametrize(("kind", "text", "masked"), MASKED)
def test_personal_data_is_masked_and_nothing_beside_it(kind: str, text: str, masked: str) -> None:
    found = redact(text)

    assert found.text == masked
    assert kind in {span.kind for span in found.spans}


@pytest.mark.parametrize(("text", "masked"), CASES["mixed"]["texts"])
def test_several_kinds_in_one_text_are_each_masked(text: str, masked: str) -> None:
    assert redact(text).text == masked


@pytest.mark.parametrize("text", CASES["kept"]["texts"])
def test_a_text_without_personal_data_is_left_alone(text: str) -> None:
    assert redact(text).text == text


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_an_example_in_which_it_is_masked(kind: str) -> None:
    found = redact(KINDS[kind].example)

    assert kind in {span.kind for span in found.spans}
    assert f"[{kind.replace('_', ' ')}]" in found.text


def broken(text: str, found) -> str | None:  # type: ignore[no-untyped-def]
    """What a result breaks of the promises that hold for any text; the tests below try it on wrong ones too."""
    done, rebuilt = 0, ""
    for span in found.spans:
        if not done <= span.start < span.end <= len(text):
            return "spans are sorted, inside the text and do not overlap"
        rebuilt += text[done : span.start] + f"[{span.kind.replace('_', ' ')}]"
        done = span.end
    return None if rebuilt + text[done:] == found.text else "the masked text is the text with the spans replaced"


@given(TEXTS)
def test_spans_are_sorted_and_apart_and_the_masked_text_follows_from_them(text: str) -> None:
    assert broken(text, redact(text)) is None


@given(TEXTS)
def test_masking_a_masked_text_finds_nothing_new(text: str) -> None:
    masked = redact(text).text

    assert redact(masked).spans == ()


def test_the_promises_notice_a_masking_that_overlaps_or_lies() -> None:
    text = "Hi Tom, call Tom"
    found = redact(text)

    assert broken(text, type(found)(found.text, found.spans[::-1])) is not None
    assert broken(text, type(found)(text, found.spans)) is not None


def test_places_count_code_points_of_the_text_as_given() -> None:
    text = "😀 José́ &amp; ４２４２４２４２４２４２４２４２ R&amp;D a​na@example.com"

    assert [text[span.start : span.end] for span in redact(text).spans] == [
        "José́",
        "４２４２４２４２４２４２４２４２",
        "a​na@example.com",
    ]


@pytest.mark.parametrize("odd", ["\ud83d", "\x00", "\u2028", "\u202e", "\ue000", "\r\n"])
def test_odd_characters_survive_beside_what_is_masked(odd: str) -> None:
    assert redact(f"{odd} ana@example.com {odd}").text == f"{odd} [email] {odd}"


HOSTILE = ["1", "1 ", "12345, ", "@", "a@", ".", "a.a@", "Tom ", "Tom Baker, ", " ", ":", "1:", "A1", "GB29NWBK", "-",
           "1-", "my name is ", "order # : no. ", "&amp;", "​1", "12 Elm ", "ana at a dot ", "(1)", "a'", "4242-",
           "deadbeef1234-", "\ue000", "<@U", "https://a.b/12345/", "Dr. ", "1 rue de la ", "[person] "]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_work_grows_no_faster_than_the_text(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds of search, not seconds: each round is linear, and their number must not depend on the length."""
    import coaching.snippets.redaction as redaction

    rounds = []
    finders = redaction.FINDERS
    monkeypatch.setattr(redaction, "FINDERS", (lambda text: rounds.append(len(text)) or [], *finders))

    redact((piece * 40_000)[:10_000])

    assert len(rounds) <= 4


def test_no_mail_address_is_left_in_a_long_text() -> None:
    text = "Please write to ana@example.com or to +44 20 7946 0958. " * 300

    assert not re.search(r"@|\d", redact(text).text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("I live in Rua das Flores 12, 4050-262 Porto. IP 10.0.0.1.", "I live in [address]. IP [ip]."),
        ("I live in Rua das Flores 12, 4050-262 Porto. Please send it.", "I live in [address]. Please send it."),
        ("I live at 5 Oak Lane. Springfield 62704", "I live at [address]"),
    ],
)
def test_an_address_ends_at_the_full_stop_behind_its_town(text: str, masked: str):
    assert redact(text).text == masked
