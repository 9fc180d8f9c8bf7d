"""Linkage: can anybody tell, after the close, what somebody answered, or who answered?

    python -m bench.linkage [rounds]

40 people, 20 rounds, on SQLite and PostgreSQL, with the attackers of tests/scenarios/attackers.py, who get a few rounds
with every test run. It fails when one of them does better than chance and three sigma of the attack as a whole.
"""

import sys
import tempfile
import time
from pathlib import Path

from bench.growth import two_databases
from tests.scenarios.attackers import ATTACKERS, PEOPLE, beyond_luck, chance, scores
from tests.scenarios.test_check_in_linkage import logged


def attack(rounds: int, *, postgresql: bool) -> bool:
    """Let every attacker loose on so many rounds and print how right each was; whether all stayed within chance."""
    began = time.perf_counter()
    with (
        two_databases(postgresql) as (database, _),
        tempfile.TemporaryDirectory() as folder,
        logged(database, Path(folder)) as world,
    ):
        evidence = [world.round() for _ in range(rounds)]
    what_limit, who_limit = chance(rounds)
    found = {attacker.__name__: scores(evidence, attacker) for attacker in ATTACKERS}
    name = "PostgreSQL" if postgresql else "SQLite"
    print(f"{name}: {len(PEOPLE)} people, {rounds} rounds, in {time.perf_counter() - began:.0f} s")
    print(f"  {'at most chance and three sigma':32} what {what_limit:.3f}  who {who_limit:.3f}")
    for attacker, (what, who) in found.items():
        print(f"  {attacker:32} what {what:.3f}  who {who:.3f}")
    return not beyond_luck(evidence)


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    sys.exit(not all([attack(many, postgresql=False), attack(many, postgresql=True)]))
