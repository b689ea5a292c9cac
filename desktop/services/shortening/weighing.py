"""How many tokens messages are, as a model gets them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.core.attachment import Info, Takes, is_attached
from desktop.core.types import Message, Part, PartType
from desktop.services.counting import Counting, encoding_of

_FRAME = 4  # tokens by which chat templates mark a message and who says it
_MOST_KEPT = 50_000
_MOST_CHARACTERS = 400_000  # of one job: what comes after it is not kept waiting for long
_SAID = {PartType.TEXT, PartType.REFUSAL, PartType.TOOL_CALL, PartType.TOOL_RESULT}


class Weighing:
    """Remembers what it has weighed: a message that has ended does not change its weight."""

    def __init__(self, counting: Counting) -> None:
        self._counting = counting
        self._kept: dict[tuple[str, int, int], int] = {}  # the oldest first

    async def weigh(self, messages: Sequence[Message], model: str, takes: Takes) -> tuple[int, ...]:
        """Give the tokens of each message with what is attached to it."""
        words = [_words(message) for message in messages]
        encoding = encoding_of(model)
        keys = [
            (encoding, message.id, len(text)) for message, text in zip(messages, words, strict=True)
        ]
        known = {key: self._kept[key] for key in keys if key[1] and key in self._kept}
        missing = {key: text for key, text in zip(keys, words, strict=True) if key not in known}
        for batch in _batches(missing):
            counts = await self._counting.count([missing[key] for key in batch], model)
            for key, count in zip(batch, counts, strict=True):
                known[key] = count.tokens
                if count.is_exact or not encoding:  # else the worker may do better next time
                    self._kept[key] = count.tokens
        while len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return tuple(
            known[key] + _FRAME + sum(_attached(part, takes) for part in message.parts)
            for key, message in zip(keys, messages, strict=True)
        )

    async def count(self, texts: Sequence[str], model: str) -> int:
        """Give the tokens of some texts together."""
        said = [text for text in texts if text]
        if not said:
            return 0
        return sum(count.tokens for count in await self._counting.count(said, model))


def _words(message: Message) -> str:
    said = [part for part in message.parts if part.type in _SAID]
    if len(said) == 1 and not said[0].name:
        return said[0].text  # nearly always, and no copy of ten thousand texts
    return "".join(f"{part.name}{part.text}" for part in said)


def _attached(part: Part, takes: Takes) -> int:
    """Give about what an attachment costs; nothing where nobody knows."""
    if not is_attached(part) or (part.type is PartType.IMAGE and takes.pictures is False):
        return 0
    return Info.from_part(part).tokens_for(takes) or 0


def _batches(
    missing: dict[tuple[str, int, int], str],
) -> Iterator[list[tuple[str, int, int]]]:
    batch: list[tuple[str, int, int]] = []
    size = 0
    for key in missing:
        batch.append(key)
        size += key[2]
        if size >= _MOST_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
