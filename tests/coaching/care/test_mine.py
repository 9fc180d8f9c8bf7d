"""Somebody sees everything that check-ins keep about them, and can have it deleted; no answer is among it."""

import json

import pytest

from bot.database import Database
from bot.keys import SlotDirectory
from coaching.care import deeds, mine, probe, quiet
from coaching.people import Actor
from tests.coaching.care.office import Office, support
from tests.conftest import ON_BOTH

TEAM = [f"U{number}" for number in range(6)]
ANA = Actor("T1", "U0")


@pytest.fixture
def office(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(database, tmp_path_factory.mktemp("elsewhere") / "keys")
    made.arrange(support(TEAM))
    made.tick()
    made.tick(days=2)
    with database.sessions.begin() as session:
        quiet.pause(session, ANA)
        deeds.note(session, ANA, "Support", "too much", "a quieter hour", made.now)
    return made


@ON_BOTH
def test_what_is_kept_about_somebody_is_shown_and_says_nothing_about_answering(office: Office):
    def shown() -> str:
        with office.database.sessions() as session:
            return json.dumps(mine.kept(session, "T1", "U0"))

    before = shown()
    office.answer("U0", mood=1)

    assert shown() == before
    assert json.loads(before)["asked_in"] == [["Support", "2026-W23"]]
    assert json.loads(before)["what_we_did"] == [["too much", "a quieter hour"]]


@ON_BOTH
def test_erasing_takes_the_ballot_out_and_the_name_away(office: Office):
    office.answer("U0", mood=1)
    with office.database.sessions.begin() as session:
        mine.erase(session, office.keys, "T1", "U0")

    assert office.ballots() == 0
    with office.database.sessions() as session:
        assert mine.kept(session, "T1", "U0") == {"asked_in": [], "quiet_until": None, "what_we_did": []}


@ON_BOTH
def test_a_web_process_with_a_disk_of_its_own_is_noticed(office: Office, tmp_path_factory):
    elsewhere, same = SlotDirectory(tmp_path_factory.mktemp("own")), SlotDirectory(office.keys.path)

    for slots, fine in ((elsewhere, False), (same, True)):
        with office.database.sessions.begin() as session:
            assert probe.echo(session, slots) is fine
        with office.database.sessions() as session:
            assert probe.agreed(session) is fine
