"""Reading a conversation for its first paint: the end of it, or what stands next to one message."""

from __future__ import annotations

from typing import TypeAlias

from desktop.core.errors import AppError, Code
from desktop.core.types import Node, State
from desktop.services.context import Services
from desktop.store.tree import Around

FIRST_READ = 100
"""Messages read before the first paint: 14 ms in a conversation of 10,000, all of it 102 ms."""

Path: TypeAlias = tuple[tuple[Node, ...], int | None]
"""Messages on the selected path, and the last one of the whole path."""


async def read(services: Services, conversation_id: int, last: int | None) -> Path:
    """Give the selected path, or only so many messages at its end."""
    conversations, current = services.conversations, services.turns.current
    path = await conversations.path(conversation_id, last=last)
    messages = (node.message for node in path)
    if any(m.state is State.STREAMING and current(m) is m for m in messages):
        # Its turn is over and stored since the disk was asked, or another program's.
        path = await conversations.path(conversation_id, last=last)
    return path, path[-1].message.id if path else None


async def read_near(
    services: Services, conversation_id: int, message_id: int
) -> tuple[Path, AppError | None]:
    """Give what stands next to a message on the branch that holds it, or all where that is little.

    With it comes what was in the way, if the message cannot be shown: all of the path is given then.
    """
    trouble = None
    around = await _around(services, conversation_id, message_id)
    if around is None:
        try:
            await services.conversations.select(message_id)
        except AppError as error:
            trouble = error
        else:
            around = await _around(services, conversation_id, message_id)
    if around is not None and len(around.nodes) == FIRST_READ:
        return (around.nodes, around.leaf_id), None
    return await read(services, conversation_id, None), trouble


async def _around(services: Services, conversation_id: int, message_id: int) -> Around | None:
    """Give what stands next to a message; None where it is not on the selected path."""
    try:
        around = await services.conversations.around(message_id, FIRST_READ)
    except AppError as error:
        if error.code is not Code.GONE:
            raise
        return None
    is_here = around.nodes and around.nodes[0].message.conversation_id == conversation_id
    return around if is_here else None
