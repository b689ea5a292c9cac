"""The hits in the blocks on show, found anew only when a block or what is looked for changes."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.ui.transcript.find.drawn import spans_in
from desktop.ui.transcript.find.ink import HitMarks, rects_of
from desktop.ui.transcript.marked import Matcher
from desktop.ui.transcript.style import Style
from desktop.ui.transcript.view import BlockView


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of one block: in its document, or rows; `current` is the index of one or None."""

    marks: HitMarks | None = None
    rows: tuple[QRectF, ...] = ()
    current: int | None = None

    def paint_rows(self, painter: QPainter, style: Style) -> None:
        """Draw rings round the rows: what they say is painted, and has no places."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for index, row in enumerate(self.rows):
            is_current = index == self.current
            if is_current or row not in self.rows[:index]:
                painter.setPen(QPen(style.color("ring"), style.px(3 if is_current else 1)))
                painter.drawRoundedRect(row.adjusted(1.5, 1.5, -1.5, -1.5), 7, 7)
        painter.restore()


NOTHING = Hits()


class Shown:
    """Remembers the hits of the views that are on show."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[BlockView, tuple[tuple[object, ...], Hits]] = (
            WeakKeyDictionary()
        )

    def hits(self, view: BlockView, find: Matcher, current: int | None) -> Hits:
        """Give the hits of a view."""
        state = find, view.revision, view.width, current
        known = self._known.get(view)
        if known is None or known[0] != state:
            known = self._known[view] = state, _hits(view, find, current)
        return known[1]


def _hits(view: BlockView, find: Matcher, current: int | None) -> Hits:
    rows = view.rows_with(find)
    if rows is not None:
        return Hits(rows=tuple(rows), current=current)
    spans = spans_in(view.doc, find)
    if not spans:
        return NOTHING
    own = current if current is not None and current < len(spans) else None
    return Hits(HitMarks(view.doc, spans, rects_of(view.doc, spans), own))
