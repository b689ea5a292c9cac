"""One question, one answer: stored, streamed, stored again. Owns every running answer.

A turn belongs to its message, not to a view: leaving a conversation stops nothing. Views watch the
three events. What was on the screen is on disk within 250 ms: a checkpoint at most 200 ms after
the first unsaved delta, and once more at the end.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
import logging
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.core.parameters import Parameters
from desktop.core.tasks import TaskScope
from desktop.core.types import Message, Part, PartType, State
from desktop.services.exchanges import KeptExchanges
from desktop.services.rounds import Rounds
from desktop.services.spending import Spending
from desktop.services.turn import Ended, Phase, Piece, Target, Turn, adds_part, spoken
from desktop.store.conversations import Conversations

if TYPE_CHECKING:  # what a stream brings is loaded with the first question
    from desktop.core.stream import StreamEvent

_log = logging.getLogger(__name__)

CHECKPOINT_S = 0.15  # after the first unsaved delta; with the write itself below 200 ms
CLOSE_S = 3.0  # what quitting waits for the last writes
Storing: TypeAlias = Callable[[], Coroutine[object, object, tuple[Message, Message]]]


__all__ = ["Ended", "Phase", "Piece", "Target", "Turn", "Turns"]


class Turns:
    """Makes answers. Errors of the store reach the caller; those of a server end the turn.

    Events: `piece` for every delta of words; `changed_parts` when an answer has got something else
    (a call, its result, a source), to be read with `current`; `moved` when a turn begins or its
    phase changes; `ended` once per turn, with the text as it will be stored, and again if storing
    it failed (`trouble`).
    """

    def __init__(
        self,
        conversations: Conversations,
        rounds: Rounds,
        spending: Spending,
        exchanges: KeptExchanges,
    ) -> None:
        self._conversations, self._rounds = conversations, rounds
        self._spending, self._exchanges = spending, exchanges
        self.piece: Event[Piece] = Event()
        self.changed_parts: Event[Turn] = Event()
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
        known = self._live.get(message.id) or self._unstored.get(message.id)
        return message if known is None else known.put_into(message)

    # what a person does
    async def send(
        self, conversation_id: int, parent_id: int | None, parts: tuple[Part, ...], target: Target
    ) -> tuple[Message, Message]:
        """Store a question and begin its answer; give both."""
        who = (target.model, target.connection_id)
        ask = functools.partial(self._conversations.ask, conversation_id, parent_id, parts, *who)
        return await self._for_certain(ask, target)

    async def edit(
        self,
        question_id: int,
        parts: tuple[Part, ...],
        target: Target,
        parameters: Parameters | None = None,
    ) -> tuple[Message, Message]:
        """Store another version of a question and begin its answer; the old ones stay."""
        who = (target.model, target.connection_id, parameters)
        edit = functools.partial(self._conversations.edit, question_id, parts, *who)
        return await self._for_certain(edit, target)

    async def regenerate(
        self, answer_id: int, target: Target, parameters: Parameters | None = None
    ) -> Message:
        """Begin another version of an answer, for once asked with `parameters`; the old one stays."""
        again = functools.partial(self._again, answer_id, target, parameters)
        return (await self._for_certain(again, target))[1]

    async def resume(self, answer_id: int, target: Target) -> Message:
        """Begin a version of an answer that goes on where it ended: in its text, or with its calls."""
        begun = await self._conversations.message(answer_id)
        again = functools.partial(self._again, answer_id, target)
        return (await self._for_certain(again, target, begun))[1]

    async def give_result(self, answer_id: int, call_id: str, text: str, target: Target) -> Message:
        """Give the result of a call that waits for it; with the last one the answer goes on.

        It goes on in the same message, or in another version where something was said below it.
        Over the budget it ends at once with the result in it.

        Raises:
            AppError: GONE, no such call waits (any more).
        """
        from desktop.core.stream import unanswered  # noqa: PLC0415 - see above

        begun = await self._conversations.message(answer_id)
        call = next((call for call in unanswered(begun.parts) if call.ref == call_id), None)
        if call is None or answer_id in self._live:
            raise AppError(Code.GONE, f"call {call_id[:80]}")
        result = replace(call, type=PartType.TOOL_RESULT, text=text, raw="")
        begun = replace(begun, parts=(*begun.parts, result))
        if unanswered(begun.parts):
            await self._conversations.keep_parts(answer_id, begun.parts)
            return begun

        return await self.go_on(begun, target, is_admitted=False)

    async def go_on(self, begun: Message, target: Target, *, is_admitted: bool = True) -> Message:
        """Let an answer go on that has ended between two rounds, as `give_result` does."""

        async def storing() -> tuple[Message, Message]:
            answer = await self._conversations.go_on(begun.id, target.model, target.connection_id)
            return answer, answer

        return (await self._for_certain(storing, target, begun, is_admitted=is_admitted))[1]

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
        self,
        storing: Storing,
        target: Target,
        begun: Message | None = None,
        *,
        is_admitted: bool = True,
    ) -> tuple[Message, Message]:
        """Store and begin, also when the caller goes away meanwhile: no stored answer lacks its turn.

        What is not admitted by the budget here is weighed before its first request.
        """
        made: list[tuple[Message, Message]] = []

        async def begin() -> None:
            may_exceed = is_admitted and await self._spending.admit(target)
            question, answer = await storing()
            turn = Turn.of(answer, target, begun)
            turn.is_admitted, turn.may_exceed = is_admitted, may_exceed
            self._begin(turn)
            made.append((question, answer))

        await asyncio.shield(self._beginnings.start(f"begin/{next(self._numbers)}", begin()))
        return made[0]

    async def _again(
        self, answer_id: int, target: Target, parameters: Parameters | None = None
    ) -> tuple[Message, Message]:
        who = (target.model, target.connection_id)
        answer = await self._conversations.answer_again(answer_id, *who, parameters)
        return answer, answer

    def _begin(self, turn: Turn) -> None:
        answer_id = turn.message_id
        self._live[answer_id] = turn
        self._writes.start(f"keep/{answer_id}", self._keep(turn))
        task = self._running.start(f"turn/{answer_id}", self._run(turn))
        task.add_done_callback(lambda _done: self._end_unbegun(turn))
        self.moved.emit(turn)

    async def _run(self, turn: Turn) -> None:
        try:
            async with aclosing(
                self._rounds.events(turn, self._move, self._spending.affords)
            ) as events:
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
        turn.take(event)
        words, is_reasoning = spoken(event)
        if words:
            if turn.phase is not Phase.STREAMING:
                self._move(turn, Phase.STREAMING)
            self.piece.emit(Piece(turn.conversation_id, turn.message_id, words, is_reasoning))
        elif adds_part(event):
            self.changed_parts.emit(turn)

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
                await self._conversations.checkpoint(turn.message_id, turn.result())
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
        result = turn.result()
        end = Ended(turn.conversation_id, turn.message_id, state, result, error, None, turn.target)
        self._unstored[turn.message_id] = end
        stored = self._writes.start(f"end/{turn.message_id}", self._store_end(end))
        if turn.recordings:
            self._writes.start(f"exchanges/{turn.message_id}", self._exchanges.keep(turn, stored))
        self.ended.emit(end)

    async def _store_end(self, end: Ended) -> None:
        try:
            billed = await self._spending.billed(end)
            await self._conversations.finish(
                end.message_id, end.state, billed, end.error_code, end.error_detail
            )
        except AppError as trouble:
            if trouble.code is Code.GONE:
                self._unstored.pop(end.message_id, None)  # no try will ever store it
            self.ended.emit(replace(end, trouble=trouble))
        else:
            self._unstored.pop(end.message_id, None)
            self._spending.settle(replace(end, result=billed))


def _unheard(error: Exception) -> None:
    _log.debug("an answer was not begun", exc_info=error)


def _report(error: Exception) -> None:
    _log.error("a turn failed unexpectedly", exc_info=error)
