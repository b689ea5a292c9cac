"""How the engine is now: its phase, what is in its memory, and how much that takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent

from desktop.core.errors import Code
from desktop.core.override import override
from desktop.features.settings.engine.words import size_words
from desktop.services.context import Services
from desktop.services.engine import Phase, Status
from desktop.services.engine_memory import resident_bytes
from desktop.ui.card import Card
from desktop.ui.controls import Button
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.scope import scope_for

_LOOK_MS = 2_000


class StatusCard(Card):
    """One sentence of state, one of memory, one button. Looks only while somebody else can too.

    Signals: `looked()` each time it has looked, for what else may have changed meanwhile.
    """

    looked = Signal()

    def __init__(
        self, look: Look, services: Services, label: Callable[[str], str], on_error: Callable[[Exception], None]
    ) -> None:  # fmt: skip
        super().__init__(look, "text2", "cpu")
        self._services, self._label = services, label
        self._bytes: int | None = None
        self._scope = scope_for(self, on_error)
        self.button = Button(look, str, height_px=28)
        self.button.clicked.connect(self._on_button)
        self.add_corner(self.button)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look_soon)
        engine = services.engine
        for stop in (
            engine.changed.connect(lambda _status: self._on_engine()),
            engine.models_changed.connect(lambda _none: self._on_engine()),
        ):
            self.destroyed.connect(stop)
        look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Take the words anew."""
        status = self._services.engine.status
        is_failed = status.phase is Phase.FAILED and status.code is not None
        icons = {Phase.READY: "circle-check", Phase.STARTING: "loader-circle"}
        self.set_tone("red" if is_failed else "text2", icons.get(status.phase, ""))
        if status.phase is Phase.STOPPED:
            self.set_tone("text2", "cpu")
        if is_failed and status.code is not None:
            words = error_text(status.code)
            self.say(lambda: words.title, lambda: _with_detail(words.hint, status))
        else:
            self.say(self._title, self._hint)
        self.button.say(self._button_words)
        self.button.setVisible(status.phase is not Phase.STARTING)

    def _title(self) -> str:
        match self._services.engine.status.phase:
            case Phase.READY:
                return translate("Engine", "The engine is ready.")
            case Phase.STARTING:
                return translate("Engine", "The engine starts…")
            case _:
                return translate("Engine", "The engine is not running.")

    def _hint(self) -> str:
        engine = self._services.engine
        if engine.status.phase is not Phase.READY:
            return translate("Engine", "It starts by itself with the next question.")
        if engine.loading:
            loaded = translate("Engine", "{model} is being loaded.").format(
                model=self._label(engine.loading)
            )
        elif engine.loaded:
            names = ", ".join(sorted(self._label(name) for name in engine.loaded))
            loaded = translate("Engine", "In memory: {models}.").format(models=names)
        else:
            loaded = translate("Engine", "No model is in memory.")
        if self._bytes is None:
            return loaded
        taken = translate("Engine", "It takes {size} now.").format(size=size_words(self._bytes))
        return f"{loaded} {taken}"

    def _button_words(self) -> str:
        match self._services.engine.status.phase:
            case Phase.READY:
                return translate("Engine", "Stop")
            case Phase.FAILED:
                return translate("Engine", "Try again")
            case _:
                return translate("Engine", "Start")

    def _on_button(self) -> None:
        engine = self._services.engine
        is_ready = engine.status.phase is Phase.READY
        self._scope.start("button", engine.aclose() if is_ready else engine.start())

    def _on_engine(self) -> None:
        if self._services.engine.status.phase is not Phase.READY:
            self._bytes = None
        self.refresh()
        if self.isVisible():
            self._look_soon()

    def _look_soon(self) -> None:
        self._scope.start("look", self._look_now())

    async def _look_now(self) -> None:
        pid = self._services.engine.pid
        found = await asyncio.to_thread(resident_bytes, pid) if pid is not None else None
        # A tenth of a megabyte more is no news: the words would only flicker.
        if found is None or self._bytes is None or abs(found - self._bytes) > 1_000_000:
            self._bytes = found
            self.refresh()
        self.looked.emit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()
        self._look_soon()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()


def _with_detail(hint: str, status: Status) -> str:
    if status.code is Code.ENGINE_DIED:  # the usual hint says that it starts again by itself
        hint = translate("Engine", "It ended several times in a row and is not started again.")
    return f"{hint}\n{status.detail}".strip()
