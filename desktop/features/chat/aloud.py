"""Reads a message aloud: its button, its keys, the sentence that is marked. Loaded with the first use."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from desktop.core.override import override
from desktop.core.types import Message, Role
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.showing.conversation import Conversation
from desktop.services.aloud.reading import Phase, ReaderState
from desktop.services.context import Services
from desktop.ui.error_text import error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for
from desktop.ui.transcript.spoken import Spoken

_KEY = "message/"


class Aloud(QObject):
    """Follows the reader of the program while it reads messages of the chat."""

    def __init__(
        self, services: Services, host: Host, pane: ConversationPane, conversation: Conversation
    ) -> None:
        super().__init__(pane)
        self._services, self._host, self._pane = services, host, pane
        self._conversation = conversation
        self._reader = services.aloud.reader()
        self._scope = scope_for(self, conversation.show_error)
        self._marked: int | None = None
        self.destroyed.connect(self._reader.changed.connect(self._on_changed))
        conversation.opened.connect(self._on_opened)
        conversation.shown.connect(self._show)

    def toggle(self, message_id: int) -> None:
        """Read a message, or be silent if it is the one."""
        if self._reader.state.is_on and self._reader.state.key == f"{_KEY}{message_id}":
            self._reader.stop()
            return
        node = self._conversation.node(message_id)
        if node is not None:
            self._read(node.message)
        else:  # a version beside the conversation
            self._scope.start("read", self._load(message_id))

    def toggle_newest(self) -> None:
        """Read the last answer, or be silent."""
        if self._reader.state.is_on:
            self._reader.stop()
            return
        answers = [n.message for n in self._conversation.nodes if n.message.role is Role.ASSISTANT]
        if answers and answers[-1].text:
            self._read(answers[-1])
        else:
            self._host.notify(Notice(lambda: translate("Aloud", "There is no answer to read yet.")))

    async def _load(self, message_id: int) -> None:
        self._read(await self._services.conversations.message(message_id))

    def _read(self, message: Message) -> None:
        self._reader.read(message.text, key=f"{_KEY}{message.id}")

    def _on_opened(self) -> None:
        """Be silent when another conversation is on show."""
        read_id = self._message_id(self._reader.state)
        if read_id is not None and self._conversation.node(read_id) is None:
            self._reader.stop()

    def _on_changed(self, state: ReaderState) -> None:
        read_id = self._message_id(state)
        if read_id is not None and state.phase is Phase.ASKING:
            self._ask(state)
        elif read_id is not None and state.phase is Phase.FAILED and state.error is not None:
            text = error_text(state.error.code)
            self._host.notify(Notice(lambda: f"{text.title} {text.hint}"))
        self._show()

    def _show(self) -> None:
        """Draw what is read, and what is not any more."""
        state = self._reader.state
        read_id = self._message_id(state) if state.is_on else None
        if self._marked is not None and self._marked != read_id:
            self._draw_button(self._marked, is_read=False)
        if read_id is not None:
            self._draw_button(read_id, is_read=True)
        if self._marked is None and read_id is not None:
            self._pane.installEventFilter(self)
        elif self._marked is not None and read_id is None:
            self._pane.removeEventFilter(self)
        was_marked, self._marked = self._marked is not None, read_id
        if not self._pane.has_transcript or not (was_marked or read_id is not None):
            return
        sentence = state.sentence if read_id is not None else None
        spoken = None
        if sentence is not None and read_id is not None:
            spoken = Spoken(read_id, sentence.text, sentence.start, sentence.end)
        self._pane.transcript.show_spoken(spoken)

    def _draw_button(self, message_id: int, *, is_read: bool) -> None:
        model = self._pane.model
        row = model.row_of(message_id)
        if row is None:
            return
        entry = model.messages[row].entry
        if entry.is_read_aloud is not is_read:
            model.update(message_id, replace(entry, is_read_aloud=is_read))
            if self._pane.has_transcript:
                self._pane.transcript.viewport().update()

    def _ask(self, state: ReaderState) -> None:
        """Say where the text goes before it goes there for the first time."""
        voice = state.voice
        whose = self._services.servers.get(voice.connection_id).name if voice is not None else ""
        words = translate(
            "Aloud", "{server} reads this aloud: the text goes there and may cost money."
        )
        self._host.notify(
            Notice(
                lambda: words.format(server=whose),
                lambda: translate("Aloud", "Read it"),
                self._reader.agree,
            )
        )

    @staticmethod
    def _message_id(state: ReaderState) -> int | None:
        name = state.key.removeprefix(_KEY)
        return int(name) if state.key.startswith(_KEY) and name.isdigit() else None

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Be silent with Escape that nobody took."""
        is_escape = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        )
        if is_escape:
            self._reader.stop()
        return is_escape
