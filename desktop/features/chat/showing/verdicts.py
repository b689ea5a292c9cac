"""Whether answers that were asked for with a JSON schema follow it. Looked at once, in a worker."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop.core.tasks import TaskScope
from desktop.core.types import Message, PartType, Role, State
from desktop.services.rounds import BUDGET, LIMIT, WAITING
from desktop.store.conversations import Conversations

_READ_S = 30.0
_BROKEN_OFF = {WAITING, LIMIT, BUDGET, "length", "content_filter"}
_MOST = 20_000
"""Answers that are remembered: nearly all of them were asked for without a schema."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`flaw` says what does not follow the schema, empty: nothing. `is_json`: it is JSON at all."""

    flaw: str = ""
    is_json: bool = True


class Verdicts:
    """Reads with which schema an answer was asked for, and checks it.

    Args:
        conversations: Know the schemas.
        scope: Of whoever shows the answers; a look that is under way ends with it.
        on_known: Called with a message's id when its verdict is there.
    """

    def __init__(
        self, conversations: Conversations, scope: TaskScope, on_known: Callable[[int], None]
    ) -> None:
        self._conversations, self._scope, self._on_known = conversations, scope, on_known
        self._known: dict[tuple[int, float | None], Verdict | None] = {}

    def of(self, message: Message) -> Verdict | None:
        """Give whether an answer follows its schema; None: it has none, or nobody has looked."""
        return self._known.get(_key(message))

    def look(self, messages: Iterable[Message]) -> None:
        """Begin to look at those answers that were not looked at."""
        new = [m for m in messages if _is_whole(m) and _key(m) not in self._known]
        if new:
            self._scope.start("verdicts", self._look(new))

    async def _look(self, messages: list[Message]) -> None:
        async with asyncio.timeout(_READ_S):
            schemas = await self._conversations.schemas([message.id for message in messages])
        for message in messages:
            schema, verdict = schemas.get(message.id), None
            if schema is not None:
                verdict = await asyncio.to_thread(verdict_of, schema, _last_words(message))
            while len(self._known) >= _MOST:
                del self._known[next(iter(self._known))]
            self._known[_key(message)] = verdict
            if verdict is not None:
                self._on_known(message.id)


def verdict_of(schema: str, text: str) -> Verdict | None:
    """Give whether a text follows a schema; None: the schema cannot be used. Worker threads."""
    from desktop.services.schemas import flaw, misfits  # noqa: PLC0415 - loads the checker

    if flaw(schema) is not None:
        return None
    try:
        return Verdict(misfits(schema, json.loads(text)))
    except (ValueError, RecursionError):
        return Verdict(is_json=False)


def _is_whole(message: Message) -> bool:
    is_answer = message.role is Role.ASSISTANT and message.state is State.COMPLETE
    return is_answer and message.finish_reason not in _BROKEN_OFF and bool(_last_words(message))


def _last_words(message: Message) -> str:
    """Give what was said after the last call: before it, a model says what it is going to do."""
    said = ""
    for part in message.parts:
        if part.type in {PartType.TOOL_CALL, PartType.TOOL_RESULT}:
            said = ""
        elif part.type is PartType.TEXT:
            said += part.text
    return said.strip()


def _key(message: Message) -> tuple[int, float | None]:
    return message.id, message.finished_at
