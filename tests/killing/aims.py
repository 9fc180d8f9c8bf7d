"""When to kill, and where a kill has hit: told from what the stand-in saw and what the database says, not guessed."""

import random
import re
import time
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select, text

from bot.database import Database
from bot.practice import Workspace
from bot.practice.world import Call
from coaching.records.outbox import Letter
from coaching.records.snippets import Arrival

# Steps in which a kill can hit, from the one that matters most: a kill that hits two counts as the first.
DURING_CALL = "during the slow call to Slack"
IN_PUBLIC = "during a slow call that says something in a channel"  # to wish for; it counts as DURING_CALL
STARTING = "while starting"
ANSWERED = "Slack has answered, not yet written down"
LOOKING = "while looking whether it arrived"
CLAIMED = "claimed, not yet called"
REQUEST = "while taking a request"
ASKING = "while asking Slack something else"
UNREAD = "acknowledged, the snippet is not read yet"
DUE = "acknowledged, the letter waits"
REST = "with nothing in hand"
STEPS = (DURING_CALL, STARTING, ANSWERED, LOOKING, CLAIMED, REQUEST, ASKING, UNREAD, DUE, REST)

WISHES = {DURING_CALL: 13, REQUEST: 4, ANSWERED: 3, LOOKING: 3, STARTING: 1, UNREAD: 3, DUE: 2, REST: 1}
LOOKS = ("conversations.history", "conversations.replies")
LATEST = 300  # calls and requests that are looked through; what is under way is among them

# Which process holds the lock of a worker: each connects under the name it was started with (PGAPPNAME).
OWNER = text("""
    SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'advisory' AND l.classid = 70516 AND l.objid = (hashtext(:owner)::bigint & 4294967295)::oid
""")


@dataclass(frozen=True, slots=True)
class Sight:
    """What the stand-in sees at one moment: calls and requests that it has begun and not finished."""

    posts: tuple[Call, ...]
    looks: int
    others: int
    requests: int

    def shows(self, step: str) -> bool:
        """Whether the bot can be hit in this step just now, as far as the stand-in can see."""
        in_public = any(str(call.arguments.get("channel", "D"))[0] != "D" for call in self.posts)
        seen = {
            DURING_CALL: bool(self.posts),
            LOOKING: self.looks > 0,
            REQUEST: self.requests > 0,
            IN_PUBLIC: in_public,
        }
        return seen.get(step, True)


def sight(slack: Workspace) -> Sight:
    """Look; whoever calls this holds `slack.world.changed`."""
    under_way = [call for call in slack.world.calls[-LATEST:] if not call.done]
    asked = [made for made in slack.world.deliveries.made[-LATEST:] if not made.done]
    posts = tuple(call for call in under_way if call.method == "chat.postMessage")
    looks = sum(call.method in LOOKS for call in under_way)
    return Sight(posts, looks, len(under_way) - len(posts) - looks, len(asked))


def wait_for(slack: Workspace, step: str, chance: random.Random, slow: float) -> None:
    """Wait until the moment has come, not for ever, and then for a part of the step."""
    before = Counter(_ends(slack))
    due = time.monotonic() + (6.0 if step in (DURING_CALL, IN_PUBLIC) else 2.0)

    def has_come() -> bool:
        if step in (ANSWERED, UNREAD, DUE):
            return _ends(slack)[step] > before[step]
        return step == REST or sight(slack).shows(step)

    with slack.world.changed:
        while not has_come() and time.monotonic() < due:
            slack.world.changed.wait(0.004)
    longest = {DURING_CALL: 0.8 * slow, IN_PUBLIC: 0.8 * slow, REST: 0.5, DUE: 0.02, UNREAD: 0.004, REQUEST: 0.01}.get(
        step, 0.004
    )
    time.sleep(chance.random() * longest)


def _ends(slack: Workspace) -> dict[str, int]:
    """How many posts were answered by Slack, and how many requests by the bot."""
    posts = sum(call.method == "chat.postMessage" and call.done for call in slack.world.calls)
    taken = sum(made.accepted for made in slack.world.deliveries.made)
    return {ANSWERED: posts, UNREAD: taken, DUE: taken}


def letter_of(call: Call) -> str | None:
    """The letter that a post says it is."""
    found = re.search(r"'letter': '(\w+)'", str(call.arguments.get("metadata")))
    return found[1] if found else None


def holder(database: Database, letter: str | None) -> str | None:
    """The process that has a letter in hand, by the name it was started with (on PostgreSQL)."""
    with database.sessions() as session:
        owner = session.scalar(select(Letter.owner).where(Letter.id == letter))
        return session.execute(OWNER, {"owner": owner}).scalar() if owner else None


def lock_of(database: Database, name: str) -> int | None:
    """`hashtext` of the name under which a worker keeps its letters, from the lock that it holds."""
    own = text(
        "SELECT l.objid::bigint FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
        " WHERE l.locktype = 'advisory' AND l.classid = 70516 AND a.application_name = :name"
    )
    with database.sessions() as session:
        found = session.execute(own, {"name": name}).scalar()
    return None if found is None else found - 2**32 if found >= 2**31 else found


def in_hand(database: Database, lock: int | None) -> set[str]:
    """Letters that a process had claimed; on SQLite, where there is one process, all that are claimed."""
    query = select(Letter.id).where(Letter.state == "sending", Letter.owner.is_not(None))
    if not database.is_sqlite:
        query = query.where(func.hashtext(Letter.owner) == lock)
    with database.sessions() as session:
        return set(session.scalars(query))


def hit(seen: Sight, slack: Workspace, database: Database, lock: int | None, since: float, answers: bool) -> str:
    """Where a kill has hit. `seen`: at that moment; `since`: when its process started; `answers`: it took requests."""
    held = in_hand(database, lock)
    delivers = database.is_sqlite or not answers
    if delivers and held & {letter_of(call) for call in seen.posts}:
        return DURING_CALL
    if held and seen.looks:
        return LOOKING
    if held:
        with slack.world.changed:
            ended = {letter_of(call) for call in slack.world.calls[-LATEST:] if call.done and call.at >= since}
        return ANSWERED if held & ended else CLAIMED
    if answers and seen.requests:
        return REQUEST
    if seen.others and delivers:
        return ASKING
    if not delivers:
        return REST
    with database.sessions() as session:
        if session.scalar(select(Arrival.origin).limit(1)):
            return UNREAD
        return DUE if session.scalar(select(Letter.id).where(Letter.state == "due").limit(1)) else REST
