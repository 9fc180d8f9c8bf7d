"""What was read in private and never shared counts in nothing that anybody else sees, and a draft is no kudos yet."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import true

from bot.database import Database
from coaching.recognition import shared
from coaching.records.snippets import Review
from tests.conftest import ON_BOTH
from tests.scenarios.team import FRIDAY, STRONG, TeamAtWork, team_at_work

RANG = "Rang the customer back on Friday evening, so they could open on Saturday."
WAYS = ("a direct message", "the form", "Review this reply")


@pytest.fixture
def team(database: Database) -> Iterator[TeamAtWork]:
    with team_at_work(database) as world:
        yield world


def ask(team: TeamAtWork, name: str, way: str = "a direct message") -> None:
    """Somebody has a reply of their own read in private."""
    user = team.ids[name]
    if way == "a direct message":
        team.slack.say(user, team.slack.dm(user), STRONG)
    elif way == "the form":
        team.slack.command(user, team.general, "/takefive", "snippet")
        team.slack.submit(user, {"reply": STRONG, "customer": "external"})
        team.slack.submit(user, {})
    else:
        team.slack.message_shortcut(user, team.general, team.slack.say(user, team.general, STRONG), "review_reply")
    team.settled()
    assert "cracked side" in str(team.told(name)), team.slack.traffic()


def press(team: TeamAtWork, name: str, button: str) -> None:
    """Somebody presses a button under the last reading that they got."""
    team.slack.click(team.ids[name], team.slack.dm(team.ids[name]), team.told(name)[-1]["ts"], button)
    team.settled()


def as_lead(team: TeamAtWork) -> str:
    """All that the lead is told of the team: the Home tab, the command, the digest."""
    answer = team.slack.command(team.ids["Lea"], team.general, "/takefive", "team")
    team.at(FRIDAY)
    return f"{team.home('Lea')} {answer} {team.told('Lea')}"


def own(team: TeamAtWork, name: str) -> str:
    """What somebody finds of their kudos: on the Home tab, in the praise file, in their week."""
    kudos = str(team.home(name)).split("My kudos")[1].split("My tips")[0]
    team.slack.command(team.ids[name], team.general, "/takefive", "praise")
    file = team.slack.view(team.ids[name])
    team.slack.close_view(team.ids[name])
    week = team.slack.command(team.ids[name], team.general, "/takefive", "digest")
    return f"{kudos} {file} {week}"


def three_ask_in_private(team: TeamAtWork) -> None:
    """Three of four ask, enough for a theme, seven weeks ago and now: no trace of it reaches the lead or the team."""
    team.slack.clock.set(FRIDAY - timedelta(weeks=7))
    for name, way in zip(("Ana", "Ben", "Chidi"), WAYS, strict=True):
        ask(team, name, way)
    team.slack.clock.set(FRIDAY - timedelta(days=1))
    for name, way in zip(("Ben", "Chidi", "Ana"), WAYS, strict=True):
        team.slack.say(team.ids[name], team.slack.dm(team.ids[name]), STRONG.replace("cot", way))
    team.settled()
    seen = as_lead(team)

    assert "Nothing to tell of the last four weeks yet" in seen
    assert "shared a reply" not in seen
    assert "No recognition" not in seen
    assert team.said(team.room) == team.said(team.general) == []


@ON_BOTH
def test_a_reading_in_private_counts_in_nothing_that_a_lead_or_the_team_sees(team: TeamAtWork):
    three_ask_in_private(team)


@pytest.mark.parametrize("definition", ["reply", "kudos"])
def test_the_guard_notices_a_private_reading_that_is_counted(team: TeamAtWork, monkeypatch, definition: str):
    monkeypatch.setattr(shared, definition, lambda: Review.draft.is_not(None) & true())
    with pytest.raises(AssertionError):
        three_ask_in_private(team)


def test_beside_what_others_share_a_private_reading_adds_nothing(team: TeamAtWork):
    team.slack.clock.set(FRIDAY - timedelta(weeks=7))
    team.share("Ana")
    team.slack.clock.set(FRIDAY - timedelta(days=1))
    team.share("Ana", STRONG.replace("cracked", "dented"))
    ask(team, "Chidi")
    seen = as_lead(team)

    assert "of 4 people, 1 shared a reply, 0 thanked somebody, 1 was praised." in seen
    assert "Ben, Chidi and Dora" in seen  # an unsigned draft is no recognition
    assert "Chidi:" not in str(team.said(team.room))


def test_a_lead_who_reads_a_reply_and_says_nothing_praised_nobody(team: TeamAtWork):
    ts = team.slack.say(team.ids["Ana"], team.general, STRONG)
    team.slack.message_shortcut(team.ids["Ben"], team.general, ts, "review_reply")
    team.settled()
    assert "shared a reply" not in as_lead(team)

    press(team, "Ben", "kudos_share")

    assert "1 shared a reply, 0 thanked somebody, 1 was praised" in str(team.home("Lea"))


def test_thanks_between_two_people_are_counted_to_nobody_else(team: TeamAtWork):
    team.thank("Ben", "Ana", RANG, "private")
    assert "thanked somebody" not in as_lead(team)


def test_once_its_kudos_are_signed_a_reply_counts_and_no_more_when_they_come_down(team: TeamAtWork):
    ask(team, "Chidi")
    press(team, "Chidi", "kudos_share")
    assert "1 shared a reply, 0 thanked somebody, 1 was praised" in str(team.home("Lea"))

    room = team.slack.dm(team.ids["Chidi"])
    (asked,) = (one["ts"] for one in team.slack.history(room) if not one.get("bot_id"))
    team.slack.edit(team.ids["Chidi"], room, asked, STRONG.replace("cracked", "dented"))
    team.settled()

    assert "shared a reply" not in str(team.home("Lea"))


@pytest.mark.parametrize("way", WAYS)
def test_a_draft_stands_under_today_and_is_kudos_once_it_is_signed(team: TeamAtWork, way: str):
    ask(team, "Chidi", way)
    assert "ready for you to sign" in str(team.home("Chidi"))
    before = own(team, "Chidi")
    assert "cracked side" not in before
    assert "No kudos this week" in before
    assert "Replies read" in before

    press(team, "Chidi", "kudos_share")

    assert "ready for you to sign" not in str(team.home("Chidi"))
    assert own(team, "Chidi").count("from Take Five") == 2
    assert "cracked side" in own(team, "Chidi")


def test_a_draft_that_was_kept_to_oneself_is_no_kudos(team: TeamAtWork):
    ask(team, "Chidi")
    press(team, "Chidi", "kudos_keep")
    team.at(FRIDAY)
    assert "cracked side" not in own(team, "Chidi")
    assert "cracked side" not in str(team.told("Chidi", "Your week"))


def test_kudos_that_come_to_one_alone_are_ones_own_and_nobody_elses(team: TeamAtWork):
    team.prefer("Ana", "private")
    team.share("Ana")

    assert "cracked side" in own(team, "Ana")
    assert "1 shared a reply, 0 thanked somebody, 0 were praised" in as_lead(team)
