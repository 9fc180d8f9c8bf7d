"""Setup said in Slack is laid over the file, key by key; what changes is told in words, to whom it is about."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from bot.database import Database
from coaching import outbox, people, roles, setup
from coaching.care import circles, plans
from coaching.people import Actor, Refused
from coaching.workplace import Room, Team, Workplace

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
FILE = Workplace(
    "UTC",
    (Team("Support", ("U1", "@agents"), ("U3",)),),
    {"C1": Room("C1", "snippets"), "C2": Room("C2", "team", team="Support")},
)


def apply(session: Session, **said: object) -> Workplace:
    setup.keep(session, "T1", {**setup.draft(session, "T1", FILE), **said})
    setup.apply(session, FILE, Actor("T1", "U9"), NOW)
    return setup.current(session, "T1", FILE)


def test_what_is_not_said_in_slack_stays_as_the_file_says(database: Database):
    with database.sessions.begin() as session:
        assert setup.current(session, "T1", FILE) == FILE
        assert setup.laid_over(FILE, {}) == FILE
        assert setup.laid_over(FILE, setup.as_said(FILE)).rooms == FILE.rooms


def test_what_is_said_in_slack_stands_instead_of_the_same_key_of_the_file(database: Database):
    with database.sessions.begin() as session:
        now = apply(session, zone="Asia/Tokyo", channel=[{"id": "C9", "part": "snippets", "kudos": "drafts"}])
    assert now.zone == "Asia/Tokyo"
    assert list(now.rooms) == ["C9"]
    assert now.drafts_only("C9")
    assert now.team("Support") is not None


def test_a_team_on_the_clock_of_the_house_follows_it_and_one_with_its_own_does_not(database: Database):
    file = replace(FILE, teams=(*FILE.teams, Team("Night", ("U7",), zone="Asia/Tokyo")))
    now = setup.laid_over(file, {**setup.as_said(file), "zone": "Europe/Lisbon"})

    assert {team.name: team.zone for team in now.teams} == {"Support": "Europe/Lisbon", "Night": "Asia/Tokyo"}


def test_check_ins_ask_the_people_that_a_team_has_now(database: Database):
    support = {"name": "Support", "members": ["U1", "@agents"], "leads": ["U3"], "checkin": {}}
    pair = [{"name": name, "members": [f"U{name}"], "leads": ["U8"]} for name in ("North", "South")]
    group = {"name": "Shops", "teams": ["North", "South"], "leads": ["U9"], "checkin": {}}
    file = replace(FILE, care=plans.read({"team": [support, *pair], "group": [group]}, "UTC"))
    with database.sessions.begin() as session:
        setup.note_groups(session, "T1", {"@agents": ["U1", "U2"]}, NOW)
        of_file = circles.seated(setup.current(session, "T1", file).care.circles)
        said = [{"name": "Support", "members": ["@agents", "U5", "@lost"], "leads": ["U4"]},
                {"name": "South", "members": ["U6"], "leads": ["U7"]}]  # fmt: skip
        setup.keep(session, "T1", {**setup.as_said(file), "team": said})
        setup.apply(session, file, Actor("T1", "U9"), NOW)
        workplace = setup.current(session, "T1", file)
        now = circles.seated(workplace.care.circles)

    assert set(of_file["Support"].teams_of) == {"U1", "U2"}
    assert set(now["Support"].teams_of) == {"U1", "U2", "U5"}
    assert now["Support"].leads == {"U4"}
    assert (set(now["Shops"].teams_of), now["Shops"].leads) == ({"U6"}, {"U7", "U9"})
    assert setup.handles(workplace) == {"@lost"}


def test_a_draft_changes_nothing(database: Database):
    with database.sessions.begin() as session:
        setup.keep(session, "T1", {**setup.as_said(FILE), "zone": "Asia/Tokyo"})
        assert setup.current(session, "T1", FILE).zone == "UTC"
        setup.discard(session, "T1")
        with pytest.raises(Refused, match="nothing to put to work"):
            setup.apply(session, FILE, Actor("T1", "U9"), NOW)


def test_people_stand_where_their_user_group_was(database: Database):
    with database.sessions.begin() as session:
        setup.note_groups(session, "T1", {"@agents": ["U1", "U2"]}, NOW)
        team = setup.current(session, "T1", FILE).team("Support")
        elsewhere = setup.current(session, "T2", FILE).team("Support")
    assert team is not None
    assert elsewhere is not None
    assert team.members == ("U1", "U2")
    assert elsewhere.members == ("U1", "@agents")


def test_a_change_is_read_by_whom_it_is_about_and_by_admins(database: Database):
    with database.sessions.begin() as session:
        teams = [{"name": "Support", "members": ["U1"]}, {"name": "Accounts", "members": ["U5"], "leads": ["U6"]}]
        now = apply(session, team=teams, admins=["U9"])
        read = {user: " ".join(one.words for one in setup.log(session, "T1", now, user)) for user in ("U1", "U6", "U9")}
    assert "Accounts" not in read["U1"]
    assert "Team Support" in read["U1"]
    assert "New. Team Accounts" in read["U6"]
    assert "Admins are <@U9>" in read["U1"]
    assert "Support" in read["U9"]
    assert "Accounts" in read["U9"]


def test_what_is_about_somebody_leaves_other_teams_and_their_rooms_out():
    seen, unseen = setup.about(FILE, "U1"), setup.about(FILE, "U8")
    assert (list(seen.rooms), len(seen.teams)) == (["C1", "C2"], 1)
    assert (list(unseen.rooms), unseen.teams) == (["C1"], ())


def test_a_name_cannot_pass_for_a_reference():
    after = setup.laid_over(FILE, {"team": [{"name": "<@U7>", "members": []}]})
    told = " ".join(words for words, _ in setup.differences(FILE, after))
    assert "<@U7>" not in told


@pytest.mark.parametrize(
    ("user", "action", "slack_admin", "allowed"),
    [
        ("U9", "set_up", False, True), ("U1", "set_up", False, False), ("U1", "set_up", True, False),
        ("U3", "see_team", False, True), ("U9", "see_team", False, False),
    ],
)  # fmt: skip
def test_each_role_may_do_what_is_its_own_and_admin_alone_opens_only_the_setup(
    user: str, action: roles.Action, slack_admin: bool, allowed: bool
):
    place = Workplace("UTC", FILE.teams, admins=frozenset(["U9"]))
    try:
        roles.authorise(place, user, action, slack_admin=slack_admin)
        done = True
    except Refused:
        done = False
    assert done == allowed


def test_while_no_admin_is_named_those_of_slack_set_up():
    roles.authorise(FILE, "U1", "set_up", slack_admin=True)
    with pytest.raises(Refused, match="for admins"):
        roles.authorise(FILE, "U1", "set_up")


def test_all_roles_of_somebody_are_known():
    team = Team("Support", ("U1",), ("U1",), coaches=("U1",), care_leads=("U1",))
    held = roles.of(Workplace("UTC", (team,), admins=frozenset(["U1"])), "U1")
    assert held == {"member", "coach", "lead", "care_lead", "admin"}


def test_a_digest_that_has_not_left_is_written_anew_when_somebody_declines(database: Database):
    with database.sessions.begin() as session:
        row = people.person(session, "T1", "U1")
        outbox.post(
            session, workspace="T1", key="digest:Support:2026-W47", kind="digest", facts={"said": []}, now=NOW,
            channel="C2",
        )  # fmt: skip
        session.flush()
        people.prefer(session, FILE, row, "none", NOW)
        session.flush()
        assert outbox.unsaid(session, "T1", "digest") == []
