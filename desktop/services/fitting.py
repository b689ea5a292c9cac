"""Makes a conversation fit a model: weighs it, leaves out what a person agreed to, summarises.

What does it is loaded when it is first needed; an idle window holds none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.core.parameters import Parameters
from desktop.core.types import Message
from desktop.services.accepting import Acceptance
from desktop.services.attachments import Attachments
from desktop.services.counting import Counting
from desktop.services.turn import Target
from desktop.store.conversations import Conversations
from desktop.store.settings import LEAVE_OUT, Settings

if TYPE_CHECKING:
    from desktop.core.stream import Folded
    from desktop.core.types import Usage
    from desktop.services.shortening.plans import Bounds, Plan
    from desktop.services.shortening.weighing import Weighing
    from desktop.store.summaries import Summary

_BEGINNING = 3  # tokens with which a chat template begins an answer


class Fitting:
    """Used on the loop's thread."""

    def __init__(
        self,
        conversations: Conversations,
        settings: Settings,
        acceptance: Acceptance,
        counting: Counting,
        attachments: Attachments,
    ) -> None:
        self._conversations, self._settings = conversations, settings
        self._acceptance, self._counting = acceptance, counting
        self._attachments = attachments
        self._weighing: Weighing | None = None

    @property
    def weighing(self) -> Weighing:
        """What weighs messages."""
        if self._weighing is None:
            from desktop.services.shortening.weighing import Weighing  # noqa: PLC0415 - see above

            self._weighing = Weighing(self._counting)
        return self._weighing

    async def shortened(
        self, path: tuple[Message, ...], target: Target, parameters: Parameters
    ) -> tuple[Message, ...]:
        """Give what of `path` is sent: all of it, or what summaries and the person's word leave.

        Raises:
            AppError: what the store raises.
        """
        if not path:
            return path
        summaries = await self._summaries(path)
        is_agreed = self._settings.get(LEAVE_OUT)
        if not summaries and not is_agreed:
            return path
        from desktop.services.shortening import plans  # noqa: PLC0415 - see above

        if not is_agreed:
            count, summary = plans.summarised_by(path, summaries)
            return plans.introduced(path[count:], summary)
        bounds = await self._bounds(target, parameters, 0)
        if not summaries and plans.surely_fits(path, _fixed(parameters), bounds):
            return path
        return (await self.plan(path, target, parameters)).messages

    async def plan(self, path: Sequence[Message], target: Target, parameters: Parameters) -> Plan:
        """Give what would be sent of `path`, which ends with the question, and what does not fit.

        Raises:
            AppError: what the store raises.
        """
        from desktop.services.shortening import plans  # noqa: PLC0415 - see above

        summaries = await self._summaries(path)
        bounds = await self.bounds(target, parameters)
        return await plans.plan(path, summaries, target, bounds, self.weighing)

    async def bounds(self, target: Target, parameters: Parameters) -> Bounds:
        """Give what a model takes, and what every request to it holds beside the messages."""
        fixed = await self.weighing.count(_fixed(parameters), target.model)
        return await self._bounds(target, parameters, fixed + _BEGINNING)

    async def counted(self, message_id: int, target: Target, folded: Folded) -> Usage:
        """Count what an answer took that its server did not count.

        Raises:
            AppError: GONE, or what the store raises.
        """
        from desktop.core.types import PartType, Usage  # noqa: PLC0415 - few servers do not count

        path = (await self._conversations.ancestors(message_id))[:-1]
        parameters = await self._conversations.asked_with(message_id)
        plan = await self.plan(path, target, parameters)
        made = [f"{part.name}{part.text}" for part in folded.parts]
        thought = [part.text for part in folded.parts if part.type is PartType.REASONING]
        output = await self.weighing.count(made, target.model)
        reasoning = await self.weighing.count(thought, target.model)
        return Usage(plan.tokens, output, None, reasoning or None)

    async def _bounds(self, target: Target, parameters: Parameters, fixed: int) -> Bounds:
        from desktop.services.shortening.plans import Bounds  # noqa: PLC0415 - see above

        facts = await self._acceptance.facts(target)
        takes = self._attachments.takes(target.connection_id, target.model)
        limit = facts.context if facts is not None else None
        return Bounds(takes, limit, fixed, parameters, self._settings.get(LEAVE_OUT))

    async def _summaries(self, path: Sequence[Message]) -> tuple[Summary, ...]:
        stored = next((message for message in path if message.id), None)
        if stored is None:
            return ()
        return await self._conversations.summaries(stored.conversation_id)


def _fixed(parameters: Parameters) -> list[str]:
    """Give the texts that stand in every request beside the messages."""
    declared = [f"{one.name}{one.description}{one.parameters}" for one in parameters.functions]
    return [parameters.instructions, parameters.schema, *declared]
