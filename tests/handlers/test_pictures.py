"""Pictures of letters: handed over before the letter leaves, and never in its way."""

from typing import Any
from unittest.mock import Mock

import pytest

from bot.practice import Fault
from coaching import erasure, outbox
from coaching import pictures as drawing
from coaching.records.outbox import Letter
from coaching.workplace import Workplace
from handlers import delivery
from handlers.delivery import Desk
from handlers.pictures import TRIES, WITHOUT, Pictures
from tests.handlers.conftest import Office

OWN: dict[str, Any] = {
    "week": "2026-W47", "replies": [0, 2, 1], "shown": {"empathy": [0, 1, 1]}, "said": [], "people": [],
}  # fmt: skip
ROW = {"ask": "How was your week?", "low": "Rough", "high": "Good", "value": "3.5", "took_part": "over 75 %",
       "trend": ["3.0", "3.5"]}  # fmt: skip
RESULTS: dict[str, Any] = {
    "round": "ab" * 8, "circle": "Support", "week": "2026-W47", "k": 5, "groups": [["Support", [ROW]]], "nudges": [],
    "comments": [], "weeks": ["2026-W46", "2026-W47"],
}  # fmt: skip
UPLOAD = "files.getUploadURLExternal"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about the way of a picture, not about what is drawn."""
    monkeypatch.setattr(drawing, "png", lambda trend: b"\x89PNG\r\n\x1a\n" + trend.title.encode())


@pytest.fixture
def pictures() -> Pictures:
    return Pictures()


def deliver(office: Office, letter: str, pictures: Pictures | None) -> None:
    desk = office.desk()
    delivery.deliver(Desk(desk.db, desk.slack, "first", desk.now, pictures=pictures), [letter])


def own(office: Office) -> str:
    return office.write("own_digest", facts=OWN, person=office.ana, channel=None, thread=None)


def blocks(office: Office) -> list[dict[str, Any]]:
    return office.slack.history(office.slack.dm(office.ana))[0]["blocks"]


def shown(office: Office) -> list[dict[str, Any]]:
    return [block for block in blocks(office) if block["type"] == "image"]


def test_ones_own_digest_shows_its_picture_with_the_same_in_words_and_the_table_below(office: Office, pictures):
    letter = own(office)
    deliver(office, letter, pictures)

    (image,) = shown(office)
    assert image["slack_file"] == {"id": office.letter(letter).picture}
    assert image["alt_text"].startswith("Picture: What showed in your replies, week 45 to week 47. Empathy: 1 of 2 in")
    after = blocks(office)[blocks(office).index(image) + 1]
    assert "Replies read" in str(after)
    (file,) = office.slack.world.files.values()
    assert (file.kind, file.title) == ("image/png", "What showed in your replies")
    assert office.slack.mistakes() == []


@pytest.mark.parametrize("method", [UPLOAD, "files.completeUploadExternal"])
@pytest.mark.parametrize("fault", [
    Fault.refusal("missing_scope"), Fault.rate_limited("60"), Fault.server_error(503), Fault.reset_before(),
], ids=["missing scope", "rate limited", "503", "reset"])  # fmt: skip
def test_whatever_goes_wrong_with_a_picture_the_letter_leaves_with_its_table(
    office: Office, pictures: Pictures, method: str, fault: Fault
):
    office.slack.fail(method, fault)
    letter = own(office)
    deliver(office, letter, pictures)

    assert office.letter(letter).state == "sent"
    assert office.letter(letter).picture == WITHOUT
    assert shown(office) == []
    assert "Replies read" in str(blocks(office))


def test_a_picture_that_cannot_be_drawn_is_left_out(office: Office, pictures, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(drawing, "png", lambda trend: 1 / 0)
    letter = own(office)
    deliver(office, letter, pictures)

    assert (office.letter(letter).state, office.calls(UPLOAD)) == ("sent", 0)


def test_switched_off_nothing_is_drawn_or_handed_over(office: Office):
    deliver(office, own(office), None)

    assert (shown(office), office.calls(UPLOAD)) == ([], 0)


def test_a_picture_that_slack_has_not_ready_yet_is_waited_for(office: Office, pictures: Pictures):
    office.slack.world.files_take = 3_600
    letter = own(office)
    deliver(office, letter, pictures)
    assert office.letter(letter).state == "due"
    assert office.told() == []

    next(iter(office.slack.world.files.values())).ready_at = 0
    office.later(3)
    deliver(office, letter, pictures)

    assert len(shown(office)) == 1
    assert office.calls(UPLOAD) == 1


def test_a_picture_that_never_gets_ready_is_left_out_and_deleted(office: Office, pictures: Pictures):
    office.slack.world.files_take = 3_600
    letter = own(office)
    for _ in range(TRIES + 1):
        deliver(office, letter, pictures)
        office.later(20)
    (removal,) = office.letters("remove_picture")
    deliver(office, removal.id, pictures)

    assert office.letter(letter).state == "sent"
    assert shown(office) == []
    assert office.slack.world.files == {}


def test_results_are_handed_over_once_for_all_who_get_them(office: Office, pictures: Pictures):
    for _ in range(3):
        deliver(office, office.write("checkin_results", facts=RESULTS, person=office.ana, channel=None, thread=None),
                pictures)  # fmt: skip

    assert office.calls(UPLOAD) == 1
    files = {message["blocks"][1]["slack_file"]["id"] for message in office.slack.history(office.slack.dm(office.ana))}
    assert len(files) == 1


def test_two_people_never_share_the_file_of_their_own_trends(office: Office, pictures: Pictures):
    deliver(office, own(office), pictures)
    deliver(office, own(office), pictures)

    assert office.calls(UPLOAD) == 2


def test_a_change_of_a_letter_keeps_its_picture(office: Office, pictures: Pictures):
    letter = own(office)
    deliver(office, letter, pictures)
    change = office.write(
        "own_digest", facts={**OWN, "said": []}, person=office.ana, channel=None, thread=None, amends=letter
    )
    deliver(office, change, pictures)

    assert len(shown(office)) == 1
    assert office.calls("chat.update") == 1
    assert office.calls(UPLOAD) == 1


def test_what_is_taken_back_is_deleted_at_slack_too(office: Office, pictures: Pictures):
    letter = own(office)
    deliver(office, letter, pictures)
    with office.database.sessions.begin() as session:
        outbox.take_down(session, session.get_one(Letter, letter), office.now)
    (removal,) = office.letters("remove_picture")
    office.slack.fail("files.delete", Fault.server_error(503))
    deliver(office, removal.id, pictures)
    assert office.letter(removal.id).state == "due"
    office.later(60)
    deliver(office, removal.id, pictures)

    assert office.slack.world.files == {}
    assert office.letter(removal.id).state == "sent"


def test_results_that_one_person_takes_back_keep_their_picture_for_the_others(office: Office, pictures: Pictures):
    first, second = (
        office.write("checkin_results", facts=RESULTS, person=office.ana, channel=None, thread=None) for _ in range(2)
    )
    deliver(office, first, pictures)
    deliver(office, second, pictures)
    with office.database.sessions.begin() as session:
        outbox.take_down(session, session.get_one(Letter, first), office.now)

    assert office.letters("remove_picture") == []
    assert len(office.slack.world.files) == 1


def test_what_is_taken_back_while_it_is_drawn_is_deleted_again(office: Office, pictures: Pictures, monkeypatch):
    letter = own(office)

    def taken_back_meanwhile(trend: object) -> bytes:
        with office.database.sessions.begin() as session:
            outbox.take_down(session, session.get_one(Letter, letter), office.now)
        return b"\x89PNG\r\n\x1a\n"

    monkeypatch.setattr(drawing, "png", taken_back_meanwhile)
    deliver(office, letter, pictures)

    assert office.told() == []
    assert len(office.letters("remove_picture")) == 1


def test_the_picture_of_somebody_who_is_erased_while_it_is_drawn_is_deleted_again(
    office: Office, pictures: Pictures, monkeypatch
):
    letter = own(office)

    def erased_meanwhile(trend: object) -> bytes:
        with office.database.sessions.begin() as session:
            session.delete(session.get_one(Letter, letter))
        return b"\x89PNG\r\n\x1a\n"

    monkeypatch.setattr(drawing, "png", erased_meanwhile)
    deliver(office, letter, pictures)

    assert len(office.slack.world.files) == len(office.letters("remove_picture")) == 1


def test_the_picture_of_a_letter_that_never_left_goes_when_its_person_is_erased(office: Office):
    letter = own(office)
    with office.database.sessions.begin() as session:
        row = session.get_one(Letter, letter)
        row.state, row.picture = "withdrawn", "F0123"
        erasure.ask(session, row.workspace, office.ana, office.now)
        erasure.step(session, Workplace(), Mock(), row.workspace, office.ana, office.now)

    (removal,) = office.letters("remove_picture")
    assert removal.facts == {"file": "F0123"}
