"""At the right: who speaks and how much; naming them, and making one of two."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.features.speech.transcript.voices import Voice
from desktop.ui.controls import Field, Label
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_ROW_PX, _BADGE_PX, _GAP_PX = 40, 24, 12


class Speakers(QWidget):
    """Signals: `renamed(key, name)`; `merged(key, into)`."""

    renamed = Signal(str, str)
    merged = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._voices: dict[str, Voice] = {}
        self.rows: list[SpeakerRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        title = Label(look, lambda: translate("Transcript", "Speakers"), "body", "text", 600)
        self._column.addWidget(title)
        self.field = Field(
            look,
            lambda: translate("Transcript", "Name of the speaker"),
            lambda: translate("Transcript", "Name of the speaker"),
        )
        self._renaming = ""
        self.field.entered.connect(self._on_named)
        self.field.hide()
        self._column.addWidget(self.field)

    def show_voices(self, voices: Mapping[str, Voice]) -> None:
        """Show other speakers or shares."""
        self.setVisible(bool(voices))
        if list(voices) != list(self._voices):
            for row in self.rows:
                row.deleteLater()
            self.rows = [SpeakerRow(self._look) for _ in voices]
            for number, row in enumerate(self.rows, 1):
                row.clicked.connect(lambda _on=False, row=row: self._open_menu(row))
                self._column.insertWidget(number, row)
        self._voices = dict(voices)
        for row, voice in zip(self.rows, self._voices.values(), strict=True):
            row.show_voice(voice)

    def _open_menu(self, row: SpeakerRow) -> None:
        voice = row.voice
        if voice is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rename = menu.addAction(translate("Transcript", "Rename"))
        rename.triggered.connect(lambda: self.rename(voice.key))
        for other in self._voices.values():
            if other.key != voice.key:
                words = translate("Transcript", "Merge into {name}").format(name=other.name)
                action = menu.addAction(words.replace("&", "&&"))
                action.triggered.connect(
                    lambda _on=False, into=other.key: self.merged.emit(voice.key, into)
                )
        menu.popup(row.mapToGlobal(QPoint(0, row.height())))

    def rename(self, key: str) -> None:
        """Let the person write a name; Return keeps it."""
        self._renaming = key
        self.field.edit.setText(self._voices[key].name)
        self.field.edit.selectAll()
        self.field.show()
        self.field.edit.setFocus()

    def _on_named(self) -> None:
        self.field.hide()
        if self._renaming in self._voices:
            self.renamed.emit(self._renaming, self.field.text())
        self._renaming = ""


class SpeakerRow(QAbstractButton):
    """Badge, name, share in words and as a bar; pressed it opens what can be done."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.voice: Voice | None = None
        self.setFixedHeight(_ROW_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_voice(self, voice: Voice) -> None:
        """Show somebody."""
        self.voice = voice
        words = translate("Transcript", "{name}, {percent}%")
        self.setText(words.format(name=voice.name, percent=round(100 * voice.share)))
        self.setAccessibleName(self.text())
        self.setToolTip(translate("Transcript", "Rename or merge"))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, _ROW_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        voice, theme = self.voice, self._look.theme
        if voice is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse() or self.isDown():
            painter.setBrush(theme.color("pressed" if self.isDown() else "hover"))
            painter.drawRoundedRect(self.rect(), 8, 8)
        badge = QRectF(0, (_ROW_PX - _BADGE_PX) / 2, _BADGE_PX, _BADGE_PX)
        painter.setBrush(theme.color(voice.tone, 0.28 if theme.mode == "dark" else 0.18))
        painter.drawEllipse(badge)
        room = self.rect().adjusted(_BADGE_PX + _GAP_PX, 4, 0, -12)
        bar = QRectF(room.left(), _ROW_PX - 10, room.width(), 4)
        painter.setBrush(theme.color("pressed"))
        painter.drawRoundedRect(bar, 2, 2)
        bar.setWidth(max(4.0, bar.width() * voice.share))
        painter.setBrush(theme.color(voice.tone))
        painter.drawRoundedRect(bar, 2, 2)
        painter.setPen(theme.color(voice.tone))
        painter.setFont(theme.font("caption", 600))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, voice.initial)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.color("text3"))
        painter.setFont(theme.font("caption"))
        share = f"{round(100 * voice.share)}%"
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, share)
        room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(share) - 8)
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font("body"))
        elide = Qt.TextElideMode.ElideRight
        name = painter.fontMetrics().elidedText(voice.name, elide, room.width())
        painter.drawText(room, middle, name)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 7, 7)
        painter.end()
