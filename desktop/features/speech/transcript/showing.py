"""Reads one recording and its lines whenever the store tells of them, and opens its sound."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import AppError, Code
from desktop.core.recording import Recording, RecordingState
from desktop.services.context import Services
from desktop.services.speech.playing import Player
from desktop.store.recording_rows import StoredLine
from desktop.ui.scope import scope_for

_MISSING = {Code.UNREADABLE, Code.GONE}


class Showing(QObject):
    """Signals: `read(Recording, lines)`; `sound_opened()`; `sound_missed(Code)`; `peaks_came(bytes)`."""

    read = Signal(object, object)
    sound_opened = Signal()
    sound_missed = Signal(object)
    peaks_came = Signal(bytes)

    def __init__(
        self,
        services: Services,
        player: Player,
        parent: QObject,
        on_error: Callable[[Exception], None],
    ) -> None:
        super().__init__(parent)
        self._store, self._player = services.speech.recordings, player
        self.recording_id = 0
        self._has_sound = False
        self._is_stale = False
        self._scope = scope_for(self, on_error)
        self.destroyed.connect(self._store.changed.connect(self._on_changed))

    def show(self, recording_id: int) -> None:
        """Show another recording."""
        self.recording_id, self._has_sound = recording_id, False
        self._scope.cancel("sound")
        self._player.close()
        self._scope.start("read", self._read())

    def _on_changed(self, recording_id: int) -> None:
        if self.recording_id and recording_id in {0, self.recording_id}:
            if self._scope.is_running("read"):
                self._is_stale = True
            else:
                self._scope.start("read", self._read())

    async def _read(self) -> None:
        self._is_stale = True
        while self._is_stale:
            self._is_stale = False
            recording = await self._store.get(self.recording_id)
            lines: Sequence[StoredLine] = await self._store.stored_lines(self.recording_id)
            self.read.emit(recording, lines)
        if not self._has_sound and recording.state is not RecordingState.RECORDING:
            self._has_sound = True
            self._scope.start("sound", self._open(recording))

    async def _open(self, recording: Recording) -> None:
        try:
            await self._player.open(recording.sound)
            self.sound_opened.emit()
            async for peaks in self._player.peaks():
                self.peaks_came.emit(peaks)
        except AppError as error:
            self.sound_missed.emit(Code.GONE if error.code in _MISSING else error.code)
