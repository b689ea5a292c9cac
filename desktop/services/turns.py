"""One question, one answer: stored, streamed, stored again. Owns every running answer.

A turn belongs to its message, not to a view: leaving a conversation stops nothing. Views watch the
three events. What was on the screen is on disk within 250 ms: a checkpoint at most 200 ms after
the first unsaved delta, and once more at the end.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from dataclasses import replace
from typing import TypeAlias

from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.core.requests import ChatRequest
from desktop.core.stream import ReasoningDelta, RefusalDelta, StreamEvent, TextDelta
from desktop.core.tasks import TaskScope
from desktop.core.types import Message, Part, PartType, Role, State
from desktop.services.asking import Asking
from desktop.services.turn import Ended, Phase, Piece, Target, Turn
from desktop.store.conversations import Conversations

_log = logging.getLogger(__name__)

CHECKPOINT_S = 0.15  # after the first unsaved delta; with the write itself below 200 ms
CLOSE_S = 3.0  # what quitting waits for the last writes
Storing: TypeAlias = Callable[[], Coroutine[object, object, tuple[Message, Message]]]
_CONTINUE = "Continue exactly where you left off. Do not repeat anything."


__all__ = ["Ended", "Phase", "Piece", "Target", "Turn", "Turns"]


class Turns:
    """Makes answers. Errors of the store reach the caller; those of a server end the turn.

    Events: `piece` for every delta; `moved` when a turn begins or its phase changes; `ended` once
    per turn, with the text as it will be stored, and again if storing it failed (`trouble`).
    """

    def __init__(self, conversations: Conversations, asking: Asking) -> None:
        self._conversations, self._asking = conversations, asking
        self.piece: Event[Piece] = Event()
        self.moved: Event[Turn] = Event()
        self.ended: Event[Ended] = Event()
        self._live: dict[int, Turn] = {}
        self._unstored: dict[int, Ended] = {}
        self._is_closing = False
        self._numbers = itertools.count()
        self._beginnings = TaskScope(_unheard)
        self._running = TaskScope(_report)
        self._writes = TaskScope(_report)

    # what is running
    def live(self, conversation_id: int) -> tuple[Turn, ...]:
        """Give the turns of a conversation that are not over."""
        return tuple(t for t in self._live.values() if t.conversation_id == conversation_id)

    def live_conversations(self) -> frozenset[int]:
        """Give the conversations in which an answer is being made."""
        return frozenset(turn.conversation_id for turn in self._live.values())

    def current(self, message: Message) -> Message:
        """Give a message with what has arrived since it was read from the store."""
        turn = self._live.get(message.id)
        if turn is not None:
            return replace(message, parts=turn.fold.result().parts, state=State.STREAMING)
        end = self._unstored.get(message.id)
        if end is not None:
            return replace(
                message,
                parts=end.result.parts,
                state=end.state,
                error_code=end.error_code,
                error_detail=end.error_detail,
            )
        return message

    # what a person does
    async def send(
        self, conversation_id: int, parent_id: int | None, parts: tuple[Part, ...], target: Target
    ) -> tuple[Message, Message]:
        """Store a question and begin its answer; give both."""
        return await self._for_certain(
            lambda: self._conversations.ask(
                conversation_id, parent_id, parts, target.model, target.connection_id
            ),
            target,
        )

    async def edit(
        self, question_id: int, parts: tuple[Part, ...], target: Target
    ) -> tuple[Message, Message]:
        """Store another version of a question and begin its answer; the old ones stay."""
        return await self._for_certain(
            lambda: self._conversations.edit(
                question_id, parts, target.model, target.connection_id
            ),
            target,
        )

    async def regenerate(self, answer_id: int, target: Target) -> Message:
        """Begin another version of an answer; the old one stays."""
        _, answer = await self._for_certain(lambda: self._again(answer_id, target), target)
        return answer

    async def resume(self, answer_id: int, target: Target) -> Message:
        """Begin a version of an answer that goes on where the stopped one ended."""
        begun = await self._conversations.message(answer_id)
        _, answer = await self._for_certain(lambda: self._again(answer_id, target), target, begun)
        return answer

    def stop(self, message_id: int) -> None:
        """End a turn at once; what has arrived is kept. Unknown turns are fine."""
        self._running.cancel(f"turn/{message_id}")

    def stop_conversation(self, conversation_id: int) -> None:
        """End every turn of a conversation."""
        for turn in self.live(conversation_id):
            self.stop(turn.message_id)

    def store_again(self) -> None:
        """Try once more to store the ends that could not be stored (the disk was full)."""
        for end in tuple(self._unstored.values()):
            self._writes.start(f"end/{end.message_id}", self._store_end(end))

    async def aclose(self) -> None:
        """Interrupt what runs, wait for the last writes; what is left is repaired at next start."""
        self._is_closing = True
        await self._beginnings.join(CLOSE_S)
        await self._beginnings.aclose(CLOSE_S)
        await self._running.aclose(CLOSE_S)
        await self._writes.join(CLOSE_S)
        await self._writes.aclose(CLOSE_S)

    # one turn
    async def _for_certain(
        self, storing: Storing, target: Target, begun: Message | None = None
    ) -> tuple[Message, Message]:
        """Store and begin, also when the caller goes away meanwhile: no stored answer lacks its turn."""
        made: list[tuple[Message, Message]] = []

        async def begin() -> None:
            question, answer = await storing()
            self._begin(answer, target, begun)
            made.append((question, answer))

        await asyncio.shield(self._beginnings.start(f"begin/{next(self._numbers)}", begin()))
        return made[0]

    async def _again(self, answer_id: int, target: Target) -> tuple[Message, Message]:
        answer = await self._conversations.answer_again(
            answer_id, target.model, target.connection_id
        )
        return answer, answer

    def _begin(self, answer: Message, target: Target, begun: Message | None) -> None:
        turn = Turn(answer.conversation_id, answer.id, target)
        if begun is not None and begun.text:
            turn.fold.add(TextDelta(begun.text))
            turn.unsaved.set()
        self._live[answer.id] = turn
        self._writes.start(f"keep/{answer.id}", self._keep(turn))
        task = self._running.start(f"turn/{answer.id}", self._run(turn, begun))
        task.add_done_callback(lambda _done: self._end_unbegun(turn))
        self.moved.emit(turn)

    async def _run(self, turn: Turn, begun: Message | None) -> None:
        try:
            messages = (await self._conversations.ancestors(turn.message_id))[:-1]
            if begun is not None and begun.text:
                messages = (*messages, begun, _follow_up(begun))
            target = turn.target
            request = ChatRequest(target.model, messages, connection_id=target.connection_id)
            async with aclosing(self._asking.answer(turn, request, self._move)) as events:
                async for event in events:
                    self._take(turn, event)
        except asyncio.CancelledError:
            self._end(turn, self._cut_state())
            raise
        except AppError as error:
            self._end(turn, State.FAILED, error)
        except Exception as error:
            self._end(turn, State.FAILED, AppError(Code.UNEXPECTED, type(error).__name__))
            raise
        else:
            self._end(turn, State.COMPLETE)

    def _take(self, turn: Turn, event: StreamEvent) -> None:
        turn.fold.add(event)
        turn.unsaved.set()
        if isinstance(event, TextDelta | RefusalDelta | ReasoningDelta):
            if turn.phase is not Phase.STREAMING:
                self._move(turn, Phase.STREAMING)
            is_reasoning = isinstance(event, ReasoningDelta)
            self.piece.emit(Piece(turn.conversation_id, turn.message_id, event.text, is_reasoning))

    def _move(self, turn: Turn, phase: Phase) -> None:
        turn.phase = phase
        self.moved.emit(turn)

    async def _keep(self, turn: Turn) -> None:
        """Write checkpoints for as long as the turn runs."""
        while True:
            await turn.unsaved.wait()
            await asyncio.sleep(CHECKPOINT_S)
            turn.unsaved.clear()
            try:
                await self._conversations.checkpoint(turn.message_id, turn.fold.result())
            except AppError as error:
                _log.info("a checkpoint was not written: %s", error.code)

    def _cut_state(self) -> State:
        return State.INTERRUPTED if self._is_closing else State.STOPPED

    def _end_unbegun(self, turn: Turn) -> None:
        """End a turn that was stopped before its first step: no line of `_run` has run then."""
        if turn.message_id in self._live:
            self._end(turn, self._cut_state())

    def _end(self, turn: Turn, state: State, error: AppError | None = None) -> None:
        self._writes.cancel(f"keep/{turn.message_id}")
        self._live.pop(turn.message_id, None)
        result = turn.fold.result()
        end = Ended(turn.conversation_id, turn.message_id, state, result, error)
        self._unstored[turn.message_id] = end
        self._writes.start(f"end/{turn.message_id}", self._store_end(end))
        self.ended.emit(end)

    async def _store_end(self, end: Ended) -> None:
        try:
            await self._conversations.finish(
                end.message_id, end.state, end.result, end.error_code, end.error_detail
            )
        except AppError as trouble:
            if trouble.code is Code.GONE:
                self._unstored.pop(end.message_id, None)  # no try will ever store it
            self.ended.emit(replace(end, trouble=trouble))
        else:
            self._unstored.pop(end.message_id, None)


def _follow_up(begun: Message) -> Message:
    """Give the words that ask for the rest; they are sent, not stored."""
    part = Part(PartType.TEXT, _CONTINUE)
    return Message(0, begun.conversation_id, begun.id, Role.USER, (part,))


def _unheard(error: Exception) -> None:
    _log.debug("an answer was not begun", exc_info=error)


def _report(error: Exception) -> None:
    _log.error("a turn failed unexpectedly", exc_info=error)
