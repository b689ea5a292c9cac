"""How the table of models looks."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.core.models import Source, Urgency
from desktop.core.override import override
from desktop.features.settings.models.catalogue_table import CHOICE, CatalogueTable, Column
from desktop.ui.assets import pixmap
from desktop.ui.look import Look
from desktop.ui.model_choice import Choice
from desktop.ui.model_words import abilities

_ROW_PX, _PAD_PX, _ICON_PX, _PITCH_PX = 32, 12, 16, 22
_WIDTHS = {
    Column.CONNECTION: 136,
    Column.TAKES: 104,
    Column.CONTEXT: 80,
    Column.PRICE: 148,
    Column.ENDS: 136,
}
_NAME_PX = 160  # at least; the columns from the right go one by one where there is less room
_GOING = (Column.CONNECTION, Column.ENDS, Column.TAKES)
_ALIGN = Qt.AlignmentFlag
_Index = QModelIndex | QPersistentModelIndex


class _Delegate(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        choice = index.data(CHOICE)
        if not isinstance(choice, Choice):
            return
        theme, rect = self._look.theme, option.rect
        state, column = option.state, Column(index.column())
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_selected or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("select" if is_selected else "hover_on_window"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), theme.color("hairline"))
        if column is Column.TAKES:
            self._icons(painter, option, choice)
        else:
            painter.setFont(theme.font("body", 500 if column is Column.NAME else 400))
            painter.setPen(theme.color(_tone(choice, column)))
            room = rect.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
            words = painter.fontMetrics().elidedText(
                str(index.data() or "–"), Qt.TextElideMode.ElideRight, room.width()
            )
            side = QStyle.visualAlignment(option.direction, _ALIGN.AlignLeft)
            painter.drawText(room, _ALIGN.AlignVCenter | side | _ALIGN.AlignAbsolute, words)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -2))
        painter.restore()

    def _icons(self, painter: QPainter, option: QStyleOptionViewItem, choice: Choice) -> None:
        rect, dpr = option.rect, painter.device().devicePixelRatioF()
        icons = abilities(choice.info.facts) if choice.info is not None else []
        x, y = rect.x() + _PAD_PX, rect.center().y() - 7
        for name, _words in icons:
            place = QStyle.visualRect(option.direction, rect, QRect(x, y, _ICON_PX, _ICON_PX))
            drawn = pixmap(self._look.theme, name, "text2", _ICON_PX, dpr)
            painter.drawPixmap(place.topLeft(), drawn)
            x += _PITCH_PX


def _tone(choice: Choice, column: Column) -> str:
    if column is Column.NAME:
        return "text"
    if column is Column.ENDS and choice.retirement is not None:
        tones = {Urgency.SOON: "amber", Urgency.PAST: "red"}
        return tones.get(choice.retirement.urgency, "text2")
    is_own = choice.info is not None and choice.info.origins.get("price") is Source.PERSON
    return "accent_ink" if column is Column.PRICE and is_own else "text2"


class _Header(QHeaderView):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(28)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        theme = self._look.theme
        painter.fillRect(rect, theme.color("sunken"))
        painter.setFont(theme.font("caption", 500))
        painter.setPen(theme.color("text2"))
        room = rect.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        orientation = Qt.Orientation.Horizontal
        words = str(self.model().headerData(logicalIndex, orientation) or "")
        side = QStyle.visualAlignment(self.layoutDirection(), _ALIGN.AlignLeft)
        painter.drawText(room, _ALIGN.AlignVCenter | side | _ALIGN.AlignAbsolute, words)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex:
            is_down = self.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
            width = painter.fontMetrics().horizontalAdvance(words)
            drawn = pixmap(
                theme,
                "chevron-down" if is_down else "arrow-up",
                "text2",
                14,
                painter.device().devicePixelRatioF(),
            )
            place = QRect(room.x() + width + 4, rect.center().y() - 6, 14, 14)
            painter.drawPixmap(
                QStyle.visualRect(self.layoutDirection(), rect, place).topLeft(), drawn
            )

    @override
    def sizeHint(self) -> QSize:
        return QSize(100, 28)


class ModelTableView(QTableView):
    """The table. Signals: `picked(Choice)` when a row becomes the current one."""

    picked = Signal(object)

    def __init__(self, look: Look, table: CatalogueTable) -> None:
        super().__init__()
        self.setModel(table)
        self.setItemDelegate(_Delegate(look, self))
        header = _Header(look, self)
        self.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(40)
        self.setSortingEnabled(False)
        header.sectionClicked.connect(self._on_header)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW_PX)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().currentRowChanged.connect(self._on_row)
        look.changed.connect(self.viewport().update)

    def _on_row(self, current: QModelIndex) -> None:
        choice = current.data(CHOICE) if current.isValid() else None
        if isinstance(choice, Choice):
            self.picked.emit(choice)

    def _on_header(self, column: int) -> None:
        """Sort by a column; a second click turns the order round, a third gives that of the servers."""
        header, order = self.horizontalHeader(), Qt.SortOrder.AscendingOrder
        if header.isSortIndicatorShown() and header.sortIndicatorSection() == column:
            if header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder:
                header.setSortIndicatorShown(False)
                self.model().sort(-1)
                return
            order = Qt.SortOrder.DescendingOrder
        header.setSortIndicatorShown(True)
        header.setSortIndicator(column, order)
        self.model().sort(column, order)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out columns where the names would have no room; the row's details tell all."""
        left = event.size().width() - _NAME_PX - sum(_WIDTHS.values())
        for column in _GOING:
            self.setColumnHidden(column, left < 0)
            left += _WIDTHS[column] if left < 0 else 0
        super().resizeEvent(event)
