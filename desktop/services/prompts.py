"""The library of prompts: filled with a few to begin with, read once, the last used one first.

Its rows and its table are imported when somebody asks for the first prompt.
"""

from __future__ import annotations

import json
import logging
import tomllib
from typing import TYPE_CHECKING

from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.core.resources import resource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.prompts import Prompt
    from desktop.store.db import Database
    from desktop.store.prompts import PromptTable

_log = logging.getLogger(__name__)
_MOST_IMPORTED = 10_000


class Prompts:
    """Used on the loop's thread. `changed` tells that the library is another one now.

    Every method may raise the AppErrors of `Database`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._table: PromptTable | None = None
        self._is_begun = False
        self.changed: Event[None] = Event()

    async def all(self, language: str) -> tuple[Prompt, ...]:
        """Give all prompts, the one used last first; new libraries begin in `language`."""
        table = self._rows()
        if not self._is_begun:
            self._is_begun = True
            try:
                await table.begin_with(_starters(language))
            except AppError as error:  # a full or read-only disk: there are none, that is all
                _log.info("no prompts to begin with: %s", error.code)
        return await table.all()

    async def add(self, name: str, text: str) -> Prompt:
        """Keep a new prompt and give it.

        Raises:
            AppError: UNSUITABLE: no name, no text, or too long.
        """
        made = await self._rows().add(*_checked(name, text))
        self.changed.emit(None)
        return made

    async def change(self, prompt_id: int, name: str, text: str) -> None:
        """Give a prompt another name and text.

        Raises:
            AppError: as `add`; GONE.
        """
        await self._rows().change(prompt_id, *_checked(name, text))
        self.changed.emit(None)

    async def mark_used(self, prompt_id: int) -> None:
        """Let a prompt stand first from now on."""
        await self._rows().mark_used(prompt_id)
        self.changed.emit(None)

    async def delete(self, prompt_id: int) -> None:
        """Take a prompt out of the library; `restore` brings it back."""
        await self._rows().delete(prompt_id)
        self.changed.emit(None)

    async def restore(self, prompt_id: int) -> None:
        """Bring a deleted prompt back."""
        await self._rows().restore(prompt_id)
        self.changed.emit(None)

    async def export(self, language: str) -> str:
        """Give the whole library as JSON text."""
        held = [{"name": one.name, "text": one.text} for one in await self.all(language)]
        return json.dumps({"prompts": held}, ensure_ascii=False, indent=2)

    async def take(self, content: bytes, language: str) -> int:
        """Add the prompts of an exported library; those that are here already are left out.

        Gives how many were added.

        Raises:
            AppError: UNSUITABLE: not such a file; nothing is added then.
        """
        found = _parse(content)
        here = {(one.name, one.text) for one in await self.all(language)}
        new = [one for one in dict.fromkeys(found) if one not in here]
        for name, text in new:
            await self._rows().add(name, text)
        if new:
            self.changed.emit(None)
        return len(new)

    def _rows(self) -> PromptTable:
        if self._table is None:
            from desktop.store.prompts import PromptTable  # noqa: PLC0415 - see above

            self._table = PromptTable(self._database)
        return self._table


def _checked(name: str, text: str) -> tuple[str, str]:
    from desktop.core.prompts import MAX_NAME, MAX_TEXT  # noqa: PLC0415 - see above

    plain = " ".join(name.split())
    if not plain or not text.strip() or len(plain) > MAX_NAME or len(text) > MAX_TEXT:
        raise AppError(Code.UNSUITABLE, "a prompt without name or text, or too long")
    return plain, text


def _parse(content: bytes) -> list[tuple[str, str]]:
    try:
        said = json.loads(content)
        rows = said["prompts"] if isinstance(said, dict) else said
        found = [_checked(row["name"], row["text"]) for row in rows[:_MOST_IMPORTED]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise AppError(Code.UNSUITABLE, "not a library of prompts") from error
    return found


def _starters(language: str) -> Sequence[tuple[str, str]]:
    path = resource("content", language, "prompts.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return [(row["name"], row["text"].strip("\n")) for row in data["prompt"]]
