"""Keeps the list in step with the store: all of it once, then only what changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import AppError, Code
from desktop.core.recording import Recording
from desktop.features.speech.list.rows import Contents, Spoken
from desktop.features.speech.list.side import SidePanel
from desktop.services.bin import RECORDING, Thrown
from desktop.services.context import Services
from desktop.services.hits import LINE
from desktop.services.speech.transcribing import Progress
from desktop.store.settings import BIN_DAYS
from desktop.ui.scope import scope_for

_PAUSE_S = 0.15  # between the last key and a search
_MOST_FOUND = 300
_STEP_S = 0.2


class ListReading(QObject):
    """Reads what the panel shows. Signals: `read_again()` when the recordings were read."""

    read_again = Signal()

    def __init__(
        self, services: Services, side: SidePanel, on_error: Callable[[Exception], None]
    ) -> None:
        super().__init__(side)
        self._services, self._side = services, side
        self._known: dict[int, Recording] = {}
        self._thrown: tuple[tuple[Recording, float], ...] = ()
        self._voices: dict[int, int] = {}
        self._spoken: Mapping[int, Spoken] = {}
        self._scope = scope_for(self, on_error)
        side.shelf_changed.connect(self.read)
        side.sought.connect(self._seek)
        self._transcribing = services.speaking.transcribing()
        for stop in (
            services.speech.recordings.changed.connect(self._on_changed),
            self._transcribing.changed.connect(self._on_progress),
        ):
            self.destroyed.connect(stop)

    @property
    def recordings(self) -> tuple[Recording, ...]:
        """The recordings that are not in the bin, newest first, as they were read last."""
        newest = sorted(self._known.values(), key=lambda one: (one.created_at, one.id))
        return tuple(reversed(newest))

    def recording(self, recording_id: int) -> Recording | None:
        """Give a recording that is not in the bin, as it was read last."""
        return self._known.get(recording_id)

    def thrown(self, recording_id: int) -> Thrown | None:
        """Give a recording of the bin that is on show."""
        found = (
            Thrown(RECORDING, one.id, one.title, at)
            for one, at in self._thrown
            if one.id == recording_id
        )
        return next(found, None)

    def progress(self, recording_id: int) -> Progress | None:
        """Tell how far a recording is; None: nobody transcribes it."""
        return self._transcribing.progress(recording_id)

    def read(self) -> None:
        """Read everything that is on show."""
        self._scope.start("list", self._load())

    def show(self) -> None:
        """Show what is known."""
        if self._side.shows_bin:
            days = self._services.settings.get(BIN_DAYS)
            left = self._services.bin.days_left
            thrown = {
                one.id: left(Thrown(RECORDING, one.id, one.title, at), days)
                for one, at in self._thrown
            }
            recordings = tuple(one for one, _at in self._thrown)
            contents = Contents(recordings, days_left=thrown if days else {}, is_bin=True)
        else:
            recordings = self.recordings
            found = {one.id: self.progress(one.id) for one in recordings}
            progress = {key: value for key, value in found.items() if value is not None}
            contents = Contents(
                recordings, progress, self._voices, self._side.search.text(), self._spoken
            )
        self._side.show_contents(contents)
        self.read_again.emit()

    def _on_changed(self, recording_id: int) -> None:
        if not recording_id or self._side.shows_bin:
            self.read()
        else:
            self._scope.start(f"one/{recording_id}", self._load_one(recording_id))

    def _on_progress(self, _recording_id: int) -> None:
        if not self._scope.is_running("progress"):
            self._scope.start("progress", self._show_soon())

    async def _show_soon(self) -> None:
        """Show many steps at once: a server may tell each word that it hears."""
        await asyncio.sleep(_STEP_S)
        self.show()

    async def _load(self) -> None:
        store = self._services.speech.recordings
        if self._side.shows_bin:
            self._thrown = await store.thrown()
        self._known = {one.id: one for one in await store.list()}
        self._voices = dict(await store.voices())
        self.show()

    async def _load_one(self, recording_id: int) -> None:
        store = self._services.speech.recordings
        try:
            found = await store.get(recording_id)
        except AppError as error:
            if error.code is not Code.GONE:
                raise
            found = None
        if self._scope.is_running("list"):
            self.read()  # what is being read may be older than this
            return
        if found is None or found.is_deleted:
            self._known.pop(recording_id, None)
        else:
            self._known[recording_id] = found
            self._voices |= await store.voices(recording_id)
        self.show()

    def _seek(self, text: str) -> None:
        """Show titles with the words at once, and then where they were said."""
        self._spoken = {}
        self.show()
        self._scope.cancel("seek")
        if text and not self._side.shows_bin:
            self._scope.start("seek", self._find(text))

    async def _find(self, text: str) -> None:
        await asyncio.sleep(_PAUSE_S)
        kinds = frozenset({LINE})
        found = await self._services.finding.search(text, limit=_MOST_FOUND, kinds=kinds)
        spoken: dict[int, Spoken] = {}
        for hit in found.hits:
            recording = int(hit.place.partition("/")[0])
            spoken[recording] = Spoken(hit.record_id, hit.excerpt.text)
        self._spoken = spoken
        self.show()
