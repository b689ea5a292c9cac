"""The transcript widget: painting, and the pieces that take mouse and keys.

Where everything is: `surface`; what is on show: `scroller`.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.ui.i18n import translate
from desktop.ui.theme import Theme
from desktop.ui.transcript.commands import Commands
from desktop.ui.transcript.focus import Focus
from desktop.ui.transcript.ink import draw_focus
from desktop.ui.transcript.jump import Jump
from desktop.ui.transcript.keys import Keys
from desktop.ui.transcript.model import TranscriptModel
from desktop.ui.transcript.mouse import Mouse
from desktop.ui.transcript.surface import Surface
from desktop.ui.transcript.view import Moment
from desktop.ui.transcript.walk import Placed


class TranscriptView(Surface):
    """Shows a `TranscriptModel`.

    Signals: `link_activated(url)` a safe link was pressed; `link_questioned(url)` one that a person
    should see whole before it opens; `action_requested(action, message_id)` a button at a message
    (`entry.Action`, or a notice's own id); `zoom_changed(zoom)` by wheel or keys, already in force;
    `copied()` code or a selection was copied.
    """

    link_activated = Signal(str)
    link_questioned = Signal(str)
    action_requested = Signal(str, int)
    zoom_changed = Signal(float)
    copied = Signal()

    def __init__(self, model: TranscriptModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, parent)
        self.commands = Commands(self)
        self.focus = Focus(self)
        self._mouse = Mouse(self, self.commands, self.focus)
        self._keys = Keys(self, self.commands, self.focus)
        self.jump = Jump(self)
        self.jump.pressed.connect(self.scroll_to_end)
        self.replaced.connect(self.focus.reset)
        self.view_changed.connect(self._on_view_changed)
        for own, of_commands in (
            (self.link_activated, self.commands.link_activated),
            (self.link_questioned, self.commands.link_questioned),
            (self.action_requested, self.commands.action_requested),
            (self.zoom_changed, self.commands.zoom_changed),
            (self.copied, self.commands.copied),
        ):
            of_commands.connect(own)
        self._name_all()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._name_all()

    def _name_all(self) -> None:
        self.setAccessibleName(translate("Transcript", "Conversation"))

    def _on_view_changed(self) -> None:
        if not self.focus.ring().isEmpty():  # it is cut at the edge: it must not move with the text
            self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.jump.place()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name_all()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Let Tab visit what can be pressed in the current message before it goes on."""
        return self.focus.step(1 if next else -1) or super().focusNextPrevChild(next)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus.enter(event.reason())

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # -- painting
    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.theme.color("window"))
        ratio = self.viewport().devicePixelRatioF()
        for placed in self.placed:
            band = QRect(0, placed.y, self.viewport().width(), placed.height)
            if event.region().intersects(band):  # its rectangle may be all of it for two strips
                self._paint_block(painter, placed, event.rect(), ratio)
        self._paint_focus(painter)
        self.jump.paint(painter, ratio)
        painter.end()

    def _paint_block(self, painter: QPainter, placed: Placed, dirty: QRect, ratio: float) -> None:
        rect, view = self.rect_of(placed), placed.view
        hovered = self.hovered[1] if self.hovered and self.hovered[0].view is view else None
        moment = Moment(
            QRectF(dirty.translated(-rect.topLeft())),
            self.selection.span(placed.message, placed.block, view),
            hovered,
            self.focus.target_in(placed) if self.hasFocus() else None,
            ratio,
        )
        painter.save()
        painter.translate(rect.topLeft())
        view.paint(painter, moment)
        painter.restore()

    def _paint_focus(self, painter: QPainter) -> None:
        """Draw the ring round the current message while it was reached by keys."""
        rect = self.focus.ring() if self.hasFocus() else QRect()
        if not rect.isEmpty():
            draw_focus(painter, self.theme, QRectF(rect.adjusted(-8, -4, 8, 4)))
