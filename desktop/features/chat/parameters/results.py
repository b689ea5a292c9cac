"""Asks for the result of a function that only the person can carry out, above the composer."""

from __future__ import annotations

import json

from PySide6.QtCore import QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.core.stream import unanswered
from desktop.core.types import Message, Part
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.parameters.area import TextArea
from desktop.ui.assets import pixmap
from desktop.ui.controls import Button, IconButton, Label
from desktop.ui.i18n import translate

_SENDS = {
    QKeyCombination(Qt.KeyboardModifier.ControlModifier, key).toCombined()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
}
_LONGEST = 300  # characters of the arguments that stand there; the card of the call has them all


class ResultCard(QWidget):
    """One call at a time, in any order; what is written for the others stays.

    Signals: `given(message_id, call_id, result)`.
    """

    given = Signal(int, str, str)

    def __init__(self, pane: ConversationPane) -> None:
        super().__init__()
        self._look = look = pane.look
        self._message_id = 0
        self._calls: tuple[Part, ...] = ()
        self._at = 0
        self._written: dict[str, str] = {}
        self._icon = QLabel()
        self._icon.setFixedSize(20, 20)
        self.title = Label(look, self._title_words, "body", "text", 600)
        self.arguments = Label(look, self._arguments_words, "code", "text2")
        self.arguments.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for words in (self.title, self.arguments):
            words.setWordWrap(True)
        self.area = TextArea(look, self._title_words, self._hint, lines=(1, 8))
        self.area.typed.connect(self._on_typed)
        self.count = Label(look, self._count_words, "caption", "text3")
        self.before = IconButton(look, "chevron-left", _before_words, size_px=28)
        self.before.clicked.connect(lambda: self._go(self._at - 1))
        self.after = IconButton(look, "chevron-right", _after_words, size_px=28)
        self.after.clicked.connect(lambda: self._go(self._at + 1))
        self.send = Button(look, self._send_words, kind="primary", height_px=28)
        self.send.clicked.connect(self._on_send)
        self._arrange()
        look.changed.connect(self._draw)
        self._draw()
        self.hide()
        pane.insert_above_composer(self)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        for widget in (self.before, self.count, self.after):
            foot.addWidget(widget)
        foot.addStretch()
        foot.addWidget(self.send)
        body = QVBoxLayout()
        body.setContentsMargins(28, 0, 0, 0)
        body.setSpacing(8)
        body.addWidget(self.arguments)
        body.addWidget(self.area)
        body.addLayout(foot)
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 8)
        outer.addWidget(card)

    def show_calls(self, message: Message | None) -> None:
        """Ask for the results that a message lacks; None: nothing waits."""
        calls = unanswered(message.parts) if message is not None else ()
        if message is None or not calls:
            self.hide()
            return
        call = self._call()
        if message.id != self._message_id:
            self._written, self._at, call = {}, 0, None
        self._message_id, self._calls = message.id, calls
        self._go(calls.index(call) if call in calls else min(self._at, len(calls) - 1))
        self.show()

    def choose(self, call_id: str) -> None:
        """Ask for the result of this call, here and now."""
        refs = [call.ref for call in self._calls]
        if call_id in refs:
            self._go(refs.index(call_id))
            self.area.setFocus()

    def _go(self, at: int) -> None:
        """Ask for the result of another call."""
        self._at = max(0, min(at, len(self._calls) - 1))
        for arrow, is_there in ((self.before, at > 0), (self.after, at < len(self._calls) - 1)):
            arrow.setEnabled(is_there)
            arrow.setVisible(len(self._calls) > 1)
        self.area.show_text(self._written.get(self._calls[self._at].ref, ""))
        for word in (self.title, self.arguments, self.count):
            word.refresh()
        self.area.refresh()
        self._on_typed()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Return sends the result."""
        if event.keyCombination().toCombined() in _SENDS:
            self._on_send()
        else:
            super().keyPressEvent(event)

    def _on_typed(self) -> None:
        text = self.area.text()
        self._written[self._calls[self._at].ref] = text
        self.send.setEnabled(bool(text.strip()))

    def _on_send(self) -> None:
        text = self.area.text().strip()
        if text and self._calls:
            self.send.setEnabled(False)  # a second press gives nothing twice
            self.given.emit(self._message_id, self._calls[self._at].ref, text)

    def _draw(self) -> None:
        dpr = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._look.theme, "wrench", "text2", 20, dpr))

    # words
    def _call(self) -> Part | None:
        return self._calls[self._at] if self._calls else None

    def _title_words(self) -> str:
        call = self._call()
        name = call.name if call is not None else ""
        return translate("Parameters", "The model asks for the result of {name}.").format(name=name)

    def _arguments_words(self) -> str:
        call = self._call()
        return _shown(call.text) if call is not None else ""

    def _count_words(self) -> str:
        if len(self._calls) < 2:
            return ""
        words = translate("Parameters", "{number} of {count}")
        return words.format(number=self._at + 1, count=len(self._calls))

    def _send_words(self) -> str:
        return translate("Parameters", "Send result")

    def _hint(self) -> str:
        return translate("Parameters", "Result, as text or JSON")


def _before_words() -> str:
    return translate("Parameters", "Previous call")


def _after_words() -> str:
    return translate("Parameters", "Next call")


def _shown(arguments: str) -> str:
    """Give arguments on one line each: "city: Paris"."""
    try:
        read = json.loads(arguments or "{}")
    except (ValueError, RecursionError):
        return arguments[:_LONGEST]
    if not isinstance(read, dict):
        return arguments[:_LONGEST]
    lines = (
        f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in read.items()
    )
    words = "\n".join(lines)
    return f"{words[:_LONGEST]}…" if len(words) > _LONGEST else words
