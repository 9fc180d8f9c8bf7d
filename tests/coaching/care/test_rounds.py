"""Rounds: one a week whatever happens, letters once each, recovered after a crash, void when the key is lost."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.database import Database
from coaching.care import ballots, letters, quiet
from coaching.people import Actor, person
from coaching.records.care import KeyProbe
from tests.coaching.care.office import STEPS, TEAM, Office, opened, support
from tests.conftest import ON_BOTH


def test_a_week_has_one_round_however_often_one_looks(office: Office):
    for _ in range(14 * 6):
        office.tick(hours=4)

    assert [round.week for round in office.rounds()] == ["2026-W23", "2026-W24"]


@pytest.mark.parametrize("down", [1, 3, 4.9])
def test_after_days_of_standstill_there_is_one_round_that_stays_open_for_a_day_at_least(office: Office, down: float):
    office.tick(days=2 + down)

    (round,) = office.rounds()
    assert round.week == "2026-W23"
    assert round.closes_at >= office.now + timedelta(days=1)
    office.tick(days=9 - down - 2)
    assert [round.week for round in office.rounds()] == ["2026-W23", "2026-W24"]


def test_after_a_month_of_standstill_there_is_one_round_not_four(office: Office):
    office.tick(days=30)
    office.tick(minutes=1)
    office.tick(minutes=1)

    assert len(office.rounds()) == 1


def test_a_changed_weekday_never_makes_a_second_round_in_a_week(office: Office):
    opened(office)
    office.tick(days=-1)
    office.arrange(support(TEAM, weekday="saturday"))
    for _ in range(10):
        office.tick(days=1)

    assert max(Counter(round.week for round in office.rounds()).values()) == 1


def test_no_round_opens_on_a_holiday(office: Office):
    office.arrange({**support(TEAM), "holidays": ["2026-06-05"]})
    office.tick(days=2)
    assert office.rounds() == []
    office.tick(days=7)
    assert [round.week for round in office.rounds()] == ["2026-W24"]


def test_everybody_is_written_to_at_three_on_their_own_clock(office: Office):
    far = ("America/Los_Angeles", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago")
    zones = dict(zip(TEAM, far, strict=False))
    with office.database.sessions.begin() as session:
        for id, zone in zones.items():
            person(session, "T1", id).zone = zone
    for _ in range(4 * 24):
        office.tick(hours=1)

    told = office.letters("checkin")
    assert {letter.person for letter in told} == set(TEAM)
    for letter in told:
        local = letter.not_before.astimezone(ZoneInfo(zones.get(letter.person, "UTC")))
        assert (local.strftime("%A"), local.hour) == ("Friday", 15), letter.person


def test_who_is_away_or_asked_for_quiet_gets_no_letter_and_may_answer(office: Office):
    with office.database.sessions.begin() as session:
        person(session, "T1", "U0").away_until = datetime(2026, 6, 20, tzinfo=UTC)
        quiet.pause(session, Actor("T1", "U1"))
    opened(office)

    assert {letter.person for letter in office.letters("checkin")} == set(TEAM[2:])
    office.answer("U0", mood=3)
    office.answer("U1", mood=3)
    assert office.ballots() == 2


def test_who_comes_back_while_a_round_is_open_is_written_to_then_and_once(office: Office):
    office.arrange(support(TEAM, reminders=2))
    back = {"U0": datetime(2026, 6, 6, 9, tzinfo=UTC), "U1": datetime(2026, 6, 8, 18, tzinfo=UTC)}
    with office.database.sessions.begin() as session:
        for id, moment in back.items():
            person(session, "T1", id).away_until = moment
    opened(office)

    told = {id: [letter.not_before for letter in office.letters("checkin") if letter.person == id] for id in TEAM}
    assert [len(told[id]) for id in TEAM[:3]] == [2, 1, 2]
    assert all(back[id] <= told[id][0] < back[id] + timedelta(minutes=1) for id in back)


def test_leads_bots_and_leavers_are_not_asked(office: Office):
    office.arrange(support([*TEAM, "ULEAD"]))
    with office.database.sessions.begin() as session:
        person(session, "T1", "U0").standing = "bot"
        person(session, "T1", "U1").standing = "left"

    assert office.roster(opened(office)) == set(TEAM[2:])


@ON_BOTH
@pytest.mark.parametrize("step", [step for step in STEPS if step != "after close"])
def test_a_crash_at_any_step_loses_nothing_and_counts_nothing_twice(office: Office, step: str):
    office.keys.breaks_at = step if "create" in step else None
    office.tick(days=2)
    office.tick(minutes=1)
    (round,) = office.rounds()
    for id in TEAM[:6]:
        office.answer(id, mood=5)
    office.keys.breaks_at = step
    office.tick(days=4)
    office.tick(minutes=1)
    office.tick(minutes=1)

    assert office.results(round.id)["Support", "mood"] == "4.5 or more"
    assert office.ballots() == 0
    assert office.keys.rounds() == []
    assert len(office.letters("checkin")) == 12
    assert len({letter.person for letter in office.letters("checkin_results")}) == 13
    assert len(office.letters("checkin_results")) == 13


def test_a_crash_between_two_batches_of_letters_sends_nobody_a_second_one(office: Office, monkeypatch):
    monkeypatch.setattr(letters, "BATCH", 5)
    write, calls = letters.invite, []

    def dies_once(*args):
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError
        return write(*args)

    monkeypatch.setattr(letters, "invite", dies_once)
    opened(office)
    assert len(office.letters("checkin")) == 5
    office.tick(minutes=1)

    assert sorted(letter.person for letter in office.letters("checkin")) == sorted(TEAM)


def test_a_directory_that_is_gone_for_an_hour_voids_nothing(office: Office):
    opened(office)
    office.answer("U0", mood=3)
    away = office.keys.path.rename(office.keys.path.with_name("unplugged"))
    office.tick(hours=1)
    assert office.rounds()[0].state == "open"

    away.rename(office.keys.path)
    office.tick(hours=1)
    assert office.rounds()[0].state == "open"


def test_a_directory_that_never_comes_back_voids_the_round_a_day_after_its_close(office: Office):
    opened(office)
    office.keys.path.rename(office.keys.path.with_name("unplugged"))
    office.tick(days=4, hours=1)
    assert office.rounds()[0].state == "open"
    office.tick(days=1)
    assert office.rounds()[0].state == "void"
    assert {letter.kind for letter in office.letters("checkin_void")} == {"checkin_void"}


def test_no_round_opens_while_a_web_process_does_not_see_the_keys(office: Office):
    office.minute._serves_too = False
    with office.database.sessions.begin() as session:
        session.get_one(KeyProbe, "keys").seen = ""
    office.tick(days=2)
    assert office.rounds() == []
    office.minute._serves_too = True
    office.tick(minutes=1)
    assert len(office.rounds()) == 1


def test_the_keys_of_another_bot_are_left_alone(office: Office, database: Database):
    office.keys.create("f" * 16, ballots.new_key())
    office.keys.write_probe()
    office.tick(minutes=1)

    assert office.keys.rounds() == ["f" * 16]
