"""Line numbers beside code."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from desktop.ui.transcript.ink import draw_text
from desktop.ui.transcript.style import Style
from desktop.ui.transcript.view import BlockView, Moment

_GAP = 12
_FEWEST = 2  # digits


def gutter_width(style: Style, last: int) -> int:
    """Give the room that numbers up to last take, with what is between them and the code."""
    digits = max(_FEWEST, len(str(last)))
    width = QFontMetricsF(style.font("code")).horizontalAdvance("0") * digits
    return round(width) + style.px(_GAP)


def paint_numbers(painter: QPainter, view: BlockView, before: int, moment: Moment) -> None:
    """Draw the numbers of a piece's lines that are in view; `before` lines stand above it."""
    style = view.style
    font, tone = style.font("code"), style.color("text3")
    width, line = view.left - style.px(_GAP), style.line("code")
    block, number = view.doc.begin(), before
    while block.isValid():
        number += 1
        top = view.caret(block.position()).top()
        if top > moment.clip.bottom():
            return
        if top + line >= moment.clip.top():
            place = QRectF(0, top, width, line)
            draw_text(painter, place, str(number), font, tone, right=True)
        block = block.next()
