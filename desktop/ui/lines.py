"""Lines of one pixel: QFrame's own are bevels, and a sheet's borders fail at fractional scales."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget


def hairline(parent: QWidget, *, is_vertical: bool = False) -> QFrame:
    """Give a line of one pixel; QFrame's own lines are bevels."""
    line = QFrame(parent)
    line.setProperty("role", "vline" if is_vertical else "hline")
    return line
