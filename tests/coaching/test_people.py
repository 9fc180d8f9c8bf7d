"""People: how somebody stands, how they like to be praised, and what they may do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.database import Database
from coaching import outbox, people
from coaching.people import WHO_MAY, Actor, Refused
from coaching.records.outbox import Letter
from coaching.records.people import Person
from coaching.records.snippets import Review
from coaching.workplace import Workplace
from tests.conftest import ON_BOTH, wait_for_a_lock

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PROFILE = {"workspace": "T1", "name": "Ana", "bot": False, "guest": False, "left": False, "zone": "Europe/Lisbon"}


@ON_BOTH
def test_a_workspace_and_a_person_are_made_on_first_sight_and_kept(database: Database):
    with database.sessions.begin() as session:
        people.person(session, "T1", "U1").name = "Ana"
        key = people.workspace(session, "T1").seal_key
    with database.sessions.begin() as session:
        assert people.person(session, "T1", "U1").name == "Ana"
        assert people.person(session, "T2", "U1").name is None
        assert people.workspace(session, "T1").seal_key == key
        assert people.workspace(session, "T2").seal_key != key
    assert len(key) == 32


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_first_sights_at_once_are_one_person(database: Database):
    def second() -> str | None:
        with database.sessions.begin() as session:
            return people.person(session, "T1", "U1").name

    with ThreadPoolExecutor(1) as pool, database.sessions() as session:
        people.person(session, "T1", "U1").name = "Ana"
        session.flush()
        met = pool.submit(second)
        wait_for_a_lock(database)
        session.commit()
        assert met.result() == "Ana"


@pytest.mark.parametrize(
    ("facts", "standing"),
    [({}, "member"), ({"guest": True}, "guest"), ({"bot": True}, "bot"), ({"left": True}, "left"),
     ({"workspace": "T2"}, "outsider"), ({"workspace": None}, "member"), ({"left": True, "guest": True}, "left"),
     ({"workspace": "T2", "guest": True}, "outsider")],
)  # fmt: skip
def test_a_profile_says_how_somebody_stands(facts: dict, standing: str):
    row = Person(workspace="T1", id="U1")
    people.meet(row, {**PROFILE, **facts}, NOW)

    assert people.standing(row, NOW) == standing
    assert row.name == "Ana"


def test_a_standing_is_looked_up_again_after_a_day():
    row = Person(workspace="T1", id="U1")
    assert people.standing(row, NOW) is None
    people.meet(row, PROFILE, NOW)
    assert people.standing(row, NOW + timedelta(hours=23)) == "member"
    assert people.standing(row, NOW + timedelta(hours=24)) is None


def test_a_choice_of_ones_own_goes_before_the_settings(database: Database):
    declined = Workplace(declined=frozenset({"U1"}))
    with database.sessions.begin() as session:
        row = people.person(session, "T1", "U1")
        assert people.preference(row, Workplace()) == "public"
        assert people.preference(row, declined) == "private"
        people.prefer(session, declined, row, "public", NOW)
        assert people.preference(row, declined) == "public"
        assert row.asked_at == NOW


def test_who_declined_in_the_settings_is_hidden_before_anybody_met_them_but_not_from_themselves(database: Database):
    declined = Workplace(declined=frozenset({"U1"}))
    with database.sessions.begin() as session:
        assert people.hidden(session, "T1", declined, "C1") == {"U1": ""}
        assert people.hidden(session, "T1", declined, "U1") == {}
        people.person(session, "T1", "U1").name = "Ana"
        assert people.hidden(session, "T1", declined, "C1") == {"U1": "Ana"}
        people.person(session, "T1", "U1").kudos = "public"
        assert people.hidden(session, "T1", declined, "C1") == {}


def test_a_digest_that_may_stand_already_is_kept_when_somebody_changes_their_mind(database: Database):
    """What is not written anew would be said twice, and a change that is lost would leave standing what was taken
    back."""
    with database.sessions.begin() as session:
        row = people.person(session, "T1", "U1")
        posted = {
            key: outbox.post(
                session, workspace="T1", key=key, kind="digest", facts={"said": []}, now=NOW, channel="C1",
                amends="ab" * 8 if key == "change" else None,
            )
            for key in ("unsaid", "doubtful", "change")
        }  # fmt: skip
        posted["doubtful"].sending_since = NOW
        session.flush()

        people.prefer(session, Workplace(), row, "none", NOW)

        assert sorted(session.scalars(select(Letter.key))) == ["change", "doubtful"]


def review(workspace: str = "T1", author: str | None = "UAUTHOR", sharer: str = "USHARER") -> Review:
    return Review(id="ab" * 8, workspace=workspace, author=author, sharer=sharer)


@pytest.mark.parametrize("action", WHO_MAY)
def test_whoever_shared_a_snippet_may_do_everything_with_it(action: str):
    assert people.authorise(Actor("T1", "USHARER"), action, review())


@pytest.mark.parametrize("action", WHO_MAY)
def test_whoever_wrote_it_may_only_do_what_the_table_says(action: str):
    allowed = "author" in WHO_MAY[action]
    if allowed:
        assert people.authorise(Actor("T1", "UAUTHOR"), action, review())
    else:
        with pytest.raises(Refused):
            people.authorise(Actor("T1", "UAUTHOR"), action, review())


@pytest.mark.parametrize("action", WHO_MAY)
@pytest.mark.parametrize(
    ("actor", "object"),
    [(Actor("T1", "USTRANGER"), review()), (Actor("T2", "USHARER"), review()), (Actor("T1", "USHARER"), None),
     (Actor("T1", ""), review(author=None)), (Actor("T1", "None"), review(author=None))],
)  # fmt: skip
def test_anybody_else_is_told_the_same_as_if_it_were_not_there(action: str, actor: Actor, object: Review | None):
    with pytest.raises(Refused, match="I can't find that snippet any more"):
        people.authorise(actor, action, object)


def test_nobody_but_the_sharer_may_share_what_is_private():
    assert all(WHO_MAY[action] == ("sharer",) for action in ("share", "edit", "keep"))


def test_the_guard_notices_an_authorise_that_lets_everybody(monkeypatch):
    monkeypatch.setattr(people, "authorise", lambda actor, action, review: review)
    with pytest.raises(pytest.fail.Exception):
        test_anybody_else_is_told_the_same_as_if_it_were_not_there("share", Actor("T1", "USTRANGER"), review())
