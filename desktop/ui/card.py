"""A sentence of what is so, one of what to do, and buttons, on a coloured ground in the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.assets import pixmap
from desktop.ui.controls import Button, Label, Words, restyle
from desktop.ui.look import Look

Tone: TypeAlias = Literal["green", "red", "amber", "text2"]
_ROLES: dict[Tone, str] = {
    "green": "verdict-ok", "red": "verdict-error", "amber": "verdict-warn", "text2": "sunken",
}  # fmt: skip
_ICONS: dict[Tone, str] = {
    "green": "circle-check", "red": "circle-alert", "amber": "triangle-alert",
    "text2": "loader-circle",
}  # fmt: skip


class Card(QFrame):
    """Words wrap, so that it fits a narrow window; more may stand in `body` below them."""

    def __init__(self, look: Look, tone: Tone, icon_name: str = "") -> None:
        super().__init__()
        self._look, self._tone, self._icon_name = look, tone, icon_name
        self.setProperty("role", _ROLES[tone])
        self._icon = QLabel(self)
        self._icon.setFixedSize(20, 20)
        self.title = Label(look, str, "body", "text", 600)
        self.title.setWordWrap(True)
        self.title.setMinimumHeight(20)
        self.hint = Label(look, str, "body", "text2")
        self.hint.setWordWrap(True)
        # Mouse only: as a stop of the keyboard it would be one more press of Tab for everybody.
        self.hint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._head.addWidget(self.title, 1, Qt.AlignmentFlag.AlignTop)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(28, 0, 0, 0)
        self.body.setSpacing(8)
        self.body.addWidget(self.hint)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch()
        self.foot = QWidget()
        self.foot.setLayout(self._buttons)
        self._buttons.setContentsMargins(0, 4, 0, 0)
        self.foot.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(4)
        column.addLayout(self._head)
        column.addLayout(self.body)
        column.addWidget(self.foot)
        look.changed.connect(self._draw)
        self._draw()

    def say(self, title: Words, hint: Words = str) -> None:
        """Show what is so and what to do about it."""
        self.title.say(title)
        self.hint.say(hint)
        self._draw()

    def set_tone(self, tone: Tone, icon_name: str = "") -> None:
        """Change ground and icon."""
        self._tone, self._icon_name = tone, icon_name
        restyle(self, "role", _ROLES[tone])
        self._draw()

    def add_corner(self, widget: QWidget) -> None:
        """Put a small widget at the end of the title's line."""
        self._head.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def add_button(self, words: Words, on_click: Callable[[], None], kind: str = "") -> Button:
        """Add a button at the foot; give it."""
        button = Button(self._look, words, kind=kind, height_px=28)
        button.clicked.connect(on_click)
        self._buttons.addWidget(button)
        self.foot.show()
        return button

    def announce(self) -> None:
        """Let a screen reader say it now."""
        if QAccessible.isActive():
            words = f"{self.title.text()} {self.hint.text()}".strip()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _draw(self) -> None:
        icon_name = self._icon_name or _ICONS[self._tone]
        dpr = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._look.theme, icon_name, self._tone, 20, dpr))
        self.hint.setVisible(bool(self.hint.text()))
        self.setAccessibleName(f"{self.title.text()} {self.hint.text()}".strip())
