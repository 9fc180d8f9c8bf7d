"""Differencing audit: can anybody derive a figure about fewer than k people from everything that is published?

Random organisations with overlapping, nested and changing groups. The auditor works in another way than the code: it
takes the null space of the published sums and looks for up to 4 people (k = 5) whose columns there depend on each
other. Times are of the processor.

    python -m bench.differencing [organisations] [seed]
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Mapping
from itertools import combinations

from coaching.care.disclosure import publishable

K = 5
PRIME = (1 << 61) - 1
Groups = dict[str, set[str]]


def organisation(dice: random.Random) -> Groups:
    """Who is in which group: teams of 4 to 14, people in more than one, departments over teams, places across them."""
    people = [f"p{number}" for number in range(dice.randint(20, 120))]
    groups: Groups = {}
    for number, team in enumerate(_cut(dice, people, 4, 14)):
        guests = dice.sample(people, dice.randint(0, 3)) if dice.random() < 0.5 else []
        groups[f"team {number}"] = {*team, *guests}
    teams = list(groups)
    for number in range(dice.randint(1, 4)):
        chosen = dice.sample(teams, dice.randint(1, min(3, len(teams))))
        groups[f"department {number}"] = set().union(*(groups[name] for name in chosen))
    for number, place in enumerate(_cut(dice, dice.sample(people, len(people)), 8, 40)):
        groups[f"place {number}"] = set(place)
    changed = dice.choice(teams)  # the same team, named anew after some came and went
    groups["changed"] = set(dice.sample(sorted(groups[changed]), max(1, len(groups[changed]) - dice.randint(0, 3))))
    return groups


def answered(groups: Groups, dice: random.Random) -> Groups:
    """The same groups with those alone who answered."""
    rate = dice.uniform(0.6, 0.95)
    everyone = sorted(set().union(*groups.values()))
    there = {person for person in everyone if dice.random() < rate}
    return {name: people & there for name, people in groups.items()}


def derivable(published: Mapping[str, set[str]], k: int = K) -> bool:
    """Whether some non-zero combination of the published sums rests on fewer than `k` people; k is at most 5."""
    member = Counter(
        tuple(person in people for people in published.values()) for person in set().union(*published.values(), set())
    )
    atoms, sizes = [[int(bit) for bit in atom] for atom in member], list(member.values())
    columns = _null_columns([list(row) for row in zip(*atoms, strict=True)])
    light = [at for at in range(len(sizes)) if sizes[at] < k]
    return _dependent([columns[at] for at in light], [sizes[at] for at in light], k - 1)


def audit(organisations: int, seed: int) -> dict[str, float]:
    """Figures over so many organisations: leaks, the share of groups kept, and milliseconds."""
    dice = random.Random(seed)
    leaks = kept = possible = naive = 0
    slowest = total = 0.0
    for _ in range(organisations):
        groups = answered(organisation(dice), dice)
        began = time.thread_time()
        names = publishable(groups, K)
        took = time.thread_time() - began
        slowest, total = max(slowest, took), total + took
        large = {name: people for name, people in groups.items() if len(people) >= K}
        leaks += derivable({name: groups[name] for name in names})
        naive += derivable(large) if _ % 20 == 0 else 0
        kept, possible = kept + len(names), possible + len(large)
    return {
        "leaks": leaks, "kept": kept / possible, "groups": possible, "mean_ms": 1000 * total / organisations,
        "slowest_ms": 1000 * slowest, "naive": naive / max(1, -(-organisations // 20)),
    }  # fmt: skip


def _cut(dice: random.Random, people: list[str], least: int, most: int) -> list[list[str]]:
    parts, at = [], 0
    while at < len(people):
        size = dice.randint(least, most)
        parts.append(people[at : at + size])
        at += size
    return parts


def _null_columns(rows: list[list[int]]) -> list[list[int]]:
    """For each column of the matrix its column in a basis of the null space, cut down to 4 random directions."""
    width, pivots = len(rows[0]) if rows else 0, _echelon(rows)
    free = [at for at in range(width) if at not in pivots]
    dice, columns = random.Random(width), [[0] * 4 for _ in range(width)]
    for direction in range(4):  # a random vector of the null space: free columns at random, pivots follow
        value = {at: dice.randrange(1, PRIME) for at in free}
        value |= {pivot: -sum(row[at] * value[at] for at in free) % PRIME for pivot, row in pivots.items()}
        for at in range(width):
            columns[at][direction] = value[at]
    return columns


def _echelon(rows: list[list[int]]) -> dict[int, list[int]]:
    """The rows reduced: each with its own leading column, which is 0 in all others."""
    pivots: dict[int, list[int]] = {}
    for row in rows:
        for pivot, kept in pivots.items():
            row = _minus(row, row[pivot], kept)
        lead = next((at for at, value in enumerate(row) if value), None)
        if lead is not None:
            inverse = pow(row[lead], -1, PRIME)
            row = [value * inverse % PRIME for value in row]
            pivots = {pivot: _minus(kept, kept[lead], row) for pivot, kept in pivots.items()} | {lead: row}
    return pivots


def _minus(row: list[int], factor: int, other: list[int]) -> list[int]:
    return [(a - factor * b) % PRIME for a, b in zip(row, other, strict=True)] if factor else row


def _dependent(columns: list[list[int]], sizes: list[int], most: int) -> bool:
    """Whether up to four columns of at most `most` people together depend on each other (by their minors)."""
    pairs = {
        (a, b): _minors(columns[a], columns[b])
        for a, b in combinations(range(len(columns)), 2)
        if sizes[a] + sizes[b] <= most
    }
    alone = any(size <= most and not any(column) for column, size in zip(columns, sizes, strict=True))
    parallel = any(not any(minors) for minors in pairs.values())
    return alone or parallel or _three(columns, sizes, most) or _four(pairs, sizes, most)


def _three(columns: list[list[int]], sizes: list[int], most: int) -> bool:
    chosen = combinations(range(len(columns)), 3) if most > 2 else ()
    return any(
        sizes[a] + sizes[b] + sizes[c] <= most and _flat(columns[a], columns[b], columns[c]) for a, b, c in chosen
    )


def _four(pairs: dict[tuple[int, int], list[int]], sizes: list[int], most: int) -> bool:
    """A 4x4 determinant is a sum of products of 2x2 minors (Laplace)."""
    single = sorted({at for pair in pairs for at in pair if sizes[at] == 1}) if most > 3 else []
    for a, b, c, d in combinations(single, 4):
        p, v = pairs[a, b], pairs[c, d]
        if (p[0] * v[5] - p[1] * v[4] + p[2] * v[3] + p[3] * v[2] - p[4] * v[1] + p[5] * v[0]) % PRIME == 0:
            return True
    return False


def _minors(a: list[int], b: list[int]) -> list[int]:
    return [(a[i] * b[j] - a[j] * b[i]) % PRIME for i, j in combinations(range(4), 2)]


def _flat(a: list[int], b: list[int], c: list[int]) -> bool:
    """Whether three columns lie in a plane: all their 3x3 minors are zero."""
    return all(
        (a[i] * (b[j] * c[k] - b[k] * c[j]) - a[j] * (b[i] * c[k] - b[k] * c[i]) + a[k] * (b[i] * c[j] - b[j] * c[i]))
        % PRIME == 0
        for i, j, k in combinations(range(4), 3)
    )  # fmt: skip


if __name__ == "__main__":
    count, start = (int(word) for word in (sys.argv[1:] + ["10000", "1"][len(sys.argv) - 1 :])[:2])
    figures = audit(count, start)
    print(
        f"{count} organisations (seed {start}): {figures['leaks']} with a derivable combination under {K}; "
        f"{figures['kept']:.1%} of {figures['groups']:.0f} groups of {K} or more kept; "
        f"{figures['mean_ms']:.1f} ms an organisation, slowest {figures['slowest_ms']:.0f} ms. "
        f"A size threshold alone leaves {figures['naive']:.0%} open (every 20th organisation audited)."
    )
