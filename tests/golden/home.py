"""The Home tab and the setup in each of their states."""

from typing import Any

from coaching.home import Home, TeamView, TipGiven, Today
from coaching.recognition.praise import Entry
from coaching.setup import as_said, differences
from coaching.workplace import Room, Team, Workplace
from handlers.views import Reader, home, setup
from tests.golden.given import AT, ID, States, Words


def _workplace(words: Words) -> Workplace:
    team = Team(words("Support"), ("U1", "U2"), ("U3",))
    rooms = (Room("C1", "snippets"), Room("C2", "team", team=team.name))
    return Workplace("UTC", (team,), {room.channel: room for room in rooms}, admins=frozenset(["U3"]))


def tab_states(reader: Reader, words: Words) -> States:
    """The Home tab, for whom and when."""
    entry = Entry(AT, "shout-out", "U3", ("ownership",), words("You rang back."), None, (words("On my way."),), 0)
    usual: dict[str, Any] = {
        "today": Today("share"), "praise": [entry], "tips": [TipGiven(AT, words("Name the day."), None)],
        "wish": "public", "tips_wish": "all", "paused": False, "weekly": True, "teams": [],
        "held": frozenset(["member"]), "leaving": False,
        "kept": {"snippets": 4, "opinions": 1, "given": 2, "received": 30},
    }  # fmt: skip
    told = setup.in_words(_workplace(words))

    def tab(changed: bool = False, setup: list[str] | None = None, **more: Any) -> dict[str, Any]:
        return home.home(reader, Home(**{**usual, **more}), setup=told if setup is None else setup, changed=changed)

    nothing = {"snippets": 0, "opinions": 0, "given": 0, "received": 0}
    yield "new-member", tab(praise=[], tips=[], kept=nothing)
    for what in ("share", "thank", "set_up"):
        yield f"today-{what.replace('_', '-')}", tab(today=Today(what))
    for what in ("sign", "tip"):
        yield f"today-{what}", tab(today=Today(what, ID, words("Kudos for taking this on.")))
    for wish in ("team", "private", "none"):
        yield f"kudos-{wish}", tab(wish=wish)
    for wish in ("snooze", "none"):
        yield f"tips-{wish}", tab(tips_wish=wish)
    yield "tips-judged", tab(tips=[TipGiven(AT, words("Name it."), True), TipGiven(AT, words("Ask."), False)])
    yield "paused", tab(paused=True)
    yield "no-weekly-letter", tab(weekly=False)
    seen = TeamView(words("Support"), (6, 4, 2, 3), ["ownership"], ["U1"])
    yield "being-deleted", tab(leaving=True)
    yield "lead", tab(teams=[seen], held=frozenset(["member", "lead"]))
    quiet = TeamView(words("Support"), None, [], [])
    yield "lead-quiet-team", tab(teams=[quiet], held=frozenset(["member", "lead"]))
    for role in ("coach", "care_lead", "admin"):
        yield f"role-{role.replace('_', '-')}", tab(held=frozenset(["member", role]))
    yield "admin-with-changes", tab(changed=True, held=frozenset(["member", "admin"]))
    yield "deleted", home.home(reader, Home(**{**usual, "kept": nothing}), setup=told, changed=False, deleted=1_204)
    yield "not-set-up", tab(setup=[])
    yield "members-only", home.members_only()
    yield "export", home.export([words('{"text": "I\'ll ring you."}')] * 3)
    yield "export-nothing", home.export([])


def setup_states(reader: Reader, words: Words) -> States:
    """The forms of the setup, and what is shown of it."""
    full = _workplace(words)
    yield "basics-first-run", setup.basics(as_said(Workplace()), "sealed")
    yield "basics", setup.basics(as_said(full), "sealed")
    yield "teams-none-yet", setup.teams(as_said(Workplace()), [], "sealed")
    yield "teams", setup.teams({**as_said(full), "team": [{"name": "Support"}]}, ["@support-agents"], "sealed")
    lines_of = [line for line, _ in differences(Workplace(), full)]
    tried: dict[str, Any] = {"lines": lines_of}
    sizes = {words("Support"): 2}
    rooms_of = [["C1", "snippets"], ["C2", "team"]]
    yield "trial", setup.trial(reader, **tried, sizes=sizes, uninvited=[], rooms=rooms_of)
    yield "trial-uninvited", setup.trial(reader, **tried, sizes=sizes, uninvited=["C2"], rooms=rooms_of)
    yield "trial-nothing-changes", setup.trial(reader, lines=[], sizes={}, uninvited=[], rooms=[])
    small = [(words("Support"), 2, 5)]
    yield (
        "trial-too-small-to-check-in",
        setup.trial(reader, **tried, sizes=sizes, uninvited=[], rooms=rooms_of, small=small),
    )
    yield "log", setup.log([(lines_of[-1], "U3", AT)])
    yield "log-empty", setup.log([])
    yield "state", setup.state(full)
    yield "state-for-admins", setup.state(full, reader=reader)
    yield "state-nothing-set-up", setup.state(Workplace())
