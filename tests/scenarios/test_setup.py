"""Setup in Slack: a form, a dry run for the installer alone, then it holds; everybody reads what was changed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest

import handlers.setup
from bot.database import Database
from coaching import setup
from coaching.care import plans
from coaching.workplace import Team, Workplace
from handlers import commands
from tests.conftest import ON_BOTH
from tests.scenarios.team import FRIDAY, STRONG, TeamAtWork, team_at_work


@pytest.fixture
def empty(database: Database) -> Iterator[TeamAtWork]:
    """A workspace in which nobody has set anything up."""
    with team_at_work(database, teams=(), rooms={}) as world:
        yield world


def fill_in(team: TeamAtWork, **second: Any) -> None:
    """Tomas, an admin of the Slack workspace, fills in both forms."""
    tomas = team.ids["Tomas"]
    assert "Set me up" in str(team.home("Tomas"))
    team.slack.click_in_view(tomas, "setup_open", home=True)
    team.slack.submit(tomas, {"snippets": [team.snippets], "kudos": "thread", "zone": "Europe/Lisbon"})
    given = {"name": "Support", "members": team.snippets, "leads": [team.ids["Lea"]], "room": team.room, "then": "try"}
    team.slack.submit(tomas, {**given, **second})
    team.settled()


def decide(team: TeamAtWork, button: str) -> None:
    """Tomas presses a button of the dry run."""
    (trial,) = team.told("Tomas", "dry run")
    team.slack.click(team.ids["Tomas"], team.slack.dm(team.ids["Tomas"]), trial["ts"], button)
    team.settled()


@ON_BOTH
def test_a_dry_run_goes_to_the_installer_alone_and_changes_nothing(empty: TeamAtWork):
    fill_in(empty)

    (trial,) = empty.told("Tomas", "dry run")
    assert "Support: 6 people now" in str(trial["blocks"])
    assert empty.said(empty.snippets) == empty.said(empty.room) == []
    empty.share("Ana")
    assert empty.slack.replies(empty.snippets, empty.slack.history(empty.snippets)[0]["ts"])[1:] == []


@pytest.mark.parametrize(("asked", "warned"), [(4, True), (5, False)])
def test_a_team_too_small_for_its_check_in_is_told_of_groups(database: Database, asked: int, warned: bool):
    with team_at_work(database, care=plans.read({"team": [{"name": "Support", "checkin": {}}]}, "UTC")) as team:
        team.slack.user_group("support-agents", list(team.ids.values())[:asked])
        tomas = team.ids["Tomas"]
        team.home("Tomas")
        team.slack.click_in_view(tomas, "setup_open", home=True)
        team.slack.submit(tomas, {})
        team.slack.submit(tomas, {"name": "Support", "group": "@support-agents", "then": "try"})
        team.settled()

        (trial,) = team.told("Tomas", "dry run")
        assert ("[[group]]" in str(trial["blocks"])) is warned
        assert ("they take 5 answers, and 4 can be asked" in str(trial["blocks"])) is warned


def test_put_to_work_it_holds_at_once(empty: TeamAtWork):
    fill_in(empty)

    decide(empty, "setup_apply")
    ts = empty.share("Ana")

    assert empty.slack.replies(empty.snippets, ts)[1:] != []
    assert "My team: Support" in str(empty.home("Lea"))
    assert "Team Support: 6 people" in empty.slack.command(
        empty.ids["Ana"], empty.general, "/takefive", "settings")["text"]  # fmt: skip


def test_what_the_forms_do_not_ask_stays_as_it_was(empty: TeamAtWork):
    ids, workspace = empty.ids, empty.slack.world.team_id
    with empty.database.sessions.begin() as session:
        setup.keep(session, workspace, {
            **setup.as_said(Workplace()),
            "team": [{"name": "Support", "members": [ids["Ana"]], "coaches": [ids["Ben"]], "zone": "Asia/Tokyo"}],
            "channel": [{"id": empty.snippets, "part": "snippets", "kudos": "thread", "team": "Support"}],
        })  # fmt: skip

    fill_in(empty)
    decide(empty, "setup_apply")

    with empty.database.sessions() as session:
        now = setup.current(session, workspace, Workplace())
    (support,) = now.teams
    assert (support.coaches, support.zone, support.leads) == ((ids["Ben"],), "Asia/Tokyo", (ids["Lea"],))
    assert now.rooms[empty.snippets].team == "Support"


def test_everybody_in_a_large_channel_is_taken(empty: TeamAtWork, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(handlers.setup, "PAGE", 4)
    fill_in(empty)
    assert "Support: 6 people now" in str(empty.told("Tomas", "dry run")[0]["blocks"])


def test_nobody_waits_for_a_turn_to_write_while_slack_is_asked_who_sets_up():
    client, db, ack = Mock(), Mock(), Mock()

    def asked(user: str) -> Any:
        db.begin.assert_not_called()
        return {"user": {"id": user}}

    client.users_info.side_effect = asked
    command = {"text": "settings", "team_id": "T1", "user_id": "U1"}
    commands.heard(ack, command, client, db, Workplace(), FRIDAY)

    client.users_info.assert_called_once()
    assert "Nothing is set up yet" in str(ack.call_args)


def test_thrown_away_it_never_holds(empty: TeamAtWork):
    fill_in(empty)

    decide(empty, "setup_discard")
    decide(empty, "setup_apply")

    assert "nothing to put to work" in str(empty.slack.ephemerals(empty.ids["Tomas"]))
    assert "Nothing is set up yet" in str(empty.home("Ana"))


def test_a_team_follows_its_user_group(empty: TeamAtWork):
    empty.slack.user_group("support-agents", [empty.ids["Ana"], empty.ids["Ben"]])
    fill_in(empty, group="@support-agents", members=None)
    decide(empty, "setup_apply")

    answer = empty.slack.command(empty.ids["Ana"], empty.general, "/takefive", "settings")
    assert "Team Support: 2 people" in answer["text"]


def test_what_was_changed_is_there_to_read_for_everybody_it_is_about(empty: TeamAtWork):
    fill_in(empty)
    decide(empty, "setup_apply")

    empty.home("Ana")
    empty.slack.click_in_view(empty.ids["Ana"], "setup_log", home=True)

    seen = str(empty.slack.view(empty.ids["Ana"]))
    assert "New. Team Support" in seen
    assert empty.ids["Tomas"] in seen


@pytest.mark.parametrize(
    ("field", "answers", "says"),
    [
        ("name", {"name": None}, "Give the team a name"),
        ("members", {"members": None}, "Choose a user group"),
    ],
)
def test_a_team_without_name_or_people_is_asked_about(empty: TeamAtWork, field: str, answers: Any, says: str):
    fill_in(empty, **answers)

    assert says in empty.slack.view_errors(empty.ids["Tomas"])[field]
    assert empty.told("Tomas", "dry run") == []


def test_a_zone_that_nobody_knows_is_asked_about(empty: TeamAtWork):
    tomas = empty.ids["Tomas"]
    empty.home("Tomas")
    empty.slack.click_in_view(tomas, "setup_open", home=True)
    empty.slack.submit(tomas, {"snippets": [empty.snippets], "zone": "Lisbon"})
    assert "no such time zone" in empty.slack.view_errors(tomas)["zone"]


def test_channels_that_the_bot_is_not_in_are_named_with_what_to_do(empty: TeamAtWork):
    cellar = empty.slack.channel("cellar", [empty.ids["Tomas"]], bot=False)
    fill_in(empty, room=cellar)
    assert "/invite @Take Five" in str(empty.told("Tomas", "dry run")[0]["blocks"])


def test_who_is_no_admin_finds_no_way_in(database: Database):
    with team_at_work(database) as team:
        assert "Change the setup" not in str(team.home("Ana"))
        assert "Change the setup" in str(team.home("Tomas"))
        answer = team.slack.command(team.ids["Ana"], team.general, "/takefive", "settings")
        assert "Change the setup" not in str(answer)


def test_once_an_admin_is_named_slacks_own_admins_are_no_longer(database: Database):
    with team_at_work(database) as team:
        team.home("Tomas")
        old = team.slack.home(team.ids["Tomas"])
        team.slack.click_in_view(team.ids["Tomas"], "setup_open", home=True)
        team.slack.submit(team.ids["Tomas"], {"admins": [team.ids["Lea"]]})
        team.slack.submit(team.ids["Tomas"], {})
        team.settled()
        decide(team, "setup_apply")

        assert old is not None
        assert "Change the setup" not in str(team.home("Tomas"))
        assert "Change the setup" in str(team.home("Lea"))


def test_a_user_group_of_the_file_is_followed_each_hour_and_one_that_is_lost_is_told(database: Database):
    teams = (Team("Support", ("@support-agents", "@gone")),)
    with team_at_work(database, teams=teams) as team:
        team.slack.user_group("support-agents", [team.ids["Ana"]])
        team.at(FRIDAY - timedelta(days=1))
        for name in ("Ana", "Ben"):
            team.prefer(name, "team")
            team.share(name)
        assert [said["text"].partition(":")[0] for said in team.said(team.room)] == ["Kudos to Ana"]

        team.slack.user_group("support-agents", [team.ids["Ben"]])
        team.at(FRIDAY - timedelta(days=1, hours=-1, minutes=-1))
        team.share("Ben", STRONG.replace("cot", "pram"))

        assert team.slack.wait_for(lambda slack: team.said(team.room, "Kudos to Ben"), 10)
        answer = team.slack.command(team.ids["Ben"], team.general, "/takefive", "settings")
        assert "I can't find these user groups: @gone" in answer["text"]
