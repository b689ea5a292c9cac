"""The events of an answer, one a row: when it came, what it is called, how large, how it begins."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.override import override
from desktop.core.tasks import TaskScope
from desktop.features.chat.playground.codeview import CodeView
from desktop.features.chat.playground.words import duration_words
from desktop.services.playing.folding import shortened
from desktop.services.playing.reading import preview
from desktop.services.playing.shown import Event
from desktop.ui.amounts import size_words
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_EVENT = Qt.ItemDataRole.UserRole
_ROW_PX, _TIME_PX, _SIZE_PX, _NAME_PX = 28, 76, 64, 200
_Index = QModelIndex | QPersistentModelIndex
_ALIGN = Qt.AlignmentFlag


class EventsPage(QWidget):
    """The list, and below it the whole of the event that is chosen."""

    def __init__(self, look: Look, scope: TaskScope) -> None:
        super().__init__()
        self._model = EventsModel(self)
        self.list = _List()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Delegate(look, self.list))
        self.list.current_changed.connect(self._show)
        self.whole = CodeView(look, lambda: translate("Playground", "The chosen event"), scope)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(self.list)
        splitter.addWidget(self.whole)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(splitter)
        self.setFocusProxy(self.list)
        self._look = look
        look.changed.connect(self.refresh)
        self.refresh()

    @property
    def current(self) -> Event | None:
        """The event that is chosen."""
        event = self.list.currentIndex().data(_EVENT)
        return event if isinstance(event, Event) else None

    def show_events(self, events: Sequence[Event]) -> None:
        """Show the events of another answer; the first one is chosen."""
        self._model.show_events(events)
        self.list.setCurrentIndex(self._model.index(0))
        self._show()

    def refresh(self) -> None:
        """Take the words anew."""
        self.list.setAccessibleName(translate("Playground", "Events"))
        self.list.viewport().update()

    def _show(self) -> None:
        event = self.current
        self.whole.show_text(shortened(event.text) if event is not None else "")


class EventsModel(QAbstractListModel):
    """Thousands of events; what a row shows is made when it is painted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._events: Sequence[Event] = ()

    def show_events(self, events: Sequence[Event]) -> None:
        """Hold other events."""
        self.beginResetModel()
        self._events = events
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._events)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._events):
            return None
        event = self._events[index.row()]
        if role == _EVENT:
            return event
        if role == Qt.ItemDataRole.DisplayRole:
            return preview(event)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"+{duration_words(event.at_ms)}, {event.name}: {preview(event)}"
        return None


class _List(QListView):
    current_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)

    @override
    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit()


class _Delegate(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, _ROW_PX)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        event = index.data(_EVENT)
        if not isinstance(event, Event):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, rect, state = self._look.theme, QRect(option.rect), option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("select" if is_chosen else "hover_on_window"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
        room = rect.adjusted(12, 0, -12, 0)
        middle = _ALIGN.AlignVCenter
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text3"))
        time_room = QRect(room.x(), room.y(), _TIME_PX, room.height())
        painter.drawText(time_room, middle | _ALIGN.AlignRight, f"+{duration_words(event.at_ms)}")
        size = size_words(event.size)
        size_room = QRect(room.right() - _SIZE_PX, room.y(), _SIZE_PX, room.height())
        painter.drawText(size_room, middle | _ALIGN.AlignRight, size)
        painter.setFont(theme.font("code"))
        left = time_room.right() + 16
        is_named = event.name not in {"", "data"}
        if is_named:
            name_room = QRect(left, room.y(), _NAME_PX, room.height())
            painter.setPen(theme.color("code_fn"))
            self._draw(painter, name_room, event.name)
            left = name_room.right() + 12
        painter.setPen(theme.color("text"))
        rest = QRect(left, room.y(), size_room.x() - 12 - left, room.height())
        self._draw(painter, rest, str(index.data()))
        painter.restore()

    @staticmethod
    def _draw(painter: QPainter, room: QRect, words: str) -> None:
        fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _ALIGN.AlignVCenter, fitting)
