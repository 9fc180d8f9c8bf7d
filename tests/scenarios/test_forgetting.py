"""Somebody is forgotten: no word of theirs in any file, nothing of it left standing in Slack, nobody else's lost."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot import database as files
from bot import forget
from bot.database import Database
from bot.settings import SettingsError, environment
from coaching import setup
from coaching.people import Actor
from coaching.records.erasure import Erasure
from coaching.records.outbox import Letter
from coaching.records.people import Person
from coaching.records.recognition import ShoutOut
from coaching.records.snippets import Review
from coaching.snippets import verdicts
from coaching.workplace import Workplace
from tests.conftest import ON_BOTH
from tests.scenarios.team import FRIDAY, STRONG, TeamAtWork, team_at_work

CANARY = "plumlantern"
SAID = STRONG.replace("cracked side", f"cracked {CANARY} side")


@pytest.fixture
def team(database: Database) -> Iterator[TeamAtWork]:
    with team_at_work(database) as world:
        yield world


def lived_in(team: TeamAtWork) -> None:
    """Ana shares, is thanked and thanks, in public, in private and in digests; some of it is about Ben alone."""
    team.share("Ana", SAID)
    team.slack.say(team.ids["Ana"], team.slack.dm(team.ids["Ana"]), SAID)
    team.settled()
    ts = team.slack.say(team.ids["Ana"], team.general, SAID)
    team.slack.message_shortcut(team.ids["Lea"], team.general, ts, "review_reply")
    team.thank("Ana", "Ben Chidi", f"Rang the {CANARY} customer back on Friday evening, so they could open.")
    team.thank("Ben", "Ana", f"Told the {CANARY} customer the truth at once, and stayed with them.")
    team.thank("Dora", "Ben", "Stayed with a customer until the delivery was found, and called back.")
    with team.database.sessions.begin() as session:
        review = session.scalars(select(Review).where(Review.source == "channel")).one()
        actor = Actor(team.slack.team_id, team.ids["Ana"])
        note = f"I meant the {CANARY} part."
        verdicts.give(session, actor, review.id, {"empathy": "missed"}, note, team.slack.clock.now())
    team.at(FRIDAY + timedelta(minutes=1))


def forgotten(team: TeamAtWork, name: str = "Ana") -> None:
    team.slack.click_in_view(team.ids[name], "home_forget", home=True)
    team.settled()
    team.bot.tick()
    team.settled()


def found(team: TeamAtWork) -> list[str]:
    return files_with(team.database, CANARY)


def files_with(database: Database, word: str) -> list[str]:
    """The database's files in which a word stands; of a server those of this database, once they are on disk."""
    database.engine.dispose()
    if database.is_sqlite:
        file = Path(str(database.url.database))
        parts = list(file.parent.glob(f"{file.name}*"))
    else:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
            folder = connection.scalar(text("SHOW data_directory"))
            number = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        parts = [part for part in Path(f"{folder}/base/{number}").iterdir() if part.is_file()]
    return [part.name for part in parts if word.encode() in part.read_bytes()]


@ON_BOTH
def test_whoever_is_forgotten_leaves_no_word_in_any_file_and_nothing_standing(team: TeamAtWork):
    lived_in(team)
    team.home("Ana")
    assert found(team)
    assert CANARY in str(team.said(team.room))

    forgotten(team)

    assert found(team) == []
    rooms = [team.snippets, team.room, team.general, *[team.slack.dm(id) for id in team.ids.values()]]
    everywhere = [
        m for room in rooms for root in team.slack.history(room) for m in team.slack.replies(room, root["ts"])
    ]
    assert not [message for message in everywhere if message.get("bot_id") and CANARY in str(message)]
    assert "until the delivery was found" in str(team.said(team.room))
    with team.database.sessions() as session:
        assert [row.giver for row in session.scalars(select(ShoutOut))] == [team.ids["Dora"]]
        assert session.scalars(select(Review)).all() == []
        assert session.scalars(select(Erasure)).all() == []
        assert not [one for one in session.scalars(select(Letter)) if team.ids["Ana"] in str((one.facts, one.person))]
        row = session.get_one(Person, (team.slack.team_id, team.ids["Ana"]))
        assert (row.name, row.kudos, row.paused_at is not None) == (None, "none", True)


def careless(connection, record) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=OFF"):
        connection.execute(f"PRAGMA {pragma}").close()


@ON_BOTH
def test_the_search_notices_an_erasure_that_only_deletes(database: Database, monkeypatch):
    monkeypatch.setattr(files, "_prepare_sqlite", careless)
    monkeypatch.setattr(Database, "shred", lambda self, tables: True)
    with team_at_work(Database(database.url.render_as_string(hide_password=False))) as team:
        team.share("Ana", SAID)
        team.home("Ana")
        forgotten(team)
        assert found(team)
        team.database.close()


def at_the_command_line(team: TeamAtWork) -> dict[str, str]:
    return {**team.slack.environment(), "DATABASE_URL": team.database.url.render_as_string(hide_password=False)}


def test_the_command_says_what_goes_asks_and_leaves_clean_files(team: TeamAtWork, capsys):
    team.share("Ana", SAID)
    team.thank("Ana", "Ben", f"Rang the {CANARY} customer back on Friday evening, so they could open.")
    settings = environment(at_the_command_line(team))

    assert forget.forget(settings, Workplace(), "@ana", yes=False, ask=lambda _: "no") == 1
    assert "1 snippet" in capsys.readouterr().err
    assert found(team)
    assert forget.forget(settings, Workplace(), team.ids["Ana"], yes=False, ask=lambda _: "yes") == 0

    assert "files are clean" in capsys.readouterr().out
    assert found(team) == []
    with pytest.raises(SettingsError, match="I keep nothing about"):
        forget.forget(settings, Workplace(), "@nobody", yes=True)


def test_an_export_holds_what_is_kept_and_names_only_who_may_be_named(team: TeamAtWork, tmp_path: Path, capsys):
    lived_in(team)
    team.prefer("Ben", "none")
    settings = environment(at_the_command_line(team))

    assert forget.hand_out(settings, Workplace(), "@ana", str(tmp_path / "ana.json"), markdown=False) == 0
    told = json.loads((tmp_path / "ana.json").read_text())

    assert (tmp_path / "ana.json").stat().st_mode & 0o777 == 0o600
    assert [len(told[kind]) for kind in ("snippets", "passed_on", "opinions", "given", "received")] == [2, 1, 1, 1, 1]
    assert CANARY in told["opinions"][0]["reason"]
    assert told["given"][0]["to"] == ["a colleague", "Chidi"]
    assert "Ben" not in str(told)
    assert told["letters"]
    with pytest.raises(SettingsError, match="is there already"):
        forget.hand_out(settings, Workplace(), "@ana", str(tmp_path / "ana.json"), markdown=False)
    forget.hand_out(settings, Workplace(), "@ana", None, markdown=True)
    assert "## Shout-outs I gave" in capsys.readouterr().out


def test_data_shows_and_deletes_by_command_too(team: TeamAtWork):
    team.share("Ana", SAID)
    answer = team.slack.command(team.ids["Ana"], team.general, "/takefive", "data")
    assert "everything" in answer["text"].lower()


def test_leavers_are_neither_told_nor_named_and_erased_in_time_but_their_thanks_stay(team: TeamAtWork):
    team.share("Ana", SAID)
    team.thank("Ana", "Ben", "Rang the customer back on Friday evening, so they could open.")
    told = len(team.told("Ana"))

    team.slack.deactivate(team.ids["Ana"])
    team.at(FRIDAY + timedelta(minutes=1))

    assert len(team.told("Ana")) == told
    assert CANARY not in str(team.said(team.room, "week"))
    team.at(FRIDAY + timedelta(days=27))
    assert found(team)
    team.at(FRIDAY + timedelta(days=31))
    team.at(FRIDAY + timedelta(days=31, minutes=1))
    assert found(team) == []
    with team.database.sessions() as session:
        assert [row.giver for row in session.scalars(select(ShoutOut))] == [""]
        assert session.get(Person, (team.slack.team_id, team.ids["Ana"])) is None


def test_whoever_comes_back_in_time_is_not_erased(team: TeamAtWork):
    team.share("Ana", SAID)
    team.slack.deactivate(team.ids["Ana"])
    team.settled()
    team.slack.deactivate(team.ids["Ana"], False)
    team.settled()

    team.at(FRIDAY + timedelta(days=40))

    with team.database.sessions() as session:
        assert session.scalars(select(Review)).one().sharer == team.ids["Ana"]


@pytest.mark.parametrize(
    ("database_url", "first"), [("sqlite", "uninstalled"), ("postgresql", "revoked")], indirect=["database_url"]
)
def test_after_an_uninstall_nothing_is_sent_and_all_is_erased_in_time(team: TeamAtWork, first: str):
    team.share("Ana", SAID)
    team.thank("Ana", "Ben", f"Rang the {CANARY} customer back on Friday evening, so they could open.")
    if first == "revoked":
        team.slack.revoke("bot")
    team.slack.uninstall()
    if first == "uninstalled":
        team.slack.revoke("bot")
    team.settled()
    calls = posts(team)

    team.at(FRIDAY + timedelta(days=7, minutes=1))
    assert posts(team) == calls
    assert found(team)
    for minute in range(4):
        team.at(FRIDAY + timedelta(days=31, minutes=minute))

    assert found(team) == []
    with team.database.sessions() as session:
        assert session.scalars(select(Letter)).all() == []
        assert setup.is_used(session) is False


def posts(team: TeamAtWork) -> int:
    return sum(call.method.startswith("chat.") for call in team.slack.calls)


def test_an_app_that_is_installed_again_in_time_goes_on(team: TeamAtWork):
    team.slack.uninstall()
    team.settled()
    team.slack.install_again()
    team.bot.tick()

    team.share("Ana", SAID)

    assert team.slack.history(team.snippets)[0]["reply_count"] >= 1


def test_the_token_of_a_person_is_no_uninstall(team: TeamAtWork):
    team.slack.revoke("oauth")
    team.settled()
    team.share("Ana", SAID)
    assert team.slack.history(team.snippets)[0]["reply_count"] >= 1
