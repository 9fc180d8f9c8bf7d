"""What recognition asks of the store is found by an index, however much there is."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.database import Database
from coaching import outbox
from coaching.people import Actor, Refused
from coaching.recognition import praise, seconding, shoutouts
from coaching.workplace import Workplace

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ASKED = {
    "the praise file": lambda session: praise.entries(session, Workplace(), "T1", "U-ANA"),
    "what was reacted to": lambda session: seconding.praised(session, "T1", "C-ALL", "1.0"),
    "the latest to undo": lambda session: _undo(session),
    "what is on its way": lambda session: outbox.unsaid(session, "T1", "kudos", "shoutout"),
}


def _undo(session: Session) -> None:
    with pytest.raises(Refused):
        shoutouts.undo(session, Actor("T1", "U-ANA"), None, NOW)


@pytest.mark.parametrize("what", ASKED)
def test_nothing_is_walked_through_from_end_to_end(database: Database, what: str):
    asked: list[tuple[str, Any]] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    with database.sessions() as session:
        ASKED[what](session)

    with database.engine.connect() as connection:
        told = [
            row[3]
            for statement, values in list(asked)
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    tables = [line for line in told if line.split()[-1] not in ("ROW", "(subquery-1)")]
    assert any(line.startswith("SEARCH") for line in tables)
    assert [line for line in tables if line.startswith("SCAN")] == []
    assert not any("(workspace=?)" in line and "letter" in line for line in tables)
