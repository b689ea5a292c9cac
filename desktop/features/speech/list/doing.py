"""What a person does in the list, to one recording or to many at once; deleting can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.core.recording import Recording, RecordingState
from desktop.features.speech.list.reading import ListReading
from desktop.features.speech.list.side import SidePanel
from desktop.services.context import Services
from desktop.ui.controls import Words
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for


class ListDoing(QObject):
    """Does what the panel's signals ask for.

    Signals: `leaving(ids)` before recordings go from the list; `wanted(id)` one is to be opened;
    `chat_wanted(id, wish)` one is to go into a chat.
    """

    leaving = Signal(object)
    wanted = Signal(int)
    chat_wanted = Signal(int, object)

    def __init__(
        self,
        services: Services,
        host: Host,
        side: SidePanel,
        reading: ListReading,
        on_error: Callable[[Exception], None],
    ) -> None:
        super().__init__(side)
        self._services, self._host, self._side, self._reading = services, host, side, reading
        self._scope = scope_for(self, on_error)
        side.renamed.connect(self._rename)
        side.delete_wanted.connect(self.delete)
        side.retry_wanted.connect(self.retry)

    @property
    def chosen(self) -> tuple[Recording, ...]:
        """The recordings that are selected, out of the bin."""
        found = (self._reading.recording(row_id) for row_id in self._side.list.selected_ids())
        return tuple(one for one in found if one is not None)

    def _rename(self, recording_id: int, title: str) -> None:
        renaming = self._services.speech.recordings.update(recording_id, title=title)
        self._scope.start("rename", renaming)

    # text
    def retry(self, recording_id: int) -> None:
        """Transcribe what is missing of a recording."""
        transcribing = self._services.speaking.transcribing()
        self._scope.start(f"retry/{recording_id}", transcribing.retry(recording_id))

    def retry_chosen(self) -> None:
        """Do so with all that is chosen."""
        for one in self.chosen:
            self.retry(one.id)

    def cancel(self, recording_id: int) -> None:
        """Stop transcribing a recording; what was heard stays."""
        self._services.speaking.transcribing().cancel(recording_id)

    # the bin
    def delete(self) -> None:
        """Move what is chosen into the bin."""
        chosen = self.chosen
        if chosen and not self._side.shows_bin:
            ids = tuple(one.id for one in chosen)
            self.leaving.emit(ids)
            self._scope.start("delete", self._delete(chosen))

    async def _delete(self, chosen: Sequence[Recording]) -> None:
        speaking, store = self._services.speaking, self._services.speech.recordings
        for one in chosen:
            speaking.transcribing().cancel(one.id)
            dictation = speaking.dictation()
            if one.state is RecordingState.RECORDING and dictation.state.recording_id == one.id:
                await dictation.cancel()
        ids = [one.id for one in chosen]
        await store.delete(*ids)

        def words() -> str:
            if len(ids) == 1:
                return translate("Speech", "Moved to the bin.")
            return translate("Speech", "Moved %n recording(s) to the bin.", "", len(ids))

        undo = Notice(words, lambda: translate("Chat", "Undo"), lambda: self._bring_back(ids))
        self._host.notify(undo)

    def _bring_back(self, ids: Sequence[int]) -> None:
        self._scope.start("restore", self._restore(ids))

    def restore(self) -> None:
        """Take what is chosen out of the bin."""
        self._bring_back(self._side.list.selected_ids())

    async def _restore(self, ids: Sequence[int]) -> None:
        await self._services.speech.recordings.restore(*ids)
        if len(ids) == 1:
            self._side.show_list()
            self.wanted.emit(ids[0])

    def erase(self) -> None:
        """Delete what is chosen for good."""
        self._scope.start("erase", self._erase(self._side.list.selected_ids()))

    async def _erase(self, ids: Sequence[int]) -> None:
        found = [self._reading.thrown(one) for one in ids]
        self.leaving.emit(tuple(ids))
        backups = await self._services.bin.erase([one for one in found if one is not None])
        self._reading.read()
        self._host.notify(Notice(_gone_words(backups)))


def _gone_words(backups: Sequence[Path]) -> Words:
    names = ", ".join(file.name for file in backups)

    def words() -> str:
        if names:
            return translate("Chat", "Deleted for good. It is still in the backup {names}.").format(
                names=names
            )
        return translate("Chat", "Deleted for good.")

    return words
