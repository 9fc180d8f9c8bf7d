"""Memory: the threads of a process share one heap."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.practice import Workspace
from tests.processes import TakeFive, free_port

HEAP = 64 << 20  # bytes of addresses that glibc sets aside for a thread's own heap, aligned to as many
BUSY = """
import sys, threading
{first}
hold, held = threading.Event(), threading.Barrier(5)
def work():
    block = bytes(10_000)
    held.wait()
    hold.wait()
for _ in range(4):
    threading.Thread(target=work, daemon=True).start()
held.wait()
print(open("/proc/self/maps").read(), end="")
"""

linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")


def own_heaps(maps: str) -> int:
    """The heaps of threads in a process's map: each ends in what is set aside and not in use yet."""
    return sum(1 for start, end in _set_aside(maps) if end % HEAP == 0 and end - start > HEAP // 2)


def _set_aside(maps: str) -> Iterator[tuple[int, int]]:
    for line in maps.splitlines():
        place, rights, *_, inode = line.split()[:5]
        if rights == "---p" and inode == "0":
            start, end = (int(part, 16) for part in place.split("-"))
            yield start, end


def _after(first: str) -> int:
    script = BUSY.format(first=first)
    return own_heaps(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout)


@linux
def test_threads_share_one_heap_and_would_have_their_own_without_it():
    assert _after("from bot.memory import share_one_heap; share_one_heap()") == 0
    assert _after("") > 0


@linux
def test_serve_shares_one_heap(tmp_path: Path):
    with Workspace() as slack:
        variables = {**slack.environment(), "DATABASE_URL": f"sqlite:///{tmp_path / 'takefive.db'}"}
        with closing(TakeFive(["serve", "--port", str(free_port())], "listens on", variables, tmp_path)) as serve:
            serve.start()
            assert serve.process
            parent = serve.process.pid
            (worker,) = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
            assert own_heaps(Path(f"/proc/{worker}/maps").read_text()) == 0


@linux
def test_what_is_free_between_pages_in_use_is_given_back():
    script = """
import os
from bot.memory import give_back
def resident(): return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
blocks = [bytes(10_000) for _ in range(5_000)]
kept = blocks[::50]
del blocks
before = resident()
give_back()
print(before - resident())
"""
    given = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert int(given) > 30  # MB, of 48
