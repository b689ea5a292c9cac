"""The form of the answer: text, or JSON by a schema that is checked as it is typed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.core.tasks import TaskScope
from desktop.features.chat.parameters.area import TextArea
from desktop.features.chat.parameters.fields import ChoiceBlock
from desktop.features.chat.parameters.words import flaw_words
from desktop.services.schemas import Flaw, flaw
from desktop.ui.controls import Button, Label, Words
from desktop.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop.ui.look import Look

_CHECK_MS = 200
TEXT, JSON = "", "json_schema"

_FACTS = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "facts": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["title", "facts"],
    "additionalProperties": False,
}
_ROWS = {
    "type": "object",
    "properties": {
        "rows": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "value": {"type": "number"}},
                "required": ["name", "value"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["rows"],
    "additionalProperties": False,
}
_VERDICT = {
    "type": "object",
    "properties": {"is_true": {"type": "boolean"}, "because": {"type": "string"}},
    "required": ["is_true", "because"],
    "additionalProperties": False,
}
EXAMPLES = (
    (QT_TRANSLATE_NOOP("Parameters", "A title and facts"), _FACTS),
    (QT_TRANSLATE_NOOP("Parameters", "Rows of a table"), _ROWS),
    (QT_TRANSLATE_NOOP("Parameters", "Yes or no, with a reason"), _VERDICT),
)


class SchemaEditor(QWidget):
    """A schema in the code font, its flaw below it.

    Signals: `typed(text)` as it is typed; `checked(is_right)` a moment after typing.
    """

    typed = Signal(str)
    checked = Signal(bool)

    def __init__(self, look: Look, name: Words, scope: TaskScope) -> None:
        super().__init__()
        self._scope = scope
        self._shown: Flaw | None = None
        self.area = TextArea(look, name, lines=(5, 16), role="code")
        self.area.typed.connect(self._on_typed)
        self.verdict = Label(look, self._verdict_words, "caption", "red")
        self.verdict.setWordWrap(True)
        self.verdict.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CHECK_MS)
        self._timer.timeout.connect(self._check)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.area)
        column.addWidget(self.verdict)
        self.setFocusProxy(self.area)

    def show_text(self, text: str) -> None:
        """Show a schema and check it."""
        if text != self.area.text():
            self.area.show_text(text)
            self._timer.start()

    def _on_typed(self, text: str) -> None:
        self._timer.start()
        self.typed.emit(text)

    def _check(self) -> None:
        self._scope.start(f"check/{id(self)}", self._look(self.area.text()))

    async def _look(self, text: str) -> None:
        found = await asyncio.to_thread(flaw, text) if text.strip() else None
        if text == self.area.text():
            self._shown = found
            self.area.set_error(is_wrong=found is not None)
            self.verdict.refresh()
            self.verdict.setVisible(found is not None)
            self.area.edit.setAccessibleDescription(self._verdict_words())
            self.checked.emit(found is None)

    def _verdict_words(self) -> str:
        return flaw_words(self._shown) if self._shown is not None else ""


class FormBlock(ChoiceBlock):
    """Text or JSON schema, with the editor below. Signals: `typed(schema)`."""

    typed = Signal(str)

    def __init__(self, look: Look, scope: TaskScope) -> None:
        options: list[tuple[str | None, Words]] = [
            (TEXT, lambda: translate("Parameters", "Text")),
            (JSON, lambda: translate("Parameters", "JSON by a schema")),
        ]
        super().__init__(look, lambda: translate("Parameters", "Form of the answer"), options)
        self._last = ""
        self.editor = SchemaEditor(look, lambda: translate("Parameters", "JSON schema"), scope)
        self.editor.typed.connect(self.typed)
        self.examples = Button(look, lambda: translate("Parameters", "Examples"), height_px=28)
        self.examples.clicked.connect(self._offer_examples)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.examples)
        foot.addStretch()
        self._box = QWidget()
        inside = QVBoxLayout(self._box)
        inside.setContentsMargins(0, 4, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(self.editor)
        inside.addLayout(foot)
        self.column.insertWidget(2, self._box)
        self._box.hide()
        self.picked.connect(self._on_form)

    def show_schema(self, schema: str) -> None:
        """Show the schema that answers follow; empty: they are text."""
        is_emptied = not schema and self.editor.area.edit.hasFocus()
        self.show_value(JSON if schema or is_emptied else TEXT)
        self._box.setVisible(bool(schema) or is_emptied)
        self.editor.show_text(schema)
        self._last = schema or self._last

    def refuse(self, why: Words | None, note: Words | None = None) -> None:
        """Let a schema be chosen or not; one that is there stays to be read."""
        super().refuse(why, note)
        self._box.setEnabled(why is None)

    def _on_form(self, value: object) -> None:
        wanted = "" if value == TEXT else self._last or _written(_FACTS)
        self.typed.emit(wanted)

    def _offer_examples(self) -> None:
        menu = QMenu(self)
        for words, schema in EXAMPLES:
            menu.addAction(translate("Parameters", words), self._taking(_written(schema)))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.examples.mapToGlobal(self.examples.rect().bottomLeft()))

    def _taking(self, schema: str) -> Callable[[], None]:
        return lambda: self.typed.emit(schema)


def _written(schema: object) -> str:
    return json.dumps(schema, indent=2)
