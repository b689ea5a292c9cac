"""Makes the request for an answer out of the store: the one place that does.

What led to the question, what the answer was asked with, what was attached, what the answer says
so far where it goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.parameters import Function, Parameters
from desktop.core.requests import ChatRequest
from desktop.core.types import Message, Part, PartType, Role
from desktop.services.accepting import Acceptance
from desktop.services.attachments import Attachments
from desktop.services.finding import Finding
from desktop.services.fitting import Fitting
from desktop.services.turn import Target, Turn
from desktop.store.conversations import Conversations

if TYPE_CHECKING:  # loaded with the first function that a model may call
    from desktop.services.tools.toolbox import Toolbox

_CONTINUE = "Continue exactly where you left off. Do not repeat anything."
_ATTACHED = {PartType.IMAGE, PartType.FILE}
_SAID = {PartType.TEXT, PartType.REFUSAL, PartType.TOOL_CALL, PartType.TOOL_RESULT}


class Preparing:
    """Reads the store; used on the loop's thread.

    Args:
        conversations: Where the messages are.
        acceptance: What a model is known not to take is not sent to it.
        attachments: Give files and pictures the form that a model takes.
        fitting: Puts summaries in, leaves out what a person agreed to.
        finding: Looks for what was said before, where a model is let do so.
    """

    def __init__(
        self,
        conversations: Conversations,
        acceptance: Acceptance,
        attachments: Attachments,
        fitting: Fitting,
        finding: Finding,
    ) -> None:
        self._conversations, self._acceptance = conversations, acceptance
        self._attachments, self._fitting, self._finding = attachments, fitting, finding
        self._toolbox: Toolbox | None = None

    @property
    def toolbox(self) -> Toolbox:
        """What runs functions that a model calls; made when first needed."""
        if self._toolbox is None:
            from desktop.services.tools import toolbox  # noqa: PLC0415 - see its package

            tools = toolbox.own_tools(self._finding, self._conversations)
            self._toolbox = toolbox.Toolbox(tools)
        return self._toolbox

    async def parameters(self, turn: Turn) -> Parameters:
        """Give what an answer is asked with, as far as who answers takes it."""
        asked = await self._conversations.asked_with(turn.message_id)
        return await self._acceptance.fitting(asked, turn.target)

    async def request(self, turn: Turn) -> ChatRequest:
        """Give the request for an answer, or for its next round.

        Raises:
            AppError: GONE, or what the store raises.
        """
        parameters = await self.parameters(turn)
        path = (await self._conversations.ancestors(turn.message_id))[:-1]
        target = turn.target
        sent = await self._fitting.shortened(path, target, parameters)
        messages, blobs = await self._filled(sent, target)
        asked = await self._form(parameters, target)
        return replace(asked, messages=(*messages, *_so_far(turn)), blobs=blobs)

    async def form(self, parameters: Parameters, target: Target) -> ChatRequest:
        """Give how a model would be asked with `parameters`: a request without messages."""
        return await self._form(await self._acceptance.fitting(parameters, target), target)

    async def _form(self, parameters: Parameters, target: Target) -> ChatRequest:
        schema = parameters.schema if await _is_usable(parameters.schema) else ""
        return ChatRequest(
            target.model,
            (),
            parameters.instructions,
            parameters.temperature,
            parameters.top_p,
            parameters.max_output_tokens,
            parameters.reasoning_effort,
            parameters.verbosity,
            parameters.seed,
            parameters.schema_name,
            schema,
            self._functions(parameters),
            parameters.web_search,
            target.connection_id,
            extra=parameters.extra,
        )

    async def _filled(
        self, path: tuple[Message, ...], target: Target
    ) -> tuple[tuple[Message, ...], Mapping[str, str]]:
        """Give messages with what is attached to them, and the contents that they name."""
        if not any(part.type in _ATTACHED for message in path for part in message.parts):
            return path, {}
        await self._acceptance.facts(target)  # what the model can see is known then
        takes = self._attachments.takes(target.connection_id, target.model)
        filled = await self._attachments.fill(path, takes)
        return filled.messages, filled.blobs

    def _functions(self, parameters: Parameters) -> tuple[Function, ...]:
        wants_some = parameters.tools or parameters.functions
        return self.toolbox.functions(parameters) if wants_some else ()


async def _is_usable(schema: str) -> bool:
    """Tell whether a schema has no flaw: a person may have sent while it was half typed."""
    if not schema:
        return False
    from desktop.services.schemas import flaw  # noqa: PLC0415 - few answers follow one

    return await asyncio.to_thread(flaw, schema) is None


def _so_far(turn: Turn) -> tuple[Message, ...]:
    """Give what the answer says already, and where its text stopped the words that ask for the rest.

    Those words are sent, not stored.
    """
    parts = turn.fold.result().parts
    said = [part for part in parts if part.type in _SAID and (part.text or part.ref)]
    if not said:
        return ()
    begun = Message(
        turn.message_id, turn.conversation_id, None, Role.ASSISTANT, parts,
        model=turn.target.model, connection_id=turn.target.connection_id,
    )  # fmt: skip
    if said[-1].type in {PartType.TOOL_CALL, PartType.TOOL_RESULT}:
        return (begun,)
    more = Part(PartType.TEXT, _CONTINUE)
    return begun, replace(begun, id=0, role=Role.USER, parts=(more,))
