"""The story's scenes, played to the bot itself: each does what its line on the page promises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.practice import Workspace
from bot.practice.brightwell import Brightwell
from bot.running import running
from bot.settings import environment
from coaching.workplace import Room, Workplace

SCENES = {scene.title: number for number, scene in enumerate(Brightwell.scenes)}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, dict[str, str]]]:
    database = tmp_path_factory.mktemp("story") / "takefive.db"
    with Workspace() as slack:
        ids = slack.begin_with(Brightwell())
        workplace = Workplace(rooms={ids["snippets"]: Room(ids["snippets"], "snippets")})
        settings = environment({**slack.environment(), "DATABASE_URL": f"sqlite:///{database}"})
        with running(settings, workplace) as bot:
            slack.deliver_to(bot.address)
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
