"""Chooses a model: a button that names it and opens the list of models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.controls import Words
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.model_choice import Choice, Section

if TYPE_CHECKING:
    from desktop.ui.model_popover import ModelPopover

_MAX_WIDTH_PX = 320


class Picker(QPushButton):
    """Shows the chosen model; `nobody` are its words while none is chosen, `name` what it is for.

    Signals: `opening()` before the list shows; `chosen(Choice)`; `favourite_toggled(Choice)`;
    `connect_wanted()` when the person wants to add a server.
    """

    opening = Signal()
    chosen = Signal(object)
    favourite_toggled = Signal(object)
    connect_wanted = Signal()

    def __init__(
        self,
        look: Look,
        nobody: Words | None = None,
        *,
        is_field: bool = False,
        name: Words | None = None,
    ) -> None:
        super().__init__()
        self._name = name
        self._look, self._nobody = look, nobody or _choose_words
        self._sections: tuple[Section, ...] = ()
        self._current: Choice | None = None
        self._popover: ModelPopover | None = None
        self._was_offered = self._is_wanted = False
        if not is_field:
            self.setProperty("kind", "ghost")
        self._is_field = is_field
        self.setProperty("picker", "true")
        self.setFixedHeight(32)
        wide = QSizePolicy.Policy.Expanding if is_field else QSizePolicy.Policy.Maximum
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)
        look.changed.connect(self.refresh)
        self.refresh()

    @property
    def popover(self) -> ModelPopover | None:
        """The list of models while it is open."""
        return self._popover

    def show_choice(self, choice: Choice | None) -> None:
        """Show the chosen model; None: there is none."""
        self._current = choice
        self.refresh()

    def offer(self, sections: Sequence[Section]) -> None:
        """Give the list its models; an open one shows them at once."""
        self._sections, self._was_offered = tuple(sections), True
        if self._popover is not None:
            self._popover.offer(self._sections, self._current)
        elif self._is_wanted:
            self._pop_up()

    def open_menu(self) -> None:
        """Open the list above or below the button, as soon as there is something to show."""
        if self._popover is not None:
            self._popover.dismiss()
            return
        self._is_wanted = True
        self.opening.emit()
        if self._was_offered and self._popover is None:
            self._pop_up()

    def _pop_up(self) -> None:
        # An idle window need not hold it.
        from desktop.ui.model_popover import ModelPopover  # noqa: PLC0415

        self._is_wanted = False
        popover = ModelPopover(self._look, self)
        popover.chosen.connect(self.chosen)
        popover.favourite_toggled.connect(self.favourite_toggled)
        popover.connect_wanted.connect(self.connect_wanted)
        popover.closed.connect(self._on_closed)
        popover.offer(self._sections, self._current)
        self._popover = popover
        popover.pop_up()

    def refresh(self) -> None:
        """Take font and words anew."""
        self.setFont(self._look.theme.font("body", 400 if self._is_field else 500))
        words = self._words()
        self.setText(words if self._is_field else self._elided(words, _MAX_WIDTH_PX - 40))
        self.setToolTip(words)
        if self._name is None:
            self.setAccessibleName(translate("Picker", "Model: {name}").format(name=words))
        else:
            self.setAccessibleName(f"{self._name()}: {words}")
        self.updateGeometry()

    def _words(self) -> str:
        if self._current is None:
            return self._nobody()
        return f"{self._current.label} · {self._current.group}"

    def _elided(self, words: str, room: int) -> str:
        return self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room)

    def _on_closed(self) -> None:
        self._popover = None

    @override
    def sizeHint(self) -> QSize:
        if self._is_field:
            return QSize(160, 32)  # it takes the room that there is, a long name none of it
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 40, 32)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(96, 32) if self._is_field else super().minimumSizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with the arrows, too, as every box of choices does."""
        if Qt.Key(event.key()) in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_field:
            self.setText(self._elided(self._words(), self.width() - 44))
        super().paintEvent(event)
        painter = QPainter(self)
        arrow = pixmap(self._look.theme, "chevron-down", "text2", 16, self.devicePixelRatioF())
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = 8 if is_mirrored else self.width() - 24
        painter.drawPixmap(x, (self.height() - 16) // 2, arrow)
        painter.end()


def _choose_words() -> str:
    return translate("Picker", "Choose a model")
