"""The columns side by side, and above them: who is asked too, the differences, the way out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.features.chat.compare.column import Column
from desktop.features.chat.find.many import ManyFinder
from desktop.features.chat.usage.card import BudgetCard
from desktop.ui.controls import Button, IconButton, Label
from desktop.ui.i18n import translate
from desktop.ui.lines import hairline
from desktop.ui.look import Look
from desktop.ui.picker import Picker

MOST = 3


class CompareView(QWidget):
    """The widgets; `comparing` fills them.

    Signals: `closed()`; `asked_now()` the models chosen above are to answer what is on show;
    `differences_toggled(bool)`; `budget_wanted()` its setting is to be changed.
    """

    closed = Signal()
    asked_now = Signal()
    differences_toggled = Signal(bool)
    budget_wanted = Signal()

    def __init__(self, look: Look, make_column: Callable[[], Column]) -> None:
        super().__init__()
        self._make_column = make_column
        self.columns: list[Column] = []
        self._finder: ManyFinder | None = None
        self._title = Label(look, lambda: translate("Compare", "Compare"), "body", "text", 600)
        self._too = Label(look, lambda: translate("Compare", "Ask too:"), "body", "text2")
        self.pickers = tuple(
            Picker(look, _nobody_words, is_field=True, name=_also_words) for _ in range(MOST - 1)
        )
        self.ask = Button(look, lambda: translate("Compare", "Ask now"), height_px=32)
        self.ask.clicked.connect(self.asked_now)
        self.differences = Button(
            look, lambda: translate("Compare", "Differences"), kind="ghost", height_px=32
        )
        self.differences.setCheckable(True)
        self.differences.toggled.connect(self.differences_toggled)
        close = IconButton(look, "x", lambda: translate("Compare", "Close"))
        close.clicked.connect(self.closed)
        self._hint = Label(look, _hint_words, "body", "text3")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._hint.setContentsMargins(24, 16, 24, 16)
        self.budget = BudgetCard(look, self.budget_wanted.emit)
        self._row = QHBoxLayout()
        self._area = QScrollArea()
        self._arrange(close)
        self.show_count(0)

    def _arrange(self, close: IconButton) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 8, 12, 8)
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addSpacing(8)
        head.addWidget(self._too)
        for picker in self.pickers:
            picker.setMaximumWidth(220)
            head.addWidget(picker, 1)
        head.addWidget(self.ask)
        head.addStretch()
        head.addWidget(self.differences)
        head.addWidget(close)
        inner = QWidget()
        inner.setObjectName("scrolled")
        inner.setLayout(self._row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._area.setWidgetResizable(True)
        self._area.setWidget(inner)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline(self))
        asks = QVBoxLayout()
        asks.setContentsMargins(24, 8, 24, 0)
        asks.addWidget(self.budget)
        column.addLayout(asks)
        column.addWidget(self._hint, 1)
        column.addWidget(self._area, 1)

    @property
    def finder(self) -> ManyFinder:
        """What searches all columns, from left to right."""
        if self._finder is None:
            self._finder = ManyFinder(self)
            self._serve()
        return self._finder

    def _serve(self) -> None:
        if self._finder is not None:
            self._finder.serve([column.finder for column in self.columns])

    def show_count(self, count: int) -> Sequence[Column]:
        """Have that many columns; give them."""
        while len(self.columns) < count:
            made = self._make_column()
            made.swapped.connect(self._serve)
            if self.columns:
                self._row.addWidget(hairline(self, is_vertical=True))
            self._row.addWidget(made, 1)
            self.columns.append(made)
        leaving = [self.columns.pop() for _ in range(len(self.columns) - count)]
        self._serve()  # before they go
        for column in leaving:
            column.deleteLater()
            for at in (self._row.count() - 1, self._row.count() - 2):
                item = self._row.takeAt(at) if at >= 0 else None
                widget = item.widget() if item is not None else None
                if widget is not None:
                    widget.deleteLater()
        self._hint.setVisible(count < 2)
        self._column.setStretchFactor(self._hint, 0 if count else 1)
        self._area.setVisible(count > 0)
        self.differences.setEnabled(count > 1)
        return self.columns

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if Qt.Key(event.key()) is Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _nobody_words() -> str:
    return translate("Compare", "Choose…")


def _also_words() -> str:
    return translate("Compare", "Ask too")


def _hint_words() -> str:
    return translate(
        "Compare",
        "Choose one or two more models above: they answer the same question, side by side.",
    )
