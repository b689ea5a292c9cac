"""How a dictation stands, over the text of a composer: level, time, who hears it, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.speech.choosing import Showing
from desktop.services.speech.saying import DictationState, Phase
from desktop.ui.controls import Button, IconButton, Label
from desktop.ui.dictating.meter import LevelMeter
from desktop.ui.error_text import Remedy, error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look


class Strip(QWidget):
    """One line; hidden while nothing is said. `on_help` gets what the button of a trouble stands for."""

    def __init__(self, look: Look, name_of: Callable[[str], str]) -> None:
        super().__init__()
        self._name_of = name_of
        self._state = DictationState()
        self.on_help: Callable[[Remedy], None] = _nothing
        self.meter = LevelMeter(look)
        self.words = Label(look, self._words, "caption", "text2")
        self.words.setWordWrap(True)
        self.help = Button(look, self._help_words, height_px=24)
        self.help.clicked.connect(lambda: self.on_help(self._remedy()))
        self._close = IconButton(look, "x", lambda: translate("Notices", "Close"), size_px=24)
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 0)
        row.setSpacing(12)
        row.addWidget(self.meter)
        row.addWidget(self.words, 1)
        row.addWidget(self.help)
        row.addWidget(self._close)
        self.hide()

    def show_state(self, state: DictationState) -> None:
        """Show how it stands."""
        self._state = state
        is_failed = state.phase is Phase.FAILED
        is_listening = state.phase is Phase.LISTENING
        self.setVisible(state.phase is not Phase.IDLE)
        self.meter.setVisible(is_listening)
        self.help.setVisible(is_failed and self._remedy() is not Remedy.NONE)
        self._close.setVisible(is_failed)
        if is_listening:
            self.meter.show_level(state.level)
        else:
            self.meter.clear()
        if self._words() != self.words.text():
            self.words.refresh()
            self.help.refresh()

    def _remedy(self) -> Remedy:
        code = self._state.code
        return Remedy.NONE if code is None else error_text(code).remedy

    def _help_words(self) -> str:
        code = self._state.code
        return "" if code is None else error_text(code).button

    def _words(self) -> str:
        state = self._state
        wrong = state.code or state.trouble
        if wrong is not None:
            said = error_text(wrong)
            return f"{said.title} {said.hint}"
        if state.phase is Phase.OPENING:
            return translate("Dictating", "Opening the microphone…")
        if state.phase is Phase.FINISHING:
            return translate("Dictating", "Writing the last words…")
        minutes, seconds = divmod(int(state.elapsed_s), 60)
        return f"{minutes}:{seconds:02} · {self._way_words()}"

    def _way_words(self) -> str:
        way, shows = self._state.way, self._state.shows
        if way is None:
            return ""
        name = translate("Dictating", "This computer")
        if not way.is_built_in:
            name = self._name_of(way.connection_id)
        if shows is Showing.LIVE:
            return translate("Dictating", "{name} writes as you speak").format(name=name)
        if shows is Showing.AFTER_SENTENCES:
            return translate("Dictating", "{name} writes after each pause").format(name=name)
        return translate("Dictating", "Nobody hears it now; the sound is kept")


def _nothing(_remedy: Remedy) -> None:
    """Help with nothing: nobody is asked yet."""
