"""What the page of the files does: takes files, shows how far they are, and remembers what is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from desktop.core.errors import AppError
from desktop.core.recording import Recording, RecordingKind, RecordingState
from desktop.features.speech.files.page import FilesPage
from desktop.features.speech.files.taking import sounds_in
from desktop.features.speech.list.reading import ListReading
from desktop.features.speech.words import who_words
from desktop.services.context import Services
from desktop.services.speaking import wishes_of
from desktop.services.speech import choosing
from desktop.services.speech.transcribing import Progress
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.scope import scope_for

_ENDINGS = "*.wav *.flac *.mp3 *.ogg *.oga *.opus *.aiff *.aif *.m4a *.mp4 *.webm *.mkv *.mov *.aac"


class Queue(QObject):
    """Files that are waiting, being transcribed, or failed; those done stay as long as the window."""

    def __init__(
        self,
        services: Services,
        page: FilesPage,
        reading: ListReading,
        on_error: Callable[[Exception], None],
    ) -> None:
        super().__init__(page)
        self._services, self._page, self._reading = services, page, reading
        self._transcribing = services.speaking.transcribing()
        self._seen: set[int] = set()  # what was in the queue since the window is open
        self._last_folder = ""
        self._scope = scope_for(self, on_error)
        reading.read_again.connect(self._show)
        page.files_wanted.connect(self.choose)
        page.cancelled.connect(self._transcribing.cancel)
        page.retried.connect(self._retry)
        for stop in (
            services.settings.changed.connect(lambda _key: page.say_who(self.who)),
            services.servers.changed.connect(lambda _id: page.say_who(self.who)),
        ):
            self.destroyed.connect(stop)
        page.say_who(self.who)

    def who(self) -> str:
        """Say who would transcribe now."""
        wishes = wishes_of(self._services.settings)
        try:
            way = choosing.way(self._services.servers, wishes.language, wishes)
        except AppError as error:
            return error_text(error.code).title
        return who_words(way, self._services.servers)

    def choose(self) -> None:
        """Let files be picked."""
        dialog = QFileDialog(
            self._page.window(), translate("Speech", "Transcribe files"), self._last_folder
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        sounds = translate("Speech", "Sounds and films")
        every = translate("Speech", "All files")
        dialog.setNameFilters([f"{sounds} ({_ENDINGS})", f"{every} (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.open()

    def take(self, paths: Sequence[Path]) -> None:
        """Transcribe those that are sounds; say why the others are not taken."""
        if paths:
            self._last_folder = str(paths[0].parent)
            key = f"take/{paths[0]}/{len(paths)}"
            self._scope.start(key, self._take(list(paths)))

    async def _take(self, paths: list[Path]) -> None:
        taken = await asyncio.to_thread(sounds_in, paths)
        self._page.show_refused(taken.refused)
        known = {str(one.sound) for one in self._reading.recordings if self._is_queued(one)}
        fresh = [path for path in taken.sounds if str(path.absolute()) not in known]
        added = await self._transcribing.add_files(fresh)
        self._seen |= {one.id for one in added}
        self._reading.read()

    def _retry(self, recording_id: int) -> None:
        self._scope.start(f"retry/{recording_id}", self._transcribing.retry(recording_id))

    def _is_queued(self, one: Recording) -> bool:
        return self._transcribing.progress(one.id) is not None

    def _show(self) -> None:
        active: list[tuple[Recording, Progress | None]] = []
        others: list[tuple[Recording, Progress | None]] = []
        for one in self._reading.recordings:
            progress = self._transcribing.progress(one.id)
            if progress is not None:
                self._seen.add(one.id)
            is_open = one.kind is RecordingKind.FILE and one.state is not RecordingState.READY
            if progress is not None or is_open or one.id in self._seen:
                (others if progress is None else active).append((one, progress))
        self._page.show_queue([*reversed(active), *others])
