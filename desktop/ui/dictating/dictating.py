"""Dictation into the text fields of the window: a press begins, another ends it, or letting go does."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desktop.core.override import override
from desktop.core.recording import RecordingKind
from desktop.services.context import Services
from desktop.services.speech.saying import DictationState, Phase, Said
from desktop.ui.composer import Composer
from desktop.ui.dictating.ghost import Ghost
from desktop.ui.dictating.place import Place, TextField, field_at, place_in
from desktop.ui.dictating.strip import Strip
from desktop.ui.error_text import Remedy, code_of, error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for

HELD_S = 0.3
"""Who lets go later than this has held it to speak; who lets go sooner wants to press again."""

_RETURNS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_HELPERS = {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta}


class Dictating(QObject):
    """The one of a window. It speaks up only for dictations that it began itself."""

    def __init__(self, services: Services, host: Host, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._host = services, host
        self._dictation = services.speaking.dictation()
        self._scope = scope_for(self, self._on_error)
        self._field: TextField | None = None
        self._composer: Composer | None = None
        self._place: Place | None = None
        self._ghost: Ghost | None = None
        self._strip: Strip | None = None
        self._strips: dict[Composer, Strip] = {}
        self._is_ours = self._is_key_down = False
        self._pressed_at = 0.0
        self._return: QKeyEvent | None = None
        self._unplaced = 0
        for stop in (
            self._dictation.changed.connect(self._show),
            self._dictation.said.connect(self._take),
        ):
            self.destroyed.connect(stop)

    def press(self, field: QWidget | None) -> None:
        """Begin to write into `field` what is said; where that goes on already, end it."""
        if self._is_ours:
            self._pressed_at = 0.0
            self._finish()
            return
        target = field_at(field)
        if target is None:
            self._say(translate("Dictating", "Click into a text field first, then dictate."))
        elif self._dictation.is_active:
            self._say(translate("Dictating", "A recording is being made already. Stop it first."))
        else:
            self._pressed_at = time.monotonic()
            self._begin(target)

    def release(self) -> None:
        """End what was held; a short press goes on until the next."""
        if self._is_ours and self._pressed_at and time.monotonic() - self._pressed_at > HELD_S:
            self._finish()
        self._pressed_at = 0.0

    def press_key(self) -> None:
        """Do what the shortcut says; a key that is held down repeats itself."""
        if not self._is_key_down:
            self.press(QApplication.focusWidget())
            self._is_key_down = self._pressed_at > 0.0

    # one dictation
    def _begin(self, field: TextField) -> None:
        self._field, self._place = field, place_in(field)
        self._ghost = Ghost(self._host.look, self._place, self._place.surface)
        self._strip = self._strip_of(field)
        self._return, self._unplaced, self._is_ours = None, 0, True
        self._composer = _composer_of(field)
        if self._composer is not None:
            self._composer.show_dictating(is_dictating=True)
        field.installEventFilter(self)
        self._ghost.say(translate("Dictating", "Listening…"))
        self._scope.start("dictation", self._dictation.start(RecordingKind.DICTATION))

    def _finish(self) -> None:
        self._scope.start("stop", self._stop())

    async def _stop(self) -> None:
        await self._dictation.stop()

    def _give_up(self) -> None:
        """Write nothing more; what was said is heard to its end for the recording."""
        recording_id = self._dictation.state.recording_id
        self._end()
        self._finish()
        words = translate("Dictating", "Dictation cancelled. What was said is kept in Speech.")
        self._say(words, recording_id)

    def _end(self) -> None:
        """Let the field go."""
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
        if self._ghost is not None and isValid(self._ghost):
            self._ghost.deleteLater()
        if self._strip is not None and isValid(self._strip):
            self._strip.show_state(DictationState())
        if self._composer is not None and isValid(self._composer):
            self._composer.show_dictating(is_dictating=False)
        self._field = self._place = self._ghost = self._composer = None
        self._is_ours = self._is_key_down = False

    def _show(self, state: DictationState) -> None:
        if not self._is_ours:
            return
        if self._strip is not None and isValid(self._strip):
            self._strip.show_state(state)
        if state.phase not in {Phase.IDLE, Phase.FAILED}:
            return
        field, key = self._field, self._return
        self._end()
        if state.phase is Phase.FAILED:
            self._show_failure(state)
        elif self._unplaced:
            self._say(
                translate("Dictating", "The field is gone. What was said is kept in Speech."),
                state.recording_id,
            )
        elif key is not None and field is not None and isValid(field):
            QApplication.sendEvent(field, key)

    def _show_failure(self, state: DictationState) -> None:
        if self._strip is not None and isValid(self._strip):
            self._strip.show_state(state)
        elif state.code is not None:
            said = error_text(state.code)
            self._say(f"{said.title} {said.hint}", state.recording_id)

    def _take(self, said: Said) -> None:
        if not self._is_ours or self._place is None:
            return
        is_open = self._place.is_open
        if not said.is_final:
            if is_open and self._ghost is not None:
                self._ghost.say(said.text)
        elif is_open:
            self._place.put(said.text, said.takes_back)
            if self._ghost is not None:
                self._ghost.say("")
        else:
            self._unplaced += 1

    # what the person sees
    def _strip_of(self, field: TextField) -> Strip | None:
        composer = _composer_of(field)
        if composer is None:
            return None
        if composer not in self._strips:
            strip = Strip(self._host.look, self._name_of)
            strip.on_help = lambda remedy: self._help(composer, remedy)
            composer.put_above_text(strip)
            self._strips[composer] = strip
        return self._strips[composer]

    def _name_of(self, connection_id: str) -> str:
        return self._services.servers.get(connection_id).name

    def _help(self, composer: Composer, remedy: Remedy) -> None:
        self._strips[composer].hide()
        if remedy is Remedy.CONNECT:
            self._host.open_feature("settings", "connections")
        else:
            self.press(composer.editor)
            self._pressed_at = 0.0

    def _say(self, words: str, recording_id: int = 0) -> None:
        if not recording_id:
            self._host.notify(Notice(lambda: words))
            return
        self._host.notify(
            Notice(
                lambda: words,
                lambda: translate("Dictating", "Show"),
                lambda: self._host.open_feature("speech", str(recording_id)),
            )
        )

    def _on_error(self, error: Exception) -> None:
        said = error_text(code_of(error))
        self._end()
        self._say(f"{said.title} {said.hint}")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape gives up, Return ends and is then given to the field, the key that is let go ends."""
        if not isinstance(event, QKeyEvent) or event.isAutoRepeat():
            return False
        key = Qt.Key(event.key())
        if event.type() is QEvent.Type.KeyRelease and self._is_key_down:
            if key not in _HELPERS or not event.modifiers():
                self._is_key_down = False
                self.release()
            return False
        if event.type() is not QEvent.Type.KeyPress:
            return False
        if key is Qt.Key.Key_Escape:
            self._give_up()
            return True
        if key in _RETURNS and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._return = event.clone()
            self._finish()
            return True
        return False


def _composer_of(field: TextField) -> Composer | None:
    around = field.parentWidget()
    return around if isinstance(around, Composer) else None
