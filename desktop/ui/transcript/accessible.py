"""Makes transcripts readable by assistive technology: see `accessible_items` and `announcer`."""

from __future__ import annotations

import functools

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface

from desktop.ui.transcript.accessible_items import AccessibleTranscript
from desktop.ui.transcript.announcer import Announcer
from desktop.ui.transcript.canvas import TranscriptView

_roots: dict[int, AccessibleTranscript] = {}
"""Qt's cache holds bare pointers: an interface lives here as long as its view."""


def _factory(_class_name: str, target: QObject) -> QAccessibleInterface | None:
    if not isinstance(target, TranscriptView):
        return None
    root, key = AccessibleTranscript(target), id(target)
    _roots[key] = root
    Announcer(root)
    target.destroyed.connect(lambda: _roots.pop(key, None))
    return root


@functools.cache
def install() -> None:
    """Make transcripts readable by assistive technology; call it before the first one is made."""
    QAccessible.installFactory(_factory)
