"""Looks at the pictures of a message one after another, over the whole window."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.ui.amounts import joined
from desktop.ui.controls import Button, IconButton, Label
from desktop.ui.error_text import code_of, error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.picture_viewer.bar import ViewerBar
from desktop.ui.picture_viewer.canvas import PictureCanvas, levels_of
from desktop.ui.popover import Popover
from desktop.ui.scope import scope_for

_PATIENCE_S = 60.0
_SLOW_MS = 200  # what is read faster says nothing of it
_DONE_MS = 1500
_PAN_PX = 80
_KEY = Qt.Key
_STEPS = {_KEY.Key_PageDown: 1, _KEY.Key_PageUp: -1}
_PANS = {
    _KEY.Key_Left: (1, 0), _KEY.Key_Right: (-1, 0), _KEY.Key_Up: (0, 1), _KEY.Key_Down: (0, -1),
}  # fmt: skip

Load: TypeAlias = Callable[[str], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Picture:
    """One that can be looked at: its address for `Load`, and what is to be seen on it.

    `is_kept`: it is a file of ours, which another program may open.
    """

    source: str
    title: str
    is_kept: bool = True


class PictureViewer(Popover):
    """Closes with Escape, by the cross, by a press beside the picture, or when the focus goes.

    Signals: `save_wanted(index)`, `open_wanted(index)` of `pictures`.
    """

    save_wanted = Signal(int)
    open_wanted = Signal(int)

    def __init__(
        self, look: Look, anchor: QWidget, pictures: Sequence[Picture], at: int, load: Load
    ) -> None:
        super().__init__(look, anchor)
        self.pictures, self.at = tuple(pictures), at
        self._load = load
        self._scope = scope_for(self, self._on_error)
        self.bar = ViewerBar(look)
        self.canvas = PictureCanvas(look)
        self.previous = IconButton(
            look, "chevron-left", lambda: translate("Viewer", "Previous picture"), shown_keys="Left"
        )
        self.next = IconButton(
            look, "chevron-right", lambda: translate("Viewer", "Next picture"), shown_keys="Right"
        )
        self.note = Label(look, str, "body", "text2")
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setWordWrap(True)
        self.again = Button(look, lambda: translate("Viewer", "Try again"))
        self._keys = self._actions()
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._done = QTimer(self, singleShot=True, interval=_DONE_MS)
        self._connect()
        self._arrange()
        look.changed.connect(self._rename)
        self.closed.connect(self.canvas.clear)

    def pop_up(self) -> None:
        """Open it over all of the window."""
        self.open(self.canvas, self.window().size())
        self._show(self.at)

    def go(self, step: int) -> None:
        """Show the next picture (1) or the previous one (-1), if there is one."""
        if 0 <= self.at + step < len(self.pictures):
            self._show(self.at + step)

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        image = self.canvas.image
        if image is not None:
            QGuiApplication.clipboard().setImage(image)
            self.bar.copy.become("check", lambda: translate("Viewer", "Copied"))
            self._announce(translate("Viewer", "Copied"))
            self._done.start()

    def _connect(self) -> None:
        bar, canvas = self.bar, self.canvas
        bar.smaller.connect(lambda: canvas.zoom(-1))
        bar.larger.connect(lambda: canvas.zoom(1))
        bar.sized.connect(canvas.toggle)
        bar.copied.connect(self.copy)
        bar.saved.connect(lambda: self.save_wanted.emit(self.at))
        bar.opened.connect(lambda: self.open_wanted.emit(self.at))
        bar.left.connect(self.dismiss)
        canvas.changed.connect(self._on_sight)
        canvas.pressed_beside.connect(self.dismiss)
        self.previous.clicked.connect(lambda: self.go(-1))
        self.next.clicked.connect(lambda: self.go(1))
        self.again.clicked.connect(lambda: self._show(self.at))
        self._slow.timeout.connect(lambda: self._say(translate("Viewer", "Loading…")))
        self._done.timeout.connect(
            lambda: bar.copy.become("copy", lambda: translate("Viewer", "Copy picture"))
        )

    def _arrange(self) -> None:
        inside = QHBoxLayout(self.canvas)
        inside.setContentsMargins(16, 16, 16, 16)
        middle = QVBoxLayout()
        middle.setSpacing(12)
        middle.addStretch()
        middle.addWidget(self.note)
        middle.addWidget(self.again, alignment=Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch()
        inside.addLayout(middle)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        for widget in (self.previous, self.canvas, self.next):
            row.addWidget(widget, 1 if widget is self.canvas else 0)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.bar)
        self.column.addLayout(row, 1)
        for button in (self.previous, self.next):
            button.setVisible(len(self.pictures) > 1)
        self.note.hide()
        self.again.hide()

    # what is on show
    def _show(self, at: int) -> None:
        self.at = at
        self.canvas.clear()
        self._say("")
        self.previous.setEnabled(at > 0)
        self.next.setEnabled(at < len(self.pictures) - 1)
        self._rename()
        self._slow.start()
        self._scope.start("picture", self._read(self.pictures[at]))

    async def _read(self, picture: Picture) -> None:
        async with asyncio.timeout(_PATIENCE_S):
            content = await self._load(picture.source)
            levels, size = await asyncio.to_thread(levels_of, content)
        self._slow.stop()
        self._say("")
        self.canvas.show_picture(levels, size)
        self._rename()
        self._announce(joined(self.canvas.accessibleName(), self.canvas.accessibleDescription()))

    def _on_error(self, error: Exception) -> None:
        self._slow.stop()
        words = error_text(code_of(error))
        self._say(f"{words.title}\n{words.hint}".strip())
        self.again.show()
        self._announce(self.note.text())

    def _say(self, words: str) -> None:
        self.note.say(lambda: words)
        self.note.setVisible(bool(words))
        self.again.hide()

    def _on_sight(self) -> None:
        sight = self.canvas.sight
        self.bar.show_percent(None if sight is None else sight.percent)
        self.bar.open.setEnabled(sight is not None and self.pictures[self.at].is_kept)
        self._describe()

    def _rename(self) -> None:
        picture = self.pictures[self.at]
        title = picture.title or translate("Viewer", "Picture")
        self.bar.show_title(title)
        self.canvas.setAccessibleName(title)
        self.setAccessibleName(translate("Viewer", "Picture viewer"))
        self._describe()

    def _describe(self) -> None:
        sight, count = self.canvas.sight, len(self.pictures)
        size = "" if sight is None else f"{sight.size[0]:.0f} × {sight.size[1]:.0f}"
        place = translate("Viewer", "{number} of {count}").format(number=self.at + 1, count=count)
        words = joined(size, place if count > 1 else "")
        self.bar.state.say(lambda: words)
        percent = "" if sight is None else f"{sight.percent:.0f}%"
        self.canvas.setAccessibleDescription(joined(words, percent))

    def _announce(self, words: str) -> None:
        if words and self.isVisible() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    # keys
    def _actions(self) -> dict[Qt.Key, Callable[[], None]]:
        return {
            _KEY.Key_Plus: lambda: self.canvas.zoom(1),
            _KEY.Key_Equal: lambda: self.canvas.zoom(1),
            _KEY.Key_Minus: lambda: self.canvas.zoom(-1),
            _KEY.Key_0: self.canvas.fit,
            _KEY.Key_1: self.canvas.natural,
            _KEY.Key_Space: self.canvas.toggle,
            _KEY.Key_Home: lambda: self.go(-self.at),
            _KEY.Key_End: lambda: self.go(len(self.pictures) - 1 - self.at),
        }

    def _is_ours(self, event: QKeyEvent) -> bool:
        """Tell whether a key, with Ctrl or without, is not for the window's own shortcuts."""
        key = Qt.Key(event.key())
        is_standard = any(
            event.matches(one)
            for one in (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Save)
        )
        return is_standard or key in self._keys or key in _PANS or key in _STEPS

    @override
    def event(self, event: QEvent) -> bool:
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Save):
            self.save_wanted.emit(self.at)
        elif key in self._keys:
            self._keys[key]()
        elif key in _STEPS:
            self.go(_STEPS[key])
        elif key in _PANS:
            self._pan(*_PANS[key])
        else:
            super().keyPressEvent(event)
        event.accept()

    def _pan(self, x: int, y: int) -> None:
        """Move a picture that is larger than the room; else go on to another one."""
        sight = self.canvas.sight
        if sight is not None and sight.is_movable:
            self.canvas.move_by(x * _PAN_PX, y * _PAN_PX)
        elif x:
            self.go(-x)

    # over the window
    @override
    def place(self, size: QSize) -> None:
        self.setGeometry(self._anchor.window().rect())

    @override
    def follow_window(self) -> None:
        """Cover it still."""
        self.place(self.size())

    @override
    def _card(self) -> QRect:
        return self.rect()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._look.theme.color("window"))
        painter.end()
