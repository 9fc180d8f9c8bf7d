"""The Home tab: one's own, by role, with buttons that do what they say."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.database import Database
from coaching import home
from tests.conftest import ON_BOTH
from tests.scenarios.team import FRIDAY, STRONG, TeamAtWork, team_at_work

COLD = (
    "Customer: Our beans didn't come and we have forty guests on Thursday. I'm really worried.\n"
    "Agent: Delivery takes 3 to 5 working days. You can check the status in the portal."
)


@pytest.fixture
def team(database: Database) -> Iterator[TeamAtWork]:
    with team_at_work(database) as world:
        yield world


def press(team: TeamAtWork, name: str, button: str, value: str | None = None) -> str:
    """Somebody presses a button of their Home tab, or chooses something there: what they see then."""
    team.slack.click_in_view(team.ids[name], button, value, home=True)
    team.settled()
    return str(team.slack.home(team.ids[name]))


@ON_BOTH
def test_a_new_member_finds_what_to_do_and_nothing_that_is_not_theirs(team: TeamAtWork):
    team.share("Ana")
    seen = str(team.home("Ben"))

    assert "Share a reply you wrote to a customer" in seen
    assert "cracked side" not in seen
    assert "My team" not in seen
    assert "Change the setup" not in seen


def test_it_shows_kudos_with_their_quotes_and_tips_with_whether_they_helped(team: TeamAtWork):
    team.share("Ana")
    team.share("Ana", COLD)
    seen = str(team.home("Ana"))
    assert "ordered a new one" in seen
    assert "Did this tip help?" in seen

    seen = press(team, "Ana", "home_helped")

    assert "Did this tip help?" not in seen
    assert ": helped" in seen


def test_how_one_likes_kudos_changes_in_two_clicks_and_holds(team: TeamAtWork):
    team.home("Ana")

    seen = press(team, "Ana", "home_kudos", "none")
    team.share("Ana")

    assert "Kudos: none" in seen
    assert team.said(team.snippets) == []
    assert team.slack.replies(team.snippets, team.slack.history(team.snippets)[0]["ts"])[1:] == []


def test_tips_reading_and_the_weekly_letter_are_switched_on_the_tab(team: TeamAtWork):
    team.home("Ana")

    assert "Tips: none" in press(team, "Ana", "home_tips", "none")
    assert "I don't read what you share" in press(team, "Ana", "home_pause")
    assert "A weekly letter" in press(team, "Ana", "home_weekly_off")
    team.share("Ana", COLD)
    assert team.told("Ana") == []


def test_kudos_ready_to_sign_wait_on_top_and_are_signed_there(team: TeamAtWork):
    team.slack.say(team.ids["Ana"], team.slack.dm(team.ids["Ana"]), STRONG)
    team.settled()
    assert "ready for you to sign" in str(team.home("Ana"))

    seen = press(team, "Ana", "home_sign")

    assert "ready for you to sign" not in seen
    assert "Shared by Ana" in str(team.said(team.room))


def test_what_is_kept_is_counted_exported_and_deleted(team: TeamAtWork):
    team.share("Ana")
    assert "One snippet" in str(team.home("Ana"))

    team.slack.click_in_view(team.ids["Ana"], "home_export", home=True)
    assert "cracked side" in str(team.slack.view(team.ids["Ana"]))
    seen = press(team, "Ana", "home_delete")

    assert "Nothing but your settings" in seen
    assert "cracked side" not in seen


def test_all_snippets_go_with_one_click_however_many_there_are(team: TeamAtWork, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(home, "AT_ONCE", 2)
    for number in range(5):
        team.share("Ana", STRONG.replace("cot", f"cot {number}"))
    team.share("Ben")
    team.home("Ana")

    seen = press(team, "Ana", "home_delete")

    assert "Deleted just now: 5 snippets" in seen
    assert "Nothing but your settings" in seen
    assert "Deleted just now" not in str(team.home("Ana"))
    assert "One snippet" in str(team.home("Ben"))


def test_a_lead_sees_participation_and_themes_of_their_own_team_and_nobodys_words(team: TeamAtWork):
    team.slack.clock.set(FRIDAY - timedelta(weeks=7))
    team.thank("Lea", "Ben Chidi Dora", "Rang the customer back on Friday evening, so they could open.")
    team.slack.clock.set(FRIDAY)
    team.share("Ana")
    team.prefer("Dora", "none")

    seen = str(team.home("Lea"))

    assert "My team: Support" in seen
    assert "1 shared a reply" in seen
    assert "cracked side" not in seen
    assert "Ben and Chidi" in seen
    assert "Dora" not in seen


def test_a_lead_asks_for_the_team_view_by_command(team: TeamAtWork):
    team.share("Ana")
    answer = team.slack.command(team.ids["Lea"], team.general, "/takefive", "team")
    assert "1 shared a reply" in str(answer["blocks"])


@pytest.mark.parametrize("name", ["Ana", "Tomas"])
def test_the_team_view_is_for_leads_alone_and_not_for_admins(team: TeamAtWork, name: str):
    team.share("Ana")

    answer = team.slack.command(team.ids[name], team.general, "/takefive", "team")

    assert "for the leads of a team" in answer["text"]
    assert "My team" not in str(team.home(name))


def test_a_guest_finds_nothing(team: TeamAtWork):
    team.ids["Gil"] = team.slack.person("Gil", guest=True)
    assert [block["type"] for block in team.home("Gil")["blocks"]] == ["rich_text"]


def test_the_messages_tab_is_no_home(team: TeamAtWork):
    team.slack.open_home(team.ids["Ana"], tab="messages")
    team.settled()
    assert team.slack.home(team.ids["Ana"]) is None


def test_every_window_of_the_tab_opens(team: TeamAtWork):
    team.share("Ana")
    team.home("Ana")
    press(team, "Ana", "home_helped") if "home_helped" in str(team.slack.home(team.ids["Ana"])) else None
    team.at(FRIDAY - timedelta(hours=3))
    team.home("Ana")
    for button in ("home_snippet", "home_rehearse", "home_shoutout", "home_praise", "home_export"):
        team.slack.click_in_view(team.ids["Ana"], button, home=True)
        assert team.slack.view(team.ids["Ana"]) is not None
        team.slack.close_view(team.ids["Ana"])
