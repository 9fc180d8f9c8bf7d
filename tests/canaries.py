"""Scenarios with marked words in everything that people and settings bring in, and a search of all that was written.

Where a word may stand is decided here: nothing of it in a log or in what is printed; secrets, answers and personal data
nowhere at all; the words of a snippet only in the database's own tables, where the masked text is kept, and not in the
engine's.
"""

import logging
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, inspect, select

from bot.database import Database
from bot.practice import CannotActError
from coaching.records import Record
from tests.scenarios.circle import FRIDAY, CheckIns, check_ins
from tests.scenarios.team import TeamAtWork, team_at_work

SNIPPET, ANSWER = "quincewort", "lanternfig"
MAIL = "canary.finch@harbour-lights.example"
CARD = "4111 1111 1111 1111"
REPLY = (
    f"I'm so sorry the {SNIPPET} came broken, that must be upsetting. I've sent a new one and I'll call you tomorrow. "
    f"My mail is {MAIL} and the card was {CARD}."
)
WEAK = f"Customer: I wrote from {MAIL} about the {SNIPPET} three times!\nAgent: That's not my job, read the terms."


@dataclass
class Written:
    """All that was written in a scenario: the log, what was printed, the database's tables and files."""

    log: Path
    engine: str = ""
    files: bytes = b""
    secrets: list[str] = field(default_factory=list)

    def found(self) -> list[str]:
        """Every canary that stands where it must not."""
        log = self.log.read_text("utf-8", "replace")
        log += self.log.with_suffix(".printed").read_text("utf-8", "replace")
        files = self.files.decode("utf-8", "replace")
        nowhere = {"e-mail": MAIL, "card": CARD, "answer": ANSWER}
        nowhere |= {f"secret {number}": secret for number, secret in enumerate(self.secrets)}
        found = [f"{name} in a log" for name, word in {**nowhere, "snippet": SNIPPET}.items() if word in log]
        found += [f"{name} in the database" for name, word in nowhere.items() if word in files]
        return found + (["snippet in the engine's tables"] if SNIPPET in self.engine else [])


@contextmanager
def everything_logged(file: Path) -> Iterator[None]:
    """All that any logger lets through, at DEBUG, in a file; and all that is printed past the loggers."""
    handler, root = logging.FileHandler(file, encoding="utf-8"), logging.getLogger()
    level, kept = root.level, [os.dup(number) for number in (1, 2)]
    alone = [one for one in map(logging.getLogger, logging.root.manager.loggerDict) if not one.propagate]
    for logger in (root, *alone):
        logger.addHandler(handler)
    root.setLevel(logging.DEBUG)
    with file.with_suffix(".printed").open("ab") as printed:
        for number in (1, 2):
            os.dup2(printed.fileno(), number)
    try:
        yield
    finally:
        for number, copy in zip((1, 2), kept, strict=True):
            os.dup2(copy, number)
            os.close(copy)
        root.setLevel(level)
        for logger in (root, *alone):
            logger.removeHandler(handler)
        handler.close()


def scenario(database: Database, folder: Path, seed: int, steps: int = 6) -> Written:
    """A few things that people do, chosen by the seed, and all that was written meanwhile. The check-in every third."""
    chance, written = random.Random(seed), Written(folder / f"log-{seed}")
    with everything_logged(written.log):
        if seed % 3 == 0:
            with check_ins(database, folder / f"elsewhere-{seed}", comments=True) as circle:
                written.secrets = _secrets(circle.slack)
                _check_in(circle, chance)
        else:
            with team_at_work(database) as team:
                written.secrets = _secrets(team.slack)
                for _ in range(steps):
                    chance.choice(ACTIONS)(team, chance)
                team.settled()
    written.engine = _engine_rows(database)
    written.files = _files(database)
    return written


def _secrets(slack: Any) -> list[str]:
    return [slack.bot_token, slack.app_token, slack.signing_secret]


def _share(team: TeamAtWork, chance: random.Random) -> None:
    team.share(chance.choice(("Ana", "Ben")), chance.choice((REPLY, WEAK)))


def _edit(team: TeamAtWork, chance: random.Random) -> None:
    ts = team.share("Ana", REPLY)
    team.slack.edit(team.ids["Ana"], team.snippets, ts, chance.choice((WEAK, REPLY.replace("sorry", "very sorry"))))
    team.settled()


def _delete(team: TeamAtWork, chance: random.Random) -> None:
    ts = team.share("Ben", chance.choice((REPLY, WEAK)))
    team.slack.delete(team.ids["Ben"], team.snippets, ts)
    team.settled()


def _ask_alone(team: TeamAtWork, chance: random.Random) -> None:
    user = team.ids[chance.choice(("Ana", "Lea"))]
    team.slack.say(user, team.slack.dm(user), chance.choice((REPLY, WEAK, f"{SNIPPET} {MAIL}")))
    team.settled()


def _ask_by_shortcut(team: TeamAtWork, chance: random.Random) -> None:
    ts = team.slack.say(team.ids["Ana"], team.general, REPLY)
    team.slack.message_shortcut(team.ids["Lea"], team.general, ts, "review_reply")
    team.settled()


def _type(team: TeamAtWork, chance: random.Random) -> None:
    word = chance.choice(("help", "about", "kudos", "me", "praise", "rehearse", "nonsense", "shoutout", "snippet"))
    team.slack.command(team.ids["Chidi"], team.general, "/takefive", f"{word} {REPLY}")
    team.settled()


def _thank(team: TeamAtWork, chance: random.Random) -> None:
    reach = chance.choice(("public", "private"))
    team.thank("Dora", "Ana", f"Carried the {SNIPPET} upstairs for a customer who wrote from {MAIL}", reach=reach)


def _go_home(team: TeamAtWork, chance: random.Random) -> None:
    team.home(chance.choice(("Ana", "Lea", "Tomas")))


def _press_anything(team: TeamAtWork, chance: random.Random) -> None:
    """Press a button of something that the bot has told somebody."""
    name = chance.choice(("Ana", "Ben", "Lea", "Dora"))
    for message in team.told(name)[-1:]:
        buttons = [one["action_id"] for block in message.get("blocks", []) for one in block.get("elements", [])
                   if one.get("type") == "button"]  # fmt: skip
        for button in buttons[:1]:
            try:
                team.slack.click(team.ids[name], team.slack.dm(team.ids[name]), message["ts"], button)
            except CannotActError:
                return
    team.settled()


ACTIONS: tuple[Callable[[TeamAtWork, random.Random], None], ...] = (
    _share, _share, _edit, _delete, _ask_alone, _ask_by_shortcut, _type, _thank, _go_home, _press_anything,
)  # fmt: skip


def _check_in(circle: CheckIns, chance: random.Random) -> None:
    circle.at(FRIDAY + timedelta(seconds=1))
    for person in circle.team[: chance.choice((2, 5, 6))]:
        circle.answer(person, mood=chance.choice("12345"), team=f"the {ANSWER} is late, {MAIL}")
    if chance.random() < 0.5:
        circle.at(FRIDAY + timedelta(days=4, minutes=1))


def _engine_rows(database: Database) -> str:
    """Every row of every table that is not ours."""
    schemas = [None] if database.is_sqlite else ["dbos"]
    rows = []
    for schema in schemas:
        names = set(inspect(database.engine).get_table_names(schema)) - set(Record.metadata.tables)
        tables = MetaData(schema=schema)
        tables.reflect(database.engine, only=sorted(names))
        with database.engine.connect() as connection:
            rows += [str(tuple(row)) for table in tables.tables.values() for row in connection.execute(select(table))]
    return "\n".join(rows)


def _files(database: Database) -> bytes:
    """Every byte of a SQLite database and its log, or every row of ours on PostgreSQL."""
    if database.is_sqlite:
        file = Path(str(database.url.database))
        return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*") if part.is_file())
    with database.engine.connect() as connection:
        rows = [str(tuple(row)) for table in Record.metadata.sorted_tables for row in connection.execute(select(table))]
    return "\n".join(rows).encode()
