"""The list of lines: clicked it seeks, double-clicked or with Return a line is changed in place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from desktop.core.override import override
from desktop.features.speech.transcript.delegate import LineDelegate
from desktop.features.speech.transcript.editor import LineEditor
from desktop.features.speech.transcript.model import LinesModel
from desktop.features.speech.transcript.paper import word_spans
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_BATCH = 40  # lines that are measured at a time: 3 ms


class LinesView(QListView):
    """Heights of lines that nobody has seen are guessed first, and found while nothing else happens.

    Signals: `sought(seconds)`; `play_pressed()`; `kept(line_id, text)`; `split(line_id, text, at)`;
    `merged(line_id, text, by)`; `menu_wanted(row, global point)`.
    """

    sought = Signal(float)
    play_pressed = Signal()
    kept = Signal(int, str)
    split = Signal(int, str, int)
    merged = Signal(int, str, int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, look: Look, model: LinesModel) -> None:
        super().__init__()
        self._look, self._lines = look, model
        self.lines = LineDelegate(look, model, self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.verticalScrollBar().setSingleStep(24)
        self.setItemDelegate(self.lines)
        self.setModel(model)
        self._measuring = QTimer(self)
        self._measuring.setInterval(0)
        self._measuring.timeout.connect(self._measure_more)
        self._next = 0
        look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Take theme, width and words anew."""
        self.setAccessibleName(translate("Transcript", "Transcript"))
        has_voices = bool(self._lines.voices)
        theme, width = self._look.theme, self.viewport().width()
        is_new = self.lines.paper.begin(theme, width, has_voices=has_voices)
        self._measure_shown()
        if is_new:
            self.scheduleDelayedItemsLayout()
        self._next = 0
        self._measuring.start()
        self.viewport().update()

    def go_to(self, row: int, *, is_centred: bool = True) -> None:
        """Bring a row into sight."""
        for near in range(max(0, row - 8), min(row + 8, self._lines.rowCount())):
            self.lines.paper.measure(self._lines.line(near).text)
        hint = self.ScrollHint
        index = self._lines.index(row)
        self.scrollTo(index, hint.PositionAtCenter if is_centred else hint.EnsureVisible)

    def edit_row(self, row: int, at: int = -1) -> None:
        """Let a line be changed, the caret at a character or at its end."""
        index = self._lines.index(row)
        self.setCurrentIndex(index)
        self.go_to(row, is_centred=False)
        self.edit(index)
        editor = self.lines.editor
        if editor is None:
            return
        cursor = editor.textCursor()
        cursor.setPosition(at if at >= 0 else len(editor.text()))
        editor.setTextCursor(cursor)
        line_id = self._lines.stored(row).id
        editor.left.connect(self._close_editor)
        editor.kept.connect(lambda text: self._end(self.kept.emit, line_id, text))
        editor.split.connect(lambda text, at: self._end(self.split.emit, line_id, text, at))
        editor.merged.connect(lambda text, by: self._end(self.merged.emit, line_id, text, by))

    def show_playing(self, row: int, at_s: float) -> bool:
        """Mark what is heard; tell whether it is another row than before."""
        before = self.lines.playing
        start = length = 0
        if row >= 0:
            spans = word_spans(self._lines.line(row)) if self._lines.line(row).words else []
            heard = [span for span in spans if span[2] <= at_s]
            if heard:
                start, length = heard[-1][:2]
        self.lines.playing = (row, start, length)
        if before != self.lines.playing:
            for changed in {before[0], row}:
                if 0 <= changed < self._lines.rowCount():
                    self.update(self._lines.index(changed))
        return before[0] != row

    def _end(self, tell: object, *what: object) -> None:
        assert callable(tell)
        self._close_editor()
        tell(*what)

    def _close_editor(self) -> None:
        editor = self.lines.editor
        if isinstance(editor, LineEditor):
            editor.is_over = True
            had_focus = editor.hasFocus()
            self.closeEditor(editor, self.lines.EndEditHint.NoHint)
            if had_focus:
                self.setFocus(Qt.FocusReason.OtherFocusReason)

    # heights
    def _measure_shown(self) -> None:
        paper, height, room = self.lines.paper, 0, max(1, self.viewport().height())
        first = max(0, self.indexAt(QPoint(40, 1)).row())
        for row in range(first, self._lines.rowCount()):
            height += paper.measure(self._lines.line(row).text)
            if height > room:
                return

    def _measure_more(self) -> None:
        paper, count = self.lines.paper, self._lines.rowCount()
        left = _BATCH
        while left and self._next < count:
            text = self._lines.line(self._next).text
            self._next += 1
            if not paper.is_measured(text):
                paper.measure(text)
                left -= 1
        if self._next >= count:
            self._measuring.stop()
            self.scheduleDelayedItemsLayout()

    @override
    def rowsInserted(
        self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int
    ) -> None:
        super().rowsInserted(parent, start, end)
        self._next = min(self._next, start)
        self._measuring.start()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refresh()

    # keys and mouse
    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = Qt.Key(event.key()), self.currentIndex().row()
        if key is Qt.Key.Key_Space:
            self.play_pressed.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2} and row >= 0:
            self.edit_row(row)
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row, at = self._hit(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or row < 0:
            return
        line = self._lines.line(row)
        spoken = [span for span in word_spans(line) if span[0] <= at] if at >= 0 else []
        rect = self.visualRect(self._lines.index(row))
        is_head = self.lines.paper.head_rect(rect).contains(event.position().toPoint())
        if is_head or at >= 0:
            self.sought.emit(spoken[-1][2] if spoken else line.start_s)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row, at = self._hit(event.position().toPoint())
        if row >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.edit_row(row, at)

    def _hit(self, point: QPoint) -> tuple[int, int]:
        """Give the row and the character of its text at a point; -1: none."""
        index = self.indexAt(point)
        if not index.isValid():
            return -1, -1
        rect = self.lines.paper.text_rect(self.visualRect(index))
        text = self._lines.line(index.row()).text
        return index.row(), self.lines.paper.place_at(text, QPointF(point - rect.topLeft()))

    def _on_menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if index.isValid():
            self.setCurrentIndex(index)
            self.menu_wanted.emit(index.row(), self.viewport().mapToGlobal(point))
