"""The request in the playground: its headers, its body to be edited, and sending it again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.exchange import Headers
from desktop.core.tasks import TaskScope
from desktop.features.chat.playground.codeview import CodeView
from desktop.ui.controls import Button, Label, Words
from desktop.ui.i18n import translate
from desktop.ui.lines import hairline
from desktop.ui.look import Look

_FLAGS = Qt.TextInteractionFlag
SELECTABLE = _FLAGS.TextSelectableByMouse | _FLAGS.TextSelectableByKeyboard


class RequestPage(QWidget):
    """The widgets.

    Signals: `reverted()`; `sent()`; `sent_anyway()` over the budget.
    """

    reverted = Signal()
    sent = Signal()
    sent_anyway = Signal()

    def __init__(self, look: Look, scope: TaskScope) -> None:
        super().__init__()
        self._shown: Headers = ()
        self.text = CodeView(look, lambda: translate("Playground", "Body of the request"), scope)
        self._with_headers = Button(look, str, kind="ghost", height_px=28)
        self._with_headers.setCheckable(True)
        self._with_headers.say(self._headers_words)
        self._with_headers.toggled.connect(self._on_headers)
        self.headers = Label(look, self._header_lines, "code", "text2")
        self.headers.setTextInteractionFlags(SELECTABLE)
        self.verdict = Label(look, str, "caption", "red")
        for label in (self.headers, self.verdict):
            label.setWordWrap(True)
        self.revert = Button(look, _revert_words, kind="ghost", height_px=32)
        self.anyway = Button(look, _anyway_words, height_px=32)
        self.send = Button(look, _send_words, kind="primary", height_px=32)
        for button, signal in (
            (self.revert, self.reverted),
            (self.anyway, self.sent_anyway),
            (self.send, self.sent),
        ):
            button.clicked.connect(signal)
        self._arrange()

    def show_headers(self, headers: Headers) -> None:
        """Show the headers of another request, or how many there are."""
        self._shown = headers
        self._with_headers.refresh()
        self.headers.refresh()

    def say(self, words: Words, *, is_over_budget: bool = False) -> None:
        """Show why the request cannot be sent; no words: it can."""
        self.anyway.setVisible(is_over_budget)
        self.verdict.say(words)
        self.verdict.setVisible(bool(words()))
        self.text.edit.setAccessibleDescription(words())

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 12, 8)
        foot.setSpacing(8)
        foot.addWidget(self.verdict, 1)
        foot.addStretch()
        for button in (self.revert, self.anyway, self.send):
            foot.addWidget(button)
        self.headers.hide()
        headers = QVBoxLayout()
        headers.setContentsMargins(16, 6, 24, 0)
        headers.setSpacing(4)
        headers.addWidget(self._with_headers)
        inner = QHBoxLayout()
        inner.setContentsMargins(8, 0, 0, 0)
        inner.addWidget(self.headers)
        headers.addLayout(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(headers)
        column.addWidget(self.text, 1)
        column.addWidget(hairline(self))
        column.addLayout(foot)

    def _on_headers(self, is_on: bool) -> None:
        self.headers.setVisible(is_on)
        self._with_headers.refresh()

    def _headers_words(self) -> str:
        if self._with_headers.isChecked():
            return translate("Playground", "Hide headers")
        return translate("Playground", "Show headers ({count})").format(count=len(self._shown))

    def _header_lines(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self._shown)


def _revert_words() -> str:
    return translate("Playground", "Undo changes")


def _anyway_words() -> str:
    return translate("Usage", "Send anyway this once")


def _send_words() -> str:
    return translate("Playground", "Send as a new version")
