"""Slack was away for hours: on its return nobody is flooded, and what came too late goes where it still is welcome."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.practice import Fault
from coaching import lanes, late, outbox
from coaching.records.outbox import Letter
from tests.scenarios.team import FRIDAY, STRONG, TeamAtWork, team_at_work
from tests.scenarios.test_sharing_a_snippet import WEAK

PACE = timedelta(minutes=1)  # a second would be waited for, a minute is jumped over
THANKS = 3


@pytest.fixture
def team(database: Database) -> Iterator[TeamAtWork]:
    with team_at_work(database) as team:
        yield team


def waiting(team: TeamAtWork) -> list[datetime]:
    """When what is due may be tried again, the first first."""
    with team.database.sessions() as session:
        query = select(Letter.not_before).where(Letter.state.in_(outbox.OPEN)).order_by(Letter.not_before)
        return list(session.scalars(query))


def come_back(team: TeamAtWork, moment: datetime) -> None:
    """Go on from a moment, from one due letter to the next, until nothing waits.

    A little further each time: what comes due right after the first is on its way along with it.
    """
    team.at(moment)
    while left := waiting(team):
        team.at(max(left[0] + 1.4 * PACE, team.slack.clock.now()))


def away(team: TeamAtWork, until: datetime) -> None:
    """Slack answers everything with 503 until a moment; the bot keeps trying."""
    team.slack.fail("*", Fault.server_error(503), times=10_000)
    for name, number in (("Ana", 1), ("Ana", 2), ("Ana", 3), ("Ben", 4)):
        team.slack.say(team.ids[name], team.snippets, STRONG.replace("cot", f"cot {number}"))
    team.settled()
    team.at(until - timedelta(hours=1))
    team.slack.world.faults.clear()


def leaves_one_by_one(team: TeamAtWork) -> None:
    start = team.slack.clock.now()
    team.slack.fail("chat.postMessage", Fault.rate_limited("3000"))
    for number in range(THANKS):
        team.thank("Ben", "Ana", f"You rang customer {number} back although it was late on a Friday.")
    assert team.said(team.room) == []

    come_back(team, start + timedelta(minutes=51))

    assert len(team.said(team.room, "although it was late")) == THANKS
    left = defaultdict(list)
    with team.database.sessions() as session:
        for letter in session.scalars(
            select(Letter).where(Letter.posted_as.is_not(None)).order_by(Letter.sending_since)
        ):
            left[letter.posted_in].append(letter.sending_since)
    assert len(left[team.room]) == THANKS
    for moments in left.values():
        assert all(second - first >= PACE for first, second in pairwise(moments))
    said = [float(message["ts"]) for message in team.said(team.room)]
    assert said[-1] - said[0] > 60 * (THANKS - 2)  # Slack's own clock: the first may have been on its way for a moment


def test_what_has_piled_up_leaves_one_by_one_in_each_conversation_at_its_pace(team: TeamAtWork, monkeypatch):
    monkeypatch.setattr(lanes, "PACE", PACE)
    leaves_one_by_one(team)


def test_the_guard_notices_a_flood(team: TeamAtWork):
    with pytest.raises(AssertionError):
        leaves_one_by_one(team)


def kudos_are_folded(team: TeamAtWork) -> None:
    back = team.slack.clock.now() + timedelta(hours=2)
    away(team, back)
    come_back(team, back)

    assert team.said(team.snippets) == []
    (told,) = team.told("Ana", "too late for the channel")
    assert "kudos for 3 of your replies" in told["text"]
    assert len(team.told("Ben", "kudos for a reply of yours")) == 1
    assert team.told("Ana", "can't see whether") == []

    come_back(team, FRIDAY + timedelta(minutes=1))
    (digest,) = team.said(team.room, "Good things from Support")
    assert "Ana:" in digest["text"]
    assert "Ben:" in digest["text"]
    assert len(team.told("Ana", "too late for the channel")) == 1


def test_kudos_that_are_too_late_are_folded_into_the_digest_and_the_person_is_told_once(team: TeamAtWork):
    kudos_are_folded(team)


def test_the_guard_notices_kudos_that_are_posted_however_late(team: TeamAtWork, monkeypatch):
    monkeypatch.setattr(late, "settled", lambda *given: False)
    with pytest.raises((AssertionError, ValueError)):
        kudos_are_folded(team)


def test_a_digest_that_is_made_before_late_kudos_were_looked_at_has_them_all_the_same(team: TeamAtWork):
    team.slack.clock.set(FRIDAY - timedelta(hours=2))
    team.slack.fail("chat.postMessage", Fault.rate_limited("3600"))
    team.slack.say(team.ids["Ana"], team.snippets, STRONG)
    team.settled()

    come_back(team, FRIDAY + timedelta(minutes=1))

    assert team.said(team.snippets) == []
    assert len(team.said(team.room, "Ana:")) == 1


def test_a_tip_older_than_a_day_is_not_given_any_more(team: TeamAtWork):
    start = team.slack.clock.now()
    team.slack.fail("*", Fault.server_error(503), times=10_000)
    team.slack.say(team.ids["Ana"], team.snippets, WEAK)
    team.settled()
    team.slack.world.faults.clear()
    come_back(team, start + timedelta(hours=25))

    assert team.told("Ana", "A tip") == []
    with team.database.sessions() as session:
        (tip,) = session.scalars(select(Letter).where(Letter.kind == "tip"))
    assert (tip.state, tip.problem) == ("withdrawn", outbox.LATE)
