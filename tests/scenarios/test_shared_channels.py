"""Slack Connect: what another company reads hears nothing about snippets or people."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.database import Database
from bot.practice import Fault
from handlers import concerned, rooms
from handlers.rooms import Rooms
from tests.conftest import House
from tests.scenarios.team import FRIDAY, TeamAtWork, team_at_work
from tests.scenarios.test_sharing_a_snippet import STRONG, in_thread


def signed(house: House, channel: str, author: str) -> str:
    ts = house.slack.say(author, channel, STRONG)
    house.slack.message_shortcut(house.lea, channel, ts, "review_reply")
    (reading,) = house.slack.wait_for(lambda slack: house.told(house.lea))
    house.slack.click(house.lea, house.slack.dm(house.lea), reading["ts"], "kudos_share")
    return ts


def test_kudos_for_a_colleague_are_not_posted_where_another_company_reads(house: House):
    outside = house.slack.channel("with-acme", [house.ana, house.lea], shared=True)
    ts = signed(house, outside, house.ana)

    told = house.slack.wait_for(
        lambda slack: [m for m in house.told(house.lea) if "Another company reads" in m["text"]]
    )
    assert "Here are your words" in told[0]["text"]
    assert in_thread(house, outside, ts) == []


def test_a_channel_that_becomes_shared_later_falls_silent_before_the_next_kudos(house: House):
    ts = house.slack.say(house.ana, house.snippets, STRONG)
    house.slack.wait_for(lambda slack: in_thread(house, house.snippets, ts))
    house.settled()
    house.slack.world.channels[house.drafts].shared = True
    house.slack.say(house.ana, house.drafts, STRONG.replace("cot", "pram"))

    house.settled()
    assert [m for m in house.posted(house.drafts) if "pram" in m["text"]] == []


def test_nobody_from_outside_is_posted_about(house: House):
    zed = house.slack.person("Zed", other_team=True)
    house.slack.join(zed, house.team)
    ts = signed(house, house.team, zed)

    house.slack.wait_for(lambda slack: "members of this workspace" in str(slack.ephemerals(house.lea)))
    house.settled()
    assert in_thread(house, house.team, ts) == []


@pytest.fixture
def team(database: Database) -> Iterator[TeamAtWork]:
    with team_at_work(database) as team:
        yield team


def digest_stays_inside(team: TeamAtWork) -> None:
    team.share("Ana")
    team.slack.world.channels[team.room].shared = True
    team.at(FRIDAY + timedelta(minutes=1))

    assert team.said(team.room) == []
    assert team.told("Lea", "Support, four weeks")


def test_no_figure_of_a_team_is_posted_where_another_company_reads(team: TeamAtWork):
    digest_stays_inside(team)


def test_the_guard_notices_a_digest_that_goes_anywhere(team: TeamAtWork, monkeypatch):
    monkeypatch.setattr(Rooms, "is_shared", lambda *given: False)
    with pytest.raises(AssertionError):
        digest_stays_inside(team)


def soon_falls_silent(team: TeamAtWork) -> None:
    team.thank("Chidi", "Ben", "You stayed until the last cot was on the van.")
    assert len(team.said(team.room, "the last cot")) == 1
    team.slack.world.channels[team.room].shared = True
    team.at(team.slack.clock.now() + timedelta(seconds=61))
    team.thank("Dora", "Ben", "You wrote the guide for new colleagues.")

    assert team.said(team.room, "the guide") == []


def test_a_room_that_was_written_to_a_minute_ago_is_asked_again_before_anybody_is_named_there(team: TeamAtWork):
    soon_falls_silent(team)


def test_the_guard_notices_a_room_that_is_believed_for_longer(team: TeamAtWork, monkeypatch):
    monkeypatch.setattr(rooms, "OURS_FOR", timedelta(minutes=10))
    with pytest.raises(AssertionError):
        soon_falls_silent(team)


def only_members_are_thanked(team: TeamAtWork) -> None:
    team.slack.fail("chat.postMessage", Fault.rate_limited("3600"), times=20)
    team.thank("Chidi", "Ana Ben", "You both stayed until the last cot was on the van.")
    team.thank("Dora", "Ben", "You wrote the guide for new colleagues.")
    team.slack.world.people[team.ids["Ben"]].deactivated = True
    team.slack.world.faults.clear()
    team.at(team.slack.clock.now() + timedelta(hours=25))

    (said,) = team.said(team.room, "the last cot")
    assert "Ana" in said["text"]
    assert "Ben" not in said["text"]
    assert team.said(team.room, "the guide") == []


def test_who_is_no_member_any_more_when_a_shout_out_leaves_is_not_named(team: TeamAtWork):
    only_members_are_thanked(team)


def test_the_guard_notices_a_shout_out_that_names_anybody(team: TeamAtWork, monkeypatch):
    monkeypatch.setattr(concerned, "_names_members", lambda session, letter: True)
    with pytest.raises(AssertionError):
        only_members_are_thanked(team)
