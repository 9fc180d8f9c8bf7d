"""The front door: what is let in, what is sent away, and that nothing else ever happens."""

import hmac
import inspect

import pytest

from bot import frontdoor
from bot.frontdoor import MOST_BYTES, STATUS, WINDOW, FrontDoor, Verdict
from tests.bot.signing import EVERY_KIND, FORM, JSON, SECRET, encoded, event, headers

NOW = 1_700_000_000.0
BODY, KIND = encoded("event", event())


class Clock:
    """A clock that a test sets."""

    now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(clock: Clock) -> FrontDoor:
    return FrontDoor(SECRET, clock)


def verdict(door: FrontDoor, body: bytes = BODY, sent: dict[str, str] | None = None) -> Verdict:
    with door.admit(headers(body, NOW) if sent is None else sent, body) as found:
        return found


@pytest.mark.parametrize(
    ("age", "found"),
    [(-301, "unsigned"), (-300, "welcome"), (-61, "welcome"), (0, "welcome"), (61, "welcome"), (299, "welcome"),
     (300, "welcome"), (301, "unsigned"), (86_400, "unsigned")],
)  # fmt: skip
def test_a_signature_is_good_for_five_minutes_in_either_direction(door, clock, age: int, found: str):
    clock.now = NOW + age

    assert verdict(door) == found


@pytest.mark.parametrize("kind", [0, 7, 12, 17])
def test_every_kind_of_request_is_welcome_once(door, kind: int):
    body, written = encoded(*EVERY_KIND[kind])

    assert verdict(door, body, headers(body, NOW, written)) == "welcome"


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Slack-Signature": ""}, {"X-Slack-Signature": "v0="}, {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": "v0=é"}, {"X-Slack-Signature": "\udcff"}, {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "soon"}, {"X-Slack-Request-Timestamp": "1.7e9"},
        {"X-Slack-Request-Timestamp": "-1700000000"}, {"X-Slack-Request-Timestamp": "²"},
        {"X-Slack-Request-Timestamp": "1" * 400}, {"X-Slack-Request-Timestamp": "1700000001"},
    ],
)  # fmt: skip
def test_a_forged_header_is_unsigned(door, changed: dict[str, str]):
    assert verdict(door, sent={**headers(BODY, NOW), **changed}) == "unsigned"


def test_a_request_without_any_header_is_unsigned(door):
    assert verdict(door, sent={}) == "unsigned"


def test_a_body_signed_with_another_secret_is_unsigned(door):
    assert verdict(door, sent=headers(BODY, NOW, secret="another")) == "unsigned"


def test_a_changed_body_is_unsigned(door):
    assert verdict(door, BODY.replace(b"U1", b"U2"), headers(BODY, NOW)) == "unsigned"


def test_signatures_are_compared_in_constant_time(door, monkeypatch):
    compared = []
    monkeypatch.setattr(hmac, "compare_digest", lambda a, b: compared.append((a, b)) or a == b)

    assert verdict(door, sent={**headers(BODY, NOW), "X-Slack-Signature": "v0=guess"}) == "unsigned"
    assert [given for _, given in compared] == ["v0=guess"]
    assert "==" not in inspect.getsource(FrontDoor._is_signed)


def test_a_body_over_the_size_cap_is_not_even_hashed(door, monkeypatch):
    monkeypatch.setattr(hmac, "new", lambda *given: pytest.fail("it was hashed"))
    body = b" " * (MOST_BYTES + 1)

    assert verdict(door, body, {}) == "too large"


def test_a_replay_is_a_no_op_until_its_signature_has_expired(door, clock):
    assert verdict(door) == "welcome"
    clock.now = NOW + WINDOW
    assert verdict(door) == "replayed"
    clock.now = NOW + 2 * WINDOW + 1
    assert verdict(door) == "unsigned"


def test_a_request_from_the_future_cannot_be_replayed_while_its_signature_is_good(door, clock):
    clock.now = NOW - WINDOW
    assert verdict(door) == "welcome"
    clock.now = NOW + WINDOW
    assert verdict(door) == "replayed"


def test_a_request_that_failed_is_welcome_again(door):
    with pytest.raises(RuntimeError), door.admit(headers(BODY, NOW), BODY):
        raise RuntimeError("the database is gone")

    assert verdict(door) == "welcome"


def test_a_copy_of_a_request_in_hand_has_to_come_again(door):
    with door.admit(headers(BODY, NOW), BODY):
        assert verdict(door) == "in hand"
    assert verdict(door) == "replayed"
    assert STATUS["in hand"] == 409


def test_a_copy_that_is_sent_away_does_not_end_the_hold_of_the_first(door):
    with door.admit(headers(BODY, NOW), BODY):
        with pytest.raises(RuntimeError), door.admit(headers(BODY, NOW), BODY):
            raise RuntimeError
        assert verdict(door) == "in hand"


def test_what_is_remembered_expires_with_the_signature(door, clock):
    for second in range(50):
        clock.now = NOW + 60 * second
        verdict(door, sent=headers(BODY, clock.now))

    assert len(door._seen) <= 2 * WINDOW / 60 + 2


def test_the_memory_of_requests_is_bounded(door, monkeypatch):
    monkeypatch.setattr(frontdoor, "MOST_REMEMBERED", 100)
    for number in range(500):
        body = encoded("event", event(ts=f"{number}.0"))[0]
        assert verdict(door, body, headers(body, NOW)) == "welcome"

    assert len(door._seen) <= 101


def test_one_request_that_hangs_does_not_stop_the_others_from_being_forgotten(door, clock, monkeypatch):
    monkeypatch.setattr(frontdoor, "MOST_REMEMBERED", 100)
    with door.admit(headers(BODY, NOW), BODY):
        for number in range(300):
            body = encoded("event", event(ts=f"{number}.0"))[0]
            verdict(door, body, headers(body, NOW))
    assert len(door._seen) <= 102


def test_verdicts_are_counted(door):
    verdict(door)
    verdict(door)
    verdict(door, sent={})
    body = b"[]"
    verdict(door, body, headers(body, NOW))

    assert door.counts == {"welcome": 1, "replayed": 1, "unsigned": 1, "malformed": 1}


MALFORMED = {
    "a list": (b"[]", JSON), "null": (b"null", JSON), "a number": (b"5", JSON), "a string": (b'"event"', JSON),
    "half a body": (BODY[:-9], JSON), "no body": (b"", JSON), "not UTF-8": (b"\xff\xfe{}", JSON),
    "a NUL": (b'{"type":\0}', JSON), "very deep": (b"[" * 100_000 + b"]" * 100_000, JSON),
    "deep inside": (b'{"type":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}", JSON),
    "a team that is a number": (b'{"team":5}', JSON), "no type": (b"{}", JSON),
    "a type that is a list": (b'{"type":[]}', JSON),
    "an event that is null": (b'{"type":"event_callback","event":null}', JSON),
    "an event without a type": (b'{"type":"event_callback","event":{}}', JSON),
    "an authorization that is a number": (b'{"type":"event_callback","event":{"type":"a"},"authorizations":[5]}', JSON),
    "a payload that is null": (b"payload=null", FORM), "a payload that is a list": (b"payload=%5B%5D", FORM),
    "a payload that is no JSON": (b"payload=%7B", FORM),
    "no actions": (b'payload={"type":"block_actions","user":{"id":"U1","team_id":"T1"},"actions":[]}', FORM),
    "a form of nothing": (b"", FORM), "a form of half a command": (b"command=/takefive", FORM),
    "a form with a thousand fields": (b"&".join(b"a%d=1" % n for n in range(1_000)), FORM),
    "JSON sent as a form": (BODY, FORM), "a form sent as JSON": (b"command=/takefive", JSON),
    "a huge number": (b'{"type":"event_callback","event":' + b"9" * 5_000 + b"}", JSON),
    "NaN": (b'{"type":NaN}', JSON), "another type": (b"hello", "text/plain"),
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
def test_a_signed_but_malformed_body_is_answered_with_200_and_counted(door, name: str):
    body, kind = MALFORMED[name]

    assert verdict(door, body, headers(body, NOW, kind)) == "malformed"
    assert STATUS["malformed"] == 200
    assert verdict(door, body, {"Content-Type": kind}) == "unsigned"
    assert STATUS["unsigned"] == 401


class TrustsEverybody(FrontDoor):
    """A mutant: no signature check."""

    def _is_signed(self, timestamp: str, signature: str, body: bytes) -> bool:
        return True


class ForgetsAll(FrontDoor):
    """A mutant: no memory of what was answered."""

    def _remember(self, signature: str, at: float) -> None:
        self._forget(signature)


@pytest.mark.parametrize(
    ("guard", "mutant"),
    [
        (test_a_request_without_any_header_is_unsigned, TrustsEverybody),
        (test_a_changed_body_is_unsigned, TrustsEverybody),
        (test_a_body_signed_with_another_secret_is_unsigned, TrustsEverybody),
    ],
)
def test_the_guards_notice_a_door_that_trusts_everybody(guard, mutant, clock):
    with pytest.raises(AssertionError):
        guard(mutant(SECRET, clock))


def test_the_guard_notices_a_door_that_forgets_what_it_answered(clock):
    with pytest.raises(AssertionError):
        test_a_replay_is_a_no_op_until_its_signature_has_expired(ForgetsAll(SECRET, clock), clock)


def test_the_guard_notices_a_door_that_looks_at_no_shape(door, monkeypatch):
    monkeypatch.setattr(frontdoor, "is_well_formed", lambda content_type, body: True)
    for name in MALFORMED:
        with pytest.raises(AssertionError):
            test_a_signed_but_malformed_body_is_answered_with_200_and_counted(door, name)
