"""One transcript: head, lines, player, and at the right speakers and export."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.core.errors import AppError, Code
from desktop.core.override import override
from desktop.core.recording import Recording
from desktop.core.transcript import text_of
from desktop.features.speech.sending import ToChat, Wish
from desktop.features.speech.transcript.changes import Changes
from desktop.features.speech.transcript.doing import Doing
from desktop.features.speech.transcript.export import ExportPanel
from desktop.features.speech.transcript.finding import Finding
from desktop.features.speech.transcript.head import Head
from desktop.features.speech.transcript.lines import LinesView
from desktop.features.speech.transcript.model import LinesModel
from desktop.features.speech.transcript.player_bar import PlayerBar
from desktop.features.speech.transcript.showing import Showing
from desktop.features.speech.transcript.speakers import Speakers
from desktop.features.speech.words import title_of
from desktop.services.context import Services
from desktop.services.speech.playing import Player, PlayerState
from desktop.store.recording_rows import StoredLine
from desktop.ui.controls import Button
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.lines import hairline
from desktop.ui.notices import EmptyState, Notice
from desktop.ui.scope import scope_for

_SIDE_PX = 256


class TranscriptView(QWidget):
    """`show` another recording at any time; what is changed is stored at once."""

    def __init__(self, services: Services, host: Host) -> None:
        super().__init__()
        self._services, self._host = services, host
        look = host.look
        self._scope = scope_for(self, self._on_error)
        self._recording: Recording | None = None
        self._wanted_line = 0
        self.player = Player()
        self.model = LinesModel(self)
        self.head = Head(look)
        self.lines = LinesView(look, self.model)
        self.finding = Finding(look, self.model, self.lines)
        self.bar = PlayerBar(look, self.player)
        self.speakers = Speakers(look)
        self.export = ExportPanel(services, host)
        self.translate = Button(
            look,
            lambda: translate("Transcript", "Translate to English"),
            kind="ghost",
            icon_name="languages",
        )
        self.empty = EmptyState(look, lambda: translate("Transcript", "There is no text yet."))
        self.changes = Changes(services.speech.recordings, self._show_steps)
        self.doing = Doing(self.changes, self.model, self, self._on_error)
        self.to_chat = ToChat(services, host, self, self._on_error)
        self.showing = Showing(services, self.player, self, self._on_error)
        self._arrange()
        self._connect()
        self._show_steps()
        self._show_text(has_lines=False)
        self.destroyed.connect(self.player.end)

    def show(self, recording_id: int = 0, line_id: int = 0) -> None:
        """Show a recording, at one of its lines."""
        super().show()
        if not recording_id:
            return
        self._wanted_line = line_id
        if recording_id != self.showing.recording_id:
            self.doing.recording_id = recording_id
            self.changes.forget()
            self.finding.close()
            self.model.put((), {})
            self.bar.say(str)
            self.bar.waveform.show_sound(0.0)
            self.showing.show(recording_id)
        else:
            self._go_to_wanted()

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        for widget, stretch in (
            (self.head, 0), (self.finding.bar, 0), (hairline(self), 0), (self.lines, 1),
            (self.empty, 1), (hairline(self), 0), (self.bar, 0),
        ):  # fmt: skip
            left.addWidget(widget, stretch)
        inside = QWidget()
        inside.setObjectName("inspector")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(self.speakers)
        column.addWidget(self.export)
        column.addStretch()
        column.addWidget(self.translate)
        self.side = QScrollArea()
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        self.side.setWidgetResizable(True)
        self.side.setFixedWidth(_SIDE_PX)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side.setWidget(inside)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.side)

    def _connect(self) -> None:
        head, lines, bar, doing = self.head, self.lines, self.bar, self.doing
        head.renamed.connect(self._on_renamed)
        head.find_wanted.connect(self.finding.open)
        head.undo_wanted.connect(lambda: self.doing.change(self.changes.undo))
        head.redo_wanted.connect(lambda: self.doing.change(self.changes.redo))
        head.copy_wanted.connect(self._copy)
        head.export_wanted.connect(self._export)
        head.chat_wanted.connect(self._send)
        head.side_toggled.connect(self.side.setVisible)
        self.translate.clicked.connect(lambda: self._send(Wish.TRANSLATION))
        lines.sought.connect(self.player.seek)
        lines.play_pressed.connect(bar.toggle)
        lines.kept.connect(doing.kept)
        lines.split.connect(doing.split)
        lines.merged.connect(doing.merged)
        lines.menu_wanted.connect(doing.open_menu)
        doing.play_wanted.connect(self._play_from)
        doing.edit_wanted.connect(lines.edit_row)
        bar.stepped.connect(self._step)
        self.speakers.renamed.connect(doing.name_speaker)
        self.speakers.merged.connect(doing.merge_speakers)
        self.showing.read.connect(self._on_read)
        self.showing.sound_opened.connect(self._on_sound)
        self.showing.sound_missed.connect(self._on_no_sound)
        self.showing.peaks_came.connect(bar.waveform.add_peaks)
        self.destroyed.connect(self.player.changed.connect(self._on_played))
        self._host.look.changed.connect(self.model.rename)
        standard = QKeySequence.StandardKey
        for keys, do in (
            (standard.Find, self.finding.open),
            (standard.Undo, head.undo.click),
            (standard.Redo, head.redo.click),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    # what is told
    def _show_steps(self) -> None:
        self.head.show_steps(can_undo=self.changes.can_undo, can_redo=self.changes.can_redo)

    def _on_read(self, recording: Recording, lines: Sequence[StoredLine]) -> None:
        self._recording = recording
        had_voices = bool(self.model.voices)
        self.model.put(lines, recording.speakers)
        if bool(self.model.voices) != had_voices:
            self.lines.refresh()
        self.head.show_recording(recording)
        self._show_text(has_lines=bool(lines))
        self.empty.setVisible(not lines)
        self.speakers.show_voices(self.model.voices)
        self._show_parts()
        self.finding.again()
        self._go_to_wanted()

    def _show_text(self, *, has_lines: bool) -> None:
        """Show what there is for a text, or for none; that there is none is said once it is known."""
        self.head.show_lines(has_lines=has_lines)
        self.lines.setVisible(has_lines)
        self.translate.setEnabled(has_lines)
        self.export.setEnabled(has_lines)
        self.empty.hide()

    def _show_parts(self) -> None:
        parts: list[tuple[float, str]] = []
        for row, one in enumerate(self.model.lines):
            voice = self.model.voice(row)
            tone = "text3" if voice is None else voice.tone
            if not parts or parts[-1][1] != tone:
                parts.append((one.line.start_s, tone))
        self.bar.waveform.show_parts(parts)

    def _go_to_wanted(self) -> None:
        row = self.model.row_of(self._wanted_line) if self._wanted_line else -1
        if row >= 0:
            self._wanted_line = 0
            self.lines.setCurrentIndex(self.model.index(row))
            self.lines.go_to(row)

    def _on_sound(self) -> None:
        self.bar.waveform.show_sound(self.player.state.duration_s)

    def _on_no_sound(self, code: Code) -> None:
        if code is Code.GONE:
            self.bar.say(
                lambda: translate(
                    "Transcript", "The sound is not there any more. The text stays as it is."
                )
            )
        else:
            words = error_text(code)
            self.bar.say(lambda: f"{words.title} {words.hint}")

    def _on_played(self, state: PlayerState) -> None:
        is_begun = state.is_playing or state.position_s > 0
        row = self.model.row_at(state.position_s) if is_begun else -1
        if self.lines.show_playing(row, state.position_s) and row >= 0 and state.is_playing:
            self.lines.go_to(row, is_centred=False)

    def _step(self, by: int) -> None:
        if self.model.rowCount():
            row = self.model.row_at(self.player.position_s + 0.01) + by
            row = max(0, min(row, self.model.rowCount() - 1))
            self.player.seek(self.model.line(row).start_s)

    def _play_from(self, at_s: float) -> None:
        self.player.seek(at_s)
        self.player.play()

    def _on_renamed(self, title: str) -> None:
        store = self._services.speech.recordings
        self._scope.start("title", store.update(self.showing.recording_id, title=title))

    # out of here
    def _copy(self) -> None:
        text = text_of(tuple(one.line for one in self.model.lines))
        QGuiApplication.clipboard().setText(text)
        self._host.notify(Notice(lambda: translate("Transcript", "The text is copied.")))

    def _export(self) -> None:
        if self._recording is not None:
            self.head.side.setChecked(True)
            self.export.choose(self._recording.id, title_of(self._recording))

    def _send(self, wish: Wish) -> None:
        self.to_chat.send(self.showing.recording_id, wish)

    def _on_error(self, error: Exception) -> None:
        if isinstance(error, AppError) and error.code is Code.GONE and self.changes.can_undo:
            self.changes.forget()
        words = error_text(code_of(error))
        self._host.notify(Notice(lambda: f"{words.title} {words.hint}"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) is Qt.Key.Key_Space:
            self.bar.toggle()
        else:
            super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Be silent where nobody sees what is heard."""
        super().hideEvent(event)
        self.player.pause()
