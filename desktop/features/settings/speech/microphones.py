"""Chooses the microphone. The list is as new as the moment in which somebody looks at it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QStyleOptionComboBox

from desktop.core.override import override
from desktop.features.settings.form import Choice
from desktop.features.settings.speech.hardware import Found
from desktop.ui.controls import Words
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.scope import scope_for

_ARROW_PX = 44  # the arrow, and the air at both ends


class MicrophoneChoice(Choice):
    """The microphones of this computer, the system's choice first; "" is whichever that is.

    It looks again when it is shown, when it gets the focus, when the window comes back to the front,
    and before the list opens: no timer is needed to notice what was plugged in.

    Signals: `found(Found)` each time it has looked.
    """

    found = Signal(object)

    def __init__(
        self,
        look: Look,
        name: Words,
        find: Callable[[], Found],
        on_error: Callable[[Exception], None],
    ) -> None:
        self._find, self._value = find, ""
        self._inputs: dict[str, str] = {}
        self._default = ""
        super().__init__(look, name, (("", _system_words),), "")
        self._scope = scope_for(self, on_error)

    @override
    def show_value(self, value: object) -> None:
        self._value = str(value)
        if self.findData(self._value) < 0:
            self._offer()
        super().show_value(self._value)

    def look_again(self) -> None:
        """Find out which microphones there are now."""
        if not self._scope.is_running("look"):
            self._scope.start("look", self._look_again())

    @override
    def showPopup(self) -> None:
        """Open as soon as the list is new: after some hundredths of a second."""
        self._scope.start("open", self._open())

    async def _open(self) -> None:
        await self._look_again()
        if self.isVisible():
            super().showPopup()

    async def _look_again(self) -> None:
        found = await asyncio.to_thread(self._find)
        inputs = {one.id: one.name for one in found.inputs}
        default = next((one.name for one in found.inputs if one.is_default), "")
        if (inputs, default) != (self._inputs, self._default):
            self._inputs, self._default = inputs, default
            self._offer()
        self.found.emit(found)

    def _offer(self) -> None:
        self.offer(list(self._rows()))
        super().show_value(self._value)
        self.refresh()

    @override
    def refresh(self) -> None:
        super().refresh()
        self.setToolTip(self.currentText())

    def _rows(self) -> Iterator[tuple[object, Words]]:
        yield "", self._follow_words
        for key, name in self._inputs.items():
            yield key, name.strip
        if self._value and self._value not in self._inputs:
            yield self._value, self._gone_words

    def _follow_words(self) -> str:
        if not self._default:
            return _system_words()
        return translate("Settings", "Follow the system ({name})").format(name=self._default)

    def _gone_words(self) -> str:
        name = self._value.partition(":")[2] or self._value
        return translate("Settings", "{name} (not there)").format(name=name)

    @override
    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Shorten a long name by its end: a sheet would cut it."""
        super().initStyleOption(option)
        room = self.width() - _ARROW_PX
        words = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        option.currentText = words

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look_again()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.look_again()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate and self.isVisible():
            self.look_again()
        return super().event(event)


def _system_words() -> str:
    return translate("Settings", "Follow the system")
