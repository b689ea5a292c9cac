"""Messages to the person: a banner at the place it concerns, and a short note that passes by.

Never a modal box for something that is expected (a lost connection, an undo).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.assets import pixmap
from desktop.ui.controls import Button, IconButton, Label, Words, restyle
from desktop.ui.i18n import translate
from desktop.ui.look import Look

Tone: TypeAlias = Literal["amber", "red", "green"]
_ROLES: dict[Tone, str] = {"amber": "banner", "red": "verdict-error", "green": "verdict-ok"}
_ICONS: dict[Tone, str] = {"amber": "cpu", "red": "circle-alert", "green": "circle-check"}
_SHOWN_MS = 8_000  # long enough to read a line and reach for Undo


@dataclass(frozen=True, slots=True)
class Notice:
    """A short message that goes away by itself: words, and at most one thing to do about it."""

    words: Words
    action: Words | None = None
    on_action: Callable[[], None] = field(default=lambda: None)


class Banner(QFrame):
    """One sentence of what is so, one of what to do, buttons at the right, a cross to close it.

    Signals: `closed()` by the cross.
    """

    closed = Signal()

    def __init__(self, look: Look, tone: Tone = "amber", icon_name: str = "") -> None:
        super().__init__()
        self._look, self._tone, self._icon_name = look, tone, icon_name or _ICONS[tone]
        self.setProperty("role", _ROLES[tone])
        self.setMinimumHeight(44)
        self._icon = QLabel(self)
        self.title = Label(look, str, "body", "text", 600)
        self.hint = Label(look, str, "body", "text2")
        self.hint.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.title)
        row.addWidget(self.hint, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        row.addLayout(self.buttons)
        self._close = IconButton(look, "x", lambda: translate("Notices", "Close"), size_px=28)
        self._close.clicked.connect(self.closed)
        row.addWidget(self._close)
        look.changed.connect(self._draw)
        self._draw()

    def say(self, title: Words, hint: Words = str) -> None:
        """Show a sentence and what to do about it."""
        self.title.say(title)
        self.hint.say(hint)
        self._draw()

    def set_tone(self, tone: Tone, icon_name: str = "") -> None:
        """Change the colour and icon: amber for a hint, red for a failure, green for success."""
        self._tone, self._icon_name = tone, icon_name or _ICONS[tone]
        restyle(self, "role", _ROLES[tone])
        self._draw()

    def set_closable(self, is_closable: bool) -> None:
        """Show or hide the cross: what must stay in sight has none."""
        self._close.setVisible(is_closable)

    def add_button(self, words: Words, on_click: Callable[[], None], kind: str = "") -> Button:
        """Add a button at the right; give it, so that it can be hidden."""
        button = Button(self._look, words, kind=kind, height_px=28)
        button.clicked.connect(on_click)
        self.buttons.addWidget(button)
        return button

    def _draw(self) -> None:
        dpr = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._look.theme, self._icon_name, self._tone, 16, dpr))
        self.setAccessibleName(f"{self.title.text()} {self.hint.text()}".strip())


class Toast(QFrame):
    """Shows one notice at the foot of its parent; a new one takes the place of the old."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._floor = look, parent
        self.setProperty("role", "toast")
        self._notice: Notice | None = None
        self._words = Label(look, str, "body", "text")
        self._action = Button(look, str, kind="ghost", height_px=28)
        self._action.clicked.connect(self._on_action)
        close = IconButton(look, "x", lambda: translate("Notices", "Close"), size_px=28)
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._words)
        row.addWidget(self._action)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show it for a while, and let a screen reader say it."""
        self._notice = notice
        self._words.say(notice.words)
        self._action.setVisible(notice.action is not None)
        if notice.action is not None:
            self._action.say(notice.action)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, notice.words()))

    def _on_action(self) -> None:
        notice, self._notice = self._notice, None
        self.hide()
        if notice is not None:
            notice.on_action()

    def _place(self) -> None:
        floor = self._floor
        self.move((floor.width() - self.width()) // 2, floor.height() - self.height() - 24)

    @override
    def showEvent(self, event: object) -> None:
        """Count anew: also a window that was minimised meanwhile shows it again."""
        self._timer.start()

    @override
    def hideEvent(self, event: object) -> None:
        self._timer.stop()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)


class EmptyState(QWidget):
    """One picture and one sentence where a list has nothing to show yet."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self._label = Label(look, words, "caption", "text3")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label.setWordWrap(True)
        column.addStretch()
        column.addWidget(self._label)
        column.addStretch()

    def refresh(self) -> None:
        """Take the words anew."""
        self._label.refresh()
