"""The control that fits a declared setting: it shows a value, and tells what the person picks."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSlider, QWidget

from desktop.core.override import override
from desktop.features.settings.declared import Row
from desktop.features.settings.fonts import FontChoice
from desktop.features.settings.form import Choice
from desktop.features.settings.hosts import Hosts
from desktop.store.settings import Value
from desktop.ui.assets import pixmap
from desktop.ui.controls import Field, Label, Words
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.switch import Switch
from desktop.ui.theme import accent_colors

WIDTH_PX = 240
_DOT_PX = 24


Input: TypeAlias = "OnOff | Choice | FontChoice | Amount | Accents | Hosts | Line | Money"
"""Each has `show_value(value)`, which emits nothing, and the signal `picked(value)`."""


def input_for(row: Row, look: Look) -> Input:
    """Give the control for a setting: the only place that knows which fits what."""
    made: Input
    default = row.setting.default
    if row.kind == "accent":
        made = Accents(look, row)
    elif row.kind in {"font", "code font"}:
        made = FontChoice(look, row.title, row.options[""], is_code=row.kind == "code font")
    elif row.kind == "hosts":
        made = Hosts(look, row.title, row.options[""])
    elif row.options:
        made = Choice(look, row.title, list(row.options.items()), default)
    elif isinstance(default, bool):
        return OnOff(look, row.title)
    elif row.kind == "money":
        made = Money(look, row)
    elif isinstance(default, str):
        made = Line(look, row.title)
    else:
        made = Amount(look, row)
    made.setFixedWidth(WIDTH_PX)
    return made


class OnOff(Switch):
    """A switch without words beside it: its label stands elsewhere. Signals: `picked(bool)`."""

    picked = Signal(object)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words)
        # Not `clicked`: assistive technology only toggles.
        self.toggled.connect(self.picked.emit)

    def show_value(self, value: Value) -> None:
        """Show a value that came from elsewhere; nothing is emitted."""
        self.blockSignals(True)
        self.setChecked(bool(value))
        self.blockSignals(False)
        self.update()

    @override
    def refresh(self) -> None:
        super().refresh()
        self.setText("")

    @override
    def sizeHint(self) -> QSize:
        return QSize(38, super().sizeHint().height())


class Line(Field):
    """A line of text. Signals: `picked(text)` when it is finished with Return or left."""

    picked = Signal(object)

    def __init__(self, look: Look, name: Words, hint: Words = str) -> None:
        super().__init__(look, name, hint)
        self.edit.editingFinished.connect(lambda: self.picked.emit(self.text()))

    def show_value(self, value: Value) -> None:
        """Show a value that came from elsewhere; nothing is emitted."""
        if self.text() != value:
            self.edit.setText(str(value))


class Money(Field):
    """A sum of money as people type it; nothing is none. Signals: `picked(number)` when finished."""

    picked = Signal(object)

    def __init__(self, look: Look, row: Row) -> None:
        super().__init__(look, row.title, lambda: translate("Settings", "No budget"))
        self._setting = row.setting
        self.edit.editingFinished.connect(self._on_finished)
        self.changed.connect(lambda _text: self.set_error(is_wrong=False))

    def show_value(self, value: Value) -> None:
        """Show a value that came from elsewhere; nothing is emitted."""
        self.edit.setText(f"{float(value):.2f}".removesuffix(".00") if value else "")
        self.set_error(is_wrong=False)

    def _on_finished(self) -> None:
        plain = self.text().strip().lstrip("$").strip()
        value, is_good = QLocale().toDouble(plain or "0")
        if not is_good:
            value, is_good = QLocale.c().toDouble(plain.replace(",", "."))
        if is_good and self._setting.accepts(value):
            self.picked.emit(value)
        else:
            self.set_error(is_wrong=True)


class Amount(QWidget):
    """A number within its bounds: a slider, and what it says. Signals: `picked(number)`."""

    picked = Signal(object)

    def __init__(self, look: Look, row: Row) -> None:
        super().__init__()
        setting = row.setting
        assert setting.low is not None
        assert setting.high is not None
        self._row, self._look, self._value = row, look, float(setting.default)
        self._is_whole = isinstance(setting.default, int)
        self.slider = _Slider(Qt.Orientation.Horizontal)
        self.slider.setFixedHeight(20)
        self.slider.setTracking(False)  # a text is laid out once, not for every pixel of the way
        self.slider.setRange(round(setting.low * self._scale), round(setting.high * self._scale))
        self.slider.setSingleStep(1 if self._is_whole else 5)
        self.slider.setPageStep(1 if self._is_whole else 25)
        self.slider.sliderMoved.connect(self._on_moved)
        self.slider.valueChanged.connect(self._on_changed)
        self.setFocusProxy(self.slider)
        self._says = Label(look, self._words, "body", "text2")
        self._says.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._says.setFixedWidth(52)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self._says)
        look.changed.connect(self.refresh)
        self.refresh()

    @property
    def _scale(self) -> int:
        return 1 if self._is_whole else 100

    def show_value(self, value: Value) -> None:
        """Show a value that came from elsewhere, also one between the steps; nothing is emitted."""
        self._value = float(value)
        self.slider.blockSignals(True)
        self.slider.setValue(round(self._value * self._scale))
        self.slider.blockSignals(False)
        self._says.refresh()

    def refresh(self) -> None:
        """Take the words anew."""
        self.slider.setAccessibleName(self._row.title())

    def _words(self) -> str:
        return self._row.words(int(self._value) if self._is_whole else self._value)

    def _on_moved(self, position: int) -> None:
        self._value = position / self._scale
        self._says.refresh()

    def _on_changed(self, position: int) -> None:
        self._on_moved(position)
        self.picked.emit(position if self._is_whole else self._value)


class _Slider(QSlider):
    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling it must not change a setting."""
        event.ignore()


class Accents(QWidget):
    """The accents as dots in their colour, one of them marked. Signals: `picked(name)`."""

    picked = Signal(object)

    def __init__(self, look: Look, row: Row) -> None:
        super().__init__()
        self._look, self._title = look, row.title
        self.dots: dict[Value, _Dot] = {}
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addStretch()
        for accent, words in row.options.items():
            dot = _Dot(look, str(accent), words)
            dot.clicked.connect(lambda _on=False, accent=accent: self.picked.emit(accent))
            group.addButton(dot)
            layout.addWidget(dot)
            self.dots[accent] = dot
        look.changed.connect(self.refresh)
        self.refresh()

    def show_value(self, value: Value) -> None:
        """Show a value that came from elsewhere; nothing is emitted."""
        self.dots[value].setChecked(True)
        for dot in self.dots.values():  # one stop for Tab, the arrows lead on
            is_on = dot.isChecked()
            policy = Qt.FocusPolicy
            dot.setFocusPolicy(policy.StrongFocus if is_on else policy.ClickFocus)
        self.setFocusProxy(self.dots[value])

    def refresh(self) -> None:
        """Take the words anew."""
        self.setAccessibleName(self._title())


class _Dot(QAbstractButton):
    def __init__(self, look: Look, accent: str, words: Words) -> None:
        super().__init__()
        self._look, self._accent, self._words = look, accent, words
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedSize(_DOT_PX + 8, _DOT_PX + 8)
        look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Take words and colours anew."""
        words = self._words()
        name = translate("Settings", "Accent: {colour}").format(colour=words)
        self.setAccessibleName(name)
        self.setToolTip(words)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return self.size()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        colors = accent_colors(theme.mode, self._accent)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(4, 4, _DOT_PX, _DOT_PX)
        painter.setPen(QPen(QColor(colors["ring"]), 1))
        painter.setBrush(QColor(colors["accent"]))
        painter.drawEllipse(disc.adjusted(0.5, 0.5, -0.5, -0.5))
        if self.isChecked():
            dpr = self.devicePixelRatioF()
            painter.drawPixmap(8, 8, pixmap(theme, "check", "on_accent", 16, dpr))
        if self.isChecked() or self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ring" if self.hasFocus() else "control"), 2))
            painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()
