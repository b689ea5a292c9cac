"""What stands above a picture that is looked at: what it is, how large it is, what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.controls import Button, IconButton, Label
from desktop.ui.elided_label import ElidedLabel
from desktop.ui.i18n import translate
from desktop.ui.lines import hairline
from desktop.ui.look import Look

_HEIGHT_PX = 48
_PERCENT_PX = 64


class ViewerBar(QWidget):
    """Signals: what is asked for; `sized()` by the percent, `left()` by the cross."""

    smaller = Signal()
    sized = Signal()
    larger = Signal()
    copied = Signal()
    saved = Signal()
    opened = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._title = ""
        self._percent = ""
        self.title = ElidedLabel(look, lambda: self._title)
        self.state = Label(look, str, "caption", "text2")
        self.out = IconButton(
            look, "zoom-out", lambda: translate("Viewer", "Smaller"), shown_keys="-"
        )
        self.percent = Button(look, lambda: self._percent, kind="ghost")
        self.percent.setFixedWidth(_PERCENT_PX)
        self.into = IconButton(
            look, "zoom-in", lambda: translate("Viewer", "Larger"), shown_keys="+"
        )
        self.copy = IconButton(
            look, "copy", lambda: translate("Viewer", "Copy picture"), shown_keys="Ctrl+C"
        )
        self.save = IconButton(
            look, "download", lambda: translate("Viewer", "Save a copy…"), shown_keys="Ctrl+S"
        )
        self.open = IconButton(
            look, "arrow-up-right", lambda: translate("Viewer", "Open in another program")
        )
        self.close_button = IconButton(
            look, "x", lambda: translate("Viewer", "Close"), shown_keys="Esc"
        )
        for button, signal in (
            (self.out, self.smaller), (self.percent, self.sized), (self.into, self.larger),
            (self.copy, self.copied), (self.save, self.saved), (self.open, self.opened),
            (self.close_button, self.left),
        ):  # fmt: skip
            button.clicked.connect(signal)
        self._arrange()
        look.changed.connect(self._rename)
        self._rename()

    def show_title(self, title: str) -> None:
        """Say what is to be seen."""
        self._title = title
        self.title.refresh()

    def show_percent(self, percent: float | None) -> None:
        """Say how large it is; None: there is nothing."""
        self._percent = "" if percent is None else f"{percent:.0f}%"
        self.percent.refresh()
        self._rename()
        for button in (self.out, self.percent, self.into, self.copy, self.save):
            button.setEnabled(percent is not None)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self.title)
        words.addWidget(self.state)
        words.addStretch()
        self.title.setMinimumHeight(20)
        lines = [hairline(self, is_vertical=True) for _ in range(2)]
        for line in lines:
            line.setFixedHeight(20)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(4)
        row.addLayout(words, 1)
        for widget in (
            self.out, self.percent, self.into, lines[0], self.copy, self.save, self.open, lines[1],
            self.close_button,
        ):  # fmt: skip
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(hairline(self))
        self.setFixedHeight(_HEIGHT_PX)

    def _rename(self) -> None:
        words = translate("Viewer", "Fit or own size")
        self.percent.setToolTip(words)
        name = f"{words}, {self._percent}" if self._percent else words
        self.percent.setAccessibleName(name)
