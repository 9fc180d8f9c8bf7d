"""Digests are kept true with a few questions to the store, however much they say: others wait for a turn to write."""

from datetime import UTC, datetime

from sqlalchemy import event

from bot.database import Database
from coaching import outbox, people
from coaching.recognition import digests
from coaching.records.recognition import ShoutOut, Thanks
from coaching.workplace import Workplace

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


def test_a_digest_takes_the_same_few_questions_however_much_it_says(database: Database):
    asked: list[str] = []
    with database.sessions.begin() as session:
        people.person(session, "T1", "U2").kudos = "none"
        said = []
        for id in "abcde":
            session.add(
                ShoutOut(id=id, workspace="T1", origin=id, giver="U2", line="empathy", what="x", reach="public", at=NOW)
            )
            session.flush()
            session.add(Thanks(shout_out=id, person="U1", workspace="T1", at=NOW))
            said.append(
                {"id": id, "person": "U1", "by": "U2", "signed": True, "line": "empathy", "text": "x", "quote": None}
            )
        outbox.post(
            session, workspace="T1", key="d", kind="own_digest", facts={"said": said, "people": ["U2"]}, now=NOW,
            person="U1",
        ).state = "sent"  # fmt: skip
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    with database.sessions.begin() as session:
        digests.keep_true(session, Workplace(), "T1", ["d"], NOW)

    assert len([one for one in asked if one.startswith("SELECT") and not one.startswith("SELECT letter.")]) == 3
    with database.sessions() as session:
        (change,) = outbox.unsaid(session, "T1", "own_digest")
        assert [one["by"] for one in change.facts["said"]] == [None] * 5
