"""A new chat before its first message: the bird, one question, three examples, one promise."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.core.resources import resource
from desktop.ui.assets import pixmap
from desktop.ui.controls import Label
from desktop.ui.i18n import translate
from desktop.ui.look import Look

COLUMN_PX = 728
_TITLE_Y_PX, _HINT_Y_PX, _FOOT_PX = 44, 68, 12
_LINES = 3  # of a hint, where the window is narrow


@dataclass(frozen=True, slots=True)
class Example:
    """A prompt that the built-in model does well, with the words on its card."""

    icon: str
    title: str
    hint: str
    prompt: str


def examples(language: str) -> tuple[Example, ...]:
    """Give the three examples for an interface language."""
    path = resource("content", language, "examples.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(Example(**row) for row in data["example"])


class Card(QAbstractButton):
    """One example; a click puts its prompt into the composer."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.example = Example("sparkles", "", "", "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_example(self, example: Example) -> None:
        """Show another example."""
        self.example = example
        self.setText(example.title)
        self.setAccessibleName(example.title)
        self.setAccessibleDescription(example.hint)
        lines = QFontMetrics(self._look.theme.font("body")).lineSpacing() * _LINES
        self.setFixedHeight(_HINT_Y_PX + lines + _FOOT_PX)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self.minimumHeight())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_hot = self.underMouse() or self.isDown()
        painter.setBrush(theme.color("hover_on_window" if is_hot else "raised"))
        painter.setPen(QPen(theme.color("field" if is_hot else "hairline"), 1))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("ring"), 2))
        box = self.rect().adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, 8, 8)
        icon = pixmap(theme, self.example.icon, "text2", 20, self.devicePixelRatioF())
        painter.drawPixmap(16, 16, icon)
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font("body", 600))
        room = self.rect().adjusted(16, _TITLE_Y_PX, -16, 0)
        title = painter.fontMetrics().elidedText(
            self.example.title, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignTop, title)
        painter.setPen(theme.color("text2"))
        painter.setFont(theme.font("body"))
        room = self.rect().adjusted(16, _HINT_Y_PX, -16, 0)
        painter.drawText(
            room, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self.example.hint
        )
        painter.end()


class Greeting(QWidget):
    """The bird and one question, above the composer."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._bird = QLabel()
        title = Label(
            look, lambda: translate("Chat", "What can I do for you?"), "display", "text", 600
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 32)
        column.setSpacing(16)
        column.addWidget(self._bird, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(title, alignment=Qt.AlignmentFlag.AlignHCenter)
        look.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        dpr = self.devicePixelRatioF()
        self._bird.setPixmap(pixmap(self._look.theme, "oriole", "text", 44, dpr))


class Examples(QWidget):
    """Three cards and a promise, below the composer. Signals: `chosen(prompt)`.

    The promise is true of the built-in engine only; who knows the connection shows and hides it.
    """

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        row = QHBoxLayout()
        row.setSpacing(12)
        self.cards = tuple(Card(look) for _ in range(3))
        for card in self.cards:
            card.clicked.connect(lambda _on=False, c=card: self.chosen.emit(c.example.prompt))
            row.addWidget(card, 1)
        self.promise = Label(
            look,
            lambda: translate("Chat", "No account, no key, nothing leaves this computer."),
            "caption",
            "text3",
        )
        self.promise.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(16)
        column.addLayout(row)
        column.addWidget(self.promise, alignment=Qt.AlignmentFlag.AlignHCenter)
        look.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        for card, example in zip(self.cards, examples(self._look.language), strict=True):
            card.show_example(example)
