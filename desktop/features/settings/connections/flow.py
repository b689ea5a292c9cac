"""Lays small widgets out like words: as many on a line as fit, from the side where reading begins."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

from desktop.core.override import override


class FlowLayout(QLayout):
    """Lines of widgets with one gap between them, across and down."""

    def __init__(self, gap_px: int = 8) -> None:
        super().__init__()
        self._gap_px = gap_px
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def arrange(self, widgets: Sequence[QWidget]) -> None:
        """Put these widgets, in this order, before all others."""
        places: dict[QWidget | None, int] = {widget: i for i, widget in enumerate(widgets)}
        self._items.sort(key=lambda item: places.get(item.widget(), len(places)))
        self.invalidate()

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), is_for_real=False)

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, is_for_real=True)

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, is_for_real: bool) -> int:
        x, y, line_px = rect.x(), rect.y(), 0
        parent = self.parentWidget()
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if line_px and x + size.width() > rect.x() + rect.width():
                x, y, line_px = rect.x(), y + line_px + self._gap_px, 0
            if is_for_real and parent is not None:
                direction = parent.layoutDirection()
                spot = QRect(x, y, min(size.width(), rect.width()), size.height())
                item.setGeometry(QStyle.visualRect(direction, rect, spot))
            x += size.width() + self._gap_px
            line_px = max(line_px, size.height())
        return y + line_px - rect.y()
