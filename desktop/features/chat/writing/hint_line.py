"""One line above the composer: what the next message waits for, or what stands in its way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.ui.assets import pixmap
from desktop.ui.controls import Button, Label, Words
from desktop.ui.look import Look

_HEIGHT_PX = 32


class HintLine(QWidget):
    """An icon, a sentence, and at most one thing to do about it; hidden until it says something."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._icon_name, self._tone = "loader-circle", "text2"
        self._on_click: Callable[[], None] | None = None
        self.setMinimumHeight(_HEIGHT_PX)
        self._icon = QLabel(self)
        self._icon.setFixedSize(16, 16)
        self.words = Label(look, str, "caption", "text2")
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = Button(look, str, kind="ghost", height_px=28)
        self.button.clicked.connect(self._clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 4)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        look.changed.connect(self._draw)
        self.hide()

    def say(
        self,
        icon_name: str,
        tone: str,
        words: Words,
        action: tuple[Words, Callable[[], None]] | None = None,
    ) -> None:
        """Show a sentence; a new one is read aloud."""
        is_new = not self.isVisible() or words() != self.words.text()
        self._icon_name, self._tone = icon_name, tone
        self.words.say(words)
        self.button.setVisible(action is not None)
        if action is not None:
            self.button.say(action[0])
            self._on_click = action[1]
        self._draw()
        self.show()
        if is_new and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words()))

    def _clicked(self) -> None:
        if self._on_click is not None:
            self._on_click()

    def _draw(self) -> None:
        dpr = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._look.theme, self._icon_name, self._tone, 16, dpr))
        self.setAccessibleName(self.words.text())
