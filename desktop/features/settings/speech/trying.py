"""Tries the microphone: how loud it is, whether that is good, and what it heard."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.errors import Code
from desktop.core.override import override
from desktop.features.settings.speech.hardware import Hardware
from desktop.services.speech.trial import Step, Trial, TrialState, Verdict, play
from desktop.ui.controls import Button, Label, restyle
from desktop.ui.dictating import LevelMeter
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.scope import scope_for

_END_PX = 36  # where the rows above and below have their button


class Trying(QWidget):
    """A button, a meter, and a sentence that says how it went.

    `device` gives the microphone that is chosen now, `is_busy` tells whether a dictation has it.
    """

    def __init__(
        self,
        look: Look,
        hardware: Hardware,
        device: Callable[[], str],
        is_busy: Callable[[], bool],
        on_error: Callable[[Exception], None],
    ) -> None:
        super().__init__()
        self._device, self._is_busy, self._said = device, is_busy, ""
        self._trouble: Code | None = None
        self._has_nothing = False
        self._hardware = hardware
        self._trial = Trial(hardware.open)
        self._scope = scope_for(self, on_error, self._on_task)
        self.button = Button(look, self._button_words, icon_name="mic")
        self.button.clicked.connect(self._press)
        self.meter = LevelMeter(look)
        self.replay = Button(look, self._replay_words, kind="ghost", icon_name="play")
        self.replay.clicked.connect(self._press_replay)
        self.says = Label(look, self._words, "caption", "text3")
        self.says.setWordWrap(True)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, _END_PX, 0)
        line.setSpacing(12)
        line.addWidget(self.button)
        line.addWidget(self.meter, 1)
        line.addWidget(self.replay)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.says)
        self.setFocusProxy(self.button)
        self._trial.changed.connect(self._show)
        self._draw()

    @property
    def state(self) -> TrialState:
        """How the trial stands."""
        return self._trial.state

    def show_found(self, code: Code | None) -> None:
        """Say why there is no microphone; None: there is one."""
        self._trouble = code
        self._draw()

    # what is pressed
    def _press(self) -> None:
        if self._trial.is_running:
            self._trial.end()
            return
        self._scope.cancel("replay")
        self._has_nothing = self._is_busy()
        if self._has_nothing:
            self._draw()
        else:
            self.meter.clear()
            self._scope.start("trial", self._trial.run(self._device()))

    def _press_replay(self) -> None:
        if self._scope.is_running("replay"):
            self._scope.cancel("replay")
        else:
            self._scope.start("replay", play(self._hardware.speaker(), self.state.pcm))

    # what is shown
    def _show(self, state: TrialState) -> None:
        self.meter.show_level(state.level)
        self._draw()
        if state.step in {Step.DONE, Step.FAILED}:
            self._announce()

    def _on_task(self, _key: str, _is_running: bool) -> None:
        self.replay.refresh()

    def _draw(self) -> None:
        self.replay.setVisible(bool(self.state.pcm))
        self.button.setEnabled(self._trial.is_running or self._trouble is None)
        words = self._words()
        if words == self._said:
            return
        self._said = words
        restyle(self.says, "tone", self._tone())
        for label in (self.button, self.says):
            label.refresh()

    def _announce(self) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.says, self._words()))

    def _tone(self) -> str:
        state = self.state
        if state.verdict is Verdict.GOOD:
            return "green"
        is_wrong = self._code() is not None or state.verdict is not None or self._has_nothing
        return "amber" if is_wrong else "text3"

    def _code(self) -> Code | None:
        return self.state.code or (None if self._trial.is_running else self._trouble)

    def _button_words(self) -> str:
        if self._trial.is_running:
            return translate("Settings", "Stop")
        return translate("Settings", "Test the microphone")

    def _replay_words(self) -> str:
        if self._scope.is_running("replay"):
            return translate("Settings", "Stop playing")
        return translate("Settings", "Play what was heard")

    def _words(self) -> str:
        state, code = self.state, self._code()
        if self._has_nothing:
            return translate("Settings", "A dictation has the microphone now.")
        if code is not None:
            wrong = error_text(code)
            return f"{wrong.title} {wrong.hint}"
        if state.step is Step.OPENING:
            return translate("Settings", "Opening the microphone…")
        if state.step is Step.LISTENING:
            return translate(
                "Settings", "Speak as you will dictate. %n second(s) left.", "", ceil(state.left_s)
            )
        if state.verdict is not None:
            return _verdict_words(state.verdict)
        return translate("Settings", "It listens for ten seconds. Nothing is kept or sent.")

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Give the microphone back as soon as nobody sees that it is open."""
        super().hideEvent(event)
        self._trial.end()
        self._scope.cancel("replay")


def _verdict_words(verdict: Verdict) -> str:
    return {
        Verdict.GOOD: translate("Settings", "Good: loud and clear."),
        Verdict.NOTHING: translate(
            "Settings",
            "Nothing was heard. Check that the microphone is not muted, or choose another one.",
        ),
        Verdict.QUIET: translate(
            "Settings",
            "Too quiet: come closer, or raise the microphone in the system’s sound settings.",
        ),
        Verdict.LOUD: translate(
            "Settings",
            "Too loud: move away, or lower the microphone in the system’s sound settings.",
        ),
    }[verdict]
