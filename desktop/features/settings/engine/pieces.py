"""The small parts of a model's card: its name, its tag, what is wrong with it, and its renaming."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.controls import Label, Words, restyle
from desktop.ui.i18n import translate
from desktop.ui.look import Look

Tone: TypeAlias = Literal["red", "amber"]


class Tag(QFrame):
    """A word on a ground of its own; nothing where there is none."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "tag")
        self.setFixedHeight(20)
        self.label = Label(look, str, "caption", "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(self.label)

    def say(self, words: Words | None) -> None:
        """Show another word."""
        self.label.say(words or str)
        self.setVisible(words is not None)


class Trouble(QWidget):
    """A sentence in red or amber, with an icon; nothing where there is none."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._tone: Tone = "amber"
        self._icon = QLabel(self)
        self.label = Label(look, str, "caption", "amber")
        self.label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        look.changed.connect(self._draw)

    def say(self, words: Words | None, tone: Tone) -> None:
        """Show another sentence."""
        self._tone = tone
        self.label.say(words or str)
        restyle(self.label, "tone", tone)
        self.setVisible(words is not None)
        self._draw()

    def _draw(self) -> None:
        name = "circle-alert" if self._tone == "red" else "triangle-alert"
        dpr = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._look.theme, name, self._tone, 14, dpr))


class Renaming(QLineEdit):
    """A line over a name: Return and leaving it keep what was typed, Escape does not."""

    def __init__(
        self, card: QWidget, name: QWidget, text: str, on_done: Callable[[str], None]
    ) -> None:
        super().__init__(text, card)
        self._card, self._on_done = card, on_done
        self.setProperty("role", "rename")
        self.setFont(name.font())
        self.setTextMargins(6, 0, 6, 0)
        self.setAccessibleName(translate("Engine", "Name"))
        self.setGeometry(name.geometry().adjusted(-8, 0, 0, 0))
        self.installEventFilter(self)
        self.editingFinished.connect(self._finish)
        self.selectAll()
        self.show()
        self.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._on_done = _nothing
            self._finish()
            return True
        return super().eventFilter(watched, event)

    def _finish(self) -> None:
        on_done, self._on_done = self._on_done, _nothing
        on_done(self.text())
        self.hide()
        self._card.setFocus()
        self.deleteLater()


def _nothing(_name: str) -> None:
    """Keep the name as it was."""
