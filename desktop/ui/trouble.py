"""The window that opens when the data cannot: says why, changes nothing, leaves by a button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.core.errors import AppError
from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.controls import Button, Label
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look


class TroubleWindow(QWidget):
    """One sentence of what happened, one of what to do, the detail. Signals: `closing()`."""

    closing = Signal()

    def __init__(self, look: Look, error: AppError) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Oriole")
        self.setMinimumSize(560, 320)
        words = error_text(error.code)
        bird = QLabel()
        bird.setPixmap(pixmap(look.theme, "oriole", "text", 44, self.devicePixelRatioF()))
        close = Button(look, lambda: translate("Shell", "Quit"), kind="primary")
        close.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 48, 48)
        column.setSpacing(12)
        column.addWidget(bird)
        for label in (
            Label(look, lambda: words.title, "title", "text", 600),
            Label(look, lambda: words.hint, "reading", "text2"),
            Label(look, lambda: error.detail, "code", "text3"),
        ):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        column.addStretch()
        column.addWidget(close)
        self.setAccessibleName(words.title)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)
