"""Gives memory that was freed back to the system."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Have the C library return what it holds for later; ms, worker thread only.

    glibc would keep 90 MiB of an unloaded model, and 60 MiB more for every minute that was written
    down.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none, and keeps nothing
        if trim is not None:
            trim(0)
