"""The exact request and answer behind a message: to be looked at, copied as code, sent again.

What is heavy is loaded with its first use.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.types import Message, Role
from desktop.services.preparing import Preparing
from desktop.services.servers import Servers
from desktop.services.turn import Target
from desktop.services.turns import Turns
from desktop.store.conversations import Conversations

if TYPE_CHECKING:
    from desktop.services.playing.editing import Edited
    from desktop.services.playing.folding import Folded
    from desktop.services.playing.rebuilding import Rebuilding
    from desktop.services.playing.shown import Request, Round


class Playground:
    """Shows what went over the wire, and sends it again. Used on the loop's thread."""

    def __init__(
        self, conversations: Conversations, preparing: Preparing, servers: Servers, turns: Turns
    ) -> None:
        self._conversations, self._preparing = conversations, preparing
        self._servers, self._turns = servers, turns

    async def rounds(self, message_id: int) -> tuple[Round, ...]:
        """Give what there is to see of an answer, one for each time that the server was asked.

        Raises:
            AppError: GONE, or what the store raises.
        """
        rebuilding = await self._loaded()
        from desktop.services.playing.reading import answer_of  # noqa: PLC0415 - see the docstring
        from desktop.services.playing.shown import Round  # noqa: PLC0415

        message = await self._conversations.message(message_id)
        kept = await self._conversations.exchanges(message_id)
        if not kept:
            return (Round(1, (await rebuilding.rebuilt(message, None)).request, None),)
        found = []
        for number, exchange in enumerate(kept, 1):
            request = (await rebuilding.rebuilt(message, exchange)).request
            answer = await asyncio.to_thread(answer_of, exchange, request.url)
            found.append(Round(number, request, answer, exchange.started_at))
        return tuple(found)

    async def whole_body(self, message_id: int, number: int) -> Mapping[str, object]:
        """Give the body of a round with the contents of its files."""
        rebuilding = await self._loaded()
        message = await self._conversations.message(message_id)
        kept = await self._conversations.exchanges(message_id)
        exchange = kept[number - 1] if number <= len(kept) else None
        return (await rebuilding.rebuilt(message, exchange)).whole

    async def edited(
        self, message_id: int, request: Request, text: str, folded: Folded | None = None
    ) -> Edited:
        """Give what an edited body asks for, as a new version of an answer.

        `folded` has the long texts that stand in `text` by a name.

        Raises:
            EditError: it cannot be one.
            AppError: GONE, or what the store raises.
        """
        rebuilding = await self._loaded()
        from desktop.services.playing import editing  # noqa: PLC0415 - see the docstring

        body = await asyncio.to_thread(editing.read, text, folded or {})
        answer = await self._conversations.message(message_id)
        question = await self._question(answer)
        home = await self._conversations.get(answer.conversation_id)
        if home.deleted_at is not None:
            raise editing.EditError(editing.Why.IN_BIN)
        asked = await self._conversations.asked_with(message_id)
        switched_on = replace(asked, functions=())
        functions = self._preparing.toolbox.functions(switched_on) if asked.tools else ()
        own = dict(zip((one.name for one in functions), asked.tools, strict=False))
        wanted = editing.edited(request, body, asked, question, own)
        target = Target(answer.connection_id, wanted.model)
        form = await self._preparing.form(wanted.parameters, target)
        would = await rebuilding.body_with(form, target, request.url)
        whole = await self.whole_body(message_id, 1) if "blob:" in text else body
        full = await asyncio.to_thread(editing.put_back, body, whole)
        with_rest = replace(wanted.parameters, extra=editing.rest(full, would))
        return replace(wanted, parameters=with_rest)

    async def send(self, message_id: int, edited: Edited) -> Message:
        """Begin the new version, below another version of the question where that was changed."""
        answer = await self._conversations.message(message_id)
        target = Target(answer.connection_id, edited.model)
        if edited.parts is None:
            return await self._turns.regenerate(message_id, target, edited.parameters)
        question = await self._question(answer)
        _, made = await self._turns.edit(question.id, edited.parts, target, edited.parameters)
        return made

    async def _question(self, answer: Message) -> Message:
        path = await self._conversations.ancestors(answer.id)
        return next((one for one in reversed(path) if one.role is Role.USER), answer)

    async def _loaded(self) -> Rebuilding:
        await asyncio.to_thread(importlib.import_module, "desktop.services.playing.rebuilding")
        from desktop.services.playing.rebuilding import Rebuilding  # noqa: PLC0415 - see above

        return Rebuilding(self._preparing, self._servers)
