"""The story's scenes, played to the bot itself: each does what its line on the page promises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.database import Database
from bot.keys import KeyDirectory
from bot.practice import Workspace
from bot.practice.brightwell import Brightwell
from bot.running import running
from bot.settings import environment
from bot.trying import forget, furnished

SCENES = {scene.title: number for number, scene in enumerate(Brightwell.scenes)}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, dict[str, str]]]:
    database, keys = tmp_path_factory.mktemp("story") / "takefive.db", tmp_path_factory.mktemp("keys")
    opened: list[Database] = []
    with Workspace() as slack:
        ids = slack.begin_with(Brightwell(), lambda: forget(opened[0], KeyDirectory(keys)))
        where = {"DATABASE_URL": f"sqlite:///{database}", "TAKEFIVE_KEYS": str(keys)}
        with running(environment({**slack.environment(), **where}), furnished(ids), clock=slack.clock.now) as bot:
            opened.append(bot.database)
            slack.deliver_to(bot.address, slack.clock.time)
            slack.clock.listen(lambda _: bot.tick())
            yield slack, ids
        assert slack.mistakes() == []


def play(told: tuple[Workspace, dict[str, str]], title: str) -> dict[str, Any]:
    slack, _ = told
    played = slack.play(SCENES[title])
    slack.settle()
    return played


@pytest.mark.parametrize(
    "title", ["A strong reply", "Another strong one", "Names, numbers, an address", "An internal customer"]
)
def test_a_strong_reply_earns_kudos_in_its_thread(told: Any, title: str) -> None:
    slack, ids = told
    played = play(told, title)

    kudos = slack.wait_for(lambda slack: slack.replies(ids["snippets"], played["ts"])[1:], 10)
    assert kudos[0]["bot_id"]


@pytest.mark.parametrize(
    "title", ["A reply that misses the worry", "A reply that passes the blame", "A promise nobody can keep"]
)
def test_a_weak_reply_earns_one_private_tip_and_nothing_in_public(told: Any, title: str) -> None:
    slack, ids = told
    who = Brightwell.scenes[SCENES[title]].who
    before = len(slack.history(slack.dm(ids[who])))
    played = play(told, title)

    slack.wait_for(lambda slack: len(slack.history(slack.dm(ids[who]))) == before + 1, 10)
    assert len(slack.replies(ids["snippets"], played["ts"])) == 1


def test_a_command_is_answered_for_one_person_alone(told: Any) -> None:
    slack, ids = told
    play(told, "Ask what it does")

    assert "/takefive" in str(slack.ephemerals(ids["Ana"])[-1])


def test_a_form_opens_from_anywhere(told: Any) -> None:
    slack, ids = told
    play(told, "Share from anywhere")

    assert slack.view(ids["Lea"])["title"]["text"]
    slack.close_view(ids["Lea"])


def test_a_shout_out_opens_with_everybody_of_the_group_and_is_posted_where_the_team_talks(told: Any) -> None:
    slack, ids = told
    play(told, "A shout-out")
    team = [ids[name] for name in ("Ana", "Ben", "Chidi")]
    assert slack.view(ids["Lea"])["state"]["values"]["who"]["answer"]["selected_users"] == team

    slack.submit(ids["Lea"], {"line": "ownership", "reach": "public", "place": ids["team-support"]})

    said = slack.wait_for(lambda slack: [m for m in slack.history(ids["team-support"]) if " thanks " in m["text"]], 10)
    assert "Lea thanks Ana, Ben and Chidi: Covered the late shift" in said[0]["text"]


def test_a_reply_sent_in_private_is_answered_there_with_a_draft(told: Any) -> None:
    slack, ids = told
    play(told, "Ask in private")

    answer = slack.wait_for(
        lambda slack: [each for each in slack.history(slack.dm(ids["Chidi"])) if "kudos_share" in str(each)], 10
    )
    assert "Share" in str(answer[0]["blocks"])


@pytest.mark.parametrize("title", ["Just a chat line", "A guest says something"])
def test_what_is_no_snippet_is_passed_over_in_silence(told: Any, title: str) -> None:
    slack, ids = told
    played = play(told, title)
    after = play(told, "A strong reply")
    slack.wait_for(lambda slack: slack.replies(ids["snippets"], after["ts"])[0].get("reactions"), 10)

    [said] = slack.replies(ids["snippets"], played["ts"])
    assert "reactions" not in said


def test_a_lead_sees_how_the_team_is_doing(told: Any) -> None:
    slack, ids = told
    play(told, "A strong reply")
    play(told, "How a team is doing")

    assert "of 6 people" in str(slack.ephemerals(ids["Lea"])[-1])


def results(told: tuple[Workspace, dict[str, str]], name: str) -> list[dict[str, Any]]:
    """What somebody was told of what came of a check-in."""
    slack, ids = told
    return [said for said in slack.history(slack.dm(ids[name])) if "check-in of week" in said["text"]]


@pytest.mark.parametrize("start", ["at first", "after a new start"])
def test_a_check_in_is_answered_and_its_results_come_to_the_team_and_later_to_its_lead(told: Any, start: str) -> None:
    slack, ids = told
    if start == "after a new start":
        slack.start_over()
    play(told, "A weekly check-in")
    assert "How was your week?" in str(slack.view(ids["Ana"])["blocks"])
    slack.submit(ids["Ana"], {"mood": "2"})
    slack.close_view(ids["Ana"])

    play(told, "What came of the check-in")
    (said,) = slack.wait_for(lambda _: results(told, "Ana"), 10)
    assert "over 75 % took part" in str(said["blocks"])
    assert results(told, "Lea") == []
    slack.clock.advance(25 * 3600)
    assert slack.wait_for(lambda _: results(told, "Lea"), 10)[0]["text"] == said["text"]
