"""Each fault of Slack's has one written policy: this is the table."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_sdk import WebClient

from bot.practice import Fault, Workspace
from handlers import outcomes
from handlers.calls import Call
from handlers.outcomes import LONGEST, PAUSE, SOON, WAIT, Outcome, of_error, retry_after

# The fault, the policy, the seconds to wait, and whether the whole workspace has to wait.
FAULTS: dict[str, tuple[Fault, str, float, bool]] = {
    "429 with whole seconds": (Fault.rate_limited("7"), "later", 7, True),
    "429 with a decimal": (Fault.rate_limited("2.5"), "later", 2.5, True),
    "429 without a time": (Fault.rate_limited(None), "later", 30, True),
    "429 with a huge time": (Fault.rate_limited("31536000"), "later", LONGEST, True),
    "429 with a date": (Fault.rate_limited("Wed, 21 Oct 2026 07:28:00 GMT"), "later", 30, True),
    "429 with no number": (Fault.rate_limited("nan"), "later", 30, True),
    "429 with infinity": (Fault.rate_limited("inf"), "later", 30, True),
    "429 with a negative time": (Fault.rate_limited("-3"), "later", 1, True),
    **{f"{status}": (Fault.server_error(status), "doubtful", WAIT, False) for status in (500, 501, 502, 503, 504)},
    "a web page": (Fault.html(), "doubtful", WAIT, False),
    "a web page with 502": (Fault.html(502), "doubtful", WAIT, False),
    "half an answer": (Fault("half", body='{"ok": tr'), "doubtful", WAIT, False),
    "an empty answer": (Fault("empty", body=" "), "doubtful", WAIT, False),
    "ok without a place": (Fault.bare(), "doubtful", WAIT, False),
    "ok with half a place": (Fault("half a place", body='{"ok": true, "channel": "C1"}'), "doubtful", WAIT, False),
    "a reset before": (Fault.reset_before(), "doubtful", WAIT, False),
    "a reset after": (Fault.reset_after(), "doubtful", WAIT, False),
    "slower than one waits": (Fault.slow(31), "doubtful", WAIT, False),
    **{
        error: (Fault.refusal(error), "later", PAUSE, True)
        for error in ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired",
                      "org_login_required", "team_access_not_granted", "accesslimited", "ekm_access_denied",
                      "access_denied")
    },
    **{
        error: (Fault.refusal(error), "later", PAUSE, False)
        for error in ("missing_scope", "no_permission", "not_allowed_token_type")
    },
    **{
        error: (Fault.refusal(error), "refused", WAIT, False)
        for error in ("channel_not_found", "not_in_channel", "is_archived", "msg_too_long", "no_text", "invalid_blocks",
                      "restricted_action", "user_not_found", "thread_not_found", "msg_blocks_too_long",
                      "cant_update_message", "invalid_arguments", "an_error_of_tomorrow")
    },
    **{
        error: (Fault.refusal(error), "doubtful", WAIT, False)
        for error in ("internal_error", "fatal_error", "service_unavailable", "request_timeout")
    },
    **{
        error: (Fault.refusal(error), "done", WAIT, False)
        for error in ("already_reacted", "no_reaction", "message_not_found", "cant_delete_message")
    },
    **{error: (Fault.refusal(error), "done", WAIT, False) for error in ("file_not_found", "file_deleted")},
    "a picture that is not ready": (
        Fault("not ready", body='{"ok": false, "error": "invalid_blocks", "errors": ["/blocks/1/slack_file"]}'),
        "later", SOON, False,
    ),
    "ratelimited without 429": (Fault.refusal("ratelimited"), "later", 30, True),
}  # fmt: skip


@pytest.fixture(scope="module")
def slack() -> Iterator[Workspace]:
    with Workspace() as workspace:
        workspace.channel("place", [])
        yield workspace


def outcome(slack: Workspace, fault: Fault, timeout: float = 10) -> Outcome:
    client = WebClient(slack.bot_token, base_url=slack.api_url, timeout=timeout, retry_handlers=[])
    slack.fail("chat.postMessage", fault)
    with pytest.raises(outcomes.FAULTS) as broken:
        Call("chat.postMessage", {"channel": next(iter(slack.world.channels)), "text": "Well done."}, public=True)(
            client
        )
    return of_error(broken.value)


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_has_its_policy(slack: Workspace, name: str):
    fault, policy, wait, pause = FAULTS[name]

    found = outcome(slack, fault, timeout=0.1 if fault.seconds else 10)

    assert (found.policy, found.wait, found.pause) == (policy, wait, pause)


def test_an_ok_to_private_words_is_an_ok_even_without_their_place(slack: Workspace):
    client = WebClient(slack.bot_token, base_url=slack.api_url, timeout=10, retry_handlers=[])
    slack.fail("chat.postMessage", Fault.bare())

    assert Call("chat.postMessage", {"channel": "D1", "text": "Well done."})(client) == (None, None)


def test_waits_grow_while_the_same_thing_fails_and_never_where_slack_said_how_long():
    waits = [Outcome("doubtful", "HTTP 503", WAIT).wait_after(failures) for failures in (1, 2, 3, 4, 5, 1_000)]
    assert waits == [10, 20, 40, 60, 60, 60]
    assert Outcome("later", "ratelimited", 7, pause=True).wait_after(9) == 7
    assert Outcome("later", "missing_scope", PAUSE).wait_after(9) == PAUSE


@pytest.mark.parametrize("seconds", [1, 4])
def test_an_answer_that_is_slow_but_comes_in_time_is_no_fault(seconds: float):
    with Workspace() as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url, timeout=10, retry_handlers=[])
        slack.fail("auth.test", Fault.slow(seconds))
        with ThreadPoolExecutor(1) as caller:
            answer = caller.submit(client.auth_test)
            while not answer.done():  # the call may come to its wait after any one of these
                slack.clock.advance(seconds)
            assert answer.result()["ok"]


def test_a_closed_port_means_that_nothing_was_sent():
    client = WebClient("xoxb-x", base_url="http://127.0.0.1:9/api/", timeout=1, retry_handlers=[])
    with pytest.raises(outcomes.FAULTS) as broken:
        client.auth_test()
    assert of_error(broken.value) == Outcome("later", "no connection", WAIT)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({}, 30.0), ({"retry-after": "12"}, 12.0), ({"RETRY-AFTER": ["4"]}, 4.0), ({"Retry-After": []}, 30.0),
     ({"Retry-After": "0.2"}, 1.0), ({"Retry-After": None}, 30.0), ({"Retry-After": "1e9"}, LONGEST)],
)  # fmt: skip
def test_a_retry_after_of_any_kind_becomes_a_sensible_wait(headers: dict, seconds: float):
    assert retry_after(headers) == seconds


@pytest.mark.parametrize("error", outcomes.WHY)
def test_the_reason_tells_the_person_what_to_do(error: str):
    assert outcomes.why(error) == outcomes.WHY[error]
    assert error not in outcomes.why(error)


def test_an_unknown_reason_is_said_in_words():
    assert outcomes.why("some_new_error") == "Slack would not take the message (some new error)."


def test_no_word_of_the_call_is_in_an_outcome(slack: Workspace):
    for fault, *_ in FAULTS.values():
        if not fault.seconds:
            assert "Well done" not in outcome(slack, fault).error


def test_the_table_notices_a_policy_that_resends_what_may_have_arrived(slack: Workspace, monkeypatch):
    monkeypatch.setattr(outcomes, "_of_answer", lambda error: Outcome("later", "never mind", WAIT))
    with pytest.raises(AssertionError):
        test_each_fault_has_its_policy(slack, "503")
