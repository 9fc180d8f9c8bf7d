"""The bare engine: dbos alone, with the settings that Take Five gives it.

python -m bench.load.engine enqueue URL SECONDS   so many errands are enqueued and committed, by eight threads
python -m bench.load.engine work URL API_URL TOKEN  each errand is one call to Slack, until it is told to stop
"""

import json
import subprocess
import sys
import threading
import time
from contextlib import nullcontext

from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer
from slack_sdk import WebClient
from sqlalchemy import make_url

from bench.acknowledge.senders import Load
from bot.database import connect
from bot.jobs import ENGINE_PATIENCE, IN_HAND, POLL, THREADS, VERSION, _config

QUEUE = "bare"


def enqueue(url: str, processes: int, seconds: float) -> tuple[Load, float]:
    """So many processes enqueue for so long: what became of it, and the processor seconds it took them."""
    words = [sys.executable, "-m", __name__, "enqueue", url, str(seconds)]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
    found = [json.loads(process.communicate()[0]) for process in running]
    waits = [wait for each in found for wait in each["waits"]]
    return Load(waits, max(each["seconds"] for each in found)), sum(each["cpu"] for each in found)


def client(url: str) -> DBOSClient:
    """Somebody who enqueues."""
    return DBOSClient(
        system_database_engine=connect(url, ENGINE_PATIENCE), serializer=DBOSPortableJSONSerializer(),
        retry_connection_errors=False,
    )  # fmt: skip


def put(given: DBOSClient, number: int) -> None:
    """Enqueue one errand."""
    given.enqueue({"workflow_name": "say", "queue_name": QUEUE, "app_version": VERSION}, number)


def _enqueues(url: str, seconds: float) -> None:
    """On SQLite one at a time, as Take Five writes."""
    given, waits, before = client(url), list[float](), time.process_time()
    turn = threading.Lock() if make_url(url).get_backend_name() == "sqlite" else nullcontext()
    put(given, 0)
    begun = time.perf_counter()

    def enqueue_for_long() -> None:
        while (start := time.perf_counter()) < begun + seconds:
            with turn:
                put(given, 0)
            waits.append(time.perf_counter() - start)

    threads = [threading.Thread(target=enqueue_for_long) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gone = time.perf_counter() - begun
    print(json.dumps({"waits": waits, "seconds": gone, "cpu": time.process_time() - before}))


def _works(url: str, api_url: str, token: str) -> None:
    slack = WebClient(token, base_url=api_url)
    DBOS(config=_config(connect(url, ENGINE_PATIENCE), str(time.time())))

    @DBOS.workflow(name="say")
    def say(number: int) -> None:
        slack.auth_test()

    client(url).register_queue(QUEUE, worker_concurrency=IN_HAND, polling_interval_sec=POLL)
    DBOS.launch()
    print("works", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    if sys.argv[1] == "enqueue":
        _enqueues(sys.argv[2], float(sys.argv[3]))
    else:
        _works(*sys.argv[2:])
