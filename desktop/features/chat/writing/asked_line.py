"""The line above the composer that names an earlier question."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop.services.hits import Hit
from desktop.ui.assets import pixmap
from desktop.ui.controls import Button, IconButton, Label
from desktop.ui.feature import Host
from desktop.ui.i18n import translate

_MOST_SHOWN = 90


class AskedLine(QFrame):
    """The earlier question, a button that opens it, a cross."""

    def __init__(self, host: Host, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = host
        self.hit: Hit | None = None
        look = host.look
        self._icon = QLabel()
        self._words = Label(look, self._sentence, "caption", "text2")
        self._words.setMinimumWidth(40)  # a long question must not widen the window
        self.open_button = Button(
            look, lambda: translate("Chat", "Open"), kind="ghost", height_px=24
        )
        self.open_button.clicked.connect(self._open)
        self.close_button = IconButton(
            look, "x", lambda: translate("Chat", "Do not say this again"), size_px=24
        )
        for button in (self.open_button, self.close_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 6)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self.open_button)
        row.addWidget(self.close_button)
        look.changed.connect(self._draw)
        self._draw()

    def say(self, hit: Hit) -> None:
        """Show an earlier question."""
        self.hit = hit
        self._draw()
        self.show()

    def _sentence(self) -> str:
        if self.hit is None:
            return ""
        asked = self.hit.excerpt.text
        asked = asked if len(asked) <= _MOST_SHOWN else asked[:_MOST_SHOWN].rstrip() + "…"
        return translate("Chat", "You asked this before: “{question}”").format(question=asked)

    def _draw(self) -> None:
        dpr = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._host.look.theme, "history", "text3", 14, dpr))
        self._words.refresh()
        self._words.setToolTip(self.hit.excerpt.text if self.hit is not None else "")
        self.setAccessibleName(self._words.text())

    def _open(self) -> None:
        if self.hit is not None:
            self.hide()
            self._host.open_feature("chat", self.hit.place)
