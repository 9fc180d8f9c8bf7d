"""An export keeps its form, whatever the people are called who would rather not be named in it."""

from datetime import UTC, datetime

import pytest

from bot.database import Database
from coaching import export, outbox, people
from coaching.people import Actor
from coaching.workplace import Workplace

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Christopher Null", "Line Given", "True Letters"])
def test_a_name_that_is_also_a_word_of_the_form_changes_nothing_but_what_people_said(database: Database, name: str):
    with database.sessions.begin() as session:
        people.person(session, "T1", "U1").name = "Ana"
        shy = people.person(session, "T1", "U2")
        shy.name, shy.kudos = name, "none"
        facts = {"text": f"{name} stayed late.", "effect": None, "line": "ownership", "by": "U2"}
        outbox.post(session, workspace="T1", key="k", kind="thanks", facts=facts, now=NOW, person="U1")
        session.flush()

        told = export.of(session, Workplace(), Actor("T1", "U1"))

    assert told.keys() == export.TITLES.keys()
    (letter,) = told["letters"]
    said = {"text": "a colleague stayed late.", "effect": None, "line": "ownership", "by": "a colleague"}
    assert letter["said"] == said
    assert export.as_markdown(told)
