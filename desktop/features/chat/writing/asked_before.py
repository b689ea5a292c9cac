"""Says, while a question is typed, that it was asked before, and where: quietly, above the composer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.showing.conversation import Conversation
from desktop.services.context import Services
from desktop.ui.feature import Host

if TYPE_CHECKING:
    from desktop.features.chat.writing.asked_line import AskedLine

_PAUSE_MS = 600
_LEAST_WORDS, _LEAST_HAN = 3, 6
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


class AskedBefore:
    """Looks after a pause in typing; never takes the focus. The line is made with the first find."""

    def __init__(
        self, services: Services, host: Host, pane: ConversationPane, conversation: Conversation
    ) -> None:
        self._services, self._host, self._pane = services, host, pane
        self._conversation = conversation
        self.line: AskedLine | None = None
        self._refused = ""  # the question of the line that was closed
        self._timer = QTimer(pane)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._look)
        pane.composer.edited.connect(self._on_edited)
        conversation.opened.connect(self.hide)

    def hide(self) -> None:
        """Say nothing until the person types on."""
        self._timer.stop()
        self._conversation.scope.cancel("asked before")
        if self.line is not None:
            self.line.hide()

    def _on_edited(self) -> None:
        if self._is_enough():
            self._timer.start()
        else:
            self.hide()

    def _is_enough(self) -> bool:
        text = self._pane.composer.text()
        return len(text.split()) >= _LEAST_WORDS or len(_HAN.findall(text)) >= _LEAST_HAN

    def _look(self) -> None:
        if self._pane.composer.editor.hasFocus():
            text = self._pane.composer.text()
            self._conversation.scope.start("asked before", self._find(text))

    async def _find(self, text: str) -> None:
        found = await self._services.finding.similar_questions(text, self._conversation.id)
        if self._pane.composer.text() != text:
            return
        hit = next((hit for hit in found if hit.place != self._refused), None)
        if hit is not None:
            self._shown_line().say(hit)
        elif self.line is not None:
            self.line.hide()

    def _shown_line(self) -> AskedLine:
        if self.line is None:
            from desktop.features.chat.writing.asked_line import (  # noqa: PLC0415 - with the first find
                AskedLine,
            )

            self.line = AskedLine(self._host, self._pane)
            self.line.close_button.clicked.connect(self._refuse)
            self._pane.insert_above_composer(self.line)
        return self.line

    def _refuse(self) -> None:
        """Do not say the same again."""
        if self.line is not None and self.line.hit is not None:
            self._refused = self.line.hit.place
        self.hide()
        self._pane.composer.setFocus()
