"""Whoever is forgotten stands in nothing that is kept for others."""

from datetime import UTC, datetime

from sqlalchemy import select

from bot.database import Database
from coaching import mentions, outbox, people
from coaching.records.outbox import Letter
from coaching.records.setup import Change

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


def test_that_somebody_asked_to_talk_is_forgotten_with_them_and_never_said_again(database: Database):
    with database.sessions.begin() as session:
        people.workspace(session, "T1")
        asked = outbox.post(
            session, workspace="T1", key="care:talk:r1:U1:U9:2026", kind="checkin_asked", now=NOW, person="U9",
            facts={"who": "U1", "about": "talk"},
        )  # fmt: skip
        asked.sending_since = NOW  # a sender broke off: it may stand in Slack
        session.flush()

        mentions.unmention(session, "T1", "U1", NOW)

    with database.sessions() as session:
        for letter in session.scalars(select(Letter)):
            assert "U1" not in f"{letter.key} {letter.facts} {letter.person}"
        assert outbox.is_emptied(session.get_one(Letter, asked.id))


def test_a_change_of_the_setup_says_a_colleague_and_not_who(database: Database):
    with database.sessions.begin() as session:
        people.workspace(session, "T1")
        words = "Team Support: <@U1>, <@U12>; led by <@U1> (UTC)."
        session.add(Change(id="c", workspace="T1", by="U1", words=words, teams=[], at=NOW))
        session.flush()

        mentions.unname(session, "T1", "U1")

        change = session.scalars(select(Change)).one()
    assert (change.by, change.words) == ("", "Team Support: a colleague, <@U12>; led by a colleague (UTC).")
