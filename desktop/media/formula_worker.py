"""Draws formulas for the window, one after another; see `worker`."""

from __future__ import annotations

from desktop.core.formula import Flaw, Undrawn, dump
from desktop.media.formula import draw
from desktop.media.worker import Head


def handle(head: Head, content: bytes) -> tuple[Head, bytes]:
    """Give the drawing of the TeX in `content`, or why there is none, as `core.formula.dump`."""
    try:
        result = draw(content.decode("utf-8", "replace"), is_display=bool(head["is_display"]))
    except MemoryError:
        result = Undrawn(Flaw.TOO_LONG)
    return {}, dump(result).encode()
