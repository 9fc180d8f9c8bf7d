"""A small world for digests, the Home tab and setup: a team of four, its lead, and a clock that can be moved."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.database import Database
from bot.practice import Workspace
from bot.running import Bot, running
from bot.settings import environment
from coaching.workplace import Room, Team, Workplace
from tests.settling import due, settle

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)
STRONG = (
    "Hi Maria, I'm so sorry to hear the cot arrived with a cracked side, that must be really worrying so close to the "
    "birth. I've ordered a new one for you, and I'll call you tomorrow morning to make sure it is on the van."
)
NAMES = ("Ana", "Ben", "Chidi", "Dora")


@dataclass
class TeamAtWork:
    """A running bot and a team that shares replies and thanks each other."""

    slack: Workspace
    database: Database
    bot: Bot
    ids: dict[str, str]
    snippets: str
    room: str
    general: str

    def at(self, moment: datetime) -> None:
        """Move the clock, do the minute's work, and wait until what is due was said."""
        self.settled()
        self.slack.clock.set(moment)
        self.bot.tick()
        self.settled()

    def share(self, name: str, text: str = STRONG) -> str:
        """Somebody shares a reply in the snippets channel."""
        ts = self.slack.say(self.ids[name], self.snippets, text)
        self.settled()
        return ts

    def thank(self, giver: str, names: str, what: str, reach: str = "public", where: str | None = None) -> None:
        """A shout-out, through the form."""
        user = self.ids[giver]
        self.slack.command(user, self.general, "/takefive", "shoutout")
        self.slack.submit(user, {
            "who": [self.ids[name] for name in names.split()], "line": "ownership", "what": what, "reach": reach,
            "place": where or self.room,
        })  # fmt: skip
        assert self.slack.view_errors(user) == {}
        self.settled()

    def prefer(self, name: str, wish: str) -> None:
        """Somebody says how they like kudos."""
        self.slack.command(self.ids[name], self.general, "/takefive", f"kudos {wish}")

    def said(self, channel: str, words: str = "") -> list[dict[str, Any]]:
        """What the bot said in a channel, with these words in it, the oldest first."""
        found = [message for message in reversed(self.slack.history(channel)) if message.get("bot_id")]
        return [message for message in found if words in message["text"]]

    def told(self, name: str, words: str = "") -> list[dict[str, Any]]:
        """What the bot said to somebody alone."""
        return self.said(self.slack.dm(self.ids[name]), words)

    def home(self, name: str) -> dict[str, Any]:
        """Somebody opens the Home tab: what they see."""
        self.slack.open_home(self.ids[name])
        self.settled()
        view = self.slack.home(self.ids[name])
        assert view is not None, self.slack.traffic()
        return view

    def settled(self) -> None:
        """Wait until every event is answered, every snippet read and every letter that is due has come to an end."""
        settle(self.slack, lambda: due(self.database, self.slack.clock.now()))


@contextmanager
def team_at_work(database: Database, **more: Any) -> Iterator[TeamAtWork]:
    """Support: Ana, Ben, Chidi and Dora, led by Lea; Tomas is a Slack admin. `more` are fields of the workplace."""
    with Workspace() as slack:
        slack.clock.set(FRIDAY - timedelta(days=2))
        ids = {name: slack.person(name, tz="UTC") for name in (*NAMES, "Lea")}
        ids["Tomas"] = slack.person("Tomas", tz="UTC", admin=True)
        everyone = [*ids.values()]
        snippets, room, general = (slack.channel(name, everyone) for name in ("snippets", "team-support", "general"))
        team = Team("Support", tuple(ids[name] for name in NAMES), (ids["Lea"],))
        rooms = (Room(snippets, "snippets"), Room(room, "team", team="Support"))
        usual = {"teams": (team,), "rooms": {one.channel: one for one in rooms}}
        url = database.url.render_as_string(hide_password=False)
        settings = environment({**slack.environment(), "DATABASE_URL": url})
        with running(settings, Workplace(**{**usual, **more}), clock=slack.clock.now) as bot:
            slack.deliver_to(bot.address, slack.clock.time)
            yield TeamAtWork(slack, database, bot, ids, snippets, room, general)
            assert slack.mistakes() == []
