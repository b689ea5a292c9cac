"""Draws the lines of a transcript and opens the editor of one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.core.override import override
from desktop.features.speech.transcript.editor import LineEditor
from desktop.features.speech.transcript.model import Index, LinesModel
from desktop.features.speech.transcript.paper import OUTER_PX, Paper
from desktop.features.speech.words import length_words
from desktop.ui.look import Look

_ALIGN = Qt.AlignmentFlag
_RADIUS = 8


class LineDelegate(QStyledItemDelegate):
    """`playing` is the row in play and the (start, length) of its word; `hits` those of the search."""

    def __init__(self, look: Look, model: LinesModel, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._model = look, model
        self.paper = Paper(look.theme)
        self.playing: tuple[int, int, int] = (-1, 0, 0)
        self.hits: dict[int, list[tuple[int, int]]] = {}
        self.hit: tuple[int, int] = (-1, -1)  # the current one: row and start
        self.editor: LineEditor | None = None
        self.edited: tuple[int, str] = (-1, "")  # a row, and what its editor holds

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.row()
        text = self.edited[1] if row == self.edited[0] else self._model.line(row).text
        return QSize(self.paper.width, self.paper.height(text))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, row, rect = self._look.theme, index.row(), _rect(option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option, row)
        self._head(painter, rect, row)
        if row != self.edited[0]:
            painter.setPen(theme.color("text"))
            layout = self.paper.layout(self._model.line(row).text, self._marks(row))
            layout.draw(painter, QPointF(self.paper.text_rect(rect).topLeft()))
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, row: int) -> None:
        theme = self._look.theme
        box = _rect(option).adjusted(OUTER_PX, 1, -OUTER_PX // 2, -1)
        state = _state(option)
        if row == self.playing[0] or state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        if state & QStyle.StateFlag.State_HasFocus and row != self.edited[0]:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), _RADIUS - 1, _RADIUS - 1)

    def _head(self, painter: QPainter, rect: QRect, row: int) -> None:
        theme, voice = self._look.theme, self._model.voice(row)
        head = self.paper.head_rect(rect)
        if voice is not None:
            badge = self.paper.badge_rect(rect)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(voice.tone, 0.28 if theme.mode == "dark" else 0.18))
            painter.drawEllipse(badge)
            painter.setPen(theme.color(voice.tone))
            painter.setFont(theme.font("caption", 600))
            painter.drawText(badge, _ALIGN.AlignCenter, voice.initial)
            painter.setFont(theme.font("body", 600))
            metrics = painter.fontMetrics()
            room = head.width() - 80
            name = metrics.elidedText(voice.name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(head, _ALIGN.AlignVCenter | _ALIGN.AlignLeft, name)
            head.setLeft(head.left() + metrics.horizontalAdvance(name) + 8)
        painter.setPen(theme.color("text3"))
        painter.setFont(theme.font("caption"))
        at = length_words(self._model.line(row).start_s)
        painter.drawText(head, _ALIGN.AlignVCenter | _ALIGN.AlignLeft, at)

    def _marks(self, row: int) -> list[QTextLayout.FormatRange]:
        found = [
            self._mark(start, length, is_strong=self.hit == (row, start))
            for start, length in self.hits.get(row, ())
        ]
        playing, start, length = self.playing
        if playing == row and length:
            found.append(self._mark(start, length, is_strong=False))
        return found

    def _mark(self, start: int, length: int, *, is_strong: bool) -> QTextLayout.FormatRange:
        theme, shape = self._look.theme, QTextCharFormat()
        shape.setBackground(theme.color("accent" if is_strong else "select_hover"))
        if is_strong:
            shape.setForeground(theme.color("on_accent"))
        made = QTextLayout.FormatRange()
        made.start, made.length, made.format = start, length, shape
        return made

    # one line being changed
    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = LineEditor(self._look, parent)
        row = index.row()
        self.editor = editor
        editor.setPlainText(self._model.line(row).text)
        self.edited = (row, editor.text())
        editor.textChanged.connect(lambda: self._on_typed(row, editor.text()))
        return editor

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Leave what is typed: the store may tell of other lines meanwhile."""

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave keys and focus to the editor, which knows what they mean."""
        return False

    @override
    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self.editor, self.edited = None, (-1, "")
        super().destroyEditor(editor, index)
        if index.isValid():
            self.sizeHintChanged.emit(index)

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(self.paper.text_rect(_rect(option)).adjusted(-6, -2, 6, 2))

    def _on_typed(self, row: int, text: str) -> None:
        before = self.paper.height(self.edited[1])
        self.edited = (row, text)
        if self.paper.measure(text) != before:
            self.sizeHintChanged.emit(self._model.index(row))


def _rect(option: QStyleOptionViewItem) -> QRect:
    return option.rect


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    return option.state
