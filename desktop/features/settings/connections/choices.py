"""One of a few values; what an older or newer file holds beside them is shown as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from desktop.ui.combo import ComboBox
from desktop.ui.controls import Words
from desktop.ui.look import Look


class Choices(ComboBox):
    """Signals: `picked()` by the person."""

    picked = Signal()

    def __init__(
        self, look: Look, name: Words, options: Callable[[], Sequence[tuple[object, str]]]
    ) -> None:
        super().__init__(look)
        self._name, self._options = name, options
        # A long option must not set the width of the whole form.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        for value, words in options():
            self.addItem(words, value)
        self.activated.connect(lambda _row: self.picked.emit())
        look.changed.connect(self.refresh)
        self.refresh()

    @property
    def value(self) -> object:
        """Give the chosen value."""
        return self.currentData()

    def choose(self, value: object) -> None:
        """Show a value."""
        row = self.findData(value)
        if row < 0:
            self.addItem(str(value), value)
            row = self.count() - 1
        self.setCurrentIndex(row)

    def refresh(self) -> None:
        """Take the words anew."""
        self.setFont(self._look.theme.font())
        self.setAccessibleName(self._name())
        for row, (_value, words) in enumerate(self._options()):
            self.setItemText(row, words)
