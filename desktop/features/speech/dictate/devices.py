"""The menu of microphones: those that are there now, asked for when it opens and never before."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from desktop.core.errors import AppError, Code
from desktop.features.speech.dictate.choice_button import ChoiceButton
from desktop.services.context import Services
from desktop.services.speech.saying import DictationState
from desktop.store.settings import MICROPHONE
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.scope import scope_for

if TYPE_CHECKING:
    from desktop.media.capture.devices import Input

_PATIENCE_S = 10.0


class Devices(QObject):
    """Knows what there is to record with.

    Signals: `known(code)` after each look: why nothing can be recorded, None where something can;
    `chosen(id)` by the person.
    """

    known = Signal(object)
    chosen = Signal(str)

    def __init__(
        self, services: Services, button: ChoiceButton, on_error: Callable[[Exception], None]
    ) -> None:
        super().__init__(button)
        self._settings, self._button = services.settings, button
        self._inputs: Sequence[Input] = ()
        self._opened = ""
        self._scope = scope_for(self, on_error)
        button.clicked.connect(self.open)
        self.destroyed.connect(services.settings.changed.connect(self._on_setting))

    def look(self) -> None:
        """Ask what is there now."""
        if not self._scope.is_running("look"):
            self._scope.start("look", self._look())

    def open(self) -> None:
        """Ask, then show the menu."""
        if not self._scope.is_running("open"):
            self._scope.start("open", self._open())

    def show_state(self, state: DictationState) -> None:
        """Show the microphone that is really open."""
        if state.device != self._opened:
            self._opened = state.device
            self._button.say(self._words)

    async def _look(self) -> Code | None:
        code: Code | None = None
        try:
            async with asyncio.timeout(_PATIENCE_S):
                self._inputs = await asyncio.to_thread(_inputs)
        except AppError as error:
            self._inputs, code = (), error.code
        except TimeoutError:
            self._inputs, code = (), Code.MICROPHONE_STALLED
        if not self._inputs and code is None:
            code = await asyncio.to_thread(_why_not)
        self._button.say(self._words)
        self.known.emit(code)
        return code

    async def _open(self) -> None:
        code = await self._look()
        menu = QMenu(self._button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        wanted = self._settings.get(MICROPHONE)
        system = translate("Speech", "As the system has set it")
        rows = [("", system), *((one.id, one.name) for one in self._inputs)]
        for device, name in rows if code is None else ():
            action = menu.addAction(name.replace("&", "&&"), partial(self._choose, device))
            action.setCheckable(True)
            action.setChecked(device == wanted)
            group.addAction(action)
        if code is not None:
            menu.addAction(error_text(code).title).setEnabled(False)
        menu.popup(self._button.mapToGlobal(QPoint(0, self._button.height() + 4)))

    def _choose(self, device: str) -> None:
        self._scope.start("choose", self._settings.set(MICROPHONE, device))
        self.chosen.emit(device)

    def _on_setting(self, key: str) -> None:
        if key == MICROPHONE.key:
            self._button.say(self._words)

    def _words(self) -> str:
        if self._opened:
            return self._opened
        wanted = self._settings.get(MICROPHONE)
        found = next((one for one in self._inputs if one.id == wanted), None)
        found = found or next((one for one in self._inputs if one.is_default), None)
        return translate("Speech", "Microphone") if found is None else found.name


def _inputs() -> Sequence[Input]:
    from desktop.media.capture import devices  # noqa: PLC0415 - loads PortAudio

    return devices.inputs()


def _why_not() -> Code | None:
    from desktop.media.capture import devices  # noqa: PLC0415 - as above

    return devices.why_not()
