"""The page of the files: where they can be dropped, what was refused, and the queue. Widgets only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.core.errors import Code
from desktop.core.override import override
from desktop.core.recording import Recording
from desktop.features.speech.files.row import FileRow
from desktop.features.speech.words import names_of
from desktop.services.speech.transcribing import Progress
from desktop.ui.assets import pixmap
from desktop.ui.controls import Button, Label, Words
from desktop.ui.error_text import error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.notices import Banner
from desktop.ui.viewport import give_viewport

_COLUMN_PX = 760
_MOST_ROWS = 200


class _Target(QFrame):
    """Says what can be dropped, inside a dashed line."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._icon = QLabel()
        self.choose = Button(
            look, lambda: translate("Speech", "Choose files…"), kind="primary", icon_name="upload"
        )
        self._title = Label(look, _drop_words, "title", "text", 600)
        self._hint = Label(look, _kinds_words, "body", "text2")
        self.who = Label(look, str, "caption", "text3")
        centre = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(8)
        column.addWidget(self._icon, 0, centre)
        for label in (self._title, self._hint):
            label.setWordWrap(True)
            label.setAlignment(centre)
            column.addWidget(label)
        column.addSpacing(8)
        column.addWidget(self.choose, 0, centre)
        self.who.setWordWrap(True)
        self.who.setAlignment(centre)
        column.addWidget(self.who)
        look.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        dpr = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._look.theme, "file-audio", "text3", 40, dpr))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._look.theme.color("field"), 1.5)
        pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
        painter.end()


class FilesPage(QWidget):
    """Signals: `files_wanted()` by its button; `opened(id)`, `cancelled(id)`, `retried(id)` by rows."""

    files_wanted = Signal()
    opened = Signal(int)
    cancelled = Signal(int)
    retried = Signal(int)

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._look = host.look
        self.target = _Target(host.look)
        self.target.choose.clicked.connect(self.files_wanted)
        self.refusal = Banner(host.look, "amber", "triangle-alert", is_card=True)
        self.refusal.closed.connect(self.refusal.hide)
        self.refusal.hide()
        self.rows: dict[int, FileRow] = {}
        self._queue = QVBoxLayout()
        self._queue.setSpacing(8)
        narrow = QWidget()
        narrow.setMaximumWidth(_COLUMN_PX)
        column = QVBoxLayout(narrow)
        column.setContentsMargins(0, 8, 0, 24)
        column.setSpacing(12)
        for part in (self.target, self.refusal):
            column.addWidget(part)
        column.addLayout(self._queue)
        column.addStretch(1)
        inner = QWidget()
        centred = QHBoxLayout(inner)
        centred.setContentsMargins(24, 0, 24, 0)
        centred.addStretch(1)
        centred.addWidget(narrow, 1000)
        centred.addStretch(1)
        area = QScrollArea()
        give_viewport(area)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def say_who(self, words: Words) -> None:
        """Say who transcribes."""
        self.target.who.say(words)

    def show_queue(self, found: Sequence[tuple[Recording, Progress | None]]) -> None:
        """Show these files, the first at the top; rows that stay are only drawn anew."""
        shown = found[:_MOST_ROWS]
        wanted = [recording.id for recording, _progress in shown]
        for gone in set(self.rows) - set(wanted):
            row = self.rows.pop(gone)
            self._queue.removeWidget(row)
            row.deleteLater()
        for at, (recording, progress) in enumerate(shown):
            row = self.rows.get(recording.id) or self._add(recording)
            row.show_recording(recording, progress)
            if self._queue.indexOf(row) != at:
                self._queue.insertWidget(at, row)

    def _add(self, recording: Recording) -> FileRow:
        row = self.rows[recording.id] = FileRow(self._look, recording)
        row.opened.connect(self.opened)
        row.cancelled.connect(self.cancelled)
        row.retried.connect(self.retried)
        return row

    def show_refused(self, refused: Sequence[tuple[Path, Code]]) -> None:
        """Say which files were not taken, and why."""
        self.refusal.setVisible(bool(refused))
        if not refused:
            return
        paths, code = [path for path, _code in refused], refused[0][1]

        def title() -> str:
            return translate("Speech", "Not taken: {names}").format(names=names_of(paths))

        def hint() -> str:
            words = error_text(code)
            return f"{words.title} {words.hint}"

        self.refusal.say(title, hint)


def _drop_words() -> str:
    return translate("Speech", "Drop sound files or films here")


def _kinds_words() -> str:
    return translate(
        "Speech",
        "Wav, flac, mp3, ogg, opus, aiff; with ffmpeg also m4a, mp4, webm, mkv. Of any length:"
        " what was heard is kept, and goes on after a break.",
    )
