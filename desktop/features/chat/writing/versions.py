"""Further versions of an answer: another one, or one that goes on where the first ended."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Protocol

from desktop.features.chat import service
from desktop.features.chat.showing.conversation import Conversation
from desktop.services.context import Services
from desktop.services.turns import Target


class Sender(Protocol):
    """Who answers, and who takes care that one thing is sent at a time."""

    @property
    def target(self) -> Target | None:
        """Who answers the next question; None: not known yet."""

    async def known_target(self) -> Target:
        """Give who answers, read from the settings where nobody was chosen yet."""

    def ask_first(self, language: str, on_send: Callable[[], None]) -> None:
        """Ask whether a text in that language shall be sent; `on_send` is called if so."""

    def begin(self, work: Callable[[], Coroutine[object, object, None]]) -> None:
        """Start what makes an answer, unless one is just being sent."""


class Versions:
    """Makes siblings of answers; nothing is overwritten."""

    def __init__(self, services: Services, conversation: Conversation, sender: Sender) -> None:
        self._services, self._conversation = services, conversation
        self._sender = sender

    def make(self, answer_id: int, target: Target | None, *, is_resumed: bool) -> None:
        """Make a version by `target`, or by whoever answers now; the language may be asked about."""
        if self._conversation.scope.is_running("load"):
            return  # the version that was made last is not on show yet

        def begin() -> None:
            self._sender.begin(lambda: self._again(answer_id, target, is_resumed=is_resumed))

        language = self._foreign_language(answer_id, target or self._sender.target)
        if language:
            self._sender.ask_first(language, begin)
        else:
            begin()

    def _foreign_language(self, answer_id: int, target: Target | None) -> str:
        """Give the language of the question unless the model that would answer it has had it."""
        answer = self._conversation.node(answer_id)
        question = self._conversation.node(answer.message.parent_id or 0) if answer else None
        if answer is None or question is None or target is None:
            return ""
        if answer.message.connection_id == target.connection_id:
            return ""
        return service.foreign_language(question.message.text, target)

    async def _again(self, answer_id: int, target: Target | None, *, is_resumed: bool) -> None:
        target, turns = target or await self._sender.known_target(), self._services.turns
        await (turns.resume if is_resumed else turns.regenerate)(answer_id, target)
        self._conversation.reload()
