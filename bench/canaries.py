"""Marked words (tokens, secrets, snippets, answers, personal data) in all that comes in, and what is written of them.

    python -m bench.canaries [scenarios] [seed]

Each scenario is a random sequence of the things people do, through the practice workspace and the real Bolt app on
SQLite, with every logger at DEBUG. What may stand where is decided in tests/canaries.py. Ends with 1 if anything stands
where it must not.
"""

import shutil
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from bot import jobs
from bot.database import Database
from coaching import lanes
from tests.canaries import scenario


def main() -> int:
    """So many scenarios, each in a database of its own."""
    times, first = (int(word) for word in (sys.argv[1:] + ["200", "1"][len(sys.argv) - 1 :])[:2])
    lanes.PACE = timedelta(0)  # nobody waits for a turn, as in the tests
    found, read, began = Counter[str](), 0, time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.db"
        made = Database(f"sqlite:///{template}")
        made.migrate()
        jobs.prepare(made)
        made.close()
        for seed in range(first, first + times):
            place = Path(folder) / str(seed)
            (place / "data").mkdir(parents=True)
            database = Database(f"sqlite:///{shutil.copy(template, place / 'data' / 'takefive.db')}")
            written = scenario(database, place, seed)
            database.close()
            for finding in written.found():
                found[finding] += 1
                print(f"scenario {seed}: {finding}")
            read += len(written.files) + written.log.stat().st_size
            shutil.rmtree(place)
    took = time.process_time() - began
    print(
        f"{times} scenarios, {read / 1e6:.0f} MB of files and logs searched: {found.total()} findings "
        f"({took:.0f} s of processor time)"
    )
    return int(found.total() > 0)


if __name__ == "__main__":
    sys.exit(main())
