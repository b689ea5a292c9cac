"""What a person does with lines and speakers, as changes that can be undone."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.core.errors import AppError
from desktop.features.speech.transcript.changes import Changes
from desktop.features.speech.transcript.model import LinesModel
from desktop.features.speech.transcript.voices import fresh_key
from desktop.store.recording_rows import StoredLine
from desktop.ui.i18n import translate
from desktop.ui.scope import scope_for


class Doing(QObject):
    """Changes the recording `recording_id`. Signals: `play_wanted(seconds)`; `edit_wanted(row)`."""

    play_wanted = Signal(float)
    edit_wanted = Signal(int)

    def __init__(
        self,
        changes: Changes,
        model: LinesModel,
        page: QWidget,
        on_error: Callable[[Exception], None],
    ) -> None:
        super().__init__(page)
        self.changes, self._model, self._page = changes, model, page
        self.recording_id = 0
        self._on_error = on_error
        self._waiting: deque[Callable[[], Awaitable[None]]] = deque()
        self._scope = scope_for(self, on_error)

    @property
    def is_busy(self) -> bool:
        """Whether a step is not complete yet."""
        return self._scope.is_running("change")

    def change(self, work: Callable[[], Awaitable[None]]) -> None:
        """One after another: a step is complete before the next begins, and none is left out."""
        self._waiting.append(work)
        if not self.is_busy:
            self._scope.start("change", self._work())

    async def _work(self) -> None:
        while self._waiting:
            try:
                await self._waiting.popleft()()
            except (AppError, ValueError) as error:
                self._on_error(error)

    def kept(self, line_id: int, text: str) -> None:
        """Keep what a line says now."""
        if text != self._text(line_id):
            self.change(partial(self.changes.set_text, line_id, text))

    def split(self, line_id: int, text: str, at: int) -> None:
        """Cut a line in two, where both would say something."""
        if text[:at].strip() and text[at:].strip():
            new = text if text != self._text(line_id) else None
            self.change(partial(self.changes.split, line_id, at, new))
        else:
            self.kept(line_id, text)

    def merged(self, line_id: int, text: str, by: int) -> None:
        """Join a line with the one before (-1) or after it (1)."""
        row = self._model.row_of(line_id)
        if 0 <= row + by < self._model.rowCount() and text.strip():
            other = self._model.stored(row + by).id
            first, second = (other, line_id) if by < 0 else (line_id, other)
            changed = (line_id, text) if text != self._text(line_id) else None
            self.change(partial(self.changes.merge, first, second, changed))
        else:
            self.kept(line_id, text)

    def _text(self, line_id: int) -> str:
        row = self._model.row_of(line_id)
        return self._model.line(row).text if row >= 0 else ""

    def name_speaker(self, key: str, name: str) -> None:
        """Give a speaker a name."""
        self.change(partial(self.changes.rename, self.recording_id, key, name))

    def merge_speakers(self, key: str, into: str) -> None:
        """Make one speaker of two."""
        ids = [one.id for one in self._model.lines if one.line.speaker == key]
        self.change(partial(self.changes.set_speaker, ids, into))

    def open_menu(self, row: int, point: QPoint) -> None:
        """Offer what can be done with a line."""
        stored = self._model.stored(row)
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(translate("Transcript", "Play from here")).triggered.connect(
            lambda: self.play_wanted.emit(stored.line.start_s)
        )
        menu.addAction(translate("Transcript", "Edit text")).triggered.connect(
            lambda: self.edit_wanted.emit(row)
        )
        for by, words in (
            (-1, translate("Transcript", "Merge with the line before")),
            (1, translate("Transcript", "Merge with the line after")),
        ):
            action = menu.addAction(words)
            action.setEnabled(0 <= row + by < self._model.rowCount())
            action.triggered.connect(
                lambda _on=False, by=by: self.merged(stored.id, stored.line.text, by)
            )
        self._add_speakers(menu.addMenu(translate("Transcript", "Speaker")), stored)
        menu.popup(point)

    def _add_speakers(self, menu: QMenu, stored: StoredLine) -> None:
        keys = {voice.name: key for key, voice in self._model.voices.items()}
        fresh = fresh_key(self._model.voices)
        for words, key in (*keys.items(), (translate("Transcript", "New speaker"), fresh)):
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key == stored.line.speaker)
            action.triggered.connect(
                lambda _on=False, key=key: self.change(
                    partial(self.changes.set_speaker, [stored.id], key)
                )
            )
