"""What there is to say of the engine that comes with the program: nothing to set up."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.features.settings.connections.chips import Chips
from desktop.ui.controls import Label
from desktop.ui.i18n import translate
from desktop.ui.look import Look


class BuiltIn(QWidget):
    """Two sentences, and what it can do."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.chips = Chips(look)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        for words, tone in (
            (lambda: translate("Connections", "It comes with the program and is always there."), "text"),
            (
                lambda: translate(
                    "Connections",
                    "A small model that runs on this computer: no key, no network, nothing to set up.",
                ),
                "text2",
            ),
        ):  # fmt: skip
            label = Label(look, words, "body", tone)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(self.chips)
        column.addStretch()
