"""Shout-outs on records: the window for changes, who may change what, and what may be said to whom."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database
from coaching import people
from coaching.people import Actor, Refused
from coaching.recognition import shoutouts
from coaching.recognition.shoutouts import Wanted
from coaching.records.outbox import Letter
from coaching.records.recognition import ShoutOut
from coaching.workplace import Room, Team, Workplace

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HERE = "T1"
PLACE = Workplace(
    teams=(Team("Support", ("U-ANA", "U-BEN")),), rooms={"C-TEAM": Room("C-TEAM", "team", team="Support")}
)
LEA, ANA = Actor(HERE, "U-LEA"), Actor(HERE, "U-ANA")


def meet(session: Session, **names: str) -> None:
    for user, name in names.items():
        row = people.person(session, HERE, f"U-{user}")
        row.name, row.standing, row.checked_at = name, "member", NOW


def give(session: Session, *named: str, **changes: object) -> ShoutOut:
    meet(session, LEA="Lea", ANA="Ana", BEN="Ben")
    facts = {
        "workspace": HERE, "origin": "form:1", "giver": "U-LEA", "people": named or ("U-ANA",), "line": "ownership",
        "what": "Found the courier at the side entrance.", "effect": None, "reach": "public", "place": "C-ALL",
    }  # fmt: skip
    return shoutouts.give(session, PLACE, Wanted(**{**facts, **changes}), NOW)  # type: ignore[arg-type]


@pytest.fixture
def session(database: Database) -> Session:
    with database.sessions() as opened:
        yield opened


@pytest.mark.parametrize(("minutes", "editable"), [(0, True), (15, True), (16, False)])
def test_a_shout_out_can_be_changed_for_fifteen_minutes(session: Session, minutes: int, editable: bool):
    row, later = give(session), NOW + timedelta(minutes=minutes)
    if not editable:
        with pytest.raises(Refused, match="fifteen minutes"):
            shoutouts.edit(session, PLACE, LEA, row.id, line="empathy", what="Else", effect=None, now=later)
        return

    shoutouts.edit(session, PLACE, LEA, row.id, line="empathy", what="Else", effect=None, now=later)
    assert (row.line, row.what) == ("empathy", "Else")


def test_only_the_giver_changes_it_or_takes_it_back_and_another_workspace_sees_nothing(session: Session):
    row = give(session)

    for actor in (ANA, Actor("T2", "U-LEA")):
        with pytest.raises(Refused, match="can't find"):
            shoutouts.undo(session, actor, row.id, NOW)
    with pytest.raises(Refused, match="can't find"):
        shoutouts.leave(session, PLACE, Actor(HERE, "U-BEN"), row.id, NOW)


def test_undo_without_a_button_means_the_latest_of_a_day(session: Session):
    first = give(session)
    shoutouts.undo(session, LEA, None, NOW + timedelta(hours=23))
    session.flush()

    assert session.get(ShoutOut, first.id) is None
    give(session, origin="form:2")
    with pytest.raises(Refused, match="last 24 hours"):
        shoutouts.undo(session, LEA, None, NOW + timedelta(hours=25))


def test_a_line_nobody_knows_and_a_reach_nobody_knows_are_refused(session: Session):
    meet(session, LEA="Lea", ANA="Ana")
    wanted = Wanted(HERE, "form:1", "U-LEA", ("U-ANA",), "speed", "Was fast.", None, "world")

    assert shoutouts.problems(session, wanted).keys() == {"line", "reach"}


def test_more_people_than_a_post_can_name_are_refused(session: Session):
    meet(session, LEA="Lea")
    many = tuple(f"U-{number}" for number in range(shoutouts.MOST + 1))
    wanted = Wanted(HERE, "form:1", "U-LEA", many, "ownership", "Stayed.", None, "private")

    assert "at most 20" in shoutouts.problems(session, wanted)["who"]


@pytest.mark.parametrize(
    ("wish", "reach", "named_in", "alone"),
    [
        ("public", "public", "C-ALL", False),
        ("public", "team", "C-TEAM", False),
        ("public", "private", None, True),
        ("team", "public", "C-TEAM", False),
        ("team", "team", "C-TEAM", False),
        ("team", "private", None, True),
        ("private", "public", None, True),
        ("private", "team", None, True),
        ("private", "private", None, True),
        ("none", "public", None, False),
        ("none", "team", None, False),
        ("none", "private", None, False),
    ],
)
def test_each_wish_meets_each_reach(session: Session, wish: str, reach: str, named_in: str | None, alone: bool):
    meet(session, ANA="Ana")
    people.prefer(session, PLACE, people.person(session, HERE, "U-ANA"), wish, NOW)  # type: ignore[arg-type]
    give(session, reach=reach)

    letters = list(session.scalars(select(Letter)))
    assert [letter.channel for letter in letters if letter.kind == "shoutout"] == ([named_in] if named_in else [])
    assert [letter.person for letter in letters if letter.kind == "thanks"] == (["U-ANA"] if alone else [])


def test_words_that_somebody_wrote_are_quoted_only_where_they_may_be_named(session: Session):
    meet(session, ANA="Ana", BEN="Ben")
    people.prefer(session, PLACE, people.person(session, HERE, "U-BEN"), "private", NOW)
    give(session, "U-ANA", "U-BEN", quote="I'll call you back myself.", quoted="U-BEN")

    said = {letter.channel or letter.person: letter.facts for letter in session.scalars(select(Letter))}
    assert said["C-ALL"].get("quote") is None
    assert said["U-BEN"]["quote"] == "I'll call you back myself."


def test_a_wish_reaches_what_is_still_on_its_way(session: Session):
    give(session, "U-ANA", "U-BEN", what="Ana and Ben found the courier.")
    people.prefer(session, PLACE, people.person(session, HERE, "U-BEN"), "none", NOW)

    (post,) = session.scalars(select(Letter).where(Letter.kind == "shoutout"))
    assert post.facts["people"] == ["U-ANA"]
    assert post.facts["text"] == "Ana and a colleague found the courier."
    people.prefer(session, PLACE, people.person(session, HERE, "U-ANA"), "none", NOW)
    assert (post.state, post.facts) == ("withdrawn", {})
