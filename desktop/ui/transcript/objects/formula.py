"""Formulas in a text: their size and place in the line, their outlines, or their source."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from desktop.core.formula import EM, Drawing, Flaw, Undrawn
from desktop.ui.transcript.objects.drawings import Drawings, Shape
from desktop.ui.transcript.objects.format import IS_DISPLAY, IS_OPEN, SOURCE
from desktop.ui.transcript.objects.ground import Ground

if TYPE_CHECKING:
    from desktop.services.formulas import Formulas
    from desktop.ui.theme import Theme

_SCALE = 1.16
"""The formula's letters beside those of the interface: their x-heights are 0.47 and 0.54 em."""
_SIDE = 0.08  # of an em, at both sides of a formula in a line
_ASCENT, _DESCENT = 0.72, 0.36
"""Parts of a line: a formula within them touches neither the line above nor the one below."""
_PAD = 4.0  # around a source, as in the fill of inline code
_BREAKS = int(Qt.TextFlag.TextWrapAnywhere) | int(Qt.AlignmentFlag.AlignLeft)


class _Drawn(NamedTuple):
    shape: Shape
    scale: float  # pixels per hundredth of an em
    side: float

    @property
    def width(self) -> float:
        return self.shape.width * self.scale + 2 * self.side

    @property
    def ascent(self) -> float:
        return self.shape.ascent * self.scale

    @property
    def descent(self) -> float:
        return self.shape.descent * self.scale


class FormulaInk:
    """Measures and paints formulas on a `Ground`."""

    def __init__(self, context: Ground) -> None:
        self._context = context
        self._service: Formulas | None = None
        self._drawings = Drawings(self._draw, context.scope, context.report)

    async def _draw(self, tex: str, is_display: bool) -> Drawing | Undrawn:
        if self._context.services is None:
            return Undrawn(Flaw.UNAVAILABLE)
        if self._service is None:
            from desktop.services.formulas import Formulas  # noqa: PLC0415 - with the first one

            self._service = Formulas()
            self._context.at_end(self._service.close)
        return await self._service.draw(tex, is_display=is_display)

    def size(self, document: QTextDocument, look: QTextCharFormat) -> QSizeF:
        """Give the room that the line keeps."""
        drawn = self._drawn(document, look)
        if drawn is None:
            return self._source_box(document, look).size()
        if look.verticalAlignment() != QTextCharFormat.VerticalAlignment.AlignMiddle:
            return QSizeF(drawn.width, drawn.ascent)
        half = _half_x(look)
        height = max(2 * drawn.ascent - half, 2 * drawn.descent + half)
        return QSizeF(drawn.width, height)

    def is_tall(self, document: QTextDocument, look: QTextCharFormat) -> bool:
        """Tell whether the lines around would be touched."""
        drawn = self._drawn(document, look)
        if drawn is None:
            return (
                self._source_box(document, look).height()
                > 2 * QFontMetricsF(document.defaultFont()).height()
            )
        line = self._line(document)
        return drawn.ascent > _ASCENT * line or drawn.descent > _DESCENT * line

    def paint(
        self, painter: QPainter, rect: QRectF, document: QTextDocument, look: QTextCharFormat
    ) -> None:
        """Draw the formula; `rect.bottom()` is the base line."""
        owner = self._context.owner(document)
        if owner is None:
            return
        drawn, theme = self._drawn(document, look), owner.style.theme
        painter.save()
        if drawn is None:
            self._paint_source(painter, rect, document, look)
        else:
            painter.translate(rect.x() + drawn.side, rect.bottom())
            painter.scale(drawn.scale, drawn.scale)
            drawn.shape.paint(painter, look.foreground().color(), theme)
        painter.restore()

    def flaw(self, document: QTextDocument, look: QTextCharFormat) -> Undrawn | None:
        """Give why a formula is shown as its source; None: it is not, or not yet known."""
        found = self._found(document, look)
        return found if isinstance(found, Undrawn) else None

    def is_drawn(self, document: QTextDocument, look: QTextCharFormat) -> bool:
        """Tell whether the formula itself is shown by now."""
        return self._drawn(document, look) is not None

    def _found(self, document: QTextDocument, look: QTextCharFormat) -> Shape | Undrawn | None:
        if self._context.services is None or not look.stringProperty(SOURCE):
            return None
        is_open = look.boolProperty(IS_OPEN)
        return self._drawings.get(_key(look), document, is_open=is_open)

    def _drawn(self, document: QTextDocument, look: QTextCharFormat) -> _Drawn | None:
        found = self._found(document, look)
        if not isinstance(found, Shape):
            return None
        size = _font_px(document, look)
        scale = _SCALE * size / EM
        side = 0.0 if look.boolProperty(IS_DISPLAY) else _SIDE * size
        room = _room(document) - 2 * side
        if found.width * scale > room:
            scale = room / found.width
        return _Drawn(found, scale, side)

    def _line(self, document: QTextDocument) -> float:
        owner = self._context.owner(document)
        return float(owner.style.line()) if owner is not None else 24.0

    # the source, while there is nothing better
    def _source_box(self, document: QTextDocument, look: QTextCharFormat) -> QRectF:
        font = self._code_font(document)
        metrics, source = QFontMetricsF(font), _source(look)
        room = _room(document) - 2 * _PAD
        width = metrics.horizontalAdvance(source)
        if not source:  # of one that has only begun
            return QRectF()
        if width <= room:
            return QRectF(0, 0, width + 2 * _PAD, metrics.ascent())
        box = metrics.boundingRect(QRectF(0, 0, room, 1e6), _BREAKS, source)
        return QRectF(0, 0, room + 2 * _PAD, box.height())

    def _paint_source(
        self, painter: QPainter, rect: QRectF, document: QTextDocument, look: QTextCharFormat
    ) -> None:
        owner = self._context.owner(document)
        if owner is None or not _source(look):
            return
        theme, font = owner.style.theme, self._code_font(document)
        metrics = QFontMetricsF(font)
        box = self._source_box(document, look)
        is_one_line = box.height() <= metrics.ascent() + 1
        top = rect.bottom() - box.height()
        bottom = rect.bottom() + (metrics.descent() if is_one_line else 0)
        fill = QRectF(rect.x(), top - 1, box.width(), bottom - top + 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(fill, 4, 4)
        painter.setFont(font)
        painter.setPen(_source_color(theme))
        if is_one_line:
            painter.drawText(QPointF(rect.x() + _PAD, rect.bottom()), _source(look))
        else:
            painter.drawText(fill.adjusted(_PAD, 1, -_PAD, -1), _BREAKS, _source(look))

    def _code_font(self, document: QTextDocument) -> QFont:
        owner = self._context.owner(document)
        return owner.style.font("code") if owner is not None else document.defaultFont()


def _source_color(theme: Theme) -> QColor:
    return theme.color("text2")


def _key(look: QTextCharFormat) -> tuple[str, bool]:
    return look.stringProperty(SOURCE), look.boolProperty(IS_DISPLAY)


def _source(look: QTextCharFormat) -> str:
    return " ".join(look.stringProperty(SOURCE).split())[:2_000]


def _font_px(document: QTextDocument, look: QTextCharFormat) -> int:
    own = look.intProperty(QTextFormat.Property.FontPixelSize.value)
    return own or document.defaultFont().pixelSize()


def _room(document: QTextDocument) -> float:
    """Give how wide an object may be: lists and quotes take some of the column."""
    width = document.textWidth()
    return max(80.0, width - 8) if width > 0 else 1e6


def _half_x(look: QTextCharFormat) -> float:
    """Give what Qt moves the middle of an object up by."""
    return QFontMetricsF(look.font()).xHeight() / 2
