"""What a person changes in a transcript, and undoing and doing it again: steps of edits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TypeAlias

from desktop.core.errors import AppError
from desktop.store.line_edits import Edit
from desktop.store.recordings import Recordings

_Step: TypeAlias = tuple[Edit, ...]
_Doing: TypeAlias = Callable[[], Awaitable[Edit]]
_MOST = 500


class Changes:
    """The steps of one recording.

    Each method may raise what the store raises; then nothing of the step stays, and the steps
    before it can still be undone.
    """

    def __init__(self, recordings: Recordings, on_change: Callable[[], None]) -> None:
        self._recordings, self._on_change = recordings, on_change
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something that was undone can be done again."""
        return bool(self._undone)

    def forget(self) -> None:
        """Begin anew, with another recording."""
        self._done.clear()
        self._undone.clear()
        self._on_change()

    async def set_text(self, line_id: int, text: str) -> None:
        """Let a line say something else."""
        await self._do([partial(self._recordings.edit_line, line_id, text)])

    async def split(self, line_id: int, at: int, text: str | None = None) -> None:
        """Cut a line in two; with `text`, it says that before."""
        store = self._recordings
        edits = [] if text is None else [partial(store.edit_line, line_id, text)]
        await self._do([*edits, partial(store.split_line, line_id, at)])

    async def merge(self, first_id: int, second_id: int, changed: tuple[int, str] | None) -> None:
        """Make two lines one; `changed`: one of them says something else before."""
        store = self._recordings
        edits = [] if changed is None else [partial(store.edit_line, *changed)]
        await self._do([*edits, partial(store.merge_lines, first_id, second_id)])

    async def set_speaker(self, line_ids: Iterable[int], speaker: str) -> None:
        """Say who said some lines."""
        store = self._recordings
        await self._do([partial(store.set_speaker, line_id, speaker) for line_id in line_ids])

    async def rename(self, recording_id: int, speaker: str, name: str) -> None:
        """Give a speaker a name."""
        await self._do([partial(self._recordings.rename_speaker, recording_id, speaker, name)])

    async def undo(self) -> None:
        """Take the last step back."""
        await self._turn(self._done, self._undone)

    async def redo(self) -> None:
        """Do again what was undone last."""
        await self._turn(self._undone, self._done)

    async def _do(self, edits: Iterable[_Doing]) -> None:
        made: list[Edit] = []
        try:
            for edit in edits:
                made.append(await edit())  # noqa: PERF401 - what was made must be known when one fails
        except (AppError, ValueError):
            for done in reversed(made):
                await self._recordings.put_back(done)
            raise
        self._done = [*self._done[-_MOST:], tuple(made)]
        self._undone.clear()
        self._on_change()

    async def _turn(self, source: list[_Step], target: list[_Step]) -> None:
        if not source:
            return
        step = source.pop()
        try:
            back = [await self._recordings.put_back(edit) for edit in reversed(step)]
        except AppError:
            source.clear()  # what lies below it builds on it
            self._on_change()
            raise
        target.append(tuple(back))
        self._on_change()
