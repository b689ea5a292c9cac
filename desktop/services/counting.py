"""How many tokens a text has: exactly where the vocabulary is known, else by its length."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # loaded with the first text
    from desktop.services.side_process import SideProcess

IDLE_S = 20.0
_PATIENCE_S = 20.0
_MOST_KEPT = 4096
_NEWER = ("gpt-4o", "gpt-4.1", "gpt-4.5", "chatgpt", "gpt-5", "gpt-6", "o1", "o3", "o4", "gpt-oss")
_OLDER = ("gpt-4", "gpt-3.5", "text-embedding")
_QWEN = ("qwen3.5", "qwen3_5")
_Key: TypeAlias = tuple[str, int, int]  # the vocabulary, the text's length and hash


@dataclass(frozen=True, slots=True)
class Count:
    """Tokens of a text; `is_exact`: by the model's own vocabulary."""

    tokens: int
    is_exact: bool


def encoding_of(model: str) -> str:
    """Give the vocabulary of a model, as toktok calls it; empty: it is not known."""
    name = model.lower().rpartition("/")[2]
    for names, encoding in ((_NEWER, "o200k_base"), (_OLDER, "cl100k_base"), (_QWEN, "qwen3.5")):
        if name.startswith(names):
            return encoding
    return ""


def estimate(text: str) -> int:
    """Give about how many tokens a text has: a wide character is one, four others are one.

    Against o200k_base: 0.9-1.15 times the count of English prose, 1.06 of Python, 1.3 of Chinese,
    0.7 of dense JSON.
    """
    wide = sum(1 for character in text if character > "\u2e7f")
    return wide + (len(text) - wide + 3) // 4


class Counting:
    """Counts in a process of its own, which lives while somebody counts; remembers what it counted."""

    def __init__(self, command: Sequence[str] | None = None, idle_s: float = IDLE_S) -> None:
        self._command, self._idle_s = command, idle_s
        self._made: SideProcess | None = None
        self._kept: OrderedDict[_Key, int] = OrderedDict()
        self._is_closed = False

    @property
    def _process(self) -> SideProcess:
        if self._made is None:
            from desktop.services.side_process import (  # noqa: PLC0415 - see above
                SideProcess,
                worker_command,
            )

            command = self._command or worker_command("tokens")
            self._made = SideProcess(command, idle_s=self._idle_s)
            if self._is_closed:
                self._made.close()
        return self._made

    async def count(self, texts: Sequence[str], model: str) -> tuple[Count, ...]:
        """Give the tokens of each text for a model."""
        encoding = encoding_of(model) or "o200k_base"
        is_exact = bool(encoding_of(model))
        keys = [(encoding, len(text), hash(text)) for text in texts]
        missing = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in self._kept
        }
        known = {key: self._kept[key] for key in keys if key in self._kept}
        if missing:
            from desktop.services.side_process import LostError  # noqa: PLC0415 - see above

            try:
                known |= await self._ask(encoding, missing)
            except LostError:
                estimated = await asyncio.to_thread(lambda: [estimate(text) for text in texts])
                return tuple(Count(number, is_exact=False) for number in estimated)
        return tuple(Count(known[key], is_exact) for key in keys)

    async def aclose(self) -> None:
        """End the process; what is counted from now on is estimated."""
        self._is_closed = True
        if self._made is not None:
            await self._made.aclose()

    async def _ask(self, encoding: str, missing: Mapping[_Key, str]) -> Mapping[_Key, int]:
        content = await asyncio.to_thread(lambda: json.dumps(list(missing.values())).encode())
        head, _ = await self._process.ask({"encoding": encoding}, content, patience_s=_PATIENCE_S)
        counted = dict(zip(missing, head["counts"], strict=True))
        self._kept.update(counted)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return counted
