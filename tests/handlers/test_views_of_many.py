"""However many teams, groups, words and changes there are, what is shown stays within Slack's limits, and whole."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from coaching.home import Home, TeamView, Today
from handlers import door
from handlers.views import Reader, home, praise, results, setup

AT = datetime(2026, 11, 20, 15, tzinfo=UTC)
READER = Reader(lambda user: user or "a colleague", lambda purpose, id: f"{purpose}-{id}")
TAB = Home(
    today=Today("share"), praise=[], tips=[], wish="public", tips_wish="all", paused=False, weekly=True,
    kept={"snippets": 1, "opinions": 0, "given": 0, "received": 0}, teams=[], held=frozenset(["lead"]), leaving=False,
)  # fmt: skip
TEAM = TeamView("Support", (40, 3, 2, 1), ["ownership"], [f"U{number}" for number in range(40)])


@pytest.mark.parametrize("many", [1, 12, 40])
def test_somebody_who_leads_many_teams_finds_their_home_tab_and_the_team_view(many: int):
    led = [replace(TEAM, team=f"Team {number}") for number in range(many)]
    tab = door.view(home.home(READER, replace(TAB, teams=led), setup=[], changed=True, deleted=3))
    told = door.payload(door.Message("Your teams.", home.teams(READER, led)))

    for shown in (tab, told):
        assert "Team 0" in str(shown)
        assert ("You lead 40 teams" in str(shown)) == (many == 40)


def test_a_dry_run_of_many_teams_and_channels_says_all_that_would_change():
    lines = [f"New. Team {number}: <@U1>; led by <@U2> (UTC)." for number in range(60)]
    sizes = {f"Team {number}": number for number in range(60)}
    trial = setup.trial(READER, lines=lines, sizes=sizes, uninvited=["C1"] * 20, rooms=[["C1", "team"]] * 60)

    shown = str(door.payload(trial)["blocks"])
    assert "Team 59: 59 people now" in shown
    assert "New. Team 59" in shown


def test_results_of_a_circle_with_many_teams_and_many_words_leave():
    row = {"ask": "How was your week?", "low": "hard", "high": "good", "value": "3.5", "took_part": "most",
           "trend": ["3.0", "3.5"]}  # fmt: skip
    groups: list[Any] = [[f"Team {number}", [row] * 6] for number in range(40)]
    made = results.results(
        READER, round="a1", circle="Team 0", week="2026-W47", k=5, groups=groups, nudges=["mood", "load", "own"],
        comments=["More cover on Mondays, please. " * 10] * 40,
    )  # fmt: skip

    shown = str(door.payload(made)["blocks"])
    assert "Team 0" in shown
    assert "more teams do not fit into this message" in shown
    assert "Words for the team" in shown


def test_bars_of_counts_rise_with_the_counts():
    assert results.picture(["fewer than 10 times", "10 to 19 times", "20 to 49 times", "50 times or more"]) == "▂▄▆█"
    assert results.picture(["2.0 or less", None, "3.5", "4.5 or more"]) == "▃·▆█"


@pytest.mark.parametrize("letter", ["a", "ж", "😀", '"'])
def test_an_export_holds_every_character_or_says_that_it_does_not(letter: str):
    for characters, whole in ((9_000, True), (500_000, False)):
        line = json.dumps({"kind": "snippets", "text": letter * characters}, ensure_ascii=False)
        shown = door.view(home.export([line, line]))
        copied = "".join(block["elements"][0]["elements"][0]["text"] for block in shown["blocks"][:-1])

        assert ("left out here" in str(shown["blocks"][-1])) == (not whole)
        assert copied == 2 * line if whole else (2 * line).startswith(copied)


def test_a_long_entry_of_a_praise_file_is_taken_along_whole():
    entry = "## A day\n\n" + "You stayed with them. " * 200
    shown = praise.to_take_along([entry, "## Another day"], "\n\n")
    assert entry in "".join(block["elements"][0]["elements"][0]["text"] for block in shown["blocks"][:-1])


def test_a_change_by_somebody_who_was_erased_can_still_be_read():
    shown = door.view(setup.log([("The time zone is UTC (it was Asia/Tokyo).", "", AT)]))
    assert "by a colleague" in str(shown).replace("'}, {'type': 'text', 'text': '", "")
    assert "user_id" not in str(shown)
