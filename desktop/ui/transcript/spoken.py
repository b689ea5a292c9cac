"""Marks the sentence that is read aloud: a soft tint behind it, and the view goes along.

The view goes along only while what was read before is on show: who scrolls away reads elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.ui.transcript.entry import SectionKind
from desktop.ui.transcript.layout import Anchor
from desktop.ui.transcript.message import Message
from desktop.ui.transcript.surface import Surface
from desktop.ui.transcript.view import BlockView
from desktop.ui.transcript.walk import Placed, settle

_ABOVE = 3  # a third of the port is above a sentence that was brought into view
_BAR_PX, _AWAY_PX = 3, 12
_ROUND_PX, _SIDE_PX = 4, 2


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence of a message: its words as they are heard, and its place in the message's text."""

    message_id: int
    words: str
    start: int
    end: int


class SpokenMark(QObject):
    """Draws it below the text of the block that it stands in."""

    def __init__(self, view: Surface) -> None:
        super().__init__(view)
        self._view = view
        self._spoken: Spoken | None = None
        self._block: int | None = None

    def show(self, spoken: Spoken | None) -> None:
        """Mark another sentence; None: nothing."""
        was_seen = self._spoken is None or self._is_seen()
        self._spoken, self._block = spoken, None
        if spoken is not None:
            row = self._view.model.row_of(spoken.message_id)
            if row is not None:
                self._block = block_of(self._view.model.messages[row], spoken)
                if was_seen and self._block is not None and not self._is_seen():
                    self._reveal(row, self._block)
        self._view.viewport().update()

    def paint(self, painter: QPainter, placed: Placed) -> None:
        """Draw the tint; the painter's origin is the block's."""
        spoken = self._spoken
        if spoken is None or not self._is_here(placed):
            return
        view = placed.view
        span = span_of(view.raw(), spoken.words)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if span is None:  # a row of a table, code: there are no words to tint
            painter.setBrush(view.style.color("accent"))
            bar = QRectF(-_AWAY_PX, 0, _BAR_PX, view.height - view.gap)
            painter.drawRoundedRect(bar, _BAR_PX / 2, _BAR_PX / 2)
            return
        painter.setBrush(view.style.color("select"))
        for rect in view.rects(*span):
            painter.drawRoundedRect(rect.adjusted(-_SIDE_PX, 0, _SIDE_PX, 0), _ROUND_PX, _ROUND_PX)

    def _is_here(self, placed: Placed) -> bool:
        is_same = self._spoken is not None and (
            placed.view.setting.message.id == self._spoken.message_id
        )
        return is_same and placed.block == self._block

    def _is_seen(self) -> bool:
        """Tell whether the sentence is on show, to its end."""
        port = self._view.viewport().rect()
        for placed in self._view.placed:
            if self._is_here(placed):
                rect = _rect(placed.view, self._spoken)
                top = self._view.rect_of(placed).top()
                return top + rect.top() >= port.top() and top + rect.bottom() <= port.bottom()
        return False

    def _reveal(self, row: int, block: int) -> None:
        view = self._view
        rect = _rect(view.layouts.view(row, block), self._spoken)
        offset = view.layouts.head(row, block) + round(rect.top())
        above = view.viewport().height() // _ABOVE
        anchor = settle(view.layouts, Anchor(row, block, offset), -above)
        view.scroller.move(anchor, may_follow=True)


def block_of(message: Message, spoken: Spoken) -> int | None:
    """Give the block that a place of the message's text stands in: their sources are that text."""
    at, section = 0, -1
    found: int | None = None
    for index, block in enumerate(message.blocks()):
        if not block.source or message.is_hidden(index):
            continue
        passage = message.passage(block)
        if passage.kind is not SectionKind.TEXT:
            continue
        if section not in {-1, block.section}:
            at += 2  # sections stand apart by a blank line
        section = block.section
        if at > spoken.start:
            break
        found = index
        at += len(block.source)
    return found


def span_of(raw: str, words: str) -> tuple[int, int] | None:
    """Give where words stand in a drawn text, as Qt counts; blanks and pictures may be between them."""
    letters = [re.escape(letter) for letter in words if not letter.isspace()]
    found = re.search(r"[^\w]*?".join(letters), raw) if letters else None
    if found is None:
        return None
    start = _units(raw[: found.start()])
    return start, start + _units(found[0])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _rect(view: BlockView, spoken: Spoken | None) -> QRectF:
    span = span_of(view.raw(), spoken.words) if spoken is not None else None
    rects = view.rects(*span) if span is not None else []
    if not rects:
        return QRectF(0, 0, view.width, min(view.height, 24))
    whole = rects[0]
    for rect in rects[1:]:
        whole = whole.united(rect)
    return whole
