"""A question: what a person wrote, as typed, in a bubble at the right with its actions beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QTextCursor

from desktop.core.override import override
from desktop.ui.transcript.actions import Actions
from desktop.ui.transcript.ink import fill_card
from desktop.ui.transcript.style import Mark, block_format, char_format
from desktop.ui.transcript.view import BlockView, Moment, Target

MAX_WIDTH, PAD_X, PAD_Y, RADIUS = 560, 16, 10, 12
_ACTIONS_ROOM = 168


class BubbleView(BlockView):
    """A piece of a question; the first piece carries the actions."""

    @override
    def prepare(self) -> None:
        px = self.style.px
        self.top = px(PAD_Y) if self.block.is_first else 0
        self.bottom = px(PAD_Y) if self.block.is_last else 0
        self._actions = Actions(self.setting.message.entry, self.style.theme)

    @override
    def fill(self) -> None:
        cursor = QTextCursor(self.doc)
        cursor.beginEditBlock()
        cursor.setBlockFormat(block_format(self.style.line()))
        text = self.block.source.removesuffix("\n")
        cursor.insertText(text, char_format(self.style, Mark()))
        cursor.endEditBlock()
        self._lay_out()

    @override
    def show(self, block: object) -> None:
        super().show(block)  # type: ignore[arg-type]
        self._actions = Actions(self.setting.message.entry, self.style.theme)

    @override
    def _lay_out(self) -> None:
        px = self.style.px
        beside = max(px(_ACTIONS_ROOM), round(self._actions.width()) + px(16))
        room = max(px(80), min(px(MAX_WIDTH), self.width - beside) - 2 * px(PAD_X))
        self.doc.setTextWidth(room)
        if self.block.is_first and self.block.is_last:
            room = min(room, int(self.doc.idealWidth()) + 2)
            self.doc.setTextWidth(room)
        self.left = self.width - room - px(PAD_X)

    def bubble(self) -> QRectF:
        """Give where the bubble is."""
        x = self.left - self.style.px(PAD_X)
        return QRectF(x, 0, self.width - x, self.height - self.gap)

    @override
    def targets(self) -> list[Target]:
        if not self.block.is_first:
            return []
        px = self.style.px
        height = min(self.bubble().height(), px(44))
        return self._actions.question(self.left - px(PAD_X) - px(8), height / 2)

    @override
    def paint_below(self, painter: QPainter, moment: Moment) -> None:
        ends = (self.block.is_first, self.block.is_last)
        fill_card(painter, self.bubble(), self.style.color("sunken"), self.style.px(RADIUS), ends)
        self._actions.paint(painter, self.targets(), moment)
