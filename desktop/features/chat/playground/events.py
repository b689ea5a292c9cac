"""The events of an answer, one a row: when it came, what it is called, how large, how it begins."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QListView,
    QSplitter,
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
from desktop.ui.row_delegate import Index, RowDelegate, RowPen

_EVENT = Qt.ItemDataRole.UserRole
_ROW_PX, _TIME_PX, _NAME_PX = 28, 76, 200


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

    def texts(self) -> tuple[str, ...]:
        """Give the events as they are shown whole."""
        return tuple(shortened(event.text) for event in self._model.events)

    def choose(self, row: int) -> None:
        """Choose an event."""
        if row != self.list.currentIndex().row():
            self.list.setCurrentIndex(self._model.index(row))

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
        self.events: Sequence[Event] = ()

    def show_events(self, events: Sequence[Event]) -> None:
        """Hold other events."""
        self.beginResetModel()
        self.events = events
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.events)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.events):
            return None
        event = self.events[index.row()]
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
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit()


class _Delegate(RowDelegate):
    row_px, radius_px, hover = _ROW_PX, 4, "hover_on_window"

    @override
    def draw(self, pen: RowPen, index: Index) -> None:
        event = index.data(_EVENT)
        if not isinstance(event, Event):
            return
        code = pen.theme.font("code")
        pen.column(f"+{duration_words(event.at_ms)}", _TIME_PX, gap=16)
        pen.note(size_words(event.size))
        if event.name not in {"", "data"}:
            pen.words(event.name, code, "code_fn", width=_NAME_PX)
        pen.words(str(index.data()), code)
