"""Above a transcript: that it is not complete, why, and the button that completes it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from desktop.core.recording import Recording, RecordingState
from desktop.features.speech.words import reason_words, state_words
from desktop.services.speech.transcribing import Progress
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.notices import Banner

_MISSING = {RecordingState.WAITING, RecordingState.INTERRUPTED}


class Standing(Banner):
    """Hidden over a transcript that is complete. Signals: `retried(id)`, `cancelled(id)`."""

    retried = Signal(int)
    cancelled = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "red")
        self._recording: Recording | None = None
        self._progress: Progress | None = None
        self._retry = self.add_button(self._retry_words, self._on_retry)
        self._stop = self.add_button(
            lambda: translate("Speech", "Stop transcribing"), self._on_stop
        )
        self.set_closable(False)
        self.hide()

    def show_recording(self, recording: Recording, progress: Progress | None) -> None:
        """Show how far a recording is."""
        self._recording, self._progress = recording, progress
        is_failed, is_active = recording.state is RecordingState.FAILED, progress is not None
        is_missing = recording.state in _MISSING and not is_active
        self.setVisible(is_failed or is_missing or is_active)
        self.set_tone("red" if is_failed else "amber", "" if is_failed else "audio-lines")
        self._retry.setVisible((is_failed or is_missing) and not is_active)
        self._retry.refresh()
        self._stop.setVisible(is_active)
        self.say(self._title, self._hint)

    def _title(self) -> str:
        one = self._recording
        if one is None:
            return ""
        if one.state is RecordingState.FAILED:
            return f"{reason_words(one)}."
        return state_words(one, self._progress)

    def _hint(self) -> str:
        one = self._recording
        if one is None or self._progress is not None:
            return ""
        if one.state is RecordingState.FAILED:
            return error_text(one.error).hint
        return translate("Speech", "The sound is kept. What is missing can be transcribed now.")

    def _retry_words(self) -> str:
        if self._recording is not None and self._recording.done_s > 0:
            return translate("Speech", "Continue")
        return translate("Speech", "Transcribe")

    def _on_retry(self) -> None:
        if self._recording is not None:
            self.retried.emit(self._recording.id)

    def _on_stop(self) -> None:
        if self._recording is not None:
            self.cancelled.emit(self._recording.id)
