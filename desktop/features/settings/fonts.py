"""Chooses one of the font families of this computer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QFontDatabase
from PySide6.QtWidgets import QComboBox

from desktop.core.override import override
from desktop.store.settings import Value
from desktop.ui.combo import ComboBox
from desktop.ui.controls import Words
from desktop.ui.i18n import translate
from desktop.ui.look import Look


class FontChoice(ComboBox):
    """The families of this computer, below one entry for none of them.

    They are listed when the choice is first used: a computer may have thousands.
    Signals: `picked(family)` by the person, empty for none.
    """

    picked = Signal(object)

    def __init__(self, look: Look, name: Words, none: Words, *, is_code: bool) -> None:
        super().__init__(look)
        self._name, self._none, self._is_code = name, none, is_code
        self._is_listed = False
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.addItem("", "")
        self.activated.connect(lambda _row: self.picked.emit(self.currentData()))
        look.changed.connect(self.refresh)
        self.refresh()

    def show_value(self, value: Value) -> None:
        """Show a value that came from elsewhere; nothing is emitted."""
        row = self.findData(value)
        if row < 0:
            self.addItem(self._words(str(value)), value)
            row = self.count() - 1
        self.setCurrentIndex(row)

    def refresh(self) -> None:
        """Take the words anew."""
        self.setFont(self._look.theme.font())
        self.setAccessibleName(self._name())
        for row in {0, self.currentIndex()}:  # the others say the same in every language
            self.setItemText(row, self._words(str(self.itemData(row))))

    @override
    def showPopup(self) -> None:
        self._list()
        super().showPopup()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._list()  # the arrows and letters choose without the list
        super().focusInEvent(event)

    def _words(self, family: str) -> str:
        if not family:
            return self._none()
        if QFontDatabase.hasFamily(family):
            return family
        return translate("Settings", "{font} (not on this computer)").format(font=family)

    def _list(self) -> None:
        """Put the families in; what is chosen stays chosen."""
        if self._is_listed:
            return
        self._is_listed = True
        chosen = str(self.currentData())
        families = [family for family in QFontDatabase.families() if self._fits(family)]
        self.clear()
        self.addItem(self._none(), "")
        for family in families:
            self.addItem(family, family)
        self.show_value(chosen)

    def _fits(self, family: str) -> bool:
        is_private = QFontDatabase.isPrivateFamily(family)
        return not is_private and (not self._is_code or QFontDatabase.isFixedPitch(family))
