"""Whether this computer can run the model at all: asked before native code finds out by crashing."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.core.errors import AppError, Code

_NEEDED_FLAGS = frozenset({"avx2", "fma", "f16c", "bmi2"})
"""What the x86-64 builds of xllamacpp are compiled for; a processor without them dies of SIGILL."""

_NEEDED_MEMORY = 320 * 1024 * 1024
"""Bytes that a loaded model takes: 220 MiB private (measured at 8,192 tokens of context) and its
file of 94 MiB in the page cache."""

_NEEDED_ADDRESSES = 640 * 1024 * 1024
"""Bytes of address space that loading takes; where a limit (`ulimit -v`) leaves less, llama.cpp
aborts."""

_PF_AVX2_INSTRUCTIONS_AVAILABLE = 40  # winnt.h


def threads() -> int:
    """Give how many threads the model may use: one core stays free for the window."""
    if sys.platform == "linux":
        return max(1, len(os.sched_getaffinity(0)) - 1)
    return max(1, (os.cpu_count() or 1) - 1)


def lacks(cpuinfo: str) -> frozenset[str]:
    """Give the needed processor features that Linux' /proc/cpuinfo does not list; text of it."""
    for line in cpuinfo.splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "flags":
            return _NEEDED_FLAGS - frozenset(value.split())
    return frozenset()  # nothing known: let it try


def available(meminfo: str) -> int | None:
    """Give the free bytes that Linux' /proc/meminfo tells of; None where it does not."""
    for line in meminfo.splitlines():
        name, _, value = line.partition(":")
        if name == "MemAvailable":
            return int(value.split()[0]) * 1024
    return None


def fits(sizes: Sequence[int | None], limit_bytes: int | None) -> bool:
    """Tell whether models of `sizes` bytes may be in memory together; None: the built-in one."""
    taken = sum(_NEEDED_MEMORY if size is None else size for size in sizes)
    return limit_bytes is not None and taken <= limit_bytes


def half_of_memory() -> int | None:
    """Give half of this computer's memory in bytes; None where it does not say how much it has."""
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return None
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2


def check(memory_bytes: int | None = None) -> None:
    """Return if a language model can run here.

    Args:
        memory_bytes: What it takes when it is loaded; None: the built-in one.

    Raises:
        AppError: ENGINE_CPU or ENGINE_MEMORY.
    """
    missing = _missing_features()
    if missing:
        raise AppError(Code.ENGINE_CPU, f"The processor lacks {', '.join(sorted(missing))}.")
    check_memory(memory_bytes)


def check_memory(memory_bytes: int | None) -> None:
    """Return if there is memory for a model of so many bytes; None: the built-in language model.

    Raises:
        AppError: ENGINE_MEMORY.
    """
    memory = _NEEDED_MEMORY if memory_bytes is None else memory_bytes
    addresses = memory + _NEEDED_ADDRESSES - _NEEDED_MEMORY
    for free, needed in ((_free_memory(), memory), (_addresses_left(), addresses)):
        if free is not None and free < needed:
            told = f"{free // 2**20} MiB of memory are free, {needed // 2**20} are needed."
            raise AppError(Code.ENGINE_MEMORY, told)


def _missing_features() -> frozenset[str]:
    if platform.machine().lower() not in {"x86_64", "amd64"}:
        return frozenset()  # the other builds need nothing that their processors may lack
    if sys.platform == "linux":
        return lacks(_read("/proc/cpuinfo"))
    if sys.platform == "win32":
        present = ctypes.windll.kernel32.IsProcessorFeaturePresent(_PF_AVX2_INSTRUCTIONS_AVAILABLE)
        return frozenset() if present else frozenset({"avx2"})
    return frozenset()


def _free_memory() -> int | None:
    return available(_read("/proc/meminfo")) if sys.platform == "linux" else None


def _addresses_left() -> int | None:
    if sys.platform != "linux":
        return None
    import resource  # noqa: PLC0415 - not there on Windows

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return None
    pages = int((_read("/proc/self/statm") or "0").split()[0])
    return limit - pages * resource.getpagesize()


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
