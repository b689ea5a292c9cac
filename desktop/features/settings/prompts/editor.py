"""One prompt of the library: its name and its text, until they are saved or given up."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.core.prompts import MAX_NAME, Prompt
from desktop.ui.controls import Button, Field, Label, restyle
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_TEXT_PX = 180
NEW = Prompt(0, "", "")


class PromptEditor(QWidget):
    """Signals: `saved(name, text)`; `delete_wanted()`; `closed()`."""

    saved = Signal(str, str)
    delete_wanted = Signal()
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.prompt = NEW
        self.name = Field(look, lambda: translate("Prompts", "Name"))
        self.name.edit.setMaxLength(MAX_NAME)
        self.name.changed.connect(self._update)
        self.text = _TextField(look)
        self.text.edit.textChanged.connect(self._update)
        self.save = Button(look, lambda: translate("Prompts", "Save"), kind="primary")
        self.save.clicked.connect(self._on_save)
        self.delete = Button(
            look, lambda: translate("Prompts", "Delete"), kind="danger", icon_name="trash-2"
        )
        self.delete.clicked.connect(self.delete_wanted)
        cancel = Button(look, lambda: translate("Prompts", "Cancel"))
        cancel.clicked.connect(self.closed)
        hint = Label(look, _hint_words, "caption", "text3")
        hint.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.delete)
        foot.addStretch()
        foot.addWidget(cancel)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label(look, lambda: translate("Prompts", "Name"), "body", "text2"))
        column.addWidget(self.name)
        column.addSpacing(6)
        column.addWidget(Label(look, lambda: translate("Prompts", "Text"), "body", "text2"))
        column.addWidget(self.text)
        column.addWidget(hint)
        column.addSpacing(6)
        column.addLayout(foot)

    @property
    def is_changed(self) -> bool:
        """Tell whether something would be lost."""
        written = (self.name.text(), self.text.edit.toPlainText())
        return written != (self.prompt.name, self.prompt.text)

    def edit(self, prompt: Prompt) -> None:
        """Show a prompt, or NEW."""
        self.prompt = prompt
        self.name.edit.setText(prompt.name)
        self.text.edit.setPlainText(prompt.text)
        self.delete.setVisible(prompt != NEW)
        self._update()

    def _update(self) -> None:
        is_whole = bool(self.name.text() and self.text.edit.toPlainText().strip())
        self.save.setEnabled(is_whole and self.is_changed)

    def _on_save(self) -> None:
        self.saved.emit(self.name.text(), self.text.edit.toPlainText())


class _TextField(QFrame):
    """Several lines in the frame of a field."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "field")
        self.setFixedHeight(_TEXT_PX)
        self.edit = QPlainTextEdit()
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.setTabChangesFocus(True)
        self.edit.viewport().setAutoFillBackground(False)
        self.edit.document().setDocumentMargin(0)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 7, 3, 7)
        row.addWidget(self.edit)
        look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Take font and words anew."""
        self.edit.setFont(self._look.theme.font("body"))
        self.edit.setAccessibleName(translate("Prompts", "Text"))

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, _TEXT_PX)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            restyle(self, "focused", "true" if event.type() == QEvent.Type.FocusIn else "false")
        return super().eventFilter(watched, event)


def _hint_words() -> str:
    return translate(
        "Prompts",
        "{{name}} is asked for when the prompt is used, {{name|value}} begins with a value; "
        "{{clipboard}} and {{date}} fill themselves.",
    )
