"""How much memory a process takes now, without a library for it."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

_TIMEOUT_S = 2.0


def resident_bytes(pid: int) -> int | None:
    """Give the memory of a process in bytes, files that it reads from included; None: unknown.

    Blocks for a moment where the system has no /proc: worker threads only.
    """
    if sys.platform == "linux":
        return _linux(pid)
    if sys.platform == "win32":
        return _windows(pid)
    return _posix(pid)


def _linux(pid: int) -> int | None:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    found = status.partition("VmRSS:")[2].split()
    return int(found[0]) * 1024 if found and found[0].isdecimal() else None


def _posix(pid: int) -> int | None:
    try:
        told = subprocess.run(  # noqa: S603 - a fixed program and a number
            ["/bin/ps", "-o", "rss=", "-p", str(pid)],
            capture_output=True,
            check=False,
            text=True,
            timeout=_TIMEOUT_S,
        ).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return None
    return int(told) * 1024 if told.isdecimal() else None


class _Counters(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS of psapi.h."""

    _fields_ = (
        ("cb", ctypes.c_uint32),
        ("page_faults", ctypes.c_uint32),
        ("peak_working_set", ctypes.c_size_t),
        ("working_set", ctypes.c_size_t),
        ("rest", ctypes.c_size_t * 6),
    )


def _windows(pid: int) -> int | None:
    limited_information = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
    kernel = ctypes.CDLL("kernel32")
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = kernel.OpenProcess(limited_information, 0, pid)
    if not handle:
        return None
    counters = _Counters(cb=ctypes.sizeof(_Counters))
    try:
        if not kernel.K32GetProcessMemoryInfo(
            ctypes.c_void_p(handle), ctypes.byref(counters), counters.cb
        ):
            return None
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))
    return int(counters.working_set)
