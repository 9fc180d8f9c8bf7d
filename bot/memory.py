"""Memory that levels off: one heap for all threads.

glibc gives threads heaps of their own, up to eight for each core, and what one of them gave back the others do not use:
the two dozen threads of one process held on to twice what they needed.
"""

import ctypes

M_ARENA_MAX = -8  # glibc's malloc.h; https://man7.org/linux/man-pages/man3/mallopt.3.html


def share_one_heap() -> None:
    """Call it before the first thread: glibc asks once. Where the C library has no such setting nothing happens."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(M_ARENA_MAX, 1)
