"""The questions that wait, above the composer: each with its first line, to be changed or removed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.features.chat.writing.queue import Queued
from desktop.ui.assets import pixmap
from desktop.ui.controls import IconButton, Label
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_ROW_PX = 28
_MOST_ROWS = 3


class QueueLine(QWidget):
    """Signals: `edit_wanted(index)`; `removed(index)`; `send_wanted()` for the first one."""

    edit_wanted = Signal(int)
    removed = Signal(int)
    send_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows: list[_Row] = []
        self._more = Label(look, self._more_words, "caption", "text3")
        self._more.setContentsMargins(28, 0, 0, 4)
        self._hidden = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(0)
        self._column.addWidget(self._more)
        self.hide()

    def show_waiting(self, waiting: Sequence[Queued], *, is_held: bool) -> None:
        """Show what waits; what is held can be sent by hand."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        shown = waiting[:_MOST_ROWS]
        self._rows = [_Row(self, self._look, n, one) for n, one in enumerate(shown)]
        for n, row in enumerate(self._rows):
            row.offer_sending(is_held=is_held and n == 0)
            self._column.insertWidget(n, row)
            row.show()
        self._hidden = len(waiting) - len(shown)
        self._more.setVisible(self._hidden > 0)
        self._more.refresh()
        self.setVisible(bool(waiting))

    def _more_words(self) -> str:
        return translate("Chat", "and %n more", "", getattr(self, "_hidden", 0))


class _Row(QWidget):
    """One question that waits."""

    def __init__(self, line: QueueLine, look: Look, index: int, waiting: Queued) -> None:
        super().__init__(line)
        self._look, self._waiting, self._index = look, waiting, index
        self.setFixedHeight(_ROW_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        send = IconButton(look, "arrow-up", lambda: translate("Chat", "Send now"), size_px=28)
        send.clicked.connect(line.send_wanted)
        edit = IconButton(look, "pencil", lambda: translate("Chat", "Edit"), size_px=28)
        edit.clicked.connect(lambda: line.edit_wanted.emit(index))
        remove = IconButton(look, "x", lambda: translate("Chat", "Remove"), size_px=28)
        remove.clicked.connect(lambda: line.removed.emit(index))
        self._buttons = (send, edit, remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addStretch()
        for button in self._buttons:
            row.addWidget(button)
        look.changed.connect(self.refresh)
        self.refresh()

    def offer_sending(self, *, is_held: bool) -> None:
        """Let it be sent by hand: the answer before it did not come to its end."""
        self._buttons[0].setVisible(is_held)

    def refresh(self) -> None:
        """Take the words anew."""
        self.setAccessibleName(f"{self._label()} {self._words()}")
        self.setToolTip(self._waiting.text[:1000])
        self.update()

    def _label(self) -> str:
        return translate("Chat", "Next:") if self._index == 0 else translate("Chat", "Then:")

    def _words(self) -> str:
        lines = (line.strip() for line in self._waiting.text[:400].splitlines())
        words = next((line for line in lines if line), "")
        count = len(self._waiting.attachments)
        if not count:
            return words
        attached = translate("Chat", "%n attachment(s)", "", count)
        return f"{words} · {attached}" if words else attached

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        dpr, middle = self.devicePixelRatioF(), Qt.AlignmentFlag.AlignVCenter
        painter.drawPixmap(4, 6, pixmap(theme, "history", "text3", 16, dpr))
        painter.setFont(theme.font("caption", 500))
        painter.setPen(theme.color("text2"))
        label = self._label()
        painter.drawText(self.rect().adjusted(28, 0, 0, 0), middle, label)
        x = 28 + QFontMetrics(painter.font()).horizontalAdvance(label) + 6
        painter.setFont(theme.font("caption"))
        taken = sum(button.width() for button in self._buttons if not button.isHidden())
        room = self.rect().adjusted(x, 0, -taken - 8, 0)
        words = painter.fontMetrics().elidedText(
            self._words(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, middle, words)
        painter.end()
