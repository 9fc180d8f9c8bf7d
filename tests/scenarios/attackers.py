"""Those who would like to know what somebody answered, or who did: what they have, what they guess, what luck explains.

Names are of this process alone, because tests that run at the same time share PostgreSQL's server and its log.
"""

import math
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import NormalDist

OURS = secrets.token_hex(3).upper()
PEOPLE = [f"U{number:03}{OURS}" for number in range(40)]
ANSWERING = 20
PERSON = re.compile(rf"U\d{{3}}{OURS}")
PLAIN = re.compile(rb'"?mood"?\W{1,4}([1-5])')
Rows = dict[str, set[str]]


@dataclass
class Evidence:
    """What the attackers have about one round: the changes of each commit, and all bytes."""

    commits: list[Rows] = field(default_factory=list)
    log: list[bytes] = field(default_factory=list)  # what each commit added to the write-ahead log
    bytes: bytes = b""
    screen: str = ""
    truth: dict[str, int] = field(default_factory=dict)


@dataclass
class Guess:
    """What an attacker believes: a mood for everybody, and who answered at all."""

    mood: dict[str, int] = field(default_factory=dict)
    who: set[str] = field(default_factory=set)


def same_commit(found: Evidence) -> Guess:
    """A commit that names one person and one number gives both away."""
    guess = Guess()
    for commit in found.commits:
        named, numbers = _persons(commit), _numbers(commit)
        if len(named) == 1:
            guess.who |= named
            if len(numbers) == 1:
                guess.mood[next(iter(named))] = numbers[0]
    return guess


def in_order(found: Evidence) -> Guess:
    """People and numbers, each in the order in which their rows came."""
    persons = [person for commit in found.commits for person in sorted(_persons(commit))]
    numbers = [number for commit in found.commits for number in _numbers(commit)]
    return Guess(dict(zip(persons, numbers, strict=False)), set(persons))


def in_the_bytes(found: Evidence) -> Guess:
    """Whatever stands in clear near a name, in the files, the log of writes, free pages and logs."""
    guess = Guess()
    for place in PLAIN.finditer(found.bytes):
        near = PERSON.findall(found.bytes[max(0, place.start() - 200) : place.end() + 200].decode("latin-1"))
        guess.mood |= dict.fromkeys(near, int(place[1]))
        guess.who |= set(near)
    return guess


def in_each_commits_log(found: Evidence) -> Guess:
    """Who and what stands in the bytes that one commit added to the write-ahead log."""
    guess = Guess()
    for added in found.log:
        named = set(PERSON.findall(added.decode("latin-1")))
        numbers = PLAIN.findall(added)
        if len(named) == 1:
            guess.who |= named
            guess.mood |= {person: int(numbers[0]) for person in named if numbers}
    return guess


def by_rank(found: Evidence) -> Guess:
    """The tags sorted like the people, and numbers out of the boxes' own bytes."""
    boxes = sorted(row for commit in found.commits for row in commit.get("ballot", ()))
    people = sorted(PEOPLE)[:: max(1, len(PEOPLE) // max(1, len(boxes)))][: len(boxes)]
    return Guess({who: len(row) % 5 + 1 for who, row in zip(people, boxes, strict=False)}, set(people))


def off_the_screen(found: Evidence) -> Guess:
    """What the lead sees: the average for everybody, and everybody took part if most did."""
    value = re.search(r'"value": "(\d)', found.screen)
    number = int(value[1]) if value else 3
    return Guess(dict.fromkeys(PEOPLE, number), set(PEOPLE) if "over 75" in found.screen else set())


ATTACKERS: list[Callable[[Evidence], Guess]] = [
    same_commit,
    in_order,
    in_the_bytes,
    in_each_commits_log,
    by_rank,
    off_the_screen,
]


def scores(evidence: list[Evidence], attacker: Callable[[Evidence], Guess]) -> tuple[float, float]:
    """How often an attacker is right about what and about who; without a clue it says 3, and "did not answer"."""
    what = who = 0
    for found in evidence:
        guess = attacker(found)
        what += sum(guess.mood.get(person, 3) == mood for person, mood in found.truth.items())
        who += sum((person in guess.who) == (person in found.truth) for person in PEOPLE)
    return what / (len(evidence) * ANSWERING), who / (len(evidence) * len(PEOPLE))


def _persons(commit: Rows) -> set[str]:
    return {person for rows in commit.values() for row in rows for person in PERSON.findall(row)}


def _numbers(commit: Rows) -> list[int]:
    rows = [row for table, found in commit.items() if table != "ballot" for row in sorted(found)]
    return [int(number) for row in rows for number in re.findall(r"\bmood\W+([1-5])\b", row)]


def chance(rounds: int) -> tuple[float, float]:
    """The most that luck explains, about what and about who, after so many rounds: three sigma above guessing.

    Three sigma of the attack as a whole: every attacker guesses twice, and the best of so many guesses is luckier than
    one. So each may pass its limit only as often as its part of what one guess would have (Bonferroni), by the exact
    binomial tail: with few rounds the normal curve's is too thin.
    """
    often = NormalDist().cdf(-3) / (2 * len(ATTACKERS))
    return _most(rounds * ANSWERING, 0.2, often), _most(rounds * len(PEOPLE), 0.5, often)


def _most(guesses: int, each: float, often: float) -> float:
    """The share of right guesses that luck passes in at most `often` of all cases."""
    right, beyond = guesses, 0.0
    while beyond <= often:
        beyond += math.comb(guesses, right) * each**right * (1 - each) ** (guesses - right)
        right -= 1
    return (right + 1) / guesses


def beyond_luck(evidence: list[Evidence]) -> set[tuple[str, str]]:
    """The attackers that did better than chance, and about what."""
    most = dict(zip(("what", "who"), chance(len(evidence)), strict=True))
    return {
        (attacker.__name__, about)
        for attacker in ATTACKERS
        for about, score in zip(most, scores(evidence, attacker), strict=True)
        if score > most[about]
    }
