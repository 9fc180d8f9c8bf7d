"""The processes of the bot: started, killed at a wished-for moment, and started again."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bot.database import Database
from bot.practice import Workspace
from tests.killing import aims
from tests.killing.zygote import Life, Zygote


@dataclass(frozen=True, slots=True)
class Pace:
    """How slow Slack is, and how patient the bot is in turn. All in seconds."""

    slow: float = 0.3  # until Slack answers a post
    late: float = 1.5  # until a post shows
    private: float = 3.0  # stands for delivery.SHOWS_WITHIN
    public: float = 5.0  # stands for delivery.PATIENCE

    def constants(self) -> dict[str, float]:
        """The bot's own waits, shortened; and what people wrote shows in a town of six."""
        return {
            "handlers.delivery.SHOWS_WITHIN": self.private, "handlers.delivery.PATIENCE": self.public,
            "handlers.delivery.BETWEEN_LOOKS": self.late / 2, "handlers.outcomes.WAIT": 0.5, "bot.jobs.POLL": 0.1,
            "coaching.lanes.PACE": 0.1, "coaching.outbox.CALL": 2 * self.slow,
            "bot.jobs.TICK": 1.0, "bot.jobs.EVERY": 0.5, "bot.start.ECHO": 0.5,
            "coaching.care.circles.LEAST_K_COMMENT": 5,
        }  # fmt: skip


@dataclass
class Crew:
    """One process on SQLite, a web and two workers on PostgreSQL; `hits` counts where they were killed."""

    slack: Workspace
    database: Database
    zygote: Zygote
    folder: Path
    pace: Pace
    chance: random.Random
    port: int
    before: str = ""
    hits: Counter[str] = field(default_factory=Counter)
    _lives: dict[str, Life] = field(default_factory=dict)
    _since: dict[str, float] = field(default_factory=dict)
    _locks: dict[str, int | None] = field(default_factory=dict)

    @property
    def commands(self) -> dict[str, list[str]]:
        """What is started, by name."""
        serve = {"web": ["serve", "--port", str(self.port)]}
        return serve if self.database.is_sqlite else {**serve, "one": ["work"], "two": ["work"]}

    def start(self) -> None:
        """Start whatever does not run, and wait until it works."""
        fresh = [self._begin(name) for name in self.commands if name not in self._lives]
        for life in fresh:
            assert "Take Five" in self.zygote.wait(life), self.logs()
            if not self.database.is_sqlite and life.name != "web":
                self._locks[life.name] = aims.lock_of(self.database, life.name)

    def _begin(self, name: str) -> Life:
        url = self.database.url.render_as_string(hide_password=False)
        variables = {
            **self.slack.environment(), "DATABASE_URL": url, "PGAPPNAME": name,
            "TAKEFIVE_KEYS": str(self.folder / "elsewhere" / "keys"),
        }  # fmt: skip
        self._since[name] = self.slack.clock.time()
        life = self.zygote.start(
            name, self.commands[name], self.folder, variables=variables, constants=self.pace.constants(),
            before=(self.before,) if self.before else (),
        )  # fmt: skip
        self._lives[name] = life
        return life

    def kill(self, wish: str) -> None:
        """Kill one process, in the step that is wished for if it comes soon; then start it again."""
        if wish == aims.STARTING:
            self._kill_while_starting()
            return
        name, life, seen = self._strike(wish)
        self.zygote.bury(life)
        since, lock = self._since[name], self._locks.get(name)
        step = aims.hit(seen, self.slack, self.database, lock, since, answers=name == "web")
        self.hits[step] += 1
        self.start()

    def _strike(self, wish: str) -> tuple[str, Life, aims.Sight]:
        """Kill in the step that is wished for; one that was over when its process was found is waited for once more."""
        for tries_left in (2, 1, 0):
            aims.wait_for(self.slack, wish, self.chance, self.pace.slow)
            name = self._victim(wish)
            with self.slack.world.changed:
                seen = aims.sight(self.slack)
                if tries_left and not seen.shows(wish):
                    continue
                life = self._lives.pop(name)
                life.kill()
                return name, life, seen
        raise AssertionError("the last try kills")

    def _kill_while_starting(self) -> None:
        name = self.chance.choice(list(self.commands))
        self._end(name)
        life = self._begin(name)
        time.sleep(self.chance.random() * 0.4)
        del self._lives[name]
        life.kill()
        self.zygote.bury(life)
        self.hits[aims.STARTING] += 1
        self.start()

    def _victim(self, wish: str) -> str:
        names = list(self.commands)
        if wish == aims.REQUEST or len(names) == 1:
            return "web"
        with self.slack.world.changed:
            posts = aims.sight(self.slack).posts
        caller = aims.holder(self.database, aims.letter_of(posts[0])) if posts else None
        return caller if caller in self._lives else self.chance.choice(names[1:] if wish != aims.REST else names)

    def _end(self, name: str) -> None:
        life = self._lives.pop(name)
        life.kill()
        self.zygote.bury(life)

    def close(self) -> None:
        """End everything."""
        for name in list(self._lives):
            self._end(name)

    def logs(self) -> str:
        """What the processes wrote, all their lives together."""
        return "".join(file.read_text("utf-8") for file in sorted(self.folder.glob("*.log")))
