"""The workplace: which channel is for what, and where kudos go that came from no channel."""

from coaching.workplace import Room, Team, Workplace

NORTH = Team("North", members=("U1",), leads=("U2",))
SHARE, DRAFTS = Room("CSHARE", "snippets"), Room("CDRAFTS", "snippets", "drafts")
HOME = Room("CNORTH", "team", team="North")


def of(*rooms: Room) -> Workplace:
    return Workplace(teams=(NORTH,), rooms={room.channel: room for room in rooms})


def test_snippets_are_read_where_they_are_shared_and_nowhere_else():
    workplace = of(SHARE, HOME)
    assert workplace.takes_snippets("CSHARE")
    assert not workplace.takes_snippets("CNORTH")
    assert not workplace.takes_snippets("CELSEWHERE")


def test_a_channel_can_be_for_drafts_only():
    workplace = of(SHARE, DRAFTS)
    assert workplace.drafts_only("CDRAFTS")
    assert not workplace.drafts_only("CSHARE")
    assert not workplace.drafts_only("CELSEWHERE")


def test_kudos_from_no_channel_go_to_the_persons_team_first():
    assert of(SHARE, HOME).place_for("U1") == "CNORTH"
    assert of(SHARE, HOME).place_for("U2") == "CNORTH"


def test_somebody_of_no_team_gets_them_where_snippets_are_shared():
    assert of(HOME, SHARE).place_for("U9") == "CSHARE"


def test_with_no_channel_at_all_they_stay_where_they_are():
    assert of(HOME).place_for("U9") is None
    assert Workplace().place_for("U1") is None
