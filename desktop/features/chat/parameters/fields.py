"""The controls of the panel: a name, what is set, a way back, and why it cannot be set.

Every control has `show_value`, which emits nothing, and the signal `picked(value)`; None means that
the server decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.ui.combo import ComboBox
from desktop.ui.controls import Field, IconButton, Label, Words, restyle
from desktop.ui.i18n import translate
from desktop.ui.look import Look

Value: TypeAlias = "str | int | float | bool | None"


def server_decides() -> str:
    """Give what stands where nothing is set."""
    return translate("Parameters", "Server decides")


class Block(QWidget):
    """A named control. Signals: `reset()` by the button that takes away what is set."""

    reset = Signal()

    def __init__(self, look: Look, name: Words, control: QWidget) -> None:
        super().__init__()
        self.look, self.name, self.control = look, name, control
        self._why: Words | None = None
        self.label = Label(look, name, "body", "text2", 500)
        self.label.setFixedHeight(24)  # the way back comes and goes, what stands below stays
        self.says = Label(look, str, "body", "text3")
        for word in (self.label, self.says):
            word.setProperty("dims", "true")
        self.back = IconButton(look, "rotate-ccw", self._back_words, size_px=24)
        self.back.clicked.connect(self.reset)
        self.back.hide()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(4)
        head.addWidget(self.label)
        head.addStretch()
        head.addWidget(self.says)
        head.addWidget(self.back)
        self._note = Label(look, str, "caption", "text2")
        self._note.setWordWrap(True)
        self._note.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)
        self.column.addLayout(head)
        self.column.addWidget(control)
        self.column.addWidget(self._note)
        self.setFocusProxy(control)

    @property
    def reason(self) -> str:
        """Why the control cannot be used; empty where it can."""
        return self._why() if self._why is not None else ""

    def show_set(self, words: Words, *, is_set: bool) -> None:
        """Say what is set, and offer the way back where something is."""
        restyle(self.says, "tone", "text" if is_set else "text3")
        self.says.say(words)
        had_focus = self.back.hasFocus()
        self.back.setVisible(is_set)
        if had_focus and not is_set:
            self.control.setFocus()

    def refuse(self, why: Words | None, note: Words | None = None) -> None:
        """Let the control be used or not; `why` says why not, `note` what else is to be known."""
        self._why = why
        self.control.setEnabled(why is None)
        for word in (self.label, self.says):
            word.setEnabled(why is None)
        shown = why or note
        self._note.say(shown or str)
        self._note.setVisible(shown is not None)
        self.control.setAccessibleDescription(self.reason)

    def _back_words(self) -> str:
        return translate("Parameters", "Reset {name}").format(name=self.name())


class SliderBlock(Block):
    """A fraction between two bounds, in steps of 0.05. Signals: `picked(float)`."""

    picked = Signal(object)
    _SCALE = 100

    def __init__(self, look: Look, name: Words, high: float, usual: float) -> None:
        self.slider = _Slider(Qt.Orientation.Horizontal)
        super().__init__(look, name, self.slider)
        self._usual = usual
        self.slider.setFixedHeight(20)
        self.slider.setRange(0, round(high * self._SCALE))
        self.slider.setSingleStep(5)
        self.slider.setPageStep(25)
        self.slider.valueChanged.connect(self._on_moved)
        look.changed.connect(self.refresh)
        self.refresh()
        self.show_value(None)

    def refresh(self) -> None:
        """Take the words anew."""
        self.slider.setAccessibleName(self.name())
        self.says.refresh()

    def show_value(self, value: Value) -> None:
        """Show a number; None: the slider stands where most servers begin."""
        number = float(value) if isinstance(value, int | float) else None
        self.slider.blockSignals(True)
        self.slider.setValue(round((self._usual if number is None else number) * self._SCALE))
        self.slider.blockSignals(False)
        self._say(number)

    def _on_moved(self, position: int) -> None:
        number = round(position / 5) * 5 / self._SCALE
        self._say(number)
        self.picked.emit(number)

    def _say(self, number: float | None) -> None:
        restyle(self.slider, "unset", "true" if number is None else "false")
        self.slider.setAccessibleDescription(server_decides() if number is None else "")
        words = server_decides if number is None else lambda: QLocale().toString(number, "f", 2)
        self.show_set(words, is_set=number is not None)


class NumberBlock(Block):
    """A whole number within bounds, typed. Signals: `picked(int | None)`."""

    picked = Signal(object)

    def __init__(self, look: Look, name: Words, low: int, high: int) -> None:
        self._low, self._high = low, high
        self._hint: Words = server_decides
        self.field = Field(look, name, self._hint_words)
        super().__init__(look, name, self.field)
        self.field.changed.connect(self._on_typed)
        self.wrong = Label(look, self._wrong_words, "caption", "red")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        self.column.insertWidget(2, self.wrong)

    def say_hint(self, hint: Words) -> None:
        """Show another hint in the empty field."""
        self._hint = hint
        self.field.refresh()

    def show_value(self, value: Value) -> None:
        """Show a number; what is being typed and is no number yet stays."""
        if self._number() != value or not self.field.hasFocus():
            self.field.edit.setText("" if value is None else str(value))
            self._mark(is_wrong=False)
        self.show_set(str, is_set=value is not None)

    def _hint_words(self) -> str:
        return self._hint()

    def _on_typed(self) -> None:
        number = self._number()
        is_empty = not self.field.text()
        self._mark(is_wrong=number is None and not is_empty)
        if number is not None or is_empty:
            self.picked.emit(number)

    def _number(self) -> int | None:
        typed = self.field.text().replace(",", "").replace("\u00a0", "")
        is_number = typed.isascii() and typed.removeprefix("-").isdigit() and len(typed) < 20
        number = int(typed) if is_number else None
        return number if number is not None and self._low <= number <= self._high else None

    def _mark(self, *, is_wrong: bool) -> None:
        self.field.set_error(is_wrong=is_wrong)
        self.wrong.setVisible(is_wrong)
        self.field.edit.setAccessibleDescription(self._wrong_words() if is_wrong else "")

    def _wrong_words(self) -> str:
        low, high = (QLocale().toString(number) for number in (self._low, self._high))
        return translate("Parameters", "A whole number from {low} to {high}.").format(
            low=low, high=high
        )


class ChoiceBlock(Block):
    """One of a few words. Signals: `picked(str | None)`."""

    picked = Signal(object)

    def __init__(
        self, look: Look, name: Words, options: Sequence[tuple[str | None, Words]]
    ) -> None:
        self.box = ComboBox(look)
        super().__init__(look, name, self.box)
        self.label.setBuddy(self.box)  # where a combo box is called by its label, as on Linux
        self._options: list[tuple[str | None, Words]] = []
        self._value: Value = options[0][0]
        self.box.activated.connect(self._on_activated)
        look.changed.connect(self.refresh)
        self.offer(options)

    def offer(self, options: Sequence[tuple[str | None, Words]]) -> None:
        """Offer other words; the first is what it comes with."""
        self._options = list(options)
        self.refresh()

    def show_value(self, value: Value) -> None:
        """Show a word, also one that is not offered here: another model may know it."""
        self._value = value
        self.refresh()

    def refresh(self) -> None:
        """Take the words anew."""
        options = list(self._options)
        if self._value not in [value for value, _ in options]:
            options.append((str(self._value), lambda: str(self._value)))
        self.box.clear()
        for value, words in options:
            self.box.addItem(words(), value)
        self.box.setCurrentIndex(self.box.findData(self._value))
        self.box.setAccessibleName(self.name())
        self.show_set(str, is_set=self._value != self._options[0][0])

    def _on_activated(self, index: int) -> None:
        self.picked.emit(self.box.itemData(index))


class _Slider(QSlider):
    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel: scrolling it must not change a parameter."""
        event.ignore()
