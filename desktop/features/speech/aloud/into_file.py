"""Writes what would be heard into a sound file, with how far it is."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.services.aloud.saving import Reading, save
from desktop.services.aloud.sentences import sentences
from desktop.services.aloud.voice import Voice
from desktop.services.context import Services
from desktop.store.settings import ALOUD_SPEED
from desktop.ui.controls import Button
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for

_LONGEST_NAME = 40
_SAVE = "save"


class IntoFile(QObject):
    """Owns the button: it saves, and while that goes on it cancels."""

    def __init__(self, services: Services, host: Host, parent: QWidget) -> None:
        super().__init__(parent)
        self._services, self._host, self._parent = services, host, parent
        self._scope = scope_for(self, self._on_error, self._on_running)
        self._done, self._count = 0, 0
        self._is_possible = False
        self.button = Button(host.look, self._words, kind="ghost", icon_name="download")

    @property
    def is_running(self) -> bool:
        """Tell whether a file is being written."""
        return self._scope.is_running(_SAVE)

    def show(self, *, is_possible: bool) -> None:
        """Take in whether there is something to save."""
        self._is_possible = is_possible
        self.button.setEnabled(is_possible or self.is_running)

    def choose(self, text: str, language: str, voice: Voice) -> None:
        """Let the person choose the file; while one is written, cancel that."""
        if self.is_running:
            self._scope.cancel(_SAVE)
            return
        dialog = QFileDialog(self._parent, translate("Aloud", "Save as a sound file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(translate("Aloud", "Sound") + " (*.wav)")
        dialog.setDefaultSuffix("wav")
        dialog.selectFile(_name_of(text))
        dialog.fileSelected.connect(lambda name: self.write(text, language, voice, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, text: str, language: str, voice: Voice, file: Path) -> None:
        """Write the file, after a question where the text goes to a server for the first time."""
        if not self._services.aloud.voices().needs_consent(voice):
            self._go_on(text, language, voice, file)
            return
        server = self._services.servers.get(voice.connection_id).name
        words = translate(
            "Aloud", "{server} reads this aloud: the text goes there and may cost money."
        )
        self._host.notify(
            Notice(
                lambda: words.format(server=server),
                lambda: translate("Aloud", "Read it"),
                lambda: self._go_on(text, language, voice, file),
            )
        )

    def _go_on(self, text: str, language: str, voice: Voice, file: Path) -> None:
        self._scope.start(_SAVE, self._write(text, language, voice, file))

    async def _write(self, text: str, language: str, voice: Voice, file: Path) -> None:
        voices = self._services.aloud.voices()
        if voices.needs_consent(voice):
            await voices.agree(voice)  # a person said yes to that just now
        said = await asyncio.to_thread(sentences, text, language)
        self._done, self._count = 0, len(said)
        reading = Reading(said, voice, self._services.settings.get(ALOUD_SPEED))
        await save(self._services.aloud.making(), reading, file, self._on_done)
        words = translate("Aloud", "Saved as “{name}”.").format(name=file.name)
        folder = QUrl.fromLocalFile(str(file.parent))
        self._host.notify(
            Notice(
                lambda: words,
                lambda: translate("Aloud", "Show the folder"),
                partial(_open, folder),
            )
        )

    def _on_done(self, number: int) -> None:
        self._done = number
        self.button.say(self._words)

    def _on_running(self, _key: str, _is_running: bool) -> None:
        self.button.say(self._words)
        self.show(is_possible=self._is_possible)

    def _on_error(self, error: Exception) -> None:
        text = error_text(code_of(error))
        self._host.notify(Notice(lambda: f"{text.title} {text.hint}"))

    def _words(self) -> str:
        if not self.is_running:
            return translate("Aloud", "Save as a sound file…")
        share = self._done / self._count if self._count else 0.0
        return translate("Aloud", "Cancel ({share} saved)").format(share=f"{share:.0%}")


def _open(folder: QUrl) -> None:
    QDesktopServices.openUrl(folder)


def _name_of(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    name = "".join(c for c in line if c.isalnum() or c in " -_")[:_LONGEST_NAME].strip()
    return f"{name or translate('Aloud', 'Read aloud')}.wav"
