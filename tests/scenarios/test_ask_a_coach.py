"""Ask a coach: one snippet and its tip, shown by a tap to the peer coaches of one's team, and to nobody else."""

from collections.abc import Iterator

import pytest

from bot.database import Database
from coaching.workplace import Team
from handlers.groups import KEEP
from tests.scenarios.team import TeamAtWork, team_at_work
from tests.scenarios.test_home import COLD


@pytest.fixture
def team(database: Database) -> Iterator[TeamAtWork]:
    with team_at_work(database, teams=(Team("Support", ("@support",), coaches=("@coaches",)),)) as world:
        world.slack.user_group("support", [world.ids[name] for name in ("Ana", "Ben", "Chidi")])
        world.slack.user_group("coaches", [world.ids["Chidi"]])
        world.at(world.slack.clock.now() + KEEP)  # the groups are looked up again
        yield world


def why(team: TeamAtWork, name: str) -> str:
    """Somebody asks why they got their tip: the window."""
    (tip,) = team.told(name, "A tip, just for you")
    team.slack.click(team.ids[name], team.slack.dm(team.ids[name]), tip["ts"], "why")
    return str(team.slack.view(team.ids[name]))


def test_the_coach_sees_one_snippet_and_its_tip_after_the_tap_and_nothing_before(team: TeamAtWork):
    ts = team.share("Ana", f"{COLD} Write to me at ana@brightwell.example.")
    assert "Ask a coach" in why(team, "Ana")
    team.settled()
    assert team.told("Chidi") == []

    team.slack.click_in_view(team.ids["Ana"], "coach_ask")
    team.settled()

    assert "Shown to Chidi" in str(team.slack.view(team.ids["Ana"]))
    (asked,) = team.told("Chidi")
    assert "Ana asks you, as a peer coach" in asked["text"]
    assert "Delivery takes 3 to 5 working days" in str(asked["blocks"])
    assert "ana@brightwell" not in str(asked)
    assert team.told("Lea") == team.told("Ben") == []

    team.slack.delete(team.ids["Ana"], team.snippets, ts)
    team.settled()
    assert "Delivery takes" not in str(team.told("Chidi"))


def test_without_a_coach_or_for_the_coach_alone_nobody_is_offered(team: TeamAtWork):
    team.share("Chidi", COLD)
    assert "Ask a coach" not in why(team, "Chidi")
    team.share("Dora", COLD)
    assert "Ask a coach" not in why(team, "Dora")
