"""Summarises the beginning of a conversation by the model that answers there. No message changes.

What is too long for one request is told in pieces, each together with the summary of those before.
Loaded when somebody looks at what a long conversation takes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Protocol

from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.core.parameters import Parameters
from desktop.core.requests import ChatRequest
from desktop.core.stream import Fold, Folded
from desktop.core.tasks import TaskScope
from desktop.core.types import Message, Part, PartType, Role, Spent, Usage
from desktop.services.asking import Asking
from desktop.services.counting import estimate
from desktop.services.fitting import Fitting
from desktop.services.shortening import plans
from desktop.services.turn import Phase, Target, Turn
from desktop.store.conversations import Conversations
from desktop.store.summaries import Summary

_log = logging.getLogger(__name__)
_CLOSE_S = 2.0
_PIECE_SHARE = 0.5  # of the room for what is told at once; the rest is for what is said of it
_PIECE_TOKENS = 12_000  # where the room is not known
# To the model, which reads English best; a person does not see it.
_WISH = (
    "You summarise the beginning of a conversation, so that it can go on without that part. Keep"
    " names, numbers, decisions, open questions and what the user asked for. Write in the language"
    " of the conversation, at most 300 words, without an introduction."
)
_BEFORE = "[Summary of what was said before]\n{text}\n\n"
_WORDS = {Role.USER: "User", Role.ASSISTANT: "Assistant"}
_END = Message(0, 0, None, Role.USER)
"""Stands for the question to come."""


@dataclass(frozen=True, slots=True)
class Work:
    """A summary that is being made of so many messages, or could not be made: `error`."""

    messages: int
    error: AppError | None = None


class Payer(Protocol):
    """Knows what is spent; `services.spending`, which makes this here."""

    async def admit(self, target: Target) -> bool:
        """Let a question pass, or refuse it with OVER_BUDGET."""

    async def cost(self, usage: Usage, target: Target) -> Spent:
        """Give what tokens of a model cost today."""

    def look(self, spent: Spent) -> None:
        """Take in that something was paid."""


class Summarising:
    """Used on the loop's thread. `changed` gives the conversation whose work began or ended."""

    def __init__(
        self, conversations: Conversations, fitting: Fitting, payer: Payer, asking: Asking
    ) -> None:
        self._conversations, self._fitting = conversations, fitting
        self._payer, self._asking = payer, asking
        self._works: dict[int, Work] = {}
        self._scope, self._notes = TaskScope(_report), TaskScope(_report)
        self.changed: Event[int] = Event()

    def work(self, conversation_id: int) -> Work | None:
        """Give what is going on in a conversation, or what went wrong last."""
        return self._works.get(conversation_id)

    async def count(self, path: Sequence[Message], target: Target, parameters: Parameters) -> int:
        """Give how many messages a summary would stand for; 0: there is nothing to gain.

        Raises:
            AppError: what the store raises.
        """
        bounds = await self._fitting.bounds(target, parameters)
        summaries = await self._conversations.summaries(path[0].conversation_id) if path else ()
        done, _ = plans.summarised_by((*path, _END), summaries)
        weights = await self._fitting.weighing.weigh(path[done:], target.model, bounds.takes)
        found = plans.older(path[done:], weights, bounds.room)
        return done + found if found else 0

    def start(self, path: Sequence[Message], target: Target, parameters: Parameters) -> None:
        """Begin to summarise the older messages of `path`, instead of what is being made there."""
        if path:
            conversation_id = path[0].conversation_id
            self._become(conversation_id, Work(0))
            self._scope.start(str(conversation_id), self._run(tuple(path), target, parameters))

    def stop(self, conversation_id: int) -> None:
        """Give the work up, or forget what went wrong."""
        self._scope.cancel(str(conversation_id))
        self._become(conversation_id, None)

    async def aclose(self) -> None:
        """Give up what is being made; what it cost so far is noted."""
        await self._scope.aclose()
        await self._notes.join(_CLOSE_S)
        await self._notes.aclose()

    async def _run(self, path: tuple[Message, ...], target: Target, parameters: Parameters) -> None:
        conversation_id = path[0].conversation_id
        try:
            await self._payer.admit(target)
            count = await self.count(path, target, parameters)
            self._become(conversation_id, Work(count))
            await self._make(path, count, target, parameters)
        except AppError as error:
            failed = self._works.get(conversation_id, Work(0))
            self._become(conversation_id, replace(failed, error=error))
        else:
            self._become(conversation_id, None)

    async def _make(
        self, path: tuple[Message, ...], count: int, target: Target, parameters: Parameters
    ) -> None:
        conversation_id = path[0].conversation_id
        if not count:
            raise AppError(Code.GONE, "nothing to summarise")
        summaries = await self._conversations.summaries(conversation_id)
        done, before = plans.summarised_by((*path, _END), summaries)
        room = (await self._fitting.bounds(target, parameters)).room
        most = int(room * _PIECE_SHARE) if room is not None else _PIECE_TOKENS
        text = before.text if before is not None else ""
        for piece in _pieces(path[done:count], most):
            told = (_BEFORE.format(text=text) if text else "") + piece
            text = await self._asked(conversation_id, target, told)
        await self._conversations.keep_summary(Summary(path[count - 1].id, text, target.model))

    async def _asked(self, conversation_id: int, target: Target, told: str) -> str:
        question = Message(0, conversation_id, None, Role.USER, (Part(PartType.TEXT, told),))
        request = ChatRequest(target.model, (question,), _WISH, connection_id=target.connection_id)
        turn, fold = Turn(conversation_id, 0, target), Fold()
        try:
            # Everything in it was checked before it was sent the first time.
            asked = self._asking.answer(turn, request, _unseen, is_first=False)
            async with aclosing(asked) as events:
                async for event in events:
                    fold.add(event)
        finally:
            folded = fold.result()
            self._keep_cost(conversation_id, target, told, folded)
        said = "".join(part.text for part in folded.parts if part.type is PartType.TEXT).strip()
        if not said:
            raise AppError(Code.NOT_UNDERSTOOD, "an empty summary")
        return said

    def _keep_cost(self, conversation_id: int, target: Target, told: str, folded: Folded) -> None:
        """Note what it cost, also when it is given up."""
        if folded.parts or folded.usage is not None:
            noting = self._note(conversation_id, target, told, folded)
            self._notes.start(f"{conversation_id}/{id(folded)}", noting)

    async def _note(self, conversation_id: int, target: Target, told: str, folded: Folded) -> None:
        usage, is_counted = folded.usage, folded.usage is None
        if usage is None:
            weighing = self._fitting.weighing
            made = [part.text for part in folded.parts]
            usage = Usage(
                await weighing.count([_WISH, told], target.model),
                await weighing.count(made, target.model),
            )
        spent = replace(await self._payer.cost(usage, target), is_counted=is_counted)
        noted = replace(folded, usage=usage, spent=spent)
        await self._conversations.note_more(
            conversation_id, target.connection_id, target.model, noted
        )
        self._payer.look(spent)

    def _become(self, conversation_id: int, work: Work | None) -> None:
        if work is None:
            self._works.pop(conversation_id, None)
        else:
            self._works[conversation_id] = work
        self.changed.emit(conversation_id)


def _pieces(messages: Sequence[Message], most: int) -> Iterator[str]:
    """Give what was said in texts of at most about `most` tokens each."""
    piece, size = "", 0
    for message in messages:
        text = f"{_WORDS.get(message.role, message.role)}: {message.text}\n\n"
        for part in _cut(text, most):
            weight = estimate(part)
            if piece and size + weight > most:
                yield piece
                piece, size = "", 0
            piece, size = piece + part, size + weight
    if piece:
        yield piece


def _cut(text: str, most: int) -> Iterator[str]:
    length = max(1, len(text) * most // max(1, estimate(text)))
    for start in range(0, len(text), length):
        yield text[start : start + length]


def _unseen(_turn: Turn, _phase: Phase) -> None:
    """Show nothing of how far a request has come."""


def _report(error: Exception) -> None:
    _log.error("a summary failed unexpectedly", exc_info=error)
