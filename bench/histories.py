"""Random histories of check-ins: people join, leave, switch, answer, are erased, and the process dies now and then.

    python -m bench.histories [histories] [steps]

Each is checked as in tests/coaching/care/test_state_machine.py, which tells a few of them with every test run.
"""

import sys
import tempfile
import time
from pathlib import Path

from bot import jobs
from bot.database import Database
from tests.coaching.care.test_state_machine import fresh, tell

if __name__ == "__main__":
    histories, steps = (int(word) for word in (sys.argv[1:] + ["200", "12"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.db"
        database = Database(f"sqlite:///{template}")
        database.migrate()
        jobs.prepare(database)
        database.close()
        began = time.perf_counter()
        tell(lambda: fresh(template, Path(folder)), histories, steps)
        print(f"{histories} histories of {steps} steps kept every promise, in {time.perf_counter() - began:.0f} s")
