"""Settings: whoever writes them is told everything that is wrong at once, in words."""

from pathlib import Path

import pytest

from bot import settings
from bot.settings import SettingsError
from coaching.workplace import Periods, Room, Workplace

WHOLE = """
zone = "Europe/Lisbon"
kudos = "drafts"
declined = ["U0BEN"]

[[team]]
name = "North"
members = ["U0ANA", "@north-agents"]
leads = ["U0LEA"]

[[team]]
name = "South"
zone = "Asia/Tokyo"

[[channel]]
id = "C0SHARE"
part = "snippets"
kudos = "thread"

[[channel]]
id = "C0NORTH"
part = "team"
team = "North"
"""
BROKEN = """
zone = "Europe/Lisboa"
kudos = "loud"
declined = ["Ben"]
colour = "blue"

[[team]]
members = ["somebody else"]
leads = "U0LEA"
zone = 5

[[channel]]
id = "#snippets"
part = "lobby"
kudos = true
team = "West"
size = 3
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "takefive.toml"


def loaded(file: Path, words: str) -> Workplace:
    file.write_text(words, "utf-8")
    return settings.load(file)


def refusal(file: Path, words: str) -> str:
    with pytest.raises(SettingsError) as refused:
        loaded(file, words)
    return str(refused.value)


def test_a_whole_file_becomes_a_workplace(file):
    workplace = loaded(file, WHOLE)

    north, south = workplace.teams
    assert (north.zone, south.zone) == ("Europe/Lisbon", "Asia/Tokyo")
    assert north.members == ("U0ANA", "@north-agents")
    assert workplace.rooms["C0SHARE"] == Room("C0SHARE", "snippets", "thread")
    assert workplace.rooms["C0NORTH"] == Room("C0NORTH", "team", "drafts", "North")
    assert workplace.declined == {"U0BEN"}


def test_without_a_file_there_is_an_empty_workplace(file):
    assert settings.load(file) == Workplace()


def test_the_example_is_fine_with_every_line_in_use(file):
    example = Path(settings.__file__).parents[1] / "takefive.example.toml"
    lines = [line.removeprefix("# ") if " = " in line or line.startswith("# [") else line
             for line in example.read_text("utf-8").splitlines()]  # fmt: skip

    workplace = loaded(file, "\n".join(lines))

    assert (workplace.periods.leavers, workplace.pictures) == (30, False)
    assert workplace.care.circle("Support")


def test_how_long_things_are_kept_can_be_said_and_a_mistake_in_it_is_named(file):
    assert loaded(file, "[retention]\nsnippets = 90").periods == Periods(snippets=90)
    assert "retention: I don't know snippet" in refusal(file, "[retention]\nsnippet = 90")
    assert "retention: letters must be a whole number of days from 35" in refusal(file, "[retention]\nletters = 1")


def test_pictures_can_be_left_out(file):
    assert loaded(file, "pictures = false") == Workplace(pictures=False)


def test_every_problem_is_named_at_once(file):
    words = refusal(file, BROKEN)

    for place in (
        "colour", "'Europe/Lisboa' is no time zone", 'kudos: must be "thread" or "drafts", not \'loud\'', "declined:",
        "team 1 has no name", "team 1: members", "team 1: leads", "team 1: zone: 5", "channel 1: id must be",
        'channel 1: part must be "snippets" or "team"', "channel 1: kudos", "no team named 'West'", "I don't know size",
    ):  # fmt: skip
        assert place in words
    assert words.count("\n  - ") == 13


@pytest.mark.parametrize(
    "words",
    ["team = 5", "channel = ['C1']", "[team]\nname = 'North'", "declined = 'U1'", "declined = [5]", "zone = []",
     "[[channel]]", "[[team]]\nname = []", "[[channel]]\nid='C1'\npart=[]\nteam=[]", "tips_a_week = 'many'",
     "zone = '../UTC'", "pictures = 'no'"],
)  # fmt: skip
def test_values_of_the_wrong_type_are_named_and_never_a_traceback(file, words: str):
    assert "takefive.toml needs a change:\n  - " in refusal(file, words)


def test_a_file_that_is_no_toml_is_refused_with_the_place(file):
    assert "line 1" in refusal(file, "zone = = 5")
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="cannot be read"):
        settings.load(file)


def test_a_folder_in_the_files_place_is_refused_in_words(file):
    file.mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        settings.load(file)


def test_the_environment_has_defaults_for_everything_but_slacks_secrets():
    found = settings.environment({})

    assert found.database_url == "sqlite:///takefive.db"
    assert found.api_url == "https://slack.com/api/"
    assert (found.bot_token, found.app_token, found.signing_secret) == ("", "", "")


def test_the_api_address_ends_with_exactly_one_slash():
    for given in ("http://127.0.0.1:1/api", "http://127.0.0.1:1/api/", "http://127.0.0.1:1/api//"):
        assert settings.environment({"SLACK_API_URL": given}).api_url == "http://127.0.0.1:1/api/"


def test_missing_settings_are_named_in_one_error():
    with pytest.raises(SettingsError) as refused:
        settings.environment({}).require("bot_token", "app_token", "signing_secret")

    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        assert name in str(refused.value)


def test_secrets_never_show_in_what_is_printed_about_the_environment():
    given = {"SLACK_BOT_TOKEN": "secret-a", "SLACK_SIGNING_SECRET": "secret-b", "SLACK_APP_TOKEN": "secret-c"}
    found = settings.environment({**given, "DATABASE_URL": "postgresql://bot:secret-d@localhost/takefive"})

    assert "secret" not in repr(found)


def test_settings_are_described_in_words(file):
    shown = settings.describe(loaded(file, WHOLE))

    assert "Zone: Europe/Lisbon" in shown
    assert "Team North (Europe/Lisbon): 1 members and whoever is in @north-agents, 1 leads" in shown
    assert "Channel C0SHARE: snippets, kudos in the thread" in shown
    assert "Channel C0NORTH: team of North" in shown
    assert "Declined kudos in public: U0BEN" in shown


def test_an_empty_workplace_is_described_too():
    assert "No channels: I read shortcuts, commands and direct messages." in settings.describe(Workplace())


TWICE = """
[[team]]
name = "North"
members = ["U0ANA"]
[[team]]
name = "North"
members = ["U0BEN"]
[[channel]]
id = "C0SHARE"
part = "snippets"
[[channel]]
id = "C0SHARE"
part = "team"
"""


def test_a_name_or_id_that_stands_twice_is_named(file):
    words = refusal(file, TWICE)

    assert "team: 2 have the name 'North'; each needs its own" in words
    assert "channel: 2 have the id 'C0SHARE'; each needs its own" in words


def test_what_is_wrong_with_a_check_in_is_named_beside_the_rest(file):
    words = refusal(file, '[[team]]\nname = "North"\nmembers = 5\ncheckin = {k = 2}')

    assert "team 1: members" in words
    assert "team 1: checkin: k must be" in words


@pytest.mark.parametrize(
    "words",
    ["group = 5", "[[group]]\nname='A'\nteams=[[], 5]\ncheckin={}", "[care]\ncountries = 5", "[care]\ncontacts = 5",
     "[care]\ncountries = [[]]", "[[team]]\nname='A'\ncheckin={talk_to = 5}",
     "[[team]]\nname=[]\n[[group]]\nname='A'\ncheckin=5"],
)  # fmt: skip
def test_check_ins_of_the_wrong_type_are_named_and_never_a_traceback(file, words: str):
    assert "takefive.toml needs a change:\n  - " in refusal(file, words)


def test_a_team_of_nobody_is_a_hint_and_no_mistake(file):
    file.write_text(WHOLE, "utf-8")

    told = settings.checked(file)

    assert "takefive.toml is fine.\n  hint: team 'South' has no members and no leads" in told
    assert "'North'" not in told


@pytest.mark.parametrize("number", ["abc", "-1", "65536", "3000.5"])
def test_a_port_that_is_none_is_told_with_its_name(number: str):
    with pytest.raises(SettingsError, match=f"PORT={number} is no port"):
        settings.port(None, {"PORT": number})


def test_the_port_is_the_one_asked_for_or_the_environments_or_3000():
    assert (settings.port(80, {"PORT": "1"}), settings.port(None, {"PORT": "1"}), settings.port(None, {})) == (
        80,
        1,
        3000,
    )
