"""Messages as they are drawn: with what has arrived since, the model's name, what was found out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.tasks import TaskScope
from desktop.core.types import Message, Node, Part, Role
from desktop.features.chat.showing.verdicts import Verdicts
from desktop.services.context import Services

if TYPE_CHECKING:
    from desktop.ui.transcript.entry import Entry


class Drawn:
    """Gives the transcript's entries of messages.

    Args:
        services: What is known of messages.
        scope: Of whoever shows them; what is being found out ends with it.
        redraw: Called with a message's id when more is known of it.
    """

    def __init__(self, services: Services, scope: TaskScope, redraw: Callable[[int], None]) -> None:
        self._services, self._scope, self._redraw = services, scope, redraw
        self._verdicts = Verdicts(services.conversations, scope, redraw)
        self._missing: frozenset[str] = frozenset()

    def entry(self, node: Node) -> Entry:
        """Give how a message is to be shown now."""
        from desktop.features.chat.showing.entries import entry_of  # noqa: PLC0415 - with the transcript

        message = self._services.turns.current(node.message)
        node = replace(node, message=message)
        label = self._services.catalogue.label(message.connection_id, message.model)
        speaker = label if message.model else ""
        return entry_of(node, speaker, self._verdicts.of(message), self._missing)

    def look(self, messages: Collection[Message]) -> None:
        """Begin to find out whether answers follow their schemas and attachments are there."""
        from desktop.features.chat.showing.entries import attached_parts  # noqa: PLC0415 - as above

        self._verdicts.look(messages)
        with_files = {
            message.id: attached_parts(message)
            for message in messages
            if message.role is Role.USER and attached_parts(message)
        }
        if with_files:
            self._scope.start("missing", self._look_for(with_files))

    async def _look_for(self, with_files: Mapping[int, Collection[Part]]) -> None:
        parts = [part for own in with_files.values() for part in own]
        before, self._missing = self._missing, await self._services.attachments.missing(parts)
        changed = before ^ self._missing
        for message_id, own in with_files.items():
            if any(part.blob in changed for part in own):
                self._redraw(message_id)
