"""The doctor says in plain words what is missing, and what to do, before anything runs."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import doctor
from bot.database import Database
from bot.manifest import manifest
from bot.practice import Fault, Workspace
from bot.settings import Environment, environment


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with Workspace() as workspace:
        yield workspace


@pytest.fixture
def settings(slack: Workspace, database_url: str) -> Environment:
    return environment({**slack.environment(), "DATABASE_URL": database_url})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "takefive.toml"


def found(settings: Environment, file: Path) -> tuple[list[str], list[str]]:
    """What is fine, and what is missing."""
    findings = list(doctor.examine(settings, file))
    return [f.words for f in findings if f.fine], [f.words for f in findings if not f.fine]


def channel(id: str, part: str = "snippets") -> str:
    return f'[[channel]]\nid = "{id}"\npart = "{part}"\n'


def test_everything_in_order_is_said_and_the_exit_status_is_0(slack, settings, file, capsys):
    slack.user_group("north-agents", [slack.person("Ana")])
    file.write_text(
        channel(slack.channel("snippets", [])) + '[[team]]\nname = "North"\nmembers = ["@north-agents"]\n', "utf-8"
    )

    assert doctor.run(settings, file) == 0
    shown = capsys.readouterr().out
    assert "MISSING" not in shown
    assert "All fine: takefive serve" in shown
    for words in ("#snippets (snippets) is ready", "all scopes are granted", "user group @north-agents exists"):
        assert words in shown


def test_something_missing_makes_the_exit_status_1_and_says_how_many(settings, file, capsys):
    assert doctor.run(replace(settings, bot_token="", signing_secret="", app_token=""), file) == 1
    assert "2 to mend, then run takefive doctor again." in capsys.readouterr().out


def test_a_missing_token_and_missing_secrets_are_named_with_the_place_where_they_are_found(settings, file):
    _, missing = found(replace(settings, bot_token="", signing_secret="", app_token=""), file)

    assert missing[0].startswith("SLACK_BOT_TOKEN is not set: find it under “OAuth & Permissions”")
    assert "neither SLACK_APP_TOKEN" in missing[1]
    assert "SLACK_SIGNING_SECRET" in missing[1]


def test_either_secret_alone_is_enough(settings, file):
    assert "ready for Socket Mode" in found(replace(settings, signing_secret=""), file)[0]
    assert "ready for HTTP" in found(replace(settings, app_token=""), file)[0]


def test_a_wrong_token_is_told_with_slacks_word_for_it(settings, file):
    _, missing = found(replace(settings, bot_token="xoxb-wrong"), file)

    assert missing == ["Slack does not take the bot token (invalid_auth): copy it again, or install the app again"]


def test_missing_scopes_are_all_named(database_url, file):
    less = copy.deepcopy(manifest())
    less["oauth_config"]["scopes"]["bot"] = ["chat:write", "commands"]
    with Workspace(manifest=less) as slack:
        _, missing = found(environment({**slack.environment(), "DATABASE_URL": database_url}), file)

    assert len(missing) == 1
    assert missing[0].startswith("scopes missing: channels:history, channels:read, ")
    assert "groups:history" in missing[0]
    assert "Add them to the app and install it again" in missing[0]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"bot": False}, "I'm not in #place (snippets): write /invite @Take Five there"),
        ({"archived": True}, "#place (snippets) is archived: choose another channel"),
        ({"shared": True}, "#place (snippets) is shared with another company: I stay silent there"),
        ({"private": True, "bot": False}, "I can't find that channel. If it is private, invite me"),
    ],
)
def test_a_channel_that_cannot_be_used_says_what_to_do(slack, settings, file, options: dict, words: str):
    file.write_text(channel(slack.channel("place", [], **options)), "utf-8")

    _, missing = found(settings, file)

    assert len(missing) == 1
    assert words in missing[0]


def test_a_channel_that_does_not_exist_is_named(settings, file):
    file.write_text(channel("C0NOWHERE"), "utf-8")

    _, (missing,) = found(settings, file)

    assert missing.startswith("channel C0NOWHERE: I can't find that channel")


def test_an_unknown_user_group_is_named(settings, file):
    file.write_text('[[team]]\nname = "North"\nmembers = ["@nobody"]\nleads = ["U1"]\n', "utf-8")

    assert found(settings, file)[1] == ["there is no user group @nobody in this workspace"]


def test_broken_settings_are_told_and_slack_is_asked_all_the_same(settings, file):
    file.write_text('zone = "Moon"', "utf-8")

    fine, missing = found(settings, file)

    assert "'Moon' is no time zone" in missing[0]
    assert any(words.startswith("Slack knows the bot as") for words in fine)


def test_without_a_settings_file_the_doctor_says_what_works(settings, file):
    assert "no takefive.toml: shortcuts, commands and direct messages work" in found(settings, file)[0]


@pytest.mark.parametrize(
    ("version", "words"), [("9999", "newer than this version"), ("0001", "run takefive migrate"), (None, "is empty")]
)
def test_a_database_of_another_version_is_told(settings, file, database: Database, version, words: str):
    with database.engine.begin() as connection:
        change = "UPDATE alembic_version SET version_num = :version" if version else "DELETE FROM alembic_version"
        connection.execute(text(change), {"version": version} if version else {})

    assert words in found(settings, file)[1][0]


@pytest.mark.parametrize("url", ["postgresql://localhost:9/nothing", "sqlite:////nowhere/at/takefive.db", "nonsense"])
def test_a_database_that_cannot_be_reached_is_told(settings, file, url: str):
    _, missing = found(replace(settings, database_url=url), file)

    assert len(missing) == 1
    assert "DATABASE_URL" in missing[0]


def test_a_database_that_is_not_there_is_not_made_by_looking(settings, file, tmp_path):
    place = tmp_path / "new.db"
    _, missing = found(replace(settings, database_url=f"sqlite:///{place}"), file)

    assert len(missing) == 1
    assert f"there is no database at {place} yet: run takefive migrate" in missing[0]
    assert not place.exists()


@pytest.mark.parametrize(
    "fault",
    [
        Fault.html(),
        Fault.server_error(503),
        Fault.rate_limited("3"),
        Fault.reset_before(),
        Fault.refusal("fatal_error"),
    ],
)
def test_slack_in_trouble_is_a_finding_and_no_traceback(slack, settings, file, fault: Fault):
    file.write_text(channel(slack.channel("snippets", [])), "utf-8")
    slack.fail("auth.test", fault)
    assert len(found(settings, file)[1]) == 1

    slack.fail("conversations.info", fault)
    assert found(settings, file)[1][0].startswith("channel C")


def test_no_secret_is_ever_printed(slack, settings, file, capsys):
    doctor.run(replace(settings, bot_token="xoxb-wrong", database_url="postgresql://bot:hush@localhost:9/x"), file)

    shown = capsys.readouterr().out
    for secret in ("xoxb-wrong", "hush", slack.signing_secret, slack.app_token):
        assert secret not in shown


def test_a_slack_that_is_not_there_is_no_fault_of_the_token(settings, file):
    _, missing = found(replace(settings, api_url="http://127.0.0.1:9/api/"), file)

    assert missing[0].startswith("Slack cannot be reached at http://127.0.0.1:9/api/ (no connection)")
    assert "copy it again" not in missing[0]


@pytest.mark.parametrize(("setting", "start"), [("bot_token", "xoxb-"), ("app_token", "xapp-")])
def test_a_token_of_another_kind_is_told_and_not_shown(settings, file, setting: str, start: str):
    for value in ("swapped-1", f'"{start}1"', f"{start}1 2"):
        wrong = [words for words in found(replace(settings, **{setting: value}), file)[1] if "look right" in words]

        assert [f"it starts with {start}" in words for words in wrong] == [True]
        assert value not in wrong[0]


def test_a_folder_for_keys_that_cannot_be_is_a_hint_before_any_check_in(settings, file, tmp_path):
    (tmp_path / "a file").touch()
    path = tmp_path / "a file" / "keys"
    fine, missing = found(replace(settings, keys=str(path)), file)

    assert any(
        f"no team has a check-in yet; before one has: keys cannot be written to {path}" in words for words in fine
    )
    assert not missing


def test_looking_for_a_folder_for_keys_makes_none(settings, file, tmp_path):
    found(replace(settings, keys=str(tmp_path / "state" / "keys")), file)

    assert not (tmp_path / "state").exists()
