"""A transcript into a file: which format, with what, and where to."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.features.speech.transcript.radio import Radio
from desktop.features.speech.transcript.voices import voices_of
from desktop.services.context import Services
from desktop.services.speech import exports
from desktop.services.speech.exports import Format
from desktop.services.transfer import copies
from desktop.ui.controls import Label
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for
from desktop.ui.switch import Switch

_NAME_CHARACTERS = 80


class ExportPanel(QWidget):
    """What is chosen here is what the head's button writes; what goes wrong is said here."""

    def __init__(self, services: Services, host: Host) -> None:
        super().__init__()
        self._services, self._host = services, host
        self._scope = scope_for(self, self._on_error)
        look = host.look
        title = Label(look, lambda: translate("Transcript", "Export as"), "body", "text", 600)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(title)
        self._group = QButtonGroup(self)
        self.formats: dict[Format, Radio] = {}
        for format_ in Format:
            column.addLayout(self._row(look, format_))
        self.formats[Format.TXT].setChecked(True)
        self.times = Switch(look, lambda: translate("Transcript", "Times"))
        self.names = Switch(look, lambda: translate("Transcript", "Speaker names"))
        for switch in (self.times, self.names):
            switch.setChecked(True)
            column.addWidget(switch)
        self.trouble = Label(look, str, "caption", "red")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        column.addWidget(self.trouble)
        look.changed.connect(self._refresh)
        self._refresh()

    @property
    def format(self) -> Format:
        """The chosen format."""
        return next(one for one, button in self.formats.items() if button.isChecked())

    def choose(self, recording_id: int, title: str) -> None:
        """Let the person choose the file, then write it."""
        format_ = self.format
        dialog = QFileDialog(self, translate("Transcript", "Export this transcript"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{_words(format_)} (*.{format_})")
        dialog.setDefaultSuffix(str(format_))
        dialog.selectFile(f"{_file_name(title)}.{format_}")
        dialog.fileSelected.connect(lambda name: self.write(recording_id, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, recording_id: int, file: Path) -> None:
        """Write a transcript as it is chosen now."""
        self.trouble.hide()
        self._scope.start("export", self._write(recording_id, file, self.format))

    async def _write(self, recording_id: int, file: Path, format_: Format) -> None:
        store = self._services.speech.recordings
        recording = await store.get(recording_id)
        lines = await store.lines(recording_id)
        voices = voices_of(lines, recording.speakers)
        names = {key: voice.name for key, voice in voices.items()}
        content = await exports.export(
            format_, recording, lines, with_times=self.times.isChecked(),
            with_speakers=self.names.isChecked(), names=names,
        )  # fmt: skip
        await asyncio.to_thread(copies.write, file, content)
        self._host.notify(
            Notice(
                lambda: translate("Transcript", "Exported as {name}.").format(name=file.name),
                lambda: translate("Transcript", "Show"),
                lambda: _show(file),
            )
        )

    def _row(self, look: Look, format_: Format) -> QHBoxLayout:
        button = Radio(look)
        self.formats[format_] = button
        self._group.addButton(button)
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch()
        row.addWidget(Label(look, lambda: f".{format_}", "caption", "text3"))
        return row

    def _refresh(self) -> None:
        for format_, button in self.formats.items():
            button.setFont(self._host.look.theme.font("body"))
            button.setText(_words(format_))
            button.setAccessibleName(f"{_words(format_)}, {format_}")

    def _on_error(self, error: Exception) -> None:
        words = error_text(code_of(error))
        self.trouble.say(lambda: f"{words.title} {words.hint}")
        self.trouble.show()


def _words(format_: Format) -> str:
    match format_:
        case Format.TXT:
            return translate("Transcript", "Text")
        case Format.SRT:
            return translate("Transcript", "Subtitles")
        case Format.VTT:
            return translate("Transcript", "Web subtitles")
        case Format.JSON:
            return translate("Transcript", "Data")
        case Format.MARKDOWN:
            return translate("Transcript", "Markdown")
        case Format.DOCX:
            return translate("Transcript", "Word document")


def _file_name(title: str) -> str:
    plain = "".join(c if c.isprintable() and c not in '<>:"/\\|?*' else " " for c in title)
    return " ".join(plain.split())[:_NAME_CHARACTERS].strip(". ") or "transcript"


def _show(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))
