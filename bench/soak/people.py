"""Two dozen colleagues who use everything the bot has, one act after the other, drawn from a seed."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from bot.practice import CannotActError, Workspace

PEOPLE, ROOMS, RECENT = 24, 6, 40
COMMANDS = ("help", "about", "me", "praise", "kudos", "tips", "digest", "team", "snippet", "rehearse", "nonsense")
SIGNS = ("green_heart", "hammer_and_wrench", "compass", "ear", "seedling", "eyes")
STRONG = (
    "I'm so sorry crate {} came broken, that must be upsetting. I've sent a new one and I'll call you tomorrow.",
    "Customer: Crate {} is late again!\nAgent: You have every right to be annoyed. I'll find out where it is by noon.",
)
WEAK = (
    "Customer: I called three times about crate {}!\nAgent: You should have read the terms. That's not my job.",
    "Customer: Where is crate {}?\nAgent: No idea. Somebody will be in touch, probably.",
)


class Office:
    """The people of a practice workspace. `done` counts what they did."""

    def __init__(self, slack: Workspace, seed: int) -> None:
        self.slack, self.chance, self.done = slack, random.Random(seed), Counter[str]()
        self.ids = [slack.person(f"Colleague {number}") for number in range(PEOPLE)]
        self.rooms = [slack.channel(f"snippets-{number}", self.ids) for number in range(ROOMS)]
        self.team_room = slack.channel("team", self.ids)
        self._said: list[tuple[str, str, str]] = []  # who, where, when: the latest snippets
        self._number = 0
        self._acts: dict[Callable[[str], object], int] = {
            self.share: 40, self.command: 14, self.home: 10, self.press: 9, self.thank: 7, self.check_in: 6,
            self.tell: 5, self.edit: 4, self.delete: 2, self.react: 3,
        }  # fmt: skip

    def settings(self) -> str:
        """The bot's takefive.toml for this office."""
        people = ", ".join(f'"{id}"' for id in self.ids)
        rooms = "".join(f'[[channel]]\nid = "{id}"\npart = "snippets"\nteam = "All"\n' for id in self.rooms)
        return (
            f'[[team]]\nname = "All"\nmembers = [{people}]\nleads = ["{self.ids[0]}"]\n'
            'checkin = { weekday = "friday", time = "15:00", comments = true }\n'
            f'{rooms}[[channel]]\nid = "{self.team_room}"\npart = "team"\nteam = "All"\n'
        )

    def act(self) -> None:
        """Somebody does something."""
        what = self.chance.choices(list(self._acts), list(self._acts.values()))[0]
        with suppress(CannotActError, KeyError):  # what was to be pressed is gone, or nobody asked for it
            what(self.chance.choice(self.ids))
            self.done[what.__name__] += 1

    def share(self, person: str) -> None:
        """A snippet in a channel."""
        room = self.chance.choice(self.rooms)
        self._said = [*self._said[-RECENT:], (person, room, self.slack.say(person, room, self._words()))]

    def tell(self, person: str) -> None:
        """A snippet told to the bot alone."""
        self.slack.say(person, self.slack.dm(person), self._words())

    def edit(self, person: str) -> None:
        """Somebody edits a late snippet."""
        author, room, ts = self.chance.choice(self._said or [("", "", "")])
        self.slack.edit(author, room, ts, self._words())

    def delete(self, person: str) -> None:
        """Somebody takes a late snippet away."""
        author, room, ts = self._said.pop() if self._said else ("", "", "")
        self.slack.delete(author, room, ts)

    def react(self, person: str) -> None:
        """A sign under a late snippet."""
        _, room, ts = self.chance.choice(self._said or [("", "", "")])
        self.slack.react(person, room, ts, self.chance.choice(SIGNS))

    def command(self, person: str) -> None:
        """One of the sub-words."""
        self.slack.command(person, self.team_room, "/takefive", self.chance.choice(COMMANDS))
        self._put_away(person)

    def home(self, person: str) -> None:
        """The Home tab is opened."""
        self.slack.open_home(person)

    def press(self, person: str) -> None:
        """Some button under the latest private message."""
        message = self.slack.history(self.slack.dm(person))[0:1]
        names = [name for each in message for name in _buttons(each)]
        if names:
            self.slack.click(person, self.slack.dm(person), message[0]["ts"], self.chance.choice(names))
            self._put_away(person)

    def thank(self, person: str) -> None:
        """A shout-out by form."""
        other = self.chance.choice([one for one in self.ids if one != person])
        what = f"Carried crate {self._next()} up to the fourth floor for a customer with a broken arm"
        form = {"who": [other], "line": "ownership", "what": what, "reach": "public", "place": self.team_room}
        self._fill_in(person, "shoutout", form)

    def check_in(self, person: str) -> None:
        """An answer to the check-in, if one is open."""
        self._fill_in(person, "checkin", {"mood": "4", "team": f"The lift does not work: {self._next()} crates waited"})

    def _fill_in(self, person: str, word: str, form: dict[str, Any]) -> None:
        self.slack.command(person, self.team_room, "/takefive", word)
        self.slack.submit(person, form)
        self._put_away(person)

    def _put_away(self, person: str) -> None:
        with self.slack.world.changed:
            self.slack.world.people[person].views = []

    def _words(self) -> str:
        return self.chance.choice((*STRONG, *WEAK)).format(self._next())

    def _next(self) -> int:
        self._number += 1
        return self._number


def _buttons(message: dict[str, Any]) -> list[str]:
    return [
        element["action_id"]
        for block in message.get("blocks") or []
        for element in [*block.get("elements", []), block.get("accessory") or {}]
        if element.get("type") == "button" and not element.get("url")
    ]
