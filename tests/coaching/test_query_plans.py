"""What is asked of the store is found by an index, however much there is, on SQLite and on PostgreSQL."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Index, PrimaryKeyConstraint, UniqueConstraint, event, insert, select, text
from sqlalchemy.orm import Session

from bench import growth
from bench.growth import NOW, TEAM, WORKPLACE
from bot.database import Database
from coaching import export, outbox, people
from coaching.people import Actor, Refused
from coaching.recognition import digests, praise, seconding, shoutouts
from coaching.records import Record
from coaching.records.recognition import Second
from coaching.records.snippets import Review, Verdict
from coaching.snippets import intake
from tests.conftest import ON_BOTH

GROWING = ("arrival", "review", "verdict", "rereading", "letter", "shout_out", "thanks", "second", "person")
ASKED: dict[str, Callable[[Session], Any]] = {
    **growth.tasks(),
    "what is to be read next": lambda session: intake.oldest(session, NOW),
    "what of one's own waits to be read": lambda session: export._unread(session, Actor("T1", TEAM[0])),
    "the praise file": lambda session: praise.entries(session, WORKPLACE, "T1", TEAM[0]),
    "what was reacted to": lambda session: seconding.praised(session, "T1", "CTEAM", "1.0"),
    "the latest to undo": lambda session: _undo(session),
    "what is on its way": lambda session: outbox.unsaid(session, "T1", "kudos", "shoutout"),
    "who may not be named": lambda session: people.discreet(session, "T1", WORKPLACE, "Ann rang.", "CTEAM"),
    "one's own snippets": lambda session: list(export.snippets_of(session, Actor("T1", TEAM[0]))),
    "what was taken back": lambda session: digests.keep_true(session, WORKPLACE, "T1", ["digest:Support:x"], NOW),
}
COLUMNS = {  # what somebody has to look for, or most of an index is walked through
    str(index.name): [column.name for column in index.columns][: 1 + (index.columns[0].name == "workspace")]
    for name in GROWING
    for index in (*Record.metadata.tables[name].indexes, *Record.metadata.tables[name].constraints)
    if isinstance(index, (Index, PrimaryKeyConstraint, UniqueConstraint))
}
INDEXES = (
    "ix_review_workspace_author_created_at", "ix_review_workspace_sharer_created_at", "ix_thanks_workspace_person_at",
    "ix_shout_out_workspace_giver_at", "ix_letter_review", "ix_letter_workspace_posted_in_posted_as",
    "ix_letter_state_not_before", "ix_person_workspace_kudos", "ix_arrival_due_at", "ix_arrival_workspace_sharer",
)  # fmt: skip


def _undo(session: Session) -> None:
    with pytest.raises(Refused):
        shoutouts.undo(session, Actor("T1", "U-ANA"), None, NOW)


def _with_opinions(database: Database) -> None:
    """Everybody says something about each of their snippets, and somebody seconds it."""
    with database.sessions.begin() as session:
        rows = session.execute(select(Review.id, Review.sharer)).all()
        usual = {"workspace": "T1", "at": NOW}
        said = {"tactic": "empathy", "role": "author", "machine": "shown", "proposed": "shown", "playbook": "1"}
        session.execute(insert(Verdict), [{"review": id, "person": who, **said, **usual} for id, who in rows])
        seconded = [{"id": id, "review": id, "person": "U00001", "line": "empathy", **usual} for id, _ in rows]
        session.execute(insert(Second), seconded)
    if not database.is_sqlite:
        with database.engine.begin() as connection:
            connection.execute(text("ANALYZE"))


def asked_of(database: Database) -> list[tuple[str, str, Any]]:
    """Every question that is asked, with what it is asked for."""
    asked: list[tuple[str, str, Any]] = []
    doing = [""]
    event.listen(
        database.engine, "before_cursor_execute", lambda *given: asked.append((doing[0], given[2], given[3]))
    )  # fmt: skip
    for doing[0], work in ASKED.items():
        with database.sessions() as session:
            work(session)
    once = {statement: (what, statement, values) for what, statement, values in asked}
    return [one for one in once.values() if one[1].startswith("SELECT")]


def walked(connection: Connection, asked: list[tuple[str, str, Any]]) -> list[str]:
    """What would be walked through from end to end, or all of a workspace's part of it, to answer these."""
    on = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql
    return [f"{what}: {step}" for what, statement, values in asked for step in on(connection, statement, values)]


def _on_sqlite(connection: Connection, statement: str, values: Any) -> Iterator[str]:
    for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values):
        step, _, found = row[3].partition(" USING ")
        how, table, *_ = *step.split(), ""
        if row[3] == "MULTI-INDEX OR":  # of all letters in each of several states
            yield row[3]
        if table in GROWING and (how == "SCAN" or found.endswith("(workspace=?)")):
            yield row[3]


def _on_postgresql(connection: Connection, statement: str, values: Any) -> Iterator[str]:
    """With so few rows the planner would rather walk: it is told not to, and walks where there is no other way.

    Looking for all letters that were ever sent is walking, too.
    """
    for way in ("seqscan", "hashjoin", "mergejoin"):
        connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    (plan,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
    for step in _steps(plan["Plan"]):
        found, index = step.get("Index Cond", ""), step.get("Index Name", "")
        if step["Node Type"] == "Seq Scan" and step["Relation Name"] in GROWING:
            yield f"Seq Scan of {step['Relation Name']}"
        elif "'sent'" in found or not all(re.search(rf"\b{column}\b", found) for column in COLUMNS.get(index, ())):
            yield f"{step['Node Type']} of {index} {found}"


def _steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _steps(inner)


@ON_BOTH
def test_nothing_that_grows_is_walked_through_and_a_missing_index_is_noticed(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(growth, "OWN_SNIPPETS", 4)
    growth.fill(database, 0, 1_000, 500, with_team=True)
    _with_opinions(database)
    asked = asked_of(database)

    with database.engine.connect() as connection:
        assert sorted(set(walked(connection, asked))) == []
    for index in INDEXES:
        database.engine.dispose()  # SQLite's driver keeps plans in mind
        with database.engine.connect() as connection:
            connection.exec_driver_sql(f"DROP INDEX {index}")
            assert walked(connection, asked), f"nobody misses {index}"
            connection.rollback()
