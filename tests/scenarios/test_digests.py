"""Digests: the best of a week, for those who may read it, naming those who may be named, and nobody's score."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.database import Database
from coaching import setup
from coaching.people import Actor
from coaching.workplace import Room, Weekly, Workplace
from tests.conftest import ON_BOTH
from tests.scenarios.team import FRIDAY, STRONG, TeamAtWork, team_at_work

RANG = "Rang the customer back on Friday evening, so they could open on Saturday."
GOOD = "Good things from Support"


@pytest.fixture
def team(database: Database) -> Iterator[TeamAtWork]:
    with team_at_work(database) as world:
        yield world


@ON_BOTH
def test_a_team_gets_one_digest_a_week_with_the_best_quotes_and_no_pings(team: TeamAtWork):
    team.share("Ana")
    team.thank("Lea", "Ben Chidi", RANG)

    team.at(FRIDAY)
    team.at(FRIDAY + timedelta(minutes=1))

    (digest,) = team.said(team.room, GOOD)
    assert "I've ordered a new one for you" in str(digest["blocks"])
    assert RANG in digest["text"]
    assert "from Lea" in str(digest["blocks"])
    assert {"user", "broadcast", "link"}.isdisjoint(kinds(digest["blocks"]))


def test_where_there_is_nothing_to_tell_nothing_is_said(team: TeamAtWork):
    team.at(FRIDAY)
    team.share("Ana")
    team.at(FRIDAY + timedelta(minutes=1))

    assert team.said(team.room) == []
    assert team.told("Lea") == []


def test_who_would_rather_not_be_named_stands_in_no_digest(team: TeamAtWork):
    team.share("Ana")
    team.share("Dora", STRONG.replace("cracked", "dented"))
    team.thank("Lea", "Ana Ben Dora", "Ana, Dora and Ben rang the customer back on a Friday evening together.")
    team.prefer("Ana", "private")
    team.prefer("Dora", "none")

    team.at(FRIDAY)

    (digest,) = team.said(team.room, GOOD)
    for trace in ("Ana", "Dora", "cracked side", "dented side"):
        assert trace not in str(digest)
    assert "Ben" in digest["text"]
    assert "Ana" not in str(team.told("Lea", "Support"))
    assert "Dora" not in str(team.told("Lea", "Support"))


def test_what_is_deleted_and_who_declines_leave_a_digest_again(team: TeamAtWork):
    ts = team.share("Ana")
    team.share("Chidi", STRONG.replace("a new one", "a spare one"))
    team.thank("Lea", "Ben", RANG)
    team.at(FRIDAY)
    digest = str(team.said(team.room, GOOD)[0])
    assert all(words in digest for words in ("ordered a new one", "Chidi", "from Lea"))

    team.slack.delete(team.ids["Ana"], team.snippets, ts)
    team.prefer("Chidi", "none")
    team.prefer("Lea", "none")
    team.at(FRIDAY + timedelta(minutes=30))

    (digest,) = team.said(team.room, GOOD)
    assert not any(words in str(digest["blocks"]) for words in ("ordered a new one", "Chidi", "spare one", "Lea"))
    assert "from a colleague" in str(digest)
    assert "Ben" in str(digest["blocks"])


def test_thanks_given_in_private_or_where_others_cannot_read_are_quoted_nowhere(team: TeamAtWork):
    cellar = team.slack.channel("cellar", [team.ids["Lea"], team.ids["Ben"]], private=True)
    team.thank("Lea", "Ben", "Fixed the billing loop that nobody else dared to touch.", "private")
    team.thank("Lea", "Chidi", "Wrote the wallboard script that saved us forty calls.", where=cellar)
    team.thank("Lea", "Dora", RANG, where=team.general)

    team.at(FRIDAY)

    (digest,) = team.said(team.room, GOOD)
    assert RANG in digest["text"]
    assert "billing loop" not in str(digest)
    assert "wallboard" not in str(digest)


def test_thanks_for_a_channel_that_the_bot_is_not_in_hold_up_no_digest(team: TeamAtWork):
    attic = team.slack.channel("attic", [team.ids["Lea"], team.ids["Ben"]], private=True, bot=False)
    team.thank("Lea", "Ben", "Fixed the billing loop that nobody else dared to touch.", where=attic)
    team.share("Ana")

    team.at(FRIDAY)

    (digest,) = team.said(team.room, GOOD)
    assert "billing loop" not in str(digest)


def test_what_was_said_in_a_private_channel_of_no_team_is_quoted_to_none(database: Database):
    with team_at_work(database) as team:
        den = team.slack.channel("den", [team.ids["Ana"]], private=True)
        with team.database.sessions.begin() as session:
            said = setup.as_said(Workplace(rooms={den: Room(den, "snippets")}))["channel"]
            rooms = [Room(team.snippets, "snippets"), Room(team.room, "team", team="Support")]
            more = setup.as_said(Workplace(rooms={room.channel: room for room in rooms}))["channel"]
            setup.keep(session, team.slack.team_id, {"channel": [*said, *more]})
            setup.apply(session, Workplace(), Actor(team.slack.team_id, team.ids["Tomas"]), team.slack.clock.now())
        team.slack.say(team.ids["Ana"], den, STRONG)
        team.share("Ben", STRONG.replace("cot", "pram"))

        team.at(FRIDAY)

        (digest,) = team.said(team.room, GOOD)
        assert "Ben: " in digest["text"]
        assert "Ana" not in str(digest)


def test_ones_own_digest_has_ones_own_words_and_a_trend_against_oneself(team: TeamAtWork):
    team.share("Ana")
    team.at(FRIDAY)

    (own,) = team.told("Ana", "Your week")
    assert "I read 1 reply of yours in the last four weeks" in own["text"]
    assert "Replies read" in str(own["blocks"])
    assert team.told("Ben", "Your week") == []


def test_who_wants_no_weekly_letter_says_so_with_one_click_and_can_still_ask(team: TeamAtWork):
    team.share("Ana")
    team.at(FRIDAY)
    (own,) = team.told("Ana", "Your week")

    team.slack.click(team.ids["Ana"], team.slack.dm(team.ids["Ana"]), own["ts"], "weekly_off")
    team.slack.clock.set(FRIDAY + timedelta(days=6))
    team.share("Ana", "I'm sorry you had to write twice. I've moved your order myself and will check it at noon today.")
    team.at(FRIDAY + timedelta(days=7))

    assert len(team.told("Ana", "Your week")) == 1
    answer = team.slack.command(team.ids["Ana"], team.general, "/takefive", "digest")
    assert "Your week" in answer["text"]


def test_a_lead_hears_of_themes_participation_and_who_went_unseen_of_their_own_team(team: TeamAtWork):
    team.slack.clock.set(FRIDAY - timedelta(weeks=7, days=1))
    team.thank("Lea", "Ana Dora", RANG)
    team.slack.clock.set(FRIDAY - timedelta(days=1))
    team.thank("Ana", "Ben Chidi", RANG)
    team.prefer("Dora", "none")

    team.at(FRIDAY)

    (told,) = team.told("Lea", "Support, four weeks")
    assert "1 thanked somebody" in told["text"]
    assert "No recognition in six weeks: Ana." in told["text"]
    assert "Dora" not in str(told)
    assert team.told("Ana", "four weeks") == []


def test_a_theme_is_told_only_when_three_people_stand_behind_it_and_in_a_new_team_nobody_went_unseen(team: TeamAtWork):
    team.thank("Lea", "Ana Ben", RANG)
    team.at(FRIDAY)
    assert "Themes: none" in team.told("Lea", "four weeks")[0]["text"]
    assert "No recognition" not in team.told("Lea", "four weeks")[0]["text"]

    team.thank("Lea", "Chidi", RANG)
    team.at(FRIDAY + timedelta(days=7))
    assert "Themes: ownership" in team.told("Lea", "four weeks")[1]["text"]


def test_a_holiday_moves_the_digest_to_the_working_day_before(database: Database):
    with team_at_work(database, holidays=frozenset([FRIDAY.date()])) as team:
        team.thank("Lea", "Ben", RANG)
        team.at(FRIDAY - timedelta(days=1) + timedelta(minutes=1))
        team.at(FRIDAY)
        assert len(team.said(team.room, GOOD)) == 1


def test_digests_can_be_switched_off(database: Database):
    with team_at_work(database, weekly=None) as team:
        team.thank("Lea", "Ben", RANG)
        team.at(FRIDAY)
        assert team.said(team.room, GOOD) == []


def test_a_digest_on_a_saturday_comes_on_friday(database: Database):
    with team_at_work(database, weekly=Weekly(weekday=5)) as team:
        team.thank("Lea", "Ben", RANG)
        team.at(FRIDAY)
        assert len(team.said(team.room, GOOD)) == 1


def kinds(part: object) -> set[str]:
    """Every `type` in blocks."""
    if isinstance(part, list):
        return set().union(*map(kinds, part)) if part else set()
    if isinstance(part, dict):
        return {str(part.get("type"))}.union(*map(kinds, part.values()))
    return set()
