"""Chooses who answers next: a quiet button in the composer that opens the list of models."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy
from typing_extensions import override

from desktop.ui.assets import pixmap
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_MAX_WIDTH_PX = 320


@dataclass(frozen=True, slots=True)
class Choice:
    """One model of one connection; `group` is the connection's name as it is shown."""

    connection_id: str
    model: str
    label: str
    group: str


class Picker(QPushButton):
    """Shows the chosen model.

    Signals: `opening()` before the menu shows; `chosen(Choice)`; `connect_wanted()` when the person wants to add a server.
    """

    opening = Signal()
    chosen = Signal(object)
    connect_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._choices: tuple[Choice, ...] = ()
        self._current: Choice | None = None
        self._note = ""
        self._menu = QMenu(self)
        self.setProperty("kind", "ghost")
        self.setProperty("picker", "true")
        self.setFixedHeight(32)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)
        look.changed.connect(self.refresh)
        self.refresh()

    def show_choice(self, choice: Choice | None) -> None:
        """Show who answers next; None: nobody is known yet."""
        self._current = choice
        self.refresh()

    def offer(self, choices: tuple[Choice, ...], note: str = "") -> None:
        """Give the menu its models, and a sentence when a server could not be asked."""
        if (choices, note) != (self._choices, self._note):
            self._choices, self._note = choices, note
            if self._menu.isVisible():
                self._fill()

    def open_menu(self) -> None:
        """Open the list above the button."""
        self.opening.emit()
        self._fill()
        height = self._menu.sizeHint().height()
        self._menu.popup(self.mapToGlobal(QPoint(0, -height - 4)))

    def refresh(self) -> None:
        """Take font and words anew."""
        self.setFont(self._look.theme.font("body", 500))
        if self._current is None:
            words = translate("Picker", "Choose a model")
        else:
            words = f"{self._current.label} · {self._current.group}"
        room = _MAX_WIDTH_PX - 40
        self.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room))
        self.setToolTip(words)
        self.setAccessibleName(translate("Picker", "Model: {name}").format(name=words))
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 40, 32)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        arrow = pixmap(self._look.theme, "chevron-down", "text2", 16, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 24, (self.height() - 16) // 2, arrow)
        painter.end()

    def _fill(self) -> None:
        menu = self._menu
        menu.clear()
        group = QActionGroup(menu)
        heading = ""
        for choice in self._choices:
            if choice.group != heading:
                heading = choice.group
                menu.addSection(heading)
            action = QAction(choice.label, menu)
            action.setCheckable(True)
            action.setChecked(choice == self._current)
            action.triggered.connect(lambda _on=False, c=choice: self.chosen.emit(c))
            group.addAction(action)
            menu.addAction(action)
        if self._note:
            menu.addSeparator()
            menu.addAction(self._note).setEnabled(False)
        menu.addSeparator()
        menu.addAction(translate("Picker", "Connect a server…"), self.connect_wanted.emit)
