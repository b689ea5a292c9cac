"""Gives a scroll area a viewport that PySide knows.

Asked for the one that Qt has made, PySide loads every class of widgets, to find out which of them it
might be: 1.2 MiB for wizards, calendars and colour dialogs that nobody opens.
"""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def give_viewport(area: QAbstractScrollArea) -> None:
    """Put a plain viewport into `area`, through which one sees what is behind it.

    Call it first: what is set on the area, such as whether it takes what is dropped, goes on to it.
    Not for `QPlainTextEdit`, which holds on to its own.
    """
    viewport = QWidget(area)
    viewport.setObjectName("qt_scrollarea_viewport")  # Qt's own name, which style sheets look for
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    area.setViewport(viewport)
