"""Reads what went over the wire for an answer, fills the view, sends it again."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.errors import AppError, Code
from desktop.features.chat import service
from desktop.features.chat.playground.copying import Copies, response_text
from desktop.features.chat.playground.view import PlaygroundView, may_be_sent
from desktop.features.chat.playground.words import why_words
from desktop.features.chat.showing.conversation import Conversation
from desktop.features.chat.usage.card import refused_words
from desktop.features.chat.writing.writing import Writing
from desktop.services.context import Services
from desktop.services.playing.editing import Edited, EditError, Why
from desktop.services.playing.folding import Folded, written
from desktop.services.playing.shown import Round
from desktop.services.turns import Target
from desktop.store.records import Change, What
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host
from desktop.ui.scope import scope_for

if TYPE_CHECKING:
    from desktop.core.types import Message

_CHECK_MS = 250


class Showing(QObject):
    """Fills a `PlaygroundView`.

    Signals: `left()` the transcript is wanted again; `sent()` a new version is being answered.
    """

    left = Signal()
    sent = Signal()

    def __init__(
        self, services: Services, host: Host, conversation: Conversation, writing: Writing
    ) -> None:
        super().__init__(conversation)
        self._services = services
        self._conversation, self._writing = conversation, writing
        self._scope = scope_for(self, self._on_error)
        self._message_id: int | None = None
        self._rounds: tuple[Round, ...] = ()
        self._number = 0
        self._original = ""
        self._folded: Folded = {}
        self._edited: Edited | None = None
        self.view = PlaygroundView(host.look, self._scope)
        self.view.closed.connect(self.left)
        self.view.round_chosen.connect(self._show)
        self._copies = Copies(services, host, self.view, self._scope)
        self.view.reverted.connect(self._revert)
        self.view.sent.connect(self._send)
        self.view.sent_anyway.connect(partial(self._send, is_anyway=True))
        self.view.failed.connect(self._on_error)
        self.view.request.edited.connect(self._on_edited)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CHECK_MS)
        self._timer.timeout.connect(self._check)
        self.destroyed.connect(services.conversations.changed.connect(self._on_change))

    @property
    def is_on(self) -> bool:
        """Tell whether it stands in the transcript's place."""
        return not self.view.isHidden()

    def show(self, message_id: int) -> None:
        """Show an answer's request and what came back."""
        self.clear()
        self._message_id = message_id
        self._scope.start("read", self._read(message_id))

    def clear(self) -> None:
        """Forget what was on show: it may be large."""
        for key in ("read", "texts", "check"):
            self._scope.cancel(key)
        self._timer.stop()
        self._message_id, self._rounds, self._edited = None, (), None
        self._original, self._folded = "", {}
        self._copies.hold(None, None)
        self.view.clear()
        self._allow()

    async def _read(self, message_id: int) -> None:
        rounds = await self._services.playground.rounds(message_id)
        if self._message_id == message_id:
            self._rounds = rounds
            self._show(0)

    def _on_change(self, change: Change) -> None:
        """Show what was recorded of an answer that has ended meanwhile."""
        is_ours = change.what is What.EXCHANGES and change.message_id == self._message_id
        if is_ours and self._message_id is not None and not self._is_changed():
            self._scope.start("read", self._read(self._message_id))

    # what is on show
    @property
    def _round(self) -> Round | None:
        return self._rounds[self._number] if self._number < len(self._rounds) else None

    def _show(self, number: int) -> None:
        self._number = number
        shown = self._round
        if shown is not None:
            live = self._services.turns.live(self._conversation.id or 0)
            is_live = any(turn.message_id == self._message_id for turn in live)
            self._copies.hold(self._message_id, shown)
            self.view.show_round(shown, len(self._rounds), is_live=is_live)
            self._scope.start("texts", self._make_texts(shown))

    async def _make_texts(self, shown: Round) -> None:
        self._original, self._folded = await asyncio.to_thread(written, shown.request.body)
        self._edited = None
        self.view.say(str)
        self.view.request.show_text(self._original, is_editable=may_be_sent(shown))
        self._allow()
        answer = shown.answer
        text = await asyncio.to_thread(response_text, answer) if answer is not None else ""
        self.view.response.show_text(text)

    # edited
    def _is_changed(self) -> bool:
        request = self.view.request
        return request.is_touched and request.text() != self._original

    def _on_edited(self) -> None:
        self._edited = None
        self._copies.edited_body = None
        self.view.form.anyway.hide()
        self.view.form.send.setEnabled(False)
        self._timer.start()

    def _check(self) -> None:
        self._scope.start("check", self._look(self.view.request.text()))

    async def _look(self, text: str) -> None:
        """Say what of the edited text is in the way, while it is typed."""
        shown, message_id = self._round, self._message_id
        if shown is None or message_id is None:
            return
        is_changed = text != self._original
        self._edited = None
        try:
            if is_changed:
                self._edited = await self._read_edited(message_id, shown, text)
                self._copies.edited_body = self._edited.body
        except EditError as error:
            self._say(error)
        else:
            self.view.say(str)
        self._allow()

    async def _read_edited(self, message_id: int, shown: Round, text: str) -> Edited:
        playground = self._services.playground
        edited = await playground.edited(message_id, shown.request, text, self._folded)
        message = await self._services.conversations.message(message_id)
        said = " ".join(part.text for part in edited.parts or ())
        target = Target(message.connection_id, edited.model)
        if service.foreign_language(said, target):
            raise EditError(Why.LANGUAGE)
        return edited

    def _say(self, error: EditError) -> None:
        self.view.say(lambda: why_words(error))

    def _allow(self) -> None:
        """Let what is on show be sent, where that is possible."""
        shown = self._round
        is_changed = shown is not None and self._is_changed()
        is_possible = shown is not None and may_be_sent(shown)
        is_free = self._services.read_only is None
        is_fit = not is_changed or self._edited is not None
        self.view.form.send.setEnabled(is_possible and is_free and is_fit)
        self.view.form.revert.setVisible(is_changed)
        if shown is not None and not is_possible:
            self._say(EditError(Why.LATER_ROUND))

    def _revert(self) -> None:
        self._timer.stop()
        self._edited = self._copies.edited_body = None
        self.view.request.show_text(self._original, is_editable=True)
        self.view.say(str)
        self.view.form.revert.hide()
        self.view.form.send.setEnabled(True)
        self.view.request.setFocus()

    def _send(self, *, is_anyway: bool = False) -> None:
        shown, message_id = self._round, self._message_id
        if shown is not None and message_id is not None:
            text = self.view.request.text()
            self._writing.begin(
                partial(self._send_now, message_id, shown, text, is_anyway=is_anyway)
            )

    async def _send_now(self, message_id: int, shown: Round, text: str, *, is_anyway: bool) -> None:
        try:
            edited = await self._read_edited(message_id, shown, text)
            if is_anyway:
                self._services.spending.allow_once()
            made: Message = await self._services.playground.send(message_id, edited)
        except EditError as error:
            self._say(error)
            return
        except AppError as error:
            if error.code is not Code.OVER_BUDGET:
                raise
            budget = await self._services.spending.budget()
            self.view.say(lambda: refused_words(budget), is_over_budget=True)
            return
        if made.conversation_id == self._conversation.id:
            self.sent.emit()

    def _on_error(self, error: Exception) -> None:
        code = code_of(error)
        self.view.say(lambda: error_text(code).title)
