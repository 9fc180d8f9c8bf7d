"""What so many people need, and what stops them first. Everything here is worked out from costs that were measured.

Slack's limits: https://docs.slack.dev/apis/web-api/rate-limits (for each method and workspace, tier 3 allows 50 calls
a minute, tier 4 100) and https://docs.slack.dev/apis/events-api (30,000 events an hour and workspace).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bench.scale.costs import Cost
from bot.jobs import IN_HAND, POLL, PORTION, PORTIONS
from coaching import retention
from coaching.care.plans import PACE
from handlers import leaving

# What one person does in a week of 40 working hours: assumed, not measured. The busiest hour has three times the mean.
WEEK = {"snippet": 5.0, "Home opened": 3.0, "check-in, asked": 1.0, "check-in, answered": 0.7}
HOURS, PEAK = 40, 3.0
TIERS = {"reactions.add": 50, "conversations.open": 50, "views.publish": 100, "views.open": 100, "users.info": 100}
EVENTS = 30_000 / 3_600  # a second
SWEPT = PORTION * PORTIONS / 60  # finished rows of the engine that are deleted a second


@dataclass(frozen=True, slots=True)
class Need:
    """What one size needs in its busiest hour, and how much of each limit that takes."""

    people: int
    workspace: int
    snippets: float
    cores: float
    errands: float
    kept: float
    asking: float
    limits: dict[str, float]

    @property
    def first(self) -> tuple[str, float]:
        """The limit that is nearest, and how much of it is taken."""
        return max(self.limits.items(), key=lambda each: each[1])

    def line(self) -> str:
        """In one line of a table."""
        name, taken = self.first
        return (
            f"| {self.people:,} | {self.workspace:,} | {self.snippets:.3g} | {self.cores:.2g} | {self.errands:.3g} | "
            f"{self.kept / 1e9:.2g} GB | {self.asking:.3g} min | {name}: {taken:.0%} |"
        )


HEAD = (
    "| people | in the largest workspace | snippets a second | cores of the bot | errands a second | "
    "kept after a year | asking all for a check-in | nearest limit |\n|---|---|---|---|---|---|---|---|"
)


def need(people: int, workspace: int, costs: Mapping[str, Cost]) -> Need:
    """What `people` need, of whom so many share the largest workspace, in the busiest hour of a week."""
    rates = {name: people * times / HOURS / 3_600 * PEAK for name, times in WEEK.items()}
    share = workspace / people
    cores = sum(rate * costs[name].cpu / 1_000 for name, rate in rates.items())
    errands = sum(rate * costs[name].rows.get("workflow_status", 0.0) for name, rate in rates.items())
    calls: dict[str, float] = {}
    for name, rate in rates.items():
        for method, times in costs[name].calls.items():
            calls[method] = calls.get(method, 0.0) + 60 * rate * share * times
    limits = {f"Slack, {method} in a workspace": calls.get(method, 0.0) / most for method, most in TIERS.items()}
    limits["Slack, events of a workspace"] = (rates["snippet"] + rates["Home opened"]) * share / EVENTS
    limits["one process (SQLite)"] = cores
    limits["errands of one worker"] = errands / (IN_HAND / POLL)
    limits["deleting the engine's finished rows"] = errands / PEAK * (HOURS / 168) / SWEPT
    letters = people * sum(times * costs[name].rows.get("letter", 0.0) for name, times in WEEK.items())
    limits["deleting old letters"] = letters / (7 * 24 * 60) / (retention.BATCH * leaving.SWEEPS)
    kept = people * 52 * sum(times * costs[name].size for name, times in WEEK.items())
    return Need(people, workspace, rates["snippet"], cores, errands, kept, workspace / PACE, limits)
