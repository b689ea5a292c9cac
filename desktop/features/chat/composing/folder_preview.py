"""Shows what of a folder would go into the question, before anything does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.features.chat.composing.folder_files import ROW_PX, FolderList
from desktop.services.attaching.folders import FolderScan
from desktop.ui.amounts import joined, size_words, token_words
from desktop.ui.controls import Button, Label
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.popover import Popover

_WIDTH_PX, _FRAME_PX = 520, 132
_LEAST_ROWS, _MOST_ROWS = 3, 12


class FolderPreview(Popover):
    """Signals: `accepted(files)`: pairs of a path and the name that it gets."""

    accepted = Signal(object)

    def __init__(self, look: Look, anchor: QWidget, folder: Path) -> None:
        super().__init__(look, anchor)
        self._name = folder.resolve().name or folder.name
        self._found: FolderScan | None = None
        title = Label(look, self._title_words, "body", "text", 600)
        self.setAccessibleName(self._title_words())
        self.state = Label(look, self._state_words, "caption", "text2")
        self.state.setWordWrap(True)
        self.list = FolderList(look)
        self.list.setAccessibleName(translate("Chat", "Files of the folder"))
        self.list.rows.toggled.connect(self._on_toggled)
        self.list.accepted.connect(self.accept)
        self._cancel = Button(look, lambda: translate("Chat", "Cancel"))
        self._cancel.clicked.connect(self.dismiss)
        self.attach = Button(look, lambda: translate("Chat", "Attach"), kind="primary")
        self.attach.clicked.connect(self.accept)
        self.attach.setEnabled(False)
        head = QVBoxLayout()
        head.setContentsMargins(12, 10, 12, 8)
        head.setSpacing(2)
        head.addWidget(title)
        head.addWidget(self.state)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 10)
        foot.setSpacing(8)
        foot.addStretch()
        foot.addWidget(self._cancel)
        foot.addWidget(self.attach)
        self.column.addLayout(head)
        self.column.addWidget(self.list, 1)
        self.column.addLayout(foot)

    def pop_up(self) -> None:
        """Open it; what is in the folder follows."""
        self.open(self.list, self._size())

    def show_found(self, found: FolderScan) -> None:
        """Show what was found."""
        self._found = found
        self.list.rows.show(found)
        if found.files:
            self.list.setCurrentIndex(self.list.rows.index(0))
        self.place(self._size())

    def show_trouble(self, code: str) -> None:
        """Say that the folder cannot be looked through."""
        self.state.say(lambda: f"{error_text(code).title} {error_text(code).hint}")

    def accept(self) -> None:
        """Attach what is checked."""
        chosen = [(file.path, file.name) for file in self.list.rows.chosen()]
        if chosen:
            self.dismiss()
            self.accepted.emit(chosen)

    def _size(self) -> QSize:
        count = self.list.rows.rowCount() if self._found else 0
        rows = max(_LEAST_ROWS, min(_MOST_ROWS, count))
        return QSize(_WIDTH_PX, _FRAME_PX + rows * ROW_PX)

    def _on_toggled(self) -> None:
        self.state.refresh()
        self.attach.setEnabled(bool(self.list.rows.chosen()))

    def _title_words(self) -> str:
        return translate("Chat", "Attach the folder “{name}”").format(name=self._name)

    def _state_words(self) -> str:
        found = getattr(self, "_found", None)
        if found is None:
            return translate("Chat", "Looking through the folder…")
        chosen = self.list.rows.chosen()
        if not chosen:
            return translate("Chat", "Nothing of it can be attached.")
        tokens = sum(file.tokens for file in chosen)
        words = joined(
            translate("Chat", "%n file(s)", "", len(chosen)),
            size_words(sum(file.size for file in chosen)),
            translate("Chat", "about {tokens}").format(tokens=token_words(tokens))
            if tokens
            else "",
        )
        left = len(found.files) - len(chosen)
        out = translate("Chat", "%n left out", "", left) if left else ""
        more = translate("Chat", "not all of it was looked at") if found.is_cut else ""
        return joined(words, out, more)

    @override
    def follow_window(self) -> None:
        """Stay, beside the composer: windows that share the screen change sizes as others close."""
        QTimer.singleShot(0, self, lambda: self.place(self._size()))  # once it is laid out

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return attaches, Escape gives up."""
        if Qt.Key(event.key()) in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.accept()
            event.accept()
        else:
            super().keyPressEvent(event)
