"""Draft kudos: signed once, whoever clicks however often."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from bot.database import Database
from coaching import people
from coaching.people import Actor, Refused
from coaching.records.snippets import Review
from coaching.snippets import drafts
from coaching.workplace import Workplace
from tests.conftest import wait_for_a_lock

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ID = "ab" * 8
ANA = Actor("T1", "U1")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_of_two_clicks_at_the_same_moment_the_second_hears_that_it_is_done(database: Database):
    with database.sessions.begin() as session:
        people.person(session, ANA.workspace, ANA.user)
        session.add(
            Review(
                id=ID, workspace="T1", source="channel", origin="C1:1.1", author="U1", sharer="U1", place="C1",
                thread="1.1", text="A reply.", reading={}, playbook="1", draft="Well done.", quotes=[], lines=[],
                created_at=NOW,
            )
        )  # fmt: skip

    def click() -> None:
        with database.sessions.begin() as session:
            drafts.sign(session, Workplace(), ANA, ID, NOW)

    with ThreadPoolExecutor(1) as pool, database.sessions() as session:
        drafts.sign(session, Workplace(), ANA, ID, NOW)
        session.flush()
        second = pool.submit(click)
        wait_for_a_lock(database)
        session.commit()
        with pytest.raises(Refused, match="shared these kudos already"):
            second.result()
