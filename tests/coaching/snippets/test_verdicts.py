"""What people say of a tag stands beside the reading; a newer playbook reads again and keeps the old results."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database
from coaching.people import Actor, Refused
from coaching.records.snippets import Rereading, Review, Verdict
from coaching.snippets import review, verdicts
from coaching.snippets.review import Snippet
from coaching.workplace import Workplace
from tests.conftest import ON_BOTH

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
WORDS = "I'm so sorry to hear your parcel is lost. I've asked the depot to look for it and I'll call you tomorrow."
ANA, LEA = Actor("T1", "U-ANA"), Actor("T1", "U-LEA")


def shared(session: Session) -> Review:
    snippet = Snippet("T1", "shortcut", "C1:1.0:U-LEA", author="U-ANA", sharer="U-LEA", text=WORDS, place="C1")
    assert review.share(session, Workplace(), review.read(snippet), NOW) is None
    return session.scalars(select(Review)).one()


@ON_BOTH
def test_a_verdict_leaves_the_machines_reading_as_it_is(database: Database):
    with database.sessions.begin() as session:
        found = shared(session)
        before = dict(found.reading)
        verdicts.give(session, ANA, found.id, {"empathy": "missed", "ownership": "agree"}, None, NOW)
        given = {one.tactic: (one.machine, one.proposed, one.role) for one in session.scalars(select(Verdict))}

    assert found.reading == before
    assert given["empathy"] == (before["tactics"]["empathy"]["state"], "missed", "author")
    assert given["ownership"][0] == given["ownership"][1]


def test_saying_it_again_replaces_what_one_said_and_nobody_elses_word(database: Database):
    with database.sessions.begin() as session:
        found = shared(session)
        verdicts.give(session, ANA, found.id, {"empathy": "missed"}, None, NOW)
        verdicts.give(session, LEA, found.id, {"empathy": "shown"}, None, NOW)
        verdicts.give(session, ANA, found.id, {"empathy": "not_called_for"}, None, NOW)
        said = {one.person: one.proposed for one in session.scalars(select(Verdict))}

    assert said == {"U-ANA": "not_called_for", "U-LEA": "shown"}


def test_nobody_but_author_and_sharer_has_a_say(database: Database):
    with database.sessions.begin() as session:
        found = shared(session)
        with pytest.raises(Refused):
            verdicts.give(session, Actor("T1", "U-BEN"), found.id, {"empathy": "missed"}, None, NOW)
        with pytest.raises(Refused):
            verdicts.give(session, Actor("T2", "U-ANA"), found.id, {"empathy": "missed"}, None, NOW)


@ON_BOTH
def test_a_newer_playbook_reads_again_once_and_the_first_result_stays(database: Database):
    with database.sessions.begin() as session:
        found = shared(session)
        found.playbook, first = "an older one", dict(found.reading)
        session.flush()
        assert verdicts.reread(session, NOW) == 1
        assert verdicts.reread(session, NOW) == 0
        again = session.scalars(select(Rereading)).one()

    assert found.reading == first
    assert again.reading["tactics"].keys() == first["tactics"].keys()


def test_forgetting_a_review_forgets_what_was_said_of_it(database: Database):
    with database.sessions.begin() as session:
        found = shared(session)
        verdicts.give(session, ANA, found.id, {"empathy": "missed"}, "because", NOW)
        session.flush()
        review.forget(session, found, NOW)
        session.flush()
        assert session.scalars(select(Verdict)).all() == []
