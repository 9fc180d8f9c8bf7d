"""Every table has a rule, the rules hold, and the documentation says the same."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import MagicMock, Mock

import pytest
from sqlalchemy import MetaData, Table, inspect, select

from bot.database import Database
from coaching import erasure, outbox, people, retention
from coaching.records import Record
from coaching.records.care import Round
from coaching.records.erasure import Gone
from coaching.records.outbox import Letter
from coaching.records.snippets import Review
from coaching.workplace import Periods, Workplace
from handlers import leaving
from tests.conftest import ON_BOTH
from tests.handlers.conftest import review_of

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
PRIVACY = Path(__file__).parents[2] / "docs" / "privacy.md"


def without_a_rule(tables: set[str]) -> set[str]:
    return {table for table in tables if table not in retention.RULES and table not in retention.ENGINES_TABLES}


@ON_BOTH
def test_every_table_has_a_rule_the_engines_too(database: Database):
    schemas = [None] if database.is_sqlite else [None, "dbos"]
    live = {name for schema in schemas for name in inspect(database.engine).get_table_names(schema)}
    assert without_a_rule(live | set(Record.metadata.tables)) == set()
    assert set(retention.RULES) - live == set()


def test_the_guard_notices_a_table_without_a_rule():
    Table("diary", found := MetaData())
    assert without_a_rule(set(found.tables)) == {"diary"}
    with pytest.raises(KeyError):
        retention.rule_of("diary")


def test_the_documentation_says_what_the_rules_say():
    assert retention.as_markdown() in PRIVACY.read_text("utf-8")


@ON_BOTH
def test_what_is_over_goes_in_batches_and_the_rest_stays(database: Database, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    monkeypatch.setattr(retention.delete_some, "__defaults__", (2,))
    with database.sessions.begin() as session:
        people.workspace(session, "T1")
        for number in range(5):
            kept_for = timedelta(days=400 if number < 3 else 1)
            session.add(review_of("T1", "U1", f"r{number}", "channel", "C1", str(number), NOW - kept_for))
            session.add(Gone(workspace="T1", origin=f"C1:{number}", at=NOW - kept_for))
            outbox.post(
                session, workspace="T1", key=f"k{number}", kind="kudos", facts={"text": "x"}, now=NOW - kept_for,
                review=f"r{number}", channel="C1",
            ).state = "sent"  # fmt: skip
        session.add(round_of("old", NOW - timedelta(days=400)))
        session.add(round_of("new", NOW))

    went = [swept(database) for _ in range(4)]

    assert went[0] >= went[1] > 0 == went[3]
    with database.sessions() as session:
        assert sorted(session.scalars(select(Review.id))) == ["r3", "r4"]
        assert sorted(session.scalars(select(Letter.review))) == ["r3", "r4"]
        assert len(session.scalars(select(Gone)).all()) == 2
        assert session.scalars(select(Round.id)).all() == ["new"]


@ON_BOTH
def test_whoever_is_found_to_have_left_is_erased_in_time_and_whoever_is_back_is_not(database: Database):
    def due(days: int) -> list[str]:
        with database.sessions.begin() as session:
            erasure.follow_leavers(session, 30, NOW)
            return [row.person for row in erasure.waiting(session, NOW + timedelta(days=days))]

    with database.sessions.begin() as session:
        for user, standing in (("U1", "left"), ("U2", "left"), ("U3", "member"), ("U4", None)):
            people.person(session, "T1", user).standing = standing
        erasure.ask(session, "T1", "U2", NOW)

    assert due(29) == ["U2"]
    assert due(30) == ["U2", "U1"]
    with database.sessions.begin() as session:
        people.person(session, "T1", "U1").standing = "member"  # the next look-up said so
    assert due(30) == ["U2"]


def test_periods_are_kept_each_hour_and_batch_by_batch_while_there_is_more(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(leaving, "SWEEPS", 2)
    gone = iter([retention.BATCH, retention.BATCH, retention.BATCH, 3, 0])
    looks: list[datetime] = []
    monkeypatch.setattr(retention, "sweep", lambda session, periods, now: [looks.append(now), next(gone)][1])
    monkeypatch.setattr(erasure, "follow_leavers", lambda *_: None)
    monkeypatch.setattr(erasure, "waiting", lambda *_: [])
    minute = leaving.Minute(Workplace(), MagicMock(), Mock(), Mock(), Mock())

    for number in range(75):
        minute(NOW + timedelta(minutes=number))

    assert [look - NOW for look in looks] == [timedelta(minutes=number) for number in (0, 0, 1, 1, 61)]


def swept(database: Database) -> int:
    with database.sessions.begin() as session:
        return retention.sweep(session, Periods(), NOW)


def round_of(id: str, closes_at: datetime) -> Round:
    return Round(
        id=id, workspace="T1", circle="Support", week=id, zone="UTC", opens_at=closes_at, closes_at=closes_at,
        state="closed", k=5, questions=[], groups={},
    )  # fmt: skip
