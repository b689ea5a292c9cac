"""One answer in rounds: the model calls functions, they run, it is asked again with their results."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING

from desktop.core.parameters import Parameters
from desktop.core.types import Part
from desktop.services.asking import Asking
from desktop.services.attachments import Attachments
from desktop.services.preparing import Preparing
from desktop.services.turn import Phase, Turn
from desktop.store.records import TEMPORARY_FROM

if TYPE_CHECKING:  # what a stream brings is loaded with the first question
    from desktop.core.stream import PartDone, StreamEvent

MAX_ROUNDS = 8
"""Questions to the server for one answer: a model may call for ever, and each round is paid for."""

LIMIT = "tool_rounds"
"""Why an answer ended that called functions in every round it may have: a finish reason of ours."""

WAITING = "tool_calls"
"""Why an answer ended whose calls only the person can answer."""

BUDGET = "budget"
"""Why an answer ended whose next round the month's budget does not allow."""

_CUT = "length"


class Rounds:
    """Makes an answer with as many rounds as it takes."""

    def __init__(self, preparing: Preparing, asking: Asking, attachments: Attachments) -> None:
        self._preparing, self._asking, self._attachments = preparing, asking, attachments

    async def events(
        self,
        turn: Turn,
        on_phase: Callable[[Turn, Phase], None],
        is_affordable: Callable[[Turn], Awaitable[bool]],
    ) -> AsyncGenerator[StreamEvent, None]:
        """Yield the events of all rounds; whoever takes them puts each into `turn` at once.

        An answer that already holds calls without results goes on with these. `turn.ends_because`
        is set where it ends for another reason than that the model is done. `is_affordable` is
        asked before each request that was not admitted with the question.

        Raises:
            AppError: as `Asking.answer`.
        """
        from desktop.core.stream import unanswered  # noqa: PLC0415 - see above

        is_first = True
        for number in range(MAX_ROUNDS + 1):
            calls = unanswered(turn.fold.result().parts)
            if calls:
                async with aclosing(self._results(turn, calls, on_phase)) as results:
                    async for result in results:
                        yield result
                if unanswered(turn.fold.result().parts):
                    turn.ends_because = WAITING
                    return
            elif not is_first:
                return
            if number == MAX_ROUNDS:
                turn.ends_because = LIMIT
                return
            if not turn.is_admitted and not await is_affordable(turn):
                turn.ends_because = BUDGET
                return
            turn.is_admitted = False
            turn.fold.next_round()
            request = await self._preparing.request(turn)
            asked = self._asking.answer(turn, request, on_phase, is_first=is_first)
            async with aclosing(asked) as events:
                async for event in events:
                    yield await self._kept(turn, event)
            is_first = False
            if turn.fold.result().finish_reason == _CUT:
                return  # its last call may be half a call

    async def _kept(self, turn: Turn, event: StreamEvent) -> StreamEvent:
        """Give an event; a picture is kept first, so that it never stands in the database itself."""
        from desktop.core.stream import ImageMade  # noqa: PLC0415 - see above

        if not isinstance(event, ImageMade):
            return event
        is_temporary = turn.conversation_id >= TEMPORARY_FROM
        return await self._attachments.keep_made(event, temporary=is_temporary)

    async def _results(
        self, turn: Turn, calls: tuple[Part, ...], on_phase: Callable[[Turn, Phase], None]
    ) -> AsyncGenerator[PartDone, None]:
        """Run what may run here; calls of the person's own functions stay without a result."""
        from desktop.core.stream import PartDone  # noqa: PLC0415 - see above

        parameters: Parameters = await self._preparing.parameters(turn)
        toolbox = self._preparing.toolbox
        on_phase(turn, Phase.CALLING)
        for number, call in enumerate(calls):
            if not toolbox.is_for_person(call, parameters):
                result = await toolbox.run(call, parameters, turn.conversation_id)
                yield PartDone(result, f"{number}/{call.ref}")
        on_phase(turn, Phase.WAITING)
