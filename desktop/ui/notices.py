"""Messages to the person: a banner at the place it concerns, and a short note that passes by.

Never a modal box for something that is expected (a lost connection, an undo).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.controls import Button, IconButton, Label, Words, restyle
from desktop.ui.i18n import translate
from desktop.ui.look import Look

Tone: TypeAlias = Literal["amber", "red", "green"]
_ROLES: dict[Tone, str] = {"amber": "banner", "red": "verdict-error", "green": "verdict-ok"}
_ICONS: dict[Tone, str] = {"amber": "cpu", "red": "circle-alert", "green": "circle-check"}
_WIDEST_PX, _BELOW_BAR_PX = 480, 56
_SHOWN_MS = 8_000  # long enough to read a line and reach for Undo


@dataclass(frozen=True, slots=True)
class Notice:
    """A short message that goes away by itself: words, and at most one thing to do about it."""

    words: Words
    action: Words | None = None
    on_action: Callable[[], None] = field(default=lambda: None)


class Banner(QFrame):
    """One sentence of what is so, one of what to do, buttons at the right, a cross to close it.

    As a card, in a column no wider than a text, the buttons stand below the sentences.

    Signals: `closed()` by the cross.
    """

    closed = Signal()

    def __init__(
        self, look: Look, tone: Tone = "amber", icon_name: str = "", *, is_card: bool = False
    ) -> None:
        super().__init__()
        self._look, self._tone, self._icon_name = look, tone, icon_name or _ICONS[tone]
        self.setProperty("role", _ROLES[tone])
        self._icon = QLabel(self)
        self.title = Label(look, str, "body", "text", 600)
        self.hint = Label(look, str, "body", "text2")
        self.hint.setWordWrap(True)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self._close = IconButton(look, "x", lambda: translate("Notices", "Close"), size_px=28)
        self._close.clicked.connect(self.closed)
        if is_card:
            self._arrange_card()
        else:
            self._arrange_line()
        look.changed.connect(self._draw)
        self._draw()

    def _arrange_line(self) -> None:
        self.setMinimumHeight(44)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.title)
        row.addWidget(self.hint, 1)
        row.addLayout(self.buttons)
        row.addWidget(self._close)

    def _arrange_card(self) -> None:
        self.setProperty("shape", "card")
        self.title.setWordWrap(True)
        self.buttons.addStretch()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self.title, 1)
        head.addWidget(self._close)
        body = QVBoxLayout()
        body.setContentsMargins(24, 0, 0, 0)
        body.setSpacing(8)
        body.addWidget(self.hint)
        body.addLayout(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 8, 12)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(body)

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
        """Add a button after the others; give it, so that it can be hidden."""
        button = Button(self._look, words, kind=kind, height_px=28)
        button.clicked.connect(on_click)
        is_before_stretch = self.property("shape") == "card"
        self.buttons.insertWidget(self.buttons.count() - is_before_stretch, button)
        return button

    def _draw(self) -> None:
        dpr = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._look.theme, self._icon_name, self._tone, 16, dpr))
        self.setAccessibleName(f"{self.title.text()} {self.hint.text()}".strip())


class Toast(QFrame):
    """Shows one notice over the head of its parent; a new one takes the place of the old.

    At the foot people write: nothing may lie over that.
    """

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
        self._fit()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        if QAccessible.isActive():
            from PySide6.QtGui import QAccessibleAnnouncementEvent  # noqa: PLC0415 - few need it

            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, notice.words()))

    def _on_action(self) -> None:
        notice, self._notice = self._notice, None
        self.hide()
        if notice is not None:
            notice.on_action()

    def _fit(self) -> None:
        """Break long words into lines: an address has no end."""
        metrics = self._words.fontMetrics()
        widest = max(map(metrics.horizontalAdvance, self._words.text().split("\n")), default=0)
        self._words.setWordWrap(widest > _WIDEST_PX)
        self._words.setFixedWidth(min(widest + 2, _WIDEST_PX))
        self.adjustSize()

    def _place(self) -> None:
        self.move((self._floor.width() - self.width()) // 2, _BELOW_BAR_PX)

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
