"""The person's own functions: a list, and the form of the one that is added or changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.core.parameters import Function
from desktop.core.tasks import TaskScope
from desktop.features.chat.parameters.schema import SchemaEditor
from desktop.ui.controls import Button, Field, IconButton, Label
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.reading_order import follow_layouts

_NAME = r"[A-Za-z0-9_-]{1,64}"
_EXAMPLE = """{
  "type": "object",
  "properties": {
    "city": {"type": "string"}
  },
  "required": ["city"]
}"""


class FunctionForm(QFrame):
    """Name, description and schema of one function.

    Signals: `done(Function | None)` with what it is from now on; None: it was put away.
    """

    done = Signal(object)

    def __init__(
        self, look: Look, scope: TaskScope, function: Function | None, taken: Collection[str]
    ) -> None:
        super().__init__()
        self._taken, self._is_schema_right = taken, True
        self.setProperty("role", "card")
        given = function or Function("", "", _EXAMPLE)
        self._given = given
        self.name = Field(
            look,
            lambda: translate("Parameters", "Name of the function"),
            lambda: translate("Parameters", "Name, such as get_weather"),
        )
        self.name.show_code()
        self.name.edit.setText(given.name)
        self.says = Field(
            look,
            lambda: translate("Parameters", "Description"),
            lambda: translate("Parameters", "What it does, for the model"),
        )
        self.says.edit.setText(given.description)
        arguments = Label(
            look, lambda: translate("Parameters", "Arguments, as a JSON schema"), "caption", "text2"
        )
        self.schema = SchemaEditor(
            look, lambda: translate("Parameters", "Arguments, as a JSON schema"), scope
        )
        self.schema.show_text(given.parameters)
        self.schema.checked.connect(self._on_checked)
        self.wrong = Label(look, self._wrong_words, "caption", "red")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        self.keep = Button(
            look, lambda: translate("Parameters", "Keep"), kind="primary", height_px=28
        )
        cancel = Button(look, lambda: translate("Parameters", "Cancel"), height_px=28)
        self.keep.clicked.connect(self._on_keep)
        cancel.clicked.connect(lambda: self.done.emit(None))
        self.name.changed.connect(self._look_at_name)
        self.name.entered.connect(self._on_keep)
        self.says.entered.connect(self._on_keep)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.name)
        column.addWidget(self.wrong)
        column.addWidget(self.says)
        column.addWidget(arguments)
        column.addWidget(self.schema)
        column.addLayout(buttons)
        self.setFocusProxy(self.name)
        self.keep.setEnabled(bool(given.name))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the form away, not the panel."""
        if Qt.Key(event.key()) is Qt.Key.Key_Escape:
            self.done.emit(None)
        else:
            super().keyPressEvent(event)

    def _flaw(self) -> str:
        name = self.name.text()
        if name and not re.fullmatch(_NAME, name):
            return translate("Parameters", "Letters, digits, _ and - only, at most 64.")
        if name in self._taken:
            return translate("Parameters", "There is a function of this name already.")
        return ""

    def _wrong_words(self) -> str:
        return self._flaw() if hasattr(self, "name") else ""

    def _look_at_name(self) -> None:
        is_wrong = bool(self._flaw())
        self.name.set_error(is_wrong=is_wrong)
        self.wrong.refresh()
        self.wrong.setVisible(is_wrong)
        self.name.edit.setAccessibleDescription(self._flaw())
        self._show_whether_it_can_be_kept()

    def _on_checked(self, is_right: bool) -> None:
        self._is_schema_right = is_right
        self._show_whether_it_can_be_kept()

    def _show_whether_it_can_be_kept(self) -> None:
        is_named = bool(self.name.text()) and not self._flaw()
        self.keep.setEnabled(is_named and self._is_schema_right)

    def _on_keep(self) -> None:
        if self.keep.isEnabled():
            kept = Function(
                self.name.text(),
                self.says.text(),
                self.schema.area.text(),
                self._given.is_strict,
            )
            self.done.emit(kept)


class FunctionRow(QWidget):
    """One function: press it to change it, or take it away. Signals: `opened()`; `removed()`."""

    opened = Signal()
    removed = Signal()

    def __init__(self, look: Look, function: Function) -> None:
        super().__init__()
        self.button = Button(
            look, lambda: function.name, kind="ghost", icon_name="wrench", height_px=28
        )
        self.button.setToolTip(function.description)
        self.button.setAccessibleDescription(function.description)
        self.button.clicked.connect(self.opened)
        self.remove = IconButton(
            look,
            "x",
            lambda: translate("Parameters", "Remove {name}").format(name=function.name),
            size_px=24,
        )
        self.remove.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addStretch()
        row.addWidget(self.remove)


class Functions(QWidget):
    """All functions of a conversation. Signals: `changed(tuple of Function)`."""

    changed = Signal(object)

    def __init__(self, look: Look, scope: TaskScope, reserved: Collection[str]) -> None:
        super().__init__()
        self._look, self._scope, self._reserved = look, scope, frozenset(reserved)
        self._functions: tuple[Function, ...] = ()
        self.form: FunctionForm | None = None
        self.rows: list[FunctionRow] = []
        self.add = Button(
            look, lambda: translate("Parameters", "Add a function"), icon_name="plus", height_px=28
        )
        self.add.clicked.connect(lambda: self._open(None))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._list)
        column.addWidget(self.add)
        self._column = column

    def show_functions(self, functions: tuple[Function, ...]) -> None:
        """Show what there is; a form that is open stays."""
        if functions == self._functions:
            return
        self._functions = functions
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [self._row(function) for function in functions]
        for row in self.rows:
            self._list.addWidget(row)

    def close_form(self) -> None:
        """Put the form away: another conversation is on show."""
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self.add.show()

    def _row(self, function: Function) -> FunctionRow:
        row = FunctionRow(self._look, function)
        row.opened.connect(lambda: self._open(function))
        row.removed.connect(lambda: self._replace(function, None))
        return row

    def _open(self, function: Function | None) -> None:
        self.close_form()
        names = {other.name for other in self._functions} | self._reserved
        own = {function.name} if function is not None else set()
        form = FunctionForm(self._look, self._scope, function, names - own)
        form.done.connect(self._closing(function))
        self._column.addWidget(form)
        self.add.hide()
        self.form = form
        follow_layouts(self)
        form.show()  # a layout would do so a moment later, and nothing hidden takes the focus
        form.setFocus()

    def _closing(self, function: Function | None) -> Callable[[object], None]:
        def close(kept: object) -> None:
            self.close_form()
            self.add.setFocus()
            is_there = function is None or function in self._functions
            if isinstance(kept, Function) and is_there:
                self._replace(function, kept)

        return close

    def _replace(self, old: Function | None, new: Function | None) -> None:
        at = len(self._functions) if old is None else self._functions.index(old)
        kept = (new,) if new is not None else ()
        self.changed.emit((*self._functions[:at], *kept, *self._functions[at + 1 :]))
