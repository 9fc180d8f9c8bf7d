"""One cell of the tables: what was measured, what it cost whom, and how much of the machine others had."""

from dataclasses import asdict, dataclass
from typing import Any

from bench.acknowledge.senders import Load
from bench.load.places import Cost


@dataclass(frozen=True, slots=True)
class Taking:
    """Acknowledged and committed events. `cpu`: milliseconds of processor an event, of the web processes, of the
    database server and of the senders; `others`: the part of the machine's processor time that others had."""

    what: str
    database: str
    processes: int
    senders: int
    count: int
    rate: float
    p50: float
    p99: float
    most: float
    refused: int
    cpu: tuple[float, float, float]
    others: float

    def line(self) -> str:
        """The cell in one line."""
        web, server, senders = self.cpu
        return (
            f"  {self.what:17}{self.database:11}{self.processes} x {self.senders:3} senders: {self.rate:5.0f} a second,"
            f" p50 {self.p50:5.0f} ms, p99 {self.p99:5.0f}, most {self.most:5.0f}; {self.count} taken, {self.refused} "
            f"refused; CPU ms each: web {web:.2f}, PostgreSQL {server:.2f}, sending {senders:.2f}; others had "
            f"{self.others:.0%}"
        )


@dataclass(frozen=True, slots=True)
class Delivering:
    """Letters that went out, a second; `cpu`: milliseconds a letter of the workers, the database server, the stand-in.
    `calls`: calls to Slack a letter."""

    what: str
    workers: int
    count: int
    rate: float
    calls: float
    cpu: tuple[float, float, float]
    others: float

    def line(self) -> str:
        """The cell in one line."""
        workers, server, slack = self.cpu
        return (
            f"  {self.what:17}{self.workers} workers: {self.rate:5.0f} a second of {self.count}, {self.calls:.2f} calls"
            f" each; CPU ms each: workers {workers:.1f}, PostgreSQL {server:.1f}, stand-in for Slack {slack:.1f}; "
            f"others had {self.others:.0%}"
        )


def taking(what: str, database: str, processes: int, senders: int, load: Load, cost: Cost) -> Taking:
    """A cell from what became of the events and what they cost."""
    count = len(load.waits)
    return Taking(
        what, database, processes, senders, count, round(load.rate, 1), round(load.percentile(0.5), 1),
        round(load.percentile(0.99), 1), round(load.percentile(1), 1), load.refused, cost.each(count),
        round(cost.others, 3),
    )  # fmt: skip


def as_data(cell: Taking | Delivering) -> dict[str, Any]:
    """For the file of measured points."""
    return asdict(cell)
