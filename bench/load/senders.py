"""Senders in a process of their own: `python -m bench.load.senders PORTS SENDERS SECONDS`, a line of JSON at the end.

Each keeps its connection, and sends its next event as soon as the last one was answered; the connections are dealt out
over the ports in turn, as a load balancer would.
"""

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from bench.acknowledge.events import Event, events
from bench.acknowledge.senders import Load
from bench.load.places import ROOMS, busy

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
MOST_WAIT = 15.0  # seconds for the last answer


def send(ports: Sequence[int], senders: int, seconds: float) -> tuple[Load, float, tuple[float, float]]:
    """Let so many senders send for so long.

    What became of it, the processor seconds that sending took, and the machine's while it lasted: busy, and all.
    """
    words = [",".join(map(str, ports)), str(senders), str(seconds)]
    done = subprocess.run([sys.executable, "-m", __name__, *words], check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    return Load(found["waits"], found["seconds"], found["refused"]), found["cpu"], tuple(found["machine"])


async def _sends(port: int, drawn: Iterator[Event], end: float, load: Load) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < end:
        begun = time.perf_counter()
        writer.write(next(drawn).request())
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            load.refused += 1  # not answered is not taken
            break
        length = LENGTH.search(head)
        await reader.readexactly(int(length[1]) if length else 0)
        if b" 200 " in head[:16]:
            load.waits.append(time.perf_counter() - begun)
        else:
            load.refused += 1
    writer.close()


async def _all(ports: Sequence[int], senders: int, seconds: float) -> Load:
    load, drawn, begun = Load(), events(ROOMS), time.perf_counter()
    sending = [
        asyncio.create_task(_sends(ports[number % len(ports)], drawn, begun + seconds, load))
        for number in range(senders)
    ]
    _, unanswered = await asyncio.wait(sending, timeout=seconds + MOST_WAIT)
    for one in unanswered:
        one.cancel()
    await asyncio.gather(*sending, return_exceptions=True)
    load.seconds = time.perf_counter() - begun
    return load


def main() -> None:
    """Send, and print what became of it."""
    ports, senders, seconds = sys.argv[1:]
    before, machine = time.process_time(), busy()
    load = asyncio.run(_all([int(port) for port in ports.split(",")], int(senders), float(seconds)))
    found = {"waits": load.waits, "seconds": load.seconds, "refused": load.refused}
    spent = [now - then for now, then in zip(busy(), machine, strict=True)]
    print(json.dumps({**found, "cpu": time.process_time() - before, "machine": spent}))


if __name__ == "__main__":
    main()
