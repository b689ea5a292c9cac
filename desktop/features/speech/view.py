"""The speech tab: recordings at the left; recorder, files or one transcript at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.features.speech import RECORD, SEARCH, TRANSCRIBE
from desktop.features.speech import pane as pages
from desktop.features.speech.dictate.driving import Driving
from desktop.features.speech.dictate.languages import Languages
from desktop.features.speech.dictate.page import DictatePage
from desktop.features.speech.files.drops import Drops
from desktop.features.speech.files.page import FilesPage
from desktop.features.speech.files.queue import Queue
from desktop.features.speech.list.doing import ListDoing
from desktop.features.speech.list.menu import open_menu
from desktop.features.speech.list.reading import ListReading
from desktop.features.speech.list.side import WIDTH_PX, SidePanel
from desktop.features.speech.pane import SpeechPane
from desktop.features.speech.sending import ToChat
from desktop.features.speech.standing import Standing
from desktop.features.speech.words import title_of
from desktop.services.context import Services
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host, Offer
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.reading_order import follow_layouts

if TYPE_CHECKING:
    from desktop.features.speech.transcript.view import TranscriptView

_NAME = "speech"
_LIST_PX, _LIST_MOST_PX, _PANE_PX = 200, 400, 480
_MOST_OFFERED = 500


class SpeechView(QWidget):
    """Everything of the tab; remembers the width of the list."""

    def __init__(self, services: Services, host: Host) -> None:
        super().__init__()
        self._services, self._host = services, host
        self.side = SidePanel(host.look)
        self.reading = ListReading(services, self.side, self._on_error)
        self.doing = ListDoing(services, host, self.side, self.reading, self._on_error)
        self.to_chat = ToChat(services, host, self, self._on_error)
        self.dictate = DictatePage(host)
        self.files = FilesPage(host)
        self.standing = Standing(host.look)
        self._transcript: TranscriptView | None = None
        self._shown_id = 0  # the recording whose transcript is on show
        self._read = QWidget()  # a transcript, below what is to be said of it
        shown = {pages.DICTATE: self.dictate, pages.FILES: self.files, pages.TRANSCRIPT: self._read}
        self.pane = SpeechPane(host, shown, {pages.ALOUD: self._make_aloud})
        self.languages = Languages(services, host, self.pane.language, self._on_error)
        self.driving = Driving(services, host, self.dictate, self.to_chat, self._on_error)
        self.queue = Queue(services, self.files, self.reading, self._on_error)
        self.drops = Drops(host.look, self, self.queue.who)
        self.setAcceptDrops(True)
        self._arrange()
        self._connect()
        self.show_page(pages.DICTATE)
        self.reading.read()
        follow_layouts(self)

    def show_place(self, place: str) -> None:
        """Go to "dictate", "files" or "aloud", or open "<recording>", or "<recording>/<line>" there."""
        if place in {pages.DICTATE, pages.FILES, pages.ALOUD}:
            self.show_page(place)
            return
        where, _, _words = place.partition("?")
        recording, _, line = where.partition("/")
        if _is_id(recording):
            self.side.show_list()
            self.open(int(recording), int(line) if _is_id(line) else 0)

    def show_page(self, page: str) -> None:
        """Show the recorder, the files, or what reads aloud."""
        self._shown_id = 0
        self.pane.show_page(page)
        self.side.list.select_id(None)

    def open(self, recording_id: int, line_id: int = 0) -> None:
        """Show what was said in a recording; one that is being made shows where it is made."""
        if self.driving.is_shown(recording_id):
            self.show_page(pages.DICTATE)
        else:
            self._shown_id = recording_id
            self.transcript.show(recording_id, line_id)
            self.pane.show_page(pages.TRANSCRIPT)
            self._show_standing()
        self.side.list.select_id(recording_id)

    async def offers(self) -> Sequence[Offer]:
        """Give the recordings that can be opened."""
        group = translate("Speech", "Recording")
        return [
            Offer("audio-lines", title_of(one), group, partial(self.open, one.id))
            for one in self.reading.recordings[:_MOST_OFFERED]
        ]

    def _make_aloud(self) -> QWidget:
        # Voices are for who wants to hear something.
        from desktop.features.speech.aloud.page import AloudPage  # noqa: PLC0415

        return AloudPage(self._services, self._host)

    @property
    def transcript(self) -> TranscriptView:
        """The transcript, made with the first one: editor and player are for who opens one."""
        if self._transcript is None:
            from desktop.features.speech.transcript.view import TranscriptView  # noqa: PLC0415

            self._transcript = TranscriptView(self._services, self._host)
            layout = self._read.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.addWidget(self._transcript, 1)
        return self._transcript

    def _arrange(self) -> None:
        column = QVBoxLayout(self._read)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.standing)
        room = QSplitter(Qt.Orientation.Horizontal)
        room.setChildrenCollapsible(False)
        room.setHandleWidth(1)
        for part in (self.side, self.pane):
            room.addWidget(part)
        room.setStretchFactor(1, 1)
        self.side.setMinimumWidth(_LIST_PX)
        self.side.setMaximumWidth(_LIST_MOST_PX)
        self.pane.setMinimumWidth(_PANE_PX)
        kept = self._services.window_state.state.splitters.get(_NAME, ())
        room.setSizes(list(kept) if len(kept) == room.count() else [WIDTH_PX, 1000])
        room.splitterMoved.connect(lambda: self._keep(tuple(room.sizes())))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(room)

    def _connect(self) -> None:
        side, doing = self.side, self.doing
        side.opened.connect(self.open)
        side.menu_wanted.connect(self._open_menu)
        side.files_wanted.connect(self.queue.choose)
        self.pane.chosen.connect(self.show_page)
        self.drops.dropped.connect(self._on_dropped)
        self.files.opened.connect(self.open)
        self.driving.open_wanted.connect(self.open)
        self.driving.begun.connect(lambda _recording_id: self.reading.read())
        doing.wanted.connect(self.open)
        doing.leaving.connect(self._on_leaving)
        doing.chat_wanted.connect(self.to_chat.send)
        self.reading.read_again.connect(self._on_read)
        self.standing.retried.connect(doing.retry)
        self.standing.cancelled.connect(doing.cancel)
        keys = self._host.keys
        keys.bind(RECORD.id, self, self._on_dictate)
        keys.bind(TRANSCRIBE.id, self, self.queue.choose)
        keys.bind(SEARCH.id, self, self.side.search.setFocus)

    def _on_dictate(self) -> None:
        self.show_page(pages.DICTATE)
        self.driving.toggle()

    def _on_dropped(self, paths: list[Path]) -> None:
        self.show_page(pages.FILES)
        self.queue.take(paths)

    def _on_leaving(self, recording_ids: tuple[int, ...]) -> None:
        self.driving.forget(recording_ids)
        if self._shown_id in recording_ids:
            self.show_page(pages.FILES)

    def _on_read(self) -> None:
        if self._shown_id:
            self._show_standing()
            if not (self.side.shows_bin or self.side.list.selected_ids()):
                self.side.list.select_id(self._shown_id)

    def _show_standing(self) -> None:
        recording = self.reading.recording(self._shown_id)
        if recording is None:
            self.standing.hide()
        else:
            self.standing.show_recording(recording, self.reading.progress(recording.id))

    def _open_menu(self, point: QPoint) -> None:
        open_menu(self.doing, self.side, self.reading, point)

    def _keep(self, sizes: tuple[int, ...]) -> None:
        kept = self._services.window_state
        kept.change(replace(kept.state, splitters={**kept.state.splitters, _NAME: sizes}))

    def _on_error(self, error: Exception) -> None:
        words = error_text(code_of(error))
        self._host.notify(Notice(lambda: f"{words.title} {words.hint}"))

    # An event filter would do for all of these, and see every other event of an idle window, too.
    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on. A focus proxy would do so too, and take the page out of Tab's way."""
        is_dictate = self.pane.current == pages.DICTATE
        (self.dictate.card.record if is_dictate else self.side.list).setFocus(event.reason())

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.take(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.drops.take(event)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drops.take(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.take(event)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18
