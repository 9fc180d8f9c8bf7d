"""Slack Connect: what another company reads hears nothing about snippets or people."""

from tests.conftest import House
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
