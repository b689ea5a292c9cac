"""The frame around the editor: what is attached above it, the tools and Send or Stop below it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.ui.composer.editor import Editor
from desktop.ui.controls import Button, IconButton, Words, restyle
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.picker import Picker

STEER_KEYS = "Ctrl+Shift+Return"


class Composer(QFrame):
    """Editor, model picker and Send in one frame.

    Signals: `submitted(text)`, not blank unless something is attached; `steered(text)` to be sent
    at once, though an answer is being made; `stopped()`; `edited()` whenever the text changed;
    `cancelled()` when the edit of an earlier message is given up; `attach_wanted(button)` and
    `prompts_wanted()` by the buttons.
    """

    submitted = Signal(str)
    steered = Signal(str)
    stopped = Signal()
    edited = Signal()
    cancelled = Signal()
    attach_wanted = Signal(QWidget)
    prompts_wanted = Signal()

    def __init__(self, look: Look, hint: Words) -> None:
        super().__init__()
        self._look, self._hint = look, hint
        self._is_running = self._is_blocked = self._has_things = self._is_dictating = False
        self.setProperty("role", "composer")
        self.editor = Editor(look)
        self.editor.submitted.connect(self._submit)
        self.editor.steered.connect(self._steer)
        self.editor.textChanged.connect(self._on_edited)
        self.editor.focus_changed.connect(self._show_focus)
        self.setFocusProxy(self.editor)
        self.attach = IconButton(look, "plus", lambda: translate("Composer", "Attach"))
        self.attach.clicked.connect(lambda: self.attach_wanted.emit(self.attach))
        self.prompts = IconButton(
            look, "book-open", lambda: translate("Composer", "Prompts"), shown_keys="/"
        )
        self.prompts.clicked.connect(self.prompts_wanted)
        self.picker = Picker(look)
        self.mic = IconButton(look, "mic", self._mic_words)
        self.mic.hide()  # until somebody listens
        self.later = IconButton(look, "send", lambda: translate("Composer", "Send…"))
        self.later.clicked.connect(self._open_menu)
        self.later.hide()
        self.send = IconButton(look, "arrow-up", self._send_words, shown_keys="Return")
        self.send.tone = "on_accent"
        self.send.setProperty("kind", "send")
        self.send.clicked.connect(self._on_send_clicked)
        self._cancel = Button(look, self._cancel_words, kind="ghost", icon_name="x")
        self._cancel.clicked.connect(self.cancelled)
        self._cancel.hide()
        self._arrange()
        look.changed.connect(self.refresh)
        self.refresh()
        self._update_send()

    def _arrange(self) -> None:
        self._tools = tools = QHBoxLayout()
        tools.setContentsMargins(8, 0, 8, 8)
        tools.setSpacing(4)
        left: tuple[QWidget, ...] = (self.attach, self.prompts, self._cancel)
        right: tuple[QWidget, ...] = (self.picker, self.mic, self.later, self.send)
        for widget in left:
            tools.addWidget(widget)
        tools.addStretch()
        for widget in right:
            tools.addWidget(widget)
        text = QHBoxLayout()
        text.setContentsMargins(16, 14, 16, 8)
        text.addWidget(self.editor)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(text)
        self._column.addLayout(tools)

    def add_tool(self, button: QWidget) -> None:
        """Put a button before that of the prompts."""
        self._tools.insertWidget(self._tools.indexOf(self.prompts), button)

    def put_above_text(self, widget: QWidget) -> None:
        """Show a widget, such as what is attached, over the text inside the frame."""
        self._column.insertWidget(0, widget)

    def text(self) -> str:
        """Give what was typed, as it stands."""
        return self.editor.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace the text, the caret at its end."""
        if text != self.text():
            self.editor.replace_text(text)

    def set_things(self, *, has_things: bool) -> None:
        """Tell whether something is attached: it may be sent without a word."""
        self._has_things = has_things
        self._update_send()

    def set_running(self, *, is_running: bool) -> None:
        """Offer Stop instead of Send while an answer is being made."""
        if is_running == self._is_running:
            return
        self._is_running = is_running
        self.send.become("square" if is_running else "arrow-up", self._send_words)
        self._update_send()

    def show_editing(self, *, is_editing: bool) -> None:
        """Tell that an earlier message is being edited, and offer to give that up."""
        self._cancel.setVisible(is_editing)

    def set_enter_sends(self, *, enter_sends: bool) -> None:
        """Let Return send, or Ctrl+Return; the button tells which."""
        self.editor.enter_sends = enter_sends
        self.send.show_keys("Return" if enter_sends else "Ctrl+Return")

    def show_dictating(self, *, is_dictating: bool) -> None:
        """Offer to end a dictation instead of beginning one."""
        self._is_dictating = is_dictating
        self.mic.tone = "red" if is_dictating else "text2"
        self.mic.become("square" if is_dictating else "mic", self._mic_words)

    def set_blocked(self, *, is_blocked: bool) -> None:
        """Refuse to send (a read-only database); typing stays possible."""
        self._is_blocked = is_blocked
        self._update_send()

    def refresh(self) -> None:
        """Take the words anew."""
        self.editor.setPlaceholderText(self._hint())
        self.editor.setAccessibleName(translate("Composer", "Message"))
        self.send.refresh()

    def _send_words(self) -> str:
        if self._is_running:
            return translate("Composer", "Stop")
        return translate("Composer", "Send")

    def _mic_words(self) -> str:
        if self._is_dictating:
            return translate("Composer", "Stop dictating")
        return translate("Composer", "Dictate, or hold to speak")

    def _cancel_words(self) -> str:
        return translate("Composer", "Cancel the edit")

    def _show_focus(self, has: bool) -> None:
        restyle(self, "focused", "true" if has else "false")

    def _on_edited(self) -> None:
        self._update_send()
        self.edited.emit()

    def _can_send(self) -> bool:
        return (self._has_things or self.editor.has_words()) and not self._is_blocked

    def _update_send(self) -> None:
        can_send = self._can_send()
        self.send.setEnabled(self._is_running or can_send)
        self.later.setVisible(self._is_running and can_send)

    def _open_menu(self) -> None:
        from PySide6.QtWidgets import QMenu  # noqa: PLC0415 - few idle windows need one

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        keys = "Return" if self.editor.enter_sends else "Ctrl+Return"
        queue = menu.addAction(translate("Composer", "Send after this answer"), self._submit)
        queue.setShortcut(keys)
        steer = menu.addAction(translate("Composer", "Stop and send now"), self._steer)
        steer.setShortcut(STEER_KEYS)
        above = QPoint(0, -menu.sizeHint().height() - 4)
        menu.popup(self.later.mapToGlobal(above))

    def _on_send_clicked(self) -> None:
        if self._is_running:
            self.stopped.emit()
        else:
            self._submit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape stops the answer, gives up the edit, or belongs to the page."""
        if Qt.Key(event.key()) is not Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._is_running:
            self.stopped.emit()
        elif self._cancel.isVisible():
            self.cancelled.emit()
        else:
            event.ignore()  # whoever stands above may have something to close

    def _submit(self) -> None:
        if self._can_send():
            self.submitted.emit(self.text())

    def _steer(self) -> None:
        if self._can_send():
            self.steered.emit(self.text())
