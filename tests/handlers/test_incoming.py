"""What comes in from Slack, as a person would read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handlers.incoming import forwarded, is_from_outside, is_in_private, is_own_message, words, workspace_of


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("Hello", "Hello"), (None, ""), ("a &lt; b &amp; c &gt; d", "a < b & c > d"), ("&amp;lt;", "&lt;"),
        ("<@U1>", "@U1"), ("<@U1|ana>", "@ana"), ("<#C1|snippets>", "#snippets"), ("<#C1>", "#C1"),
        ("<!channel>", "@channel"), ("<!here|here>", "@here"), ("<!subteam^S1|@north>", "@@north"),
        ("<https://a.example/x?y=1&amp;z=2>", "https://a.example/x?y=1&z=2"),
        ("<https://a.example|the page>", "the page"), ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<mailto:a@b.example>", "a@b.example"), ("<tel:+4930123>", "+4930123"),
        ("a < b", "a < b"), ("<>", ""), ("<|>", ""), ("nul\0 and half a pair \ud83d.", "nul and half a pair ."),
        ("tab\tand\nline", "tab\tand\nline"),
    ],
)  # fmt: skip
def test_mark_up_is_read_as_words(sent: str | None, read: str):
    assert words(sent) == read


@given(some.text(alphabet=some.characters(codec=None) | some.sampled_from("<>@#!|&;^"), max_size=200))
def test_no_text_raises_and_what_comes_out_can_be_stored(sent: str):
    read = words(sent)
    assert "\0" not in read
    read.encode("utf-8")


def test_forty_thousand_characters_are_read_in_no_time():
    assert len(words("<" * 40_000)) == 40_000
    assert len(words("<@" * 20_000)) == 40_000
    assert len(words("<a|" * 13_000)) == 39_000


@pytest.mark.parametrize(
    "body",
    [
        {"team_id": "T1"}, {"team_id": "T2", "authorizations": [{"team_id": "T1"}]}, {"team": {"id": "T1"}},
        {"team": None, "user": {"id": "U1", "team_id": "T1"}}, {"authorizations": [], "team_id": "T1"},
        {"authorizations": None, "team_id": "T1"}, {"team_id": None, "team": {"id": "T1"}},
    ],
)  # fmt: skip
def test_the_workspace_is_found_wherever_slack_says_it(body: dict):
    assert workspace_of(body) == "T1"


MESSAGE = {"type": "message", "user": "U1", "ts": "5.5", "text": "Hello"}


@pytest.mark.parametrize("more", [{}, {"thread_ts": "5.5"}, {"subtype": "file_share"}, {"subtype": None}])
def test_a_persons_own_new_message_is_one(more: dict):
    assert is_own_message({**MESSAGE, **more})


@pytest.mark.parametrize(
    "more",
    [{"bot_id": "B1"}, {"subtype": "bot_message"}, {"subtype": "channel_join"}, {"thread_ts": "4.4"}, {"user": None},
     {"subtype": "thread_broadcast", "thread_ts": "4.4"}, {"user": ""}],
)  # fmt: skip
def test_bots_notices_and_replies_in_threads_are_none(more: dict):
    assert not is_own_message({**MESSAGE, **more})


@pytest.mark.parametrize("key", ["team", "user_team", "source_team"])
def test_somebody_of_another_workspace_is_known_by_it(key: str):
    assert is_from_outside({**MESSAGE, key: "T2"}, "T1")
    assert not is_from_outside({**MESSAGE, key: "T1"}, "T1")
    assert not is_from_outside(MESSAGE, "T1")


def test_a_forwarded_message_is_found_among_the_attachments():
    link, shared = {"text": "a page", "from_url": "https://a.example"}, {"is_share": True, "text": "a reply"}
    assert forwarded({**MESSAGE, "attachments": [link, shared]}) == shared
    assert forwarded({**MESSAGE, "attachments": [link]}) is None
    assert forwarded(MESSAGE) is None
    odd = {**shared, "ts": 1_700_000_000, "author_id": "", "channel_id": "C1"}
    assert forwarded({**MESSAGE, "attachments": [odd]}) == {**shared, "channel_id": "C1"}


@pytest.mark.parametrize(
    ("event", "private"),
    [
        ({"channel": "D1", "channel_type": "im"}, True), ({"channel": "D1"}, True), ({"channel": "C1"}, False),
        ({"channel": "C1", "channel_type": "mpim"}, False), ({"channel": "G1", "channel_type": None}, False),
    ],
)  # fmt: skip
def test_what_is_said_to_the_bot_alone_is_told_by_the_type_of_the_channel_or_else_by_its_id(event: dict, private: bool):
    assert is_in_private(event) is private


def test_a_message_with_the_profile_of_a_bot_is_no_persons():
    assert not is_own_message({"user": "U1", "text": "Done.", "bot_profile": {"id": "B1"}})
