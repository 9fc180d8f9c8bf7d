"""Late: a check-in's letter is not said once the round is over, or a later letter says the same."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.database import Database
from coaching import late, outbox, people
from coaching.records.care import Round
from coaching.records.outbox import Letter

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.sessions() as opened:
        people.workspace(opened, "T1")
        opened.add(Round(
            id="r1", workspace="T1", circle="Support", week="2026-W47", zone="UTC", opens_at=NOW,
            closes_at=NOW + 4 * DAY, k=5, questions=[], groups={},
        ))  # fmt: skip
        opened.flush()
        yield opened


def letter(session: Session, reminder: int, due: datetime, person: str = "U1") -> Letter:
    made = outbox.post(
        session, workspace="T1", key=f"checkin:r1:{person}:{reminder}", kind="checkin", facts={"round": "r1"}, now=due,
        person=person,
    )  # fmt: skip
    session.flush()
    return made


def is_dropped(session: Session, made: Letter, now: datetime) -> bool:
    dropped = late.settled(session, made, HOUR, now)
    assert (made.state == "withdrawn") == dropped
    return dropped


@pytest.mark.parametrize(("now", "dropped"), [(NOW + 4 * DAY - HOUR, False), (NOW + 4 * DAY, True)])
def test_an_invitation_is_said_until_its_round_closes(session: Session, now: datetime, dropped: bool):
    assert is_dropped(session, letter(session, 0, NOW), now) == dropped


def test_a_letter_about_a_round_that_is_gone_is_dropped(session: Session):
    made = letter(session, 0, NOW)
    session.delete(session.get_one(Round, "r1"))
    session.flush()

    assert is_dropped(session, made, NOW)


@pytest.mark.parametrize(("now", "dropped"), [(NOW + 3 * DAY - HOUR, False), (NOW + 3 * DAY, True)])
def test_an_invitation_gives_way_to_a_reminder_that_is_due_as_well(session: Session, now: datetime, dropped: bool):
    first = letter(session, 0, NOW)
    reminder = letter(session, 1, NOW + 3 * DAY)

    assert is_dropped(session, first, now) == dropped
    assert not is_dropped(session, reminder, now)


def test_a_reminder_that_was_withdrawn_or_is_somebody_elses_takes_no_place(session: Session):
    first = letter(session, 0, NOW)
    letter(session, 1, NOW, person="U2")
    outbox.settle(letter(session, 1, NOW), "withdrawn")
    session.flush()

    assert not is_dropped(session, first, NOW + DAY)
