"""Reads a text aloud that somebody wrote, pasted or dropped; its sound can be kept as a file."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.errors import AppError, Code
from desktop.core.override import override
from desktop.features.speech.aloud.into_file import IntoFile
from desktop.features.speech.aloud.reading_field import ReadingField, read_text
from desktop.features.speech.aloud.voice_row import SAMPLE_KEY, VoiceRow
from desktop.services.aloud.reading import Phase, ReaderState
from desktop.services.context import Services
from desktop.ui.controls import Button, IconButton, Label
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Banner, Notice
from desktop.ui.scope import scope_for

_KEY = "page"
_SOON_MS = 300
_COLUMN_PX = 760


class AloudPage(QWidget):
    """The page: a text, who reads it, and the buttons of a player."""

    def __init__(self, services: Services, host: Host) -> None:
        super().__init__()
        self._services, self._host = services, host
        self._reader = services.aloud.reader()
        self._scope = scope_for(self, self._on_error)
        look = host.look
        self.text = ReadingField(look)
        self.voices = VoiceRow(services, look, self._on_error)
        self.trouble = Banner(look, "amber", "triangle-alert", is_card=True)
        self.play = Button(look, self._play_words, kind="primary", icon_name="volume-2")
        self.stop = IconButton(look, "square", lambda: translate("Aloud", "Stop"))
        self.back = IconButton(look, "skip-back", lambda: translate("Aloud", "Sentence before"))
        self.next = IconButton(look, "skip-forward", lambda: translate("Aloud", "Next sentence"))
        self.where = Label(look, self._where_words, "caption", "text3")
        self.into_file = IntoFile(services, host, self)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(lambda: self.voices.take(self.text.toPlainText()))
        self._arrange()
        self._connect()
        self._draw(self._reader.state)
        self.voices.read()

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.play, self.back, self.next, self.stop):
            buttons.addWidget(button)
        buttons.addWidget(self.where, 1)
        buttons.addWidget(self.into_file.button)
        narrow = QWidget()
        narrow.setMaximumWidth(_COLUMN_PX)
        column = QVBoxLayout(narrow)
        column.setContentsMargins(0, 8, 0, 24)
        column.setSpacing(12)
        column.addWidget(self.trouble)
        column.addWidget(self.text, 1)
        column.addWidget(self.voices)
        column.addLayout(buttons)
        self.trouble.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.addStretch(1)
        row.addWidget(narrow, 1000)
        row.addStretch(1)

    def _connect(self) -> None:
        self.text.textChanged.connect(self._on_text)
        self.text.file_dropped.connect(self._on_file)
        self.play.clicked.connect(self.toggle)
        self.stop.clicked.connect(self._reader.stop)
        self.back.clicked.connect(lambda: self._reader.skip(-1))
        self.next.clicked.connect(lambda: self._reader.skip(1))
        self.into_file.button.clicked.connect(self._save)
        self.trouble.closed.connect(self.trouble.hide)
        self.voices.missing.connect(self._on_missing)
        self.destroyed.connect(self._reader.changed.connect(self._draw))
        self._host.look.changed.connect(lambda: self._draw(self._reader.state))

    @property
    def is_reading(self) -> bool:
        """Tell whether it is this text that is read."""
        return self._reader.state.key == _KEY and self._reader.state.is_on

    def toggle(self) -> None:
        """Read from the caret on, pause, or go on."""
        state = self._reader.state
        if self.is_reading and state.phase is Phase.READING:
            self._reader.pause()
        elif self.is_reading and state.phase is Phase.PAUSED:
            self._reader.resume()
        elif not self.is_reading:
            text, place = self.text.toPlainText(), self.text.place()
            at = place if place < len(text.rstrip()) else 0
            self._reader.read(text, key=_KEY, language=self.voices.language, at=at)

    def _save(self) -> None:
        voice = self.voices.voice
        if voice is not None:
            self.into_file.choose(self.text.toPlainText(), self.voices.language, voice)

    def _on_text(self) -> None:
        self._soon.start()
        if self.is_reading:
            self._reader.stop()  # what would be marked is no more where it was
        self._draw(self._reader.state)

    def _on_file(self, path: str) -> None:
        self._scope.start("file", self._take_file(path))

    async def _take_file(self, path: str) -> None:
        try:
            text = await asyncio.to_thread(read_text, path)
        except OSError as error:
            raise AppError(Code.UNREADABLE, Path(path).name) from error
        self.text.setPlainText(text)

    def _draw(self, state: ReaderState) -> None:
        is_on, has_text = self.is_reading, bool(self.text.toPlainText().strip())
        can_read = has_text and self.voices.voice is not None
        is_moving = is_on and state.phase in {Phase.READING, Phase.PAUSED}
        self.play.setEnabled(is_moving or (can_read and not is_on))
        self.play.say(self._play_words)
        for button in (self.back, self.next):
            button.setEnabled(is_moving)
        self.stop.setEnabled(state.is_on)
        self.into_file.show(is_possible=can_read)
        self.text.mark(state.sentence if is_on else None)
        self.where.refresh()
        if state.key in {_KEY, SAMPLE_KEY} and self.isVisible():
            self._tell(state)

    def _tell(self, state: ReaderState) -> None:
        if state.phase is Phase.FAILED and state.error is not None:
            self._on_error(state.error)
        elif state.phase is Phase.ASKING and state.voice is not None:
            server = self._services.servers.get(state.voice.connection_id).name
            words = translate(
                "Aloud", "{server} reads this aloud: the text goes there and may cost money."
            )
            self._host.notify(
                Notice(
                    lambda: words.format(server=server),
                    lambda: translate("Aloud", "Read it"),
                    self._reader.agree,
                )
            )
        elif state.phase is Phase.PREPARING:
            self.trouble.hide()

    def _on_missing(self, is_missing: bool) -> None:
        if is_missing:
            self._on_error(AppError(Code.NO_VOICE))
        else:
            self.trouble.hide()
        self._draw(self._reader.state)

    def _on_error(self, error: Exception) -> None:
        text = error_text(code_of(error))
        self.trouble.say(lambda: text.title, lambda: text.hint)
        self.trouble.show()

    def _play_words(self) -> str:
        if self.is_reading and self._reader.state.phase is Phase.READING:
            return translate("Aloud", "Pause")
        if self.is_reading and self._reader.state.phase is Phase.PAUSED:
            return translate("Aloud", "Go on")
        return translate("Aloud", "Read aloud")

    def _where_words(self) -> str:
        state = self._reader.state
        if not self.is_reading or not state.count:
            return ""
        words = translate("Aloud", "Sentence {number} of {count}")
        return words.format(number=state.number + 1, count=state.count)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be silent with Escape."""
        if event.key() == Qt.Key.Key_Escape and self._reader.state.is_on:
            self._reader.stop()
        else:
            super().keyPressEvent(event)
