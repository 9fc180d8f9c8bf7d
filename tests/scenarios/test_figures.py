"""The figures for Prometheus tell how the bot does, and nothing about who did what."""

import re
import threading
from datetime import timedelta

import pytest

from bot import metrics, start, web
from bot.practice import Fault
from coaching import outbox, people, pulse
from tests.conftest import ON_BOTH, House
from tests.scenarios.circle import FRIDAY, CheckIns, check_ins
from tests.scenarios.test_sharing_a_snippet import STRONG

LINE = re.compile(r"^(\w+(?:\{.*\})?) ([\d.e+-]+)$", re.MULTILINE)


def figures(database) -> dict[str, float]:
    page = metrics.page(database.sessions, start.wall).decode()
    return {name: float(value) for name, value in LINE.findall(page)}


def moved(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    """What counted further; gauges that tell a time are left out."""
    counted = {name: value - before.get(name, 0.0) for name, value in after.items() if "_seconds" not in name}
    return {name: value for name, value in counted.items() if value}


def a_person_checks_in(circle: CheckIns) -> None:
    ana = circle.team[0]
    for mood in ("2", "5"):
        circle.answer(ana, mood=mood)
    circle.slack.command(ana, circle.slack.dm(ana), "/takefive", "checkin")
    circle.slack.command(ana, circle.slack.dm(ana), "/takefive", "checkin rough")
    circle.press(ana, "checkin_quiet")
    circle.settled()


def invitations() -> float:
    return metrics.LETTERS.labels("checkin", "sent")._value.get()


def everybody_is_asked(circle: CheckIns) -> None:
    """Letters are counted a moment after they stand in the database as sent."""
    first, pause = invitations(), threading.Event()
    circle.at(FRIDAY + timedelta(seconds=1))
    while invitations() < first + len(circle.team):
        pause.wait(0.01)
    circle.slack.settle()  # the letters themselves come back as events


def no_figure_moves(circle: CheckIns) -> None:
    everybody_is_asked(circle)
    moment = circle.slack.clock.now()

    def clock():
        return moment  # so that ages stand still

    before = metrics.page(circle.database.sessions, clock)
    a_person_checks_in(circle)
    assert circle.ballots()
    after = metrics.page(circle.database.sessions, clock)
    assert after == before


@pytest.fixture
def circle(database, tmp_path_factory):
    with check_ins(database, tmp_path_factory.mktemp("elsewhere")) as world:
        yield world


@ON_BOTH
def test_no_figure_moves_when_somebody_opens_answers_or_puts_off_a_check_in(circle: CheckIns):
    no_figure_moves(circle)


def test_the_guard_notices_a_bot_that_times_every_request(circle: CheckIns, monkeypatch):
    def times_everything(app, database):
        metrics.event_taken(0.01)
        return web.answer(app, database)

    monkeypatch.setattr(web, "timed", times_everything)
    with pytest.raises(AssertionError):
        no_figure_moves(circle)


def test_the_guard_notices_a_front_door_that_counts_whoever_comes_in(circle: CheckIns, monkeypatch):
    counts = web.FrontDoor.count

    def counts_all(door, verdict):
        metrics.REFUSED.labels(verdict).inc()
        counts(door, verdict)

    monkeypatch.setattr(web.FrontDoor, "count", counts_all)
    with pytest.raises(AssertionError):
        no_figure_moves(circle)


def test_a_shared_snippet_counts_once_with_its_letters_and_calls(house: House, impatient):
    before = figures(house.database)
    house.slack.fail("chat.postMessage", Fault.rate_limited("1"))
    house.slack.say(house.ana, house.snippets, STRONG)
    house.settled()
    counted = moved(before, figures(house.database))

    assert counted['takefive_snippets_total{source="channel"}'] == 1
    assert counted['takefive_letters_total{kind="kudos",outcome="sent"}'] == 1
    assert counted['takefive_slack_calls_total{method="chat.postMessage",outcome="ratelimited"}'] == 1
    assert counted['takefive_slack_calls_total{method="chat.postMessage",outcome="ok"}'] >= 1
    page = metrics.page(house.database.sessions, start.wall).decode()
    assert "takefive_acknowledge_seconds_count" in page
    assert "takefive_reading_seconds_count" in page
    for told in (house.ana, house.snippets, "Ana", "Maria", "cot"):
        assert told not in page


@pytest.mark.house(socket=True)
def test_over_socket_mode_events_are_timed_and_commands_are_not(house: House):
    house.slack.settle()
    taken = "takefive_acknowledge_seconds_count"
    before = figures(house.database)[taken]
    house.slack.command(house.ana, house.snippets, "/takefive", "help")
    assert figures(house.database)[taken] == before
    house.slack.say(house.ana, house.snippets, STRONG)
    house.settled()
    assert figures(house.database)[taken] > before


def test_what_was_rolled_back_is_not_counted(database):
    metrics.watch(database.sessions)
    before = figures(database)
    with database.sessions() as session:
        people.workspace(session, "T1")
        made = outbox.post(session, workspace="T1", key="k", kind="known", facts={}, now=start.wall(), person="U1")
        session.flush()
        outbox.settle(made, "sent")
        session.flush()
        session.rollback()
    with database.sessions.begin() as session:
        pulse.beat(session, pulse.PROBE, start.wall())
    assert moved(before, figures(database)) == {}


def test_letters_that_are_due_are_counted_with_the_oldest_ones_age_and_requests_for_a_talk_are_not(database):
    now = start.wall()
    with database.sessions.begin() as session:
        people.workspace(session, "T1")
        for key, kind, late in (("a", "known", 50), ("b", "tip", 10), ("c", "tip", -90), ("d", "checkin_asked", 999)):
            outbox.post(
                session, workspace="T1", key=key, kind=kind, facts={}, now=now - timedelta(seconds=late), person="U1"
            )
    found = LINE.findall(metrics.page(database.sessions, lambda: now).decode())
    assert ("takefive_letters_due", "2.0") in found
    assert ("takefive_oldest_due_seconds", "50.0") in found


def test_while_the_database_is_gone_the_figures_say_so(database):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE letter")
    assert "takefive_database_up 0.0" in metrics.page(database.sessions, start.wall).decode()
