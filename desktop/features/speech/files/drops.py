"""Files that are dragged over the tab: all of it lights up and says what will happen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from desktop.features.speech.words import names_of
from desktop.ui.composer.veil import Veil
from desktop.ui.controls import Words
from desktop.ui.i18n import translate
from desktop.ui.look import Look


class Drops(QObject):
    """The tab as a target of a drag. Signals: `dropped(paths)`, a list of `Path`.

    `who` says who would transcribe.
    """

    dropped = Signal(object)

    def __init__(self, look: Look, page: QWidget, who: Words) -> None:
        super().__init__(page)
        self.veil, self._who = Veil(look, page), who

    def take(self, event: QEvent) -> None:
        """Do what a drag or drop event asks for."""
        kind = event.type()
        if kind is QEvent.Type.DragLeave:
            self.veil.hide()
            return
        if not isinstance(event, QDropEvent) or event.source() is not None:
            return
        paths = _paths(event.mimeData())
        if not paths:
            return
        if kind is QEvent.Type.DragEnter:
            self.veil.say("file-audio", _title(paths), self._hint(paths))
        elif kind is QEvent.Type.Drop:
            self.veil.hide()
            self.dropped.emit(paths)
        # A copy, whatever the other program offers: a move would delete its files.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _hint(self, paths: list[Path]) -> str:
        stays = translate("Speech", "Your files stay where they are.")
        names = [names_of(paths)] if len(paths) > 1 else []
        return "\n".join((*names, self._who(), stays))


def _title(paths: list[Path]) -> str:
    if len(paths) == 1:
        return translate("Speech", "Transcribe “{name}”").format(name=paths[0].name)
    return translate("Speech", "Transcribe %n file(s)", "", len(paths))


def _paths(data: QMimeData) -> list[Path]:
    urls = data.urls() if data.hasUrls() else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
