"""A file of the person's: its path, typed or picked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.ui.controls import Field, IconButton, Words
from desktop.ui.i18n import translate
from desktop.ui.look import Look


class FileField(Field):
    """A line with a button that opens the system's picker; `changed` comes from both."""

    def __init__(self, look: Look, name: Words, hint: Words = str) -> None:
        super().__init__(look, name, hint)
        self.show_code()
        self.pick = IconButton(
            look, "folder-open", lambda: translate("Connections", "Choose a file"), size_px=24
        )
        self.pick.clicked.connect(self._open)
        self.add_trailing(self.pick)

    def _open(self) -> None:
        dialog = QFileDialog(self, self._name(), self.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                translate("Connections", "Certificates and keys (*.pem *.crt *.cer *.key)"),
                translate("Connections", "All files (*)"),
            ]
        )
        dialog.fileSelected.connect(self._on_picked)
        dialog.open()

    def _on_picked(self, path: str) -> None:
        self.edit.setText(path)
        self.changed.emit(path)
