"""The transcript widget: painting, and the pieces that take mouse and keys.

Where everything is: `surface`; what is on show: `scroller`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.core.override import override
from desktop.ui.i18n import translate
from desktop.ui.theme import Theme
from desktop.ui.transcript.commands import Commands
from desktop.ui.transcript.flash import Flash
from desktop.ui.transcript.focus import Focus
from desktop.ui.transcript.ink import draw_focus
from desktop.ui.transcript.jump import Jump
from desktop.ui.transcript.keys import Keys
from desktop.ui.transcript.model import TranscriptModel
from desktop.ui.transcript.mouse import Mouse
from desktop.ui.transcript.surface import Surface
from desktop.ui.transcript.view import Moment
from desktop.ui.transcript.walk import Placed

if TYPE_CHECKING:  # most conversations are never searched
    from desktop.ui.transcript.find.finder import Finder
    from desktop.ui.transcript.spoken import Spoken, SpokenMark


class TranscriptView(Surface):
    """Shows a `TranscriptModel`.

    Signals: `link_activated(url)` a safe link was pressed; `link_questioned(url)` one that a person
    should see whole before it opens; `action_requested(action, message_id)` a button at a message
    (`entry.Action`, or a notice's own id); `attachment_activated(message_id, index)` one of a
    question's; `zoom_changed(zoom)` by wheel or keys, already in force; `copied()` code or a
    selection was copied; `failed(error)` code could not be saved.
    """

    link_activated = Signal(str)
    link_questioned = Signal(str)
    action_requested = Signal(str, int)
    attachment_activated = Signal(int, int)
    zoom_changed = Signal(float)
    copied = Signal()
    failed = Signal(Exception)

    def __init__(self, model: TranscriptModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, parent)
        self.commands = Commands(self)
        self.focus = Focus(self)
        self._mouse = Mouse(self, self.commands, self.focus)
        self._keys = Keys(self, self.commands, self.focus)
        self.jump = Jump(self)
        self._flash = Flash(self)
        self._finder: Finder | None = None
        self._spoken: SpokenMark | None = None
        self.jump.pressed.connect(self.scroll_to_end)
        self.replaced.connect(self.focus.reset)
        self.view_changed.connect(self._on_view_changed)
        for own, of_commands in (
            (self.link_activated, self.commands.link_activated),
            (self.link_questioned, self.commands.link_questioned),
            (self.action_requested, self.commands.action_requested),
            (self.attachment_activated, self.commands.attachment_activated),
            (self.zoom_changed, self.commands.zoom_changed),
            (self.copied, self.commands.copied),
            (self.failed, self.commands.failed),
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

    def show_message(self, message_id: int) -> None:
        """Bring a message into view and mark it for a moment; one that is not on show is ignored."""
        self._flash.show(message_id)

    @property
    def finder(self) -> Finder:
        """Finds in what is on show; made with the first use."""
        if self._finder is None:
            from desktop.ui.transcript.find.finder import Finder  # noqa: PLC0415 - see above

            self._finder = Finder(self)
        return self._finder

    def show_spoken(self, spoken: Spoken | None) -> None:
        """Mark the sentence that is read aloud; None: none is."""
        if self._spoken is None and spoken is not None:
            from desktop.ui.transcript.spoken import SpokenMark  # noqa: PLC0415 - few listen

            self._spoken = SpokenMark(self)
        if self._spoken is not None:
            self._spoken.show(spoken)

    def mark(self, message_id: int, words: str) -> None:
        """Mark the words of a search in a message and show the first; also one that comes later."""
        from desktop.ui.transcript.find.matching import by_words  # noqa: PLC0415 - see above

        self.finder.seek(by_words(words), only=message_id)

    # -- painting
    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.theme.color("window"))
        ratio = self.viewport().devicePixelRatioF()
        for placed in self.placed:
            band = QRect(0, placed.y, self.viewport().width(), placed.height)
            self._flash.paint(painter, placed)
            if event.region().intersects(band):  # its rectangle may be all of it for two strips
                self._paint_block(painter, placed, event.rect(), ratio)
        self._paint_focus(painter)
        self.jump.paint(painter, ratio)
        painter.end()

    def _paint_block(self, painter: QPainter, placed: Placed, dirty: QRect, ratio: float) -> None:
        rect, view = self.rect_of(placed), placed.view
        hovered = self.hovered[1] if self.hovered and self.hovered[0].view is view else None
        hits = self._finder.hits(placed) if self._finder is not None else None
        moment = Moment(
            QRectF(dirty.translated(-rect.topLeft())),
            self.selection.span(placed.message, placed.block, view),
            hovered,
            self.focus.target_in(placed) if self.hasFocus() else None,
            ratio,
            hits.marks if hits is not None else None,
        )
        painter.save()
        painter.translate(rect.topLeft())
        if self._spoken is not None:
            self._spoken.paint(painter, placed)
        view.paint(painter, moment)
        if hits is not None and hits.rows:
            hits.paint_rows(painter, view.style)
        painter.restore()

    def _paint_focus(self, painter: QPainter) -> None:
        """Draw the ring round the current message while it was reached by keys."""
        rect = self.focus.ring() if self.hasFocus() else QRect()
        if not rect.isEmpty():
            draw_focus(painter, self.theme, QRectF(rect.adjusted(-8, -4, 8, 4)))
