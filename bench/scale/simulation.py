"""A discrete-event simulation of the bot's processes on a machine with so many cores.

A process of Python does one thing at a time (it holds the interpreter), PostgreSQL does one for each core, and whatever
computes needs a core. Times are drawn around their measured means from a seed. Nothing else is modelled, which is the
point: where it agrees with what was measured, the cost of the processor explains the figure.
"""

import heapq
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

SPREAD = 4.0  # shape of the gamma distribution of a piece of work: standard deviation is half of the mean
Then = Callable[[], None]


@dataclass
class Machine:
    """Cores and a clock. `speed`: the part of each core that nobody else has."""

    cores: int
    speed: float
    chance: random.Random
    now: float = 0.0
    _free: int = field(init=False)
    _ready: deque[tuple[float, Then]] = field(default_factory=deque)
    _coming: list[tuple[float, int, Then]] = field(default_factory=list)
    _number: int = 0

    def __post_init__(self) -> None:
        self._free = self.cores

    def after(self, seconds: float, then: Then) -> None:
        """Something happens later; waiting takes no core."""
        self._number += 1
        heapq.heappush(self._coming, (self.now + seconds, self._number, then))

    def compute(self, mean: float, then: Then) -> None:
        """Something is computed as soon as a core is free."""
        seconds = self.chance.gammavariate(SPREAD, mean / SPREAD) / self.speed if mean else 0.0
        self._ready.append((seconds, then))
        self._start()

    def run(self, until: float) -> None:
        """Let time pass."""
        while self._coming and self._coming[0][0] <= until:
            self.now, _, then = heapq.heappop(self._coming)
            then()
        self.now = until

    def _start(self) -> None:
        while self._free and self._ready:
            seconds, then = self._ready.popleft()
            self._free -= 1
            self.after(seconds, lambda then=then: self._done(then))  # type: ignore[misc]

    def _done(self, then: Then) -> None:
        self._free += 1
        then()
        self._start()


@dataclass
class Process:
    """One process: what it is given is computed in turn."""

    machine: Machine
    _waiting: deque[tuple[float, Then]] = field(default_factory=deque)
    _busy: bool = False

    def do(self, mean: float, then: Then) -> None:
        """One more piece of work."""
        self._waiting.append((mean, then))
        self._next()

    def _next(self) -> None:
        if self._waiting and not self._busy:
            self._busy = True
            mean, then = self._waiting.popleft()
            self.machine.compute(mean, lambda: self._done(then))

    def _done(self, then: Then) -> None:
        self._busy = False
        then()
        self._next()


@dataclass(frozen=True, slots=True)
class Took:
    """A second's worth of results, and within how many milliseconds half and 99 of 100 of them came."""

    rate: float
    p50: float
    p99: float


def taking(
    web: float, server: float, sending: float, *, processes: int, senders: int, cores: int, speed: float,
    beside: float = 0.0, seconds: float = 5.0, seed: int = 1,
) -> Took:  # fmt: skip
    """So many senders, each sending its next event when the last was answered. Costs are milliseconds an event.

    `beside`: of what the same process does meanwhile, one thing at a time (reading, delivering). It waits for a core
    and not for the interpreter, which is kinder than the truth.
    """
    machine = Machine(cores, speed, random.Random(seed))
    sender, webs, other = Process(machine), [Process(machine) for _ in range(processes)], Process(machine)
    waits: list[float] = []

    def send(number: int) -> None:
        begun = machine.now
        sender.do(sending / 1_000, lambda: take(number, begun))

    def take(number: int, begun: float) -> None:
        webs[number % processes].do(web / 1_000, lambda: commit(number, begun))

    def commit(number: int, begun: float) -> None:
        machine.compute(server / 1_000, lambda: answered(number, begun)) if server else answered(number, begun)

    def answered(number: int, begun: float) -> None:
        waits.append(machine.now - begun)
        if beside:
            other.do(beside / 1_000, lambda: None)
        send(number)

    for number in range(senders):
        send(number)
    machine.run(seconds)
    waits.sort()
    return Took(len(waits) / seconds, *(1_000 * waits[int(part * (len(waits) - 1))] for part in (0.5, 0.99)))


def delivering(
    work: float, server: float, slack: float, *, calls: float, errand: float, workers: int, cores: int, speed: float,
    threads: int, poll: float, call: float = 0.02, seconds: float = 10.0, seed: int = 1,
) -> float:  # fmt: skip
    """Letters a second. `errand`: letters in one; each worker looks for errands every `poll` seconds and holds at most
    `threads` of them. Costs are milliseconds a letter; `slack`: of the stand-in, 0 for the real one."""
    machine = Machine(cores, speed, random.Random(seed))
    stand_in, said = Process(machine), [0]

    def look(worker: Process, held: list[int]) -> None:
        for _ in range(threads - held[0]):
            held[0] += 1
            letter(worker, held, errand)
        machine.after(poll, lambda: look(worker, held))

    def letter(worker: Process, held: list[int], left: float) -> None:
        if left < 1 and machine.chance.random() >= left:
            held[0] -= 1
            return
        worker.do(work / 1_000, lambda: machine.compute(server / 1_000, lambda: say(worker, held, left)))

    def say(worker: Process, held: list[int], left: float) -> None:
        stand_in.do(slack / 1_000, lambda: machine.after(call * calls, lambda: done(worker, held, left)))

    def done(worker: Process, held: list[int], left: float) -> None:
        said[0] += 1
        letter(worker, held, left - 1)

    for _ in range(workers):
        look(Process(machine), [0])
    machine.run(seconds)
    return said[0] / seconds
