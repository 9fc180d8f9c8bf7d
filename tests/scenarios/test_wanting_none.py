"""Somebody who wants no kudos goes through everything there is, and is in nothing that anybody else gets to see.

What is searched is all that ever left the bot: messages, changes of them, windows, Home tabs, answers to commands and
clicks, and what the command line hands out.
"""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from bot.database import Database
from bot.practice import Workspace
from coaching import people, setup
from coaching.snippets import verdicts
from tests.conftest import ON_BOTH
from tests.scenarios.circle import FRIDAY as CHECK_IN
from tests.scenarios.circle import check_ins
from tests.scenarios.team import FRIDAY, STRONG, TeamAtWork, team_at_work

WITH_BEN = STRONG.replace("Hi Maria", "Hi Maria, this is Ana. My colleague Ben told me about it").replace("cot", "pram")
TRACES = re.compile(r"\bbens?\b|b\.okafor", re.IGNORECASE)
LOOKED_UP = ("users.info", "conversations.open", "auth.test", "conversations.info", "conversations.members",
             "usergroups.list")  # fmt: skip


def seen_by_others(slack: Workspace, person: str) -> str:
    """All that the bot ever sent where anybody but this person reads it; what people typed themselves is left out."""
    triggers = {made.body.get("trigger_id"): _who(made.body) for made in slack.deliveries if "trigger_id" in made.body}
    told: list[Any] = []
    for call in slack.calls:
        to = {call.arguments.get(key) for key in ("channel", "user", "user_id")}
        if call.method not in LOOKED_UP and not to & {person, slack.dm(person)}:
            told += [call.arguments] if triggers.get(call.arguments.get("trigger_id"), "") != person else []
    told += [made.answer for made in slack.deliveries if _who(made.body) != person]
    return json.dumps([_without_what_was_typed(each) for each in told], ensure_ascii=False)


def _who(body: dict[str, Any]) -> str | None:
    return body.get("user_id") or body.get("user", {}).get("id")


def _without_what_was_typed(part: Any) -> Any:
    if isinstance(part, list):
        return [_without_what_was_typed(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {key: _without_what_was_typed(value) for key, value in part.items() if not key.startswith("initial_")}


def traces(seen: str, person: str) -> list[str]:
    """Where somebody is named, with what stands around it."""
    found = [*TRACES.finditer(seen), *re.finditer(person, seen)]
    return [seen[max(0, one.start() - 900) : one.end() + 60] for one in found]


def everything(team: TeamAtWork) -> None:
    """A week in which Ben does all there is to do, and colleagues do the same with him."""
    slack, ids, ben = team.slack, team.ids, team.ids["Ben"]
    team.home("Ben")
    team.share("Ben")
    team.share("Ana", WITH_BEN)
    ts = slack.say(ben, team.general, STRONG.replace("cot", "bed"))
    slack.message_shortcut(ids["Lea"], team.general, ts, "review_reply")
    team.settled()
    slack.click(ids["Lea"], slack.dm(ids["Lea"]), team.told("Lea")[-1]["ts"], "kudos_share")
    team.thank("Lea", "Ben Ana", "Stayed on the line until the courier had found the side entrance, both of them.")
    team.thank("Chidi", "Ana", "Drove the spare wheelchair over with Ben, in Ben's own car, in the evening rain.")
    team.thank("Ben", "Dora", "Rewrote the answer about refunds so that the next customer understands it at once.")
    team.thank("Ben", "Ana", "Took the late call on Thursday so that the rest of us could go home.", "team")
    for posted in team.said(team.room, " thanks "):
        slack.react(ben, team.room, posted["ts"], "muscle")
        slack.react(ids["Chidi"], team.room, posted["ts"], "muscle")
    set_up(team)
    team.at(FRIDAY)
    team.at(FRIDAY + timedelta(minutes=5))
    team.at(FRIDAY + timedelta(weeks=7))
    look_around(team)


def look_around(team: TeamAtWork) -> None:
    """Everybody else opens and asks for all they can."""
    for name in ("Ana", "Lea", "Tomas"):
        team.home(name)
        for words in ("praise", "praise csv", "praise markdown", "praise throwback", "digest", "team", "settings"):
            team.slack.command(team.ids[name], team.general, "/takefive", words)
        for button in ("home_export", "home_praise", "setup_log"):
            if button in str(team.slack.home(team.ids[name])):
                team.slack.click_in_view(team.ids[name], button, home=True)
    team.settled()


def set_up(team: TeamAtWork) -> None:
    """Tomas says the team anew, from a channel that Ben is in."""
    tomas = team.ids["Tomas"]
    team.home("Tomas")
    team.slack.click_in_view(tomas, "setup_open", home=True)
    team.slack.submit(tomas, {"snippets": [team.snippets], "kudos": "thread", "zone": "UTC"})
    given = {"name": "Support", "members": team.snippets, "leads": [team.ids["Lea"]], "room": team.room, "then": "try"}
    team.slack.submit(tomas, given)
    team.settled()
    (trial,) = team.told("Tomas", "dry run")
    team.slack.click(tomas, team.slack.dm(tomas), trial["ts"], "setup_apply")
    team.settled()


@ON_BOTH
def test_whoever_wants_none_is_in_nothing_that_anybody_else_ever_saw(database: Database):
    with team_at_work(database) as team:
        team.prefer("Ben", "none")
        everything(team)

        seen = seen_by_others(team.slack, team.ids["Ben"])
        assert traces(seen, team.ids["Ben"]) == []
        for shown in ("A colleague thanks Ana", "Good things from Support", "somebody, ", "Themes", "courier"):
            assert shown in seen, f"{shown} was not looked at"
        with database.sessions() as session:
            assert traces(json.dumps([*verdicts.labelled(session)]), team.ids["Ben"]) == []


def test_in_check_ins_too(database: Database, tmp_path_factory: pytest.TempPathFactory):
    with check_ins(database, tmp_path_factory.mktemp("elsewhere")) as world:
        ben = world.team[1]
        world.slack.command(ben, world.slack.channel("talk", [ben]), "/takefive", "kudos none")
        world.at(CHECK_IN)
        for person in world.team:
            world.answer(person, mood="4")
        world.at(CHECK_IN + timedelta(days=4, minutes=1))
        world.press(ben, "checkin_did")
        world.slack.submit(ben, {"said": "Too many late calls", "did": "Ben took them over for the week"})
        world.at(CHECK_IN + timedelta(days=7))

        seen = seen_by_others(world.slack, ben)
        assert "took them over" in seen
        assert traces(seen, ben) == []


def _as_it_is(session: Any, workspace: str, user: str | None) -> str:
    row = session.get(people.Person, (workspace, user)) if user else None
    return (row.name if row else None) or people.UNNAMED


def test_the_search_notices_a_version_that_takes_no_care(database: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(people, "called", lambda session, workspace, user, reader: _as_it_is(session, workspace, user))
    monkeypatch.setattr(people, "hidden", lambda *given: {})
    monkeypatch.setattr(setup, "discreet", lambda session, workspace, workplace, words: words)
    with team_at_work(database) as team:
        team.prefer("Ben", "none")
        everything(team)

        found = traces(seen_by_others(team.slack, team.ids["Ben"]), team.ids["Ben"])
    for where in ("Ben thanks Ana", "Good things from Support", "Team Support: "):
        assert any(where in one for one in found), where
