"""What a model may use besides words: the web, the program's own tools, the person's functions."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.parameters import Parameters
from desktop.core.tasks import TaskScope
from desktop.features.chat.own_tools import tool_hint, tool_name
from desktop.features.chat.parameters.functions import Functions
from desktop.services.tools.toolbox import OWN
from desktop.ui.controls import Label, Words
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.switch import Switch


class SwitchBlock(QWidget):
    """A switch with a sentence below it. Signals: `picked(bool)`."""

    picked = Signal(bool)

    def __init__(self, look: Look, name: Words, hint: Words) -> None:
        super().__init__()
        self._hint_words = hint
        self.switch = Switch(look, name)
        self.switch.clicked.connect(self.picked)
        self.hint = Label(look, hint, "caption", "text2")
        self.hint.setWordWrap(True)
        self.hint.setIndent(46)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.switch)
        column.addWidget(self.hint)
        self.setFocusProxy(self.switch)

    def show_value(self, *, is_on: bool) -> None:
        """Show whether it is on; nothing is emitted."""
        self.switch.setChecked(is_on)

    def refuse(self, why: Words | None) -> None:
        """Let it be switched or not, and say why not."""
        self.switch.setEnabled(why is None)
        self.hint.say(why or self._hint_words)
        self.switch.setAccessibleDescription(self.hint.text())


class Tools(QWidget):
    """Switches and functions. Signals: `web_picked(bool)`; `tools_picked(ids)`; `functions_picked(…)`."""

    web_picked = Signal(bool)
    tools_picked = Signal(object)
    functions_picked = Signal(object)

    def __init__(self, look: Look, scope: TaskScope) -> None:
        super().__init__()
        self._on: tuple[str, ...] = ()
        self.web = SwitchBlock(
            look,
            lambda: translate("Parameters", "Web search"),
            lambda: translate("Parameters", "The server searches and names its sources."),
        )
        self.web.picked.connect(self.web_picked)
        names = [function.name for function in OWN]
        self.own = {
            name: SwitchBlock(look, partial(tool_name, name), partial(tool_hint, name))
            for name in names
        }
        for name, block in self.own.items():
            block.picked.connect(partial(self._on_picked, name))
        self.title = Label(
            look, lambda: translate("Parameters", "Your functions"), "body", "text", 500
        )
        self.title.setProperty("dims", "true")
        self.hint = Label(look, _functions_words, "caption", "text2")
        self.hint.setWordWrap(True)
        self.functions = Functions(look, scope, names)
        self.functions.changed.connect(self.functions_picked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.web)
        for block in self.own.values():
            column.addWidget(block)
        column.addSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.hint)
        column.addWidget(self.functions)

    def show_parameters(self, parameters: Parameters) -> None:
        """Show what is on."""
        self._on = parameters.tools
        self.web.show_value(is_on=parameters.web_search)
        for name, block in self.own.items():
            block.show_value(is_on=name in parameters.tools)
        self.functions.show_functions(parameters.functions)

    def refuse(self, web: Words | None, tools: Words | None) -> None:
        """Let things be switched or not, and say why not."""
        self.web.refuse(web)
        for block in self.own.values():
            block.refuse(tools)
        self.functions.setEnabled(tools is None)
        self.title.setEnabled(tools is None)
        self.hint.say(tools or _functions_words)

    def _on_picked(self, name: str, is_on: bool) -> None:
        others = tuple(other for other in self._on if other != name)
        self.tools_picked.emit((*others, name) if is_on else others)


def _functions_words() -> str:
    return translate("Parameters", "When the model calls one, you give the result by hand.")
