"""People who use the bot, and try again as people do when it does not answer."""

import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.practice import Workspace
from tests.killing.history import Done

NAMES = ("Ana", "Ben", "Chidi", "Dora", "Emil", "Fay", "Gus", "Hana", "Ines", "Jo", "Kim", "Lev")
STRONG = "I'm so sorry crate {} came broken, that must be upsetting. I've sent a new one and I'll call you tomorrow."
WEAK = "Customer: I called three times about crate {}!\nAgent: You should have read the terms. That's not my job."
THANKS = "Carried crate {} up to the fourth floor for a customer with a broken arm"
ANSWER = "The lift still does not work, and crate {} went up the stairs"
MARK = re.compile(r"crate (\d+)")


@dataclass
class People:
    """Twelve colleagues in one channel. `done`: what they did; `shared`: who and mark of a snippet's timestamp."""

    slack: Workspace
    chance: random.Random
    ids: list[str]
    room: str
    done: list[Done] = field(default_factory=list)
    shared: dict[str, tuple[str, int]] = field(default_factory=dict)
    _marks: int = 0
    _busy: dict[str, threading.Thread] = field(default_factory=dict)

    def act(self) -> None:
        """Somebody shares a snippet; somebody else, who is free, gives a shout-out or answers the check-in."""
        self._share()
        free = [person for person in self.ids if not self._is_busy(person)]
        if free:
            self._in_its_own_time(self.chance.choice((self._thank, self._answer)), self.chance.choice(free))

    def _share(self) -> None:
        mark, person = self._mark(), self.chance.choice(self.ids)
        words = self.chance.choice((STRONG, STRONG, WEAK)).format(mark)
        self.shared[self.slack.say(person, self.room, words)] = (person, mark)

    def _thank(self, person: str, mark: int) -> None:
        other = next(one for one in self.ids if one != person)
        form = {"who": [other], "line": "ownership", "what": THANKS.format(mark), "reach": "public", "place": self.room}
        self.done.append(Done("shout-out", person, mark, self._fill_in(person, "shoutout", form)))

    def _answer(self, person: str, mark: int) -> None:
        form = {"mood": "4", "team": ANSWER.format(mark)}
        self.done.append(Done("answer", person, mark, self._fill_in(person, "checkin", form)))

    def _fill_in(self, person: str, word: str, form: dict[str, Any]) -> bool:
        """Open a form and send it, again and again as people do, until the bot says yes; whether it did."""
        self._put_away(person)
        for _ in range(40):
            if self.slack.view(person) is None:
                self.slack.command(person, self.room, "/takefive", word)
            if self.slack.view(person) is not None:
                self.slack.submit(person, form)
                if not self.slack.view_errors(person):
                    self._put_away(person)
                    return True
            time.sleep(0.1)
        return False

    def _put_away(self, person: str) -> None:
        with self.slack.world.changed:
            self.slack.world.people[person].views = []

    def _in_its_own_time(self, what: Callable[[str, int], None], person: str) -> None:
        self._busy[person] = threading.Thread(target=what, args=(person, self._mark()), daemon=True)
        self._busy[person].start()

    def _is_busy(self, person: str) -> bool:
        return person in self._busy and self._busy[person].is_alive()

    def _mark(self) -> int:
        self._marks += 1
        return self._marks

    def all_have_answered(self) -> None:
        """Wait for everybody, and let those answer the check-in who have not."""
        for thread in self._busy.values():
            thread.join(30)
        answered = {one.person for one in self.done if one.what == "answer" and one.acknowledged}
        for person in self.ids:
            if person not in answered:
                self._answer(person, self._mark())


def mark_in(words: str) -> int | None:
    """The mark that some words carry."""
    found = MARK.search(words)
    return int(found[1]) if found else None
