"""Above the lines: the title, which can be changed, what is known of the recording, and what to do."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.core.recording import Recording
from desktop.features.speech.sending import Wish, wish_words
from desktop.features.speech.words import language_words, length_words, title_of
from desktop.ui.amounts import joined
from desktop.ui.controls import Button, IconButton, Label
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_MOST_CHARACTERS = 200


class Head(QWidget):
    """Draws what it is told of a recording.

    Signals: `renamed(title)`; `find_wanted()`, `undo_wanted()`, `redo_wanted()`, `copy_wanted()`,
    `export_wanted()`; `chat_wanted(Wish)`; `side_toggled(bool)`.
    """

    renamed = Signal(str)
    find_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    copy_wanted = Signal()
    export_wanted = Signal()
    chat_wanted = Signal(object)
    side_toggled = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._recording: Recording | None = None
        self.title = _Title()
        self.title.setFrame(False)
        self.title.setMaxLength(_MOST_CHARACTERS)
        self.title.editingFinished.connect(self._on_title)
        self.about = Label(look, self._about, "caption", "text3")
        self.about.setMinimumWidth(40)
        self.find_button = self._tool("search", "Ctrl+F", lambda: translate("Transcript", "Find"))
        self.find_button.clicked.connect(self.find_wanted)
        self.undo = self._tool("undo-2", "Ctrl+Z", lambda: translate("Transcript", "Undo"))
        self.undo.clicked.connect(self.undo_wanted)
        self.redo = self._tool("redo-2", "Ctrl+Shift+Z", lambda: translate("Transcript", "Redo"))
        self.redo.clicked.connect(self.redo_wanted)
        self.copy_button = self._tool("copy", "", lambda: translate("Transcript", "Copy all"))
        self.copy_button.clicked.connect(self.copy_wanted)
        self.chat = Button(look, lambda: translate("Transcript", "Send to chat"), icon_name="send")
        self.chat.clicked.connect(self._choose_wish)
        self.export = Button(
            look, lambda: translate("Transcript", "Export"), kind="primary", icon_name="download"
        )
        self.export.clicked.connect(self.export_wanted)
        self.side = self._tool("panel-right", "", lambda: translate("Transcript", "Details"))
        self.side.setCheckable(True)
        self.side.setChecked(True)
        self.side.toggled.connect(self.side_toggled)
        self._arrange()
        look.changed.connect(self._refresh)
        self._refresh()

    def show_recording(self, recording: Recording) -> None:
        """Show what is known of a recording."""
        is_other = self._recording is None or self._recording.id != recording.id
        self._recording = recording
        if is_other or not (self.title.hasFocus() and self.title.isModified()):
            self.title.setText(title_of(recording))
            self.title.setCursorPosition(0)
        self.about.refresh()
        self.about.setToolTip(self.about.text())

    def show_steps(self, *, can_undo: bool, can_redo: bool) -> None:
        """Show whether something can be undone or done again."""
        self.undo.setEnabled(can_undo)
        self.redo.setEnabled(can_redo)

    def show_lines(self, *, has_lines: bool) -> None:
        """Show what can be done with a text, where there is one."""
        for button in (self.find_button, self.copy_button, self.chat, self.export):
            button.setEnabled(has_lines)

    def _tool(self, icon: str, keys: str, words: object) -> IconButton:
        assert callable(words)
        return IconButton(self._look, icon, words, shown_keys=keys)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.about)
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 8, 16, 12)
        row.setSpacing(4)
        row.addLayout(words, 1)
        for widget in (
            self.find_button,
            self.undo,
            self.redo,
            self.copy_button,
            self.chat,
            self.export,
        ):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.side, 0, Qt.AlignmentFlag.AlignVCenter)

    def _about(self) -> str:
        one = self._recording
        if one is None:
            return ""
        made = QDateTime.fromSecsSinceEpoch(int(one.created_at))
        when = QLocale().toString(made, QLocale.FormatType.ShortFormat)
        length = length_words(one.duration_s) if one.duration_s else ""
        return joined(when, length, language_words(one.language) if one.language else "", one.model)

    def _refresh(self) -> None:
        self.title.setFont(self._look.theme.font("title", 600))
        self.title.setAccessibleName(translate("Transcript", "Title of the recording"))
        self.title.setStyleSheet("QLineEdit { background: transparent; padding: 0; }")

    def _on_title(self) -> None:
        one, text = self._recording, self.title.text().strip()
        if one is not None and text != title_of(one):
            self.renamed.emit(text)

    def _choose_wish(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for wish in Wish:
            action = menu.addAction(wish_words(wish))
            action.triggered.connect(lambda _on=False, wish=wish: self.chat_wanted.emit(wish))
        menu.popup(self.chat.mapToGlobal(self.chat.rect().bottomLeft()))


class _Title(QLineEdit):
    """Return and Escape leave it, the focus goes back to the page."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) is Qt.Key.Key_Escape:
            self.undo()
            self.clearFocus()
        else:
            super().keyPressEvent(event)
            if Qt.Key(event.key()) in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.clearFocus()
