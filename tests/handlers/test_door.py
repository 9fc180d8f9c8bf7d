"""The send door: whatever people wrote leaves as words, within Slack's limits, and pings nobody."""

import json
from itertools import cycle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.practice import limits, shapes
from handlers import door
from handlers.door import Message, Unsendable
from handlers.views import blocks, snippets
from tests.handlers.hostile import NASTY, PIECES, all_views, filled, reaching_out, reader, texts

VIEWS = all_views()
QUIET = {"link_names": False, "unfurl_links": False, "unfurl_media": False, "parse": "none"}


def sent(made: Any) -> dict[str, Any]:
    """What leaves for Slack."""
    return door.payload(made) if isinstance(made, Message) else door.view(made)


def refusals(made: dict[str, Any]) -> list[str]:
    """What Slack would say against it."""
    if made.get("type") in ("modal", "home"):
        return [*limits.view_errors(made), *(["view_too_large"] if limits.too_large(made) else [])]
    found = limits.blocks_errors(made["blocks"])
    found += ["msg_blocks_too_long"] if limits.text_size(made["blocks"]) > shapes.BLOCKS_TEXT else []
    found += ["msg_too_long"] if len(made["text"]) > shapes.UPDATE_TEXT else []
    return [*found, *([] if made["text"].strip() else ["no_text"])]


def passes(name: str, text: str) -> None:
    made = sent(filled(VIEWS[name], text))
    assert refusals(made) == [], name
    assert reaching_out(made) == [], name
    json.dumps(made, ensure_ascii=False).encode("utf-8")
    if made.get("type") not in ("modal", "home"):
        assert made.items() >= QUIET.items()


def test_every_view_is_found():
    assert {"snippets.kudos", "snippets.reading", "snippets.tip", "snippets.form", "notices.unknown"} <= VIEWS.keys()


@pytest.mark.parametrize("name", VIEWS)
def test_the_nastiest_words_pass_through_every_view_as_words(name: str):
    for text in NASTY:
        passes(name, text)


def test_five_thousand_hostile_texts_leave_as_words():
    for text, name in zip(texts(5_000, seed=11), cycle(VIEWS), strict=False):
        passes(name, text)


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(
    text=some.lists(some.sampled_from(PIECES) | some.characters(codec=None), max_size=60).map("".join),
    name=some.sampled_from(sorted(VIEWS)),
)
def test_whatever_hypothesis_thinks_of_leaves_as_words(text: str, name: str):
    passes(name, text)


@pytest.mark.parametrize(
    ("text", "limit", "left"),
    [("a & b", 99, "a &amp; b"), ("<!channel>", 99, "&lt;!channel&gt;"), ("&lt;", 99, "&amp;lt;"),
     ("abcdef", 4, "abc…"), ("ab&&&&", 4, "ab&amp;…"), ("a\0b\ud800c", 99, "abc"), ("ab  cd", 4, "ab…"), ("", 9, "")],
)  # fmt: skip
def test_words_are_cleaned_then_cut_and_only_then_escaped(text: str, limit: int, left: str):
    assert door.escape(text, limit) == left


def test_an_entity_is_never_cut_in_two():
    for text in ("&" * 40_000, "<>" * 2_000, "a" * 2_990 + "<" * 500):
        escaped = door.escape(text)
        assert len(escaped) <= door.MOST_TEXT
        bare = escaped.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
        assert "&" not in bare


def test_line_breaks_and_tabs_stay():
    assert door.clean("a\tb\nc\r\nd\u200b") == "a\tb\nc\r\nd\u200b"


def test_nothing_to_say_still_has_a_text_for_screen_readers():
    assert door.payload(Message("\0"))["text"] == "Take Five"


PARAGRAPH = blocks.paragraph("words")
TWICE = blocks.button("Share", "share", "x")


@pytest.mark.parametrize(
    "shown",
    [
        [PARAGRAPH] * 51, [{**PARAGRAPH, "block_id": "a"}, {**PARAGRAPH, "block_id": "a"}],
        [blocks.actions(TWICE, TWICE)], [{"type": "header", "text": {"type": "raw", "text": ""}}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": "*hello*"}}],
        [{"type": "context", "elements": [{"type": "mrkdwn", "text": "a"}]}], [blocks.quote("x" * 200)] * 50 * 3,
    ],
)  # fmt: skip
def test_a_mistake_of_ours_is_found_before_it_leaves(shown: list[dict[str, Any]]):
    with pytest.raises(Unsendable):
        door.payload(Message("hello", shown))


def test_a_form_without_a_button_to_send_it_is_a_mistake():
    form = snippets.form(place="C1")
    del form["submit"]
    with pytest.raises(Unsendable):
        door.view(form)
    with pytest.raises(Unsendable):
        door.view({**snippets.form(place="C1"), "private_metadata": "x" * 3_001})


def test_long_texts_are_shortened_until_all_of_them_fit_together():
    made = door.payload(Message("hello", [blocks.quote("x" * 40_000) for _ in range(20)]))
    assert limits.text_size(made["blocks"]) <= shapes.BLOCKS_TEXT
    assert all(text.endswith("…") for block in made["blocks"] for text in door._texts(block))


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://hooks.slack.com/actions/T1/1/x", True), ("http://127.0.0.1:8065/response/1", True),
        ("http://hooks.slack.com/x", False), ("https://hooks.slack.com.evil.example/x", False),
        ("https://evil.example/hooks.slack.com", False), ("https://hooks.slack.com@evil.example/", False),
        ("https://hooks.slack.com:8443/x", False), ("http://127.0.0.1:8066/response/1", False), ("", False),
        ("https://127.0.0.1:8065/response/1", False), ("file:///etc/passwd", False), ("https://[", False),
        ("//hooks.slack.com/x", False), ("https://hooks.slack.com\\@evil.example", False),
    ],
)  # fmt: skip
def test_clicks_are_answered_to_slack_and_to_nobody_else(url: str, fine: bool):
    assert door.may_answer(url, "http://127.0.0.1:8065/api/") is fine


def loud(text: str) -> Message:
    """A view that lets Slack read people's words as mark-up."""
    return Message(text, [{"type": "section", "text": {"type": "mrkdwn", "text": text or "-"}}])


def test_the_guard_notices_a_view_with_mark_up(monkeypatch):
    monkeypatch.setitem(VIEWS, "mutant.loud", loud)
    with pytest.raises(Unsendable):
        passes("mutant.loud", "<!channel>")
    monkeypatch.setattr(door, "check", lambda shown, most: None)
    with pytest.raises(AssertionError):
        passes("mutant.loud", "<!channel>")


def test_the_guard_notices_a_view_that_links(monkeypatch):
    def linking(text: str) -> Message:
        return Message(text, [blocks.paragraph({"type": "link", "url": "https://a.example", "text": text})])

    monkeypatch.setitem(VIEWS, "mutant.link", linking)
    with pytest.raises(AssertionError):
        passes("mutant.link", "words")


def test_the_guards_notice_a_door_that_does_not_escape(monkeypatch):
    monkeypatch.setattr(door, "escape", lambda text, limit=3_000: door.cut(door.clean(text), limit))
    with pytest.raises(AssertionError):
        test_the_nastiest_words_pass_through_every_view_as_words("snippets.kudos")


def test_the_guards_notice_a_door_that_does_not_cut(monkeypatch):
    monkeypatch.setattr(door, "cut", lambda text, limit: text)
    with pytest.raises((AssertionError, Unsendable, RecursionError)):
        test_the_nastiest_words_pass_through_every_view_as_words("snippets.kudos")


def test_the_guards_notice_a_door_that_does_not_clean(monkeypatch):
    monkeypatch.setattr(door, "clean", lambda text: text)
    with pytest.raises(UnicodeEncodeError):
        passes("snippets.unsure", "\ud800")


def test_buttons_carry_sealed_ids_and_nothing_else():
    shown = sent(filled(VIEWS["snippets.reading"], "words"))
    values = [
        element["value"] for block in shown["blocks"] for element in block.get("elements", []) if "value" in element
    ]
    assert values
    assert reader().seal("kudos_share", "ab" * 8) in values
    assert "ab" * 8 not in str(values)
