"""Memory that levels off: one heap for all threads, and each minute what is free in it goes back to the system.

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


def give_back() -> None:
    """Hand free pages to the system, those between pages in use too, which glibc would keep."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
