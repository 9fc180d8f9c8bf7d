"""Every measurement in turn: `make bench`. One of them alone: `python -m bench.NAME`."""

import subprocess
import sys
from importlib.util import find_spec

PARTS = {
    "reading": "how many replies a second are read, and how well",
    "redaction": "how many texts a second are masked, and how well",
    "practice": "how much the practice workspace takes",
    "differencing": "whether published sums give a few people away, in 10,000 organisations",
    "linkage": "whether anybody can tell who answered what, over 20 rounds of check-ins on both databases",
    "histories": "whether check-ins keep their promises, in random histories with crashes",
    "kills": "whether anything acknowledged is lost, or said twice, when processes are killed",
    "fuzz": "whether bad requests cause an error or leave a word in a log",
    "canaries": "whether marked words stand in anything written where they must not",
    "fanout": "how long a check-in of 10,000 takes to open, and what it costs others",
    "growth": "whether a workspace's size slows one team down",
    "load": "how many snippets a second are acknowledged, and letters delivered, with 1, 2 and 4 processes",
    "scale": "what 100, 10,000 and 1,000,000 people need, and whether the simulation agrees with what was measured",
    "soak": "whether memory grows in half an hour of everyday traffic",
    "acknowledge": "how soon a shared snippet is acknowledged, beside a bare Bolt listener",
}


def main() -> int:
    """Run every part; those that are not there are skipped with a word. Returns the worst exit status."""
    worst = 0
    for name, about in PARTS.items():
        print(f"\n== {name}: {about}", flush=True)
        if find_spec(f"bench.{name}") is None:
            print("skipped: it is not written yet")
            continue
        worst = max(worst, abs(subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode))
    return worst


if __name__ == "__main__":
    sys.exit(main())
