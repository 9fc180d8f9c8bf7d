"""An erasure whose process dies at any moment is finished by the next one, as if nothing had happened."""

import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.database import Database
from coaching import erasure, lanes, outbox
from coaching.records.care import Deed, Quiet
from coaching.records.erasure import Erasure
from coaching.records.outbox import Letter
from coaching.records.people import Person
from coaching.records.snippets import Review
from coaching.snippets import review as reviews
from handlers import leaving
from tests.conftest import ON_BOTH, own_database
from tests.cuts import COMMIT, places
from tests.killing.zygote import shared
from tests.scenarios import forgetting
from tests.scenarios.forgetting import Moment
from tests.scenarios.team import FRIDAY, TeamAtWork, team_at_work
from tests.scenarios.test_forgetting import CANARY, SAID, at_the_command_line, found

NOW = FRIDAY + timedelta(minutes=5)
AN_HOUR_AGO = NOW - timedelta(hours=1)
HERS = f"{CANARY} side"  # words of her snippets; those of her thanks stay when she leaves
THANKS = f"Rang the {CANARY} customer back on Friday evening, so they could open."
ON_SQLITE = pytest.mark.parametrize("moment", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("moment", ["postgresql"], indirect=True)  # SQLite overwrites what it deletes
ERASE = leaving.erase


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def moment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moment]:
    """Ana has lived with the bot, and nobody is at work any more."""
    with (
        own_database(request, request.param, tmp_path_factory.mktemp("moment")) as url,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(lanes, "PACE", timedelta(0))
        database = Database(url)
        with team_at_work(database) as team:
            live(team)
        with database.sessions.begin() as session:
            furnish(session, team)
        database.close()
        yield Moment(url, team.slack.world, team.slack.world.channels, team.ids["Ana"])


def live(team: TeamAtWork) -> None:
    """She shares and asks in private, thanks, is thanked alone and with Ben, and is quoted to her team and its lead."""
    team.share("Ana", SAID)
    team.slack.say(team.ids["Ana"], team.slack.dm(team.ids["Ana"]), SAID)
    team.settled()
    team.thank("Ana", "Ben", THANKS)
    team.thank("Ben", "Ana", f"Told the {CANARY} customer the truth at once, and stayed with them.")
    team.thank("Dora", "Ana Ben", "Sorted out the parcels of Saturday together, and told everybody.")
    with team.database.sessions.begin() as session:
        session.execute(update(Person).where(Person.id != team.ids["Ana"]).values(weekly=False))
    team.at(FRIDAY + timedelta(minutes=1))


def furnish(session: Session, team: TeamAtWork) -> None:
    workspace, ana = team.slack.team_id, team.ids["Ana"]
    session.add(Quiet(workspace=workspace, person=ana, until=NOW + timedelta(days=7)))
    session.add(Deed(id="d", workspace=workspace, circle="Support", said="", did="Mended it.", by=ana, at=NOW))
    later = {"facts": {"week": CANARY}, "now": NOW + timedelta(days=1), "person": ana}
    outbox.post(session, workspace=workspace, key="later", kind="own_digest", **later)


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """An erasure takes several steps here; the periods have tests of their own."""
    monkeypatch.setattr(erasure, "BATCH", 2)
    monkeypatch.setattr(erasure, "LETTERS", 2)
    monkeypatch.setattr(leaving.Minute, "_keep_to_periods", lambda self, now: None)


def asks(session: Session, workspace: str, person: str) -> None:
    """A letter to her was being sent when the power went before: it stands in Slack, and nobody knows it yet."""
    in_hand = {"state": "sending", "owner": "dead", "lease_until": AN_HOUR_AGO, "posted_in": None, "posted_as": None}
    session.execute(update(Letter).where(Letter.person == person, Letter.kind == "reading").values(in_hand))
    erasure.ask(session, workspace, person, NOW)


asked = partial(forgetting.ends, way=asks, now=NOW, word=HERS)
left = partial(forgetting.ends, way=lambda *who: erasure.left(*who, 0, NOW), now=NOW, word=HERS)
uninstalled = partial(forgetting.ends, way=lambda *who: erasure.uninstalled(*who[:2], 0, NOW), now=NOW, word=CANARY)


def test_an_erasure_cut_off_at_any_moment_is_finished_by_the_next_process(moment: Moment):
    moments, whole = asked(moment)

    assert (whole.files, whole.posts, whole.kept["erasure"], whole.kept["changes"]) == ([], [], [], [])
    (row,) = [line for lines in whole.kept.values() for line in lines if moment.person in line]
    assert row.startswith(f"('T0PRACTICE', '{moment.person}', None, None, None, None, None, None, 'none'")
    assert not [words for _, _, words in whole.standing if CANARY in words]
    cuts = [*places(moments)]
    if not moment.database.startswith("sqlite"):  # where shredding takes long: each third, and all around it
        cuts = [*cuts[:-3:3], *cuts[-3:]]
    for at in cuts:
        assert asked(moment, at=at)[1] == whole, moments[at]


@ON_SQLITE
def test_so_is_that_of_a_leaver_whose_thanks_stay_without_a_name(moment: Moment):
    moments, whole = left(moment)

    assert not [line for lines in whole.kept.values() for line in lines if moment.person in line]
    assert [words for _, _, words in whole.standing if "Rang the" in words]
    for at in [*places(moments)][::3]:
        assert left(moment, at=at)[1] == whole, moments[at]


@ON_SQLITE
def test_so_is_that_of_a_whole_workspace(moment: Moment, monkeypatch):
    monkeypatch.setattr(moment.world, "revoked", True)
    moments, whole = uninstalled(moment)

    assert {table for table, lines in whole.kept.items() if lines} == {"pulse"}
    for at in [*places(moments)][::3]:
        assert uninstalled(moment, at=at)[1] == whole, moments[at]


@ON_SQLITE
def test_the_guard_notices_an_erasure_that_forgets_its_row_first(moment: Moment, monkeypatch):
    def forgets(db, file, slots, workspace, person, now, most) -> bool:
        more = True
        while more:
            with db.begin() as session:
                erasure.ask(session, workspace, person, now)
                more = erasure.step(session, file, slots, workspace, person, now)
                erasure.done(session, workspace, person)
        return True

    monkeypatch.setattr(leaving, "erase", forgets)
    moments, whole = asked(moment)
    assert asked(moment, at=moments.index(COMMIT) + 1)[1] != whole


@ON_POSTGRESQL
def test_the_guard_notices_an_erasure_that_is_done_before_the_files_are_clean(moment: Moment, monkeypatch):
    def is_done(db, file, slots, workspace, person, now, most) -> bool:
        finished = ERASE(db, file, slots, workspace, person, now, most)
        with db.begin() as session:
            erasure.done(session, workspace, person)
        return finished

    monkeypatch.setattr(leaving, "erase", is_done)
    moments, whole = asked(moment)
    (shredding, *_) = [at for at, what in enumerate(moments) if what.startswith("VACUUM")]
    assert (whole.files, bool(asked(moment, at=shredding)[1].files)) == ([], True)


@ON_SQLITE
def test_the_guard_notices_a_step_of_two_transactions(moment: Moment, monkeypatch):
    def forget(session, row, now) -> None:
        session.delete(row)
        session.flush()
        session.connection().connection.commit()
        for letter in outbox.withdraw(session, row.id):
            outbox.take_down(session, letter, now)

    monkeypatch.setattr(reviews, "forget", forget)
    moments, whole = asked(moment)
    deleted = [at + 1 for at, what in enumerate(moments) if what.startswith("DELETE FROM review ")]
    assert [at for at in deleted if asked(moment, at=at)[1].standing != whole.standing]


@ON_BOTH
def test_a_forgetting_that_is_killed_between_its_steps_is_finished_by_the_bot(database: Database, tmp_path: Path):
    with team_at_work(database) as team:
        team.share("Ana", SAID)
        team.thank("Ana", "Ben", THANKS)
        before = ("tests.dying.before_commit", "3")  # she has asked, her snippets are gone, her thanks are going
        words, variables = ["forget", team.ids["Ana"], "--yes"], at_the_command_line(team)
        life = shared().start("forgetting", words, tmp_path, variables=variables, before=before)
        shared().bury(life)
        assert life.code == -signal.SIGKILL, (tmp_path / "forgetting.log").read_text()
        with database.sessions() as session:
            left_over = session.scalars(select(Erasure)).one()
            assert (left_over.erased_at, session.scalars(select(Review)).all()) == (None, [])
        assert found(team)

        team.at(max(team.slack.clock.now(), datetime.now(UTC)))

        assert found(team) == []
        assert CANARY not in str([team.said(room) for room in (team.snippets, team.room)])
        with database.sessions() as session:
            assert session.scalars(select(Erasure)).all() == []
