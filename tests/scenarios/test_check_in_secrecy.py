"""An answer leaves no word behind: not in files, logs or messages; and nothing that a lead sees depends on it."""

import json
import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.database import Database
from coaching import people
from coaching.care import box
from handlers import answering
from tests.scenarios.circle import FRIDAY, CheckIns, check_ins

CANARY = "plum-{}-lantern"


@pytest.fixture
def everything_logged(tmp_path_factory: pytest.TempPathFactory):
    """All that is logged from here on, at DEBUG, in a file."""
    file = tmp_path_factory.mktemp("log") / "log"
    handler, root = logging.FileHandler(file), logging.getLogger()
    level, quiet = root.level, [logging.getLogger(name) for name in ("slack_bolt", "slack_sdk")]
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield file
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()
    assert all(logger.level >= logging.WARNING for logger in quiet)


def written(*places: Path) -> bytes:
    files = [file for place in places for file in ([place] if place.is_file() else place.rglob("*"))]
    return b"".join(file.read_bytes() for file in files if file.is_file())


def answered_by_all(circle: CheckIns) -> None:
    circle.at(FRIDAY + timedelta(seconds=1))
    for number, person in enumerate(circle.team):
        circle.answer(person, mood="2", team=CANARY.format(number))


def test_no_word_of_an_answer_stands_in_any_byte_before_or_after_the_close(
    database: Database, tmp_path: Path, tmp_path_factory, everything_logged: Path
):
    with check_ins(database, tmp_path_factory.mktemp("elsewhere"), comments=True) as circle:
        answered_by_all(circle)
        assert b"lantern" not in written(tmp_path, circle.keys, everything_logged)

        circle.at(FRIDAY + timedelta(days=4, minutes=1))
        assert circle.results()["mood"] == "2.0 or less"
        assert b"lantern" not in written(tmp_path, circle.keys, everything_logged)
        assert not any("lantern" in str(call.arguments) for call in circle.slack.calls if call.method != "views.update")
    assert b"lantern" not in written(tmp_path, everything_logged)


def test_the_search_finds_words_that_were_stored_in_clear(
    database: Database, tmp_path: Path, tmp_path_factory, monkeypatch
):
    monkeypatch.setattr(box.ballots, "seal", lambda slot, workspace, round, tag, answers: str(answers).encode())
    with check_ins(database, tmp_path_factory.mktemp("elsewhere"), comments=True) as circle:
        answered_by_all(circle)
        assert b"lantern" in written(tmp_path)


def breaks(session, slots, actor, round, answers, now):
    raise RuntimeError(f"cannot keep {answers}")


@pytest.mark.parametrize("quotes", [False, True], ids=["as it is", "mutant"])
def test_an_answer_that_cannot_be_kept_leaves_no_word_in_the_log(
    database: Database, tmp_path_factory, everything_logged: Path, monkeypatch, quotes: bool
):
    monkeypatch.setattr(box, "answer", breaks)
    if quotes:
        monkeypatch.setattr(answering, "wordless", lambda error: error)
    with check_ins(database, tmp_path_factory.mktemp("elsewhere"), comments=True) as circle:
        circle.at(FRIDAY + timedelta(seconds=1))
        circle.answer(circle.team[0], mood="2", team=CANARY.format(1))
        assert circle.ballots() == []

    assert b"not acknowledged: RuntimeError" in written(everything_logged)
    assert (b"lantern" in written(everything_logged)) == quotes


def seen_by_a_lead(database: Database, folder: Path, answering: int) -> str:
    with check_ins(database, folder) as circle:
        circle.at(FRIDAY + timedelta(seconds=1))
        for person in circle.team[:answering]:
            circle.answer(person, mood="1")
        circle.at(FRIDAY + timedelta(days=3, minutes=1))
        circle.slack.command(circle.lea, circle.slack.dm(circle.lea), "/takefive", "checkin")
        circle.slack.command(circle.lea, circle.slack.dm(circle.lea), "/takefive", "checkin help")
        said = [message["text"] for message in circle.slack.ephemerals(circle.lea)]
        heard = [[message["text"] for message in circle.told(person)] for person in [circle.lea, *circle.team]]
        return str((said, heard, circle.results()))


def test_before_the_close_a_lead_sees_the_same_whatever_was_answered_and_by_how_many(
    migrated_file: Path, tmp_path: Path
):
    screens = set()
    for many in (0, 6):
        folder = tmp_path / str(many)
        (folder / "data").mkdir(parents=True)
        (folder / "data" / "takefive.db").write_bytes(migrated_file.read_bytes())
        database = Database(f"sqlite:///{folder}/data/takefive.db")
        screens.add(seen_by_a_lead(database, folder, many))
        database.close()

    assert len(screens) == 1


def home_of(circle: CheckIns, person: str) -> str:
    """Somebody's Home tab, without the tokens in its buttons and the ids that Slack gives to its blocks."""
    circle.slack.open_home(person)
    circle.settled()
    home = circle.slack.home(person)
    assert home is not None
    return re.sub(r'"(value|block_id)": "[^"]*"', "", json.dumps(home["blocks"], sort_keys=True))


@pytest.mark.parametrize("tells", [False, True], ids=["as it is", "mutant"])
def test_whoever_has_answered_and_whoever_has_not_find_the_same_home_tab(
    database: Database, tmp_path_factory, monkeypatch, tells: bool
):
    answer = box.answer

    def telling(session, slots, actor, round, answers, now):
        answer(session, slots, actor, round, answers, now)
        people.person(session, actor.workspace, actor.user).weekly = False

    if tells:
        monkeypatch.setattr(box, "answer", telling)
    with check_ins(database, tmp_path_factory.mktemp("elsewhere")) as circle:
        circle.at(FRIDAY + timedelta(seconds=1))
        answered, silent = circle.team[:2]
        before = home_of(circle, answered), home_of(circle, silent)
        for mood in ("1", "5"):
            circle.answer(answered, mood=mood)
        assert len(circle.ballots()) == 1
        after = home_of(circle, answered), home_of(circle, silent)

    assert before[0] == before[1] == after[1]
    assert (after[0] == after[1]) != tells
