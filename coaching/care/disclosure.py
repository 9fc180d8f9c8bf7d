"""What may be published about groups of people: which groups. How coarsely is in `coaching.care.figures`.

A size threshold alone fails: two groups of eight that share seven people give one person away by subtraction. So a
group is published only if no non-zero combination of all published sums rests on fewer than k people.
"""

from collections import Counter
from collections.abc import Collection, Mapping

MOST_CELLS = 300_000  # numbers looked at for one organisation, about 20 ms; what would take longer is held back
MOST_GROUPS = 200  # of more groups that hang together, the largest are held back
PRIMES = tuple((1 << power) - 1 for power in (127, 521, 1279, 4423, 9941))  # Mersenne primes

Row = list[int]  # one number an atom: people who are in exactly the same groups count as one


def publishable(groups: Mapping[str, Collection[str]], k: int = 5) -> set[str]:
    """The groups whose sums may be published together; `groups` maps a name to opaque ids of those who answered.

    Smallest groups first, which keeps most of them. Each is kept unless some combination of its sum and the sums
    kept before (any factors) would rest on fewer than `k` people. The check is exact; where it takes too long, the
    group is held back. Raises ValueError for a `k` under 1.
    """
    if k < 1:
        raise ValueError(f"at least one person must stand behind a figure: k is {k}")
    members = {name: set(people) for name, people in groups.items()}
    large = {name: people for name, people in members.items() if len(people) >= k}
    published: set[str] = set()
    cells, waiting = float(MOST_CELLS), len(large)
    for neighbours in sorted(_neighbourhoods(large), key=len):
        work = _Work(cells * len(neighbours) / waiting)
        published |= _together({name: large[name] for name in neighbours}, k, work)
        cells, waiting = cells - work.done, waiting - len(neighbours)
    return published


def _together(members: dict[str, set[str]], k: int, work: "_Work") -> set[str]:
    """What may be published of groups that share people; groups that share nobody say nothing about each other."""
    names = sorted(members, key=lambda name: (len(members[name]), name))[:MOST_GROUPS]
    atoms, sizes = _atoms([members[name] for name in names])
    prime = _prime(len(names))
    work.each = 1 + prime.bit_length() // 500
    kept, published = _Published(sizes, k, prime, work), set()
    for number, name in enumerate(names):
        if kept.take([int(number in atom) for atom in atoms]):
            published.add(name)
        if work.is_done():
            break
    return published


def _neighbourhoods(members: Mapping[str, set[str]]) -> list[list[str]]:
    """The groups, with those together that share people, or share them with a group in between (union-find)."""
    above = {name: name for name in members}
    first: dict[str, str] = {}

    def top(name: str) -> str:
        while above[name] != name:
            above[name] = name = above[above[name]]
        return name

    for name, people in members.items():
        for other in {first.setdefault(person, name) for person in people} - {name}:
            above[top(other)] = top(name)
    found: dict[str, list[str]] = {}
    for name in members:
        found.setdefault(top(name), []).append(name)
    return list(found.values())


def _atoms(groups: list[set[str]]) -> tuple[list[set[int]], list[int]]:
    """People sorted by which groups they are in: each distinct set of groups, and how many people have it."""
    member_of: dict[str, set[int]] = {}
    for number, people in enumerate(groups):
        for person in people:
            member_of.setdefault(person, set()).add(number)
    counted = Counter(frozenset(numbers) for numbers in member_of.values())
    return [set(atom) for atom in counted], list(counted.values())


def _prime(groups: int) -> int:
    """A prime larger than any minor of a 0/1 matrix with so many rows, so that ranks modulo it are ranks over Q.

    Hadamard: such a minor is at most (n+1)^((n+1)/2) / 2^n.
    """
    bound = int((groups + 1) ** ((groups + 2) // 2)) >> groups
    return next(prime for prime in PRIMES if prime > bound)


class _TooLong(Exception):
    """A group takes longer to check than it may."""


class _Work:
    """How many numbers may still be looked at; `each` counts for more modulo a large prime."""

    def __init__(self, cells: float) -> None:
        self.done, self.each = 0.0, 1
        self._left, self._least = cells, 0.0

    def spend(self, cells: int) -> None:
        """Look at so many. Raises _TooLong."""
        self._left -= cells * self.each
        self.done += cells * self.each
        if self._left < self._least:
            raise _TooLong

    def begin_search(self) -> None:
        """One group may take half of what is left, so that others have their turn."""
        self._least = self._left / 2

    def end_search(self) -> None:
        """All that is left is for all again."""
        self._least = 0.0

    def is_done(self) -> bool:
        """Whether nothing more can be checked."""
        return self._left <= 0


class _Published:
    """The sums published so far, as a reduced basis: each of its rows has a column where the others have 0."""

    def __init__(self, sizes: list[int], k: int, prime: int, work: _Work) -> None:
        self._sizes, self._k, self._prime, self._work = sizes, k, prime, work
        self._basis: dict[int, Row] = {}
        self._columns: dict[int, set[int]] = {}  # of each row, those that are not 0

    def take(self, row: Row) -> bool:
        """Publish this sum too, unless it lets somebody derive something about fewer than k people."""
        try:
            return self._take(row)
        except _TooLong:
            return False

    def _take(self, row: Row) -> bool:
        self._work.spend(len(row))
        rest = self._reduce(row, self._basis)
        if not any(rest):
            return True  # it follows from what is published already
        if self._search(rest):
            return False
        pivot = next(column for column, value in enumerate(rest) if value)
        rest = self._scaled(rest, pivot)
        touched = {own: self._reduce(kept, {pivot: rest}) for own, kept in self._basis.items() if kept[pivot]}
        for own, row in {**touched, pivot: rest}.items():
            self._basis[own], self._columns[own] = row, {at for at, value in enumerate(row) if value}
        return True

    def _search(self, rest: Row) -> bool:
        rows, columns = self._near(rest)
        near = [[row[at] for at in columns] for row in (rest, *rows)]
        sizes = [self._sizes[at] for at in columns]
        self._work.begin_search()
        try:
            return _Search(sizes, self._k, self._prime, self._work).finds(near[0], near[1:])
        finally:
            self._work.end_search()

    def _near(self, rest: Row) -> tuple[list[Row], list[int]]:
        """The rows that share people with this one, or with one in between, and the columns of all of them.

        Any other row would only add people to what a combination rests on.
        """
        columns = {at for at, value in enumerate(rest) if value}
        far, near = list(self._basis.items()), []
        grown = True
        while grown:
            self._work.spend(len(far))
            touching = [pivot for pivot, _ in far if not columns.isdisjoint(self._columns[pivot])]
            near += [row for pivot, row in far if pivot in touching]
            far = [(pivot, row) for pivot, row in far if pivot not in touching]
            grown = bool(touching)
            columns.update(*(self._columns[pivot] for pivot in touching))
        return near, sorted(columns)

    def _reduce(self, row: Row, basis: dict[int, Row]) -> Row:
        for pivot, kept in basis.items():
            if row[pivot]:
                self._work.spend(len(row))
                row = _minus(row, row[pivot], kept, self._prime)
        return row

    def _scaled(self, row: Row, pivot: int) -> Row:
        factor = pow(row[pivot], -1, self._prime)
        return [value * factor % self._prime for value in row]


class _Search:
    """Looks for a vector of `start` + span(`basis`) that rests on fewer than k people.

    Columns are settled one by one: a column is either made zero (which uses up one basis row) or counted as not
    zero (which uses up as many of the k - 1 people as it has). Atoms of k or more people can only be made zero.
    """

    def __init__(self, sizes: list[int], k: int, prime: int, work: _Work) -> None:
        self._sizes, self._k, self._prime, self._work = sizes, k, prime, work

    def finds(self, start: Row, basis: list[Row]) -> bool:
        """Whether there is one. Raises _TooLong."""
        return self._from(start, basis, frozenset(), self._k - 1)

    def _from(self, start: Row, basis: list[Row], loose: frozenset[int], left: int) -> bool:
        self._work.spend((len(basis) + 1) * len(start))
        moving = {column for row in basis for column, value in enumerate(row) if value}
        fixed = sum(self._sizes[at] for at, value in enumerate(start) if value and at not in moving and at not in loose)
        if fixed > left:
            return False
        open_columns = [at for at in moving if at not in loose]
        if not open_columns:
            return True
        return self._settle(self._next(start, open_columns), start, basis, loose, left, moving)

    def _next(self, start: Row, columns: list[int]) -> int:
        """Heavy atoms first, then those that are not zero now: they settle most."""
        return max(columns, key=lambda at: (min(self._sizes[at], self._k), start[at] != 0, -at))

    def _settle(
        self, at: int, start: Row, basis: list[Row], loose: frozenset[int], left: int, moving: set[int]
    ) -> bool:
        if self._from(*self._zeroed(at, start, basis), loose, left):
            return True
        size = self._sizes[at]
        return size <= left and self._from(start, basis, loose | {at}, left - size)

    def _zeroed(self, at: int, start: Row, basis: list[Row]) -> tuple[Row, list[Row]]:
        pivot = next(row for row in basis if row[at])
        inverse = pow(pivot[at], -1, self._prime)
        rest = [_clear(row, pivot, at, inverse, self._prime) for row in basis if row is not pivot]
        return _clear(start, pivot, at, inverse, self._prime), rest


def _clear(row: Row, pivot: Row, at: int, inverse: int, prime: int) -> Row:
    return _minus(row, row[at] * inverse % prime, pivot, prime) if row[at] else row


def _minus(row: Row, factor: int, other: Row, prime: int) -> Row:
    return [(value - factor * taken) % prime for value, taken in zip(row, other, strict=True)]
