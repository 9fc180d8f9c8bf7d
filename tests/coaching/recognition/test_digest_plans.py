"""What the Home tab and digests ask of the store is found by an index, however much there is."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.database import Database
from coaching import home, setup
from coaching.people import Actor
from coaching.recognition import digests, weeks
from coaching.workplace import Room, Team, Weekly, Workplace

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
WEEK = weeks.latest(NOW, Weekly(), "UTC", ())
TEAM = Team("Support", ("U-ANA", "U-BEN"), ("U-LEA",))
WORKPLACE = Workplace("UTC", (TEAM,), {"C-TEAM": Room("C-TEAM", "team", team="Support")})
ASKED: dict[str, Callable[[Session], Any]] = {
    "the Home tab of a member": lambda session: home.of(session, WORKPLACE, Actor("T1", "U-ANA"), NOW),
    "the Home tab of a lead": lambda session: home.of(session, WORKPLACE, Actor("T1", "U-LEA"), NOW),
    "a team's digest": lambda session: digests.of_team(session, WORKPLACE, "T1", TEAM, WEEK, {"C-ALL"}),
    "a lead's digest": lambda session: digests.of_lead(session, WORKPLACE, "T1", TEAM, "U-LEA", WEEK),
    "one's own digest": lambda session: digests.of_person(session, WORKPLACE, "T1", "U-ANA", WEEK),
    "keeping digests true": lambda session: digests.keep_true(session, WORKPLACE, "T1", ["digest:Support:x"], NOW),
    "what was decided on": lambda session: digests.known(session, "T1", ["digest:Support:x"]),
    "the workplace": lambda session: setup.current(session, "T1", WORKPLACE),
    "the change log": lambda session: setup.log(session, "T1", WORKPLACE, "U-ANA"),
}


def walked_through(database: Database, work: Callable[[Session], Any]) -> list[str]:
    """The lines of query plans that read a table from end to end."""
    asked: list[tuple[str, Any]] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    with database.sessions() as session:
        work(session)
    with database.engine.connect() as connection:
        told = [
            row[3]
            for statement, values in list(asked)
            if statement.lstrip().upper().startswith("SELECT")
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert any(line.startswith("SEARCH") for line in told)
    return [line for line in told if line.startswith("SCAN") and "CONSTANT ROW" not in line and "subquery" not in line]


@pytest.mark.parametrize("what", ASKED)
def test_nothing_is_walked_through_from_end_to_end(database: Database, what: str):
    assert walked_through(database, ASKED[what]) == []


def test_a_walk_from_end_to_end_is_noticed(database: Database):
    def careless(session: Session) -> None:
        ASKED["the workplace"](session)
        session.connection().exec_driver_sql("SELECT * FROM review WHERE draft IS NOT NULL").all()

    assert walked_through(database, careless) == ["SCAN review"]
