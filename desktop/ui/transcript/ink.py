"""What the views draw alike: icon buttons, focus rings, cards that continue in the next piece."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from desktop.ui.assets import pixmap
from desktop.ui.theme import Theme
from desktop.ui.transcript.view import Moment, Target


def focus_pen(theme: Theme) -> QPen:
    """Give the pen of a focus ring."""
    return QPen(theme.color("ring"), 2)


def draw_focus(painter: QPainter, theme: Theme, rect: QRectF, radius: float = 8) -> None:
    """Draw a focus ring just inside rect."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(focus_pen(theme))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1)
    painter.restore()


def draw_icon(
    painter: QPainter, theme: Theme, icon: tuple[str, str, int], rect: QRectF, ratio: float
) -> None:
    """Draw an icon (name, tone, size) in the middle of rect, on whole device pixels."""
    name, tone, size = icon
    picture = pixmap(theme, name, tone, size, ratio)
    x, y = rect.center().x() - size / 2, rect.center().y() - size / 2
    painter.drawPixmap(round(x * ratio) / ratio, round(y * ratio) / ratio, picture)  # type: ignore[call-overload]


def draw_icon_button(painter: QPainter, theme: Theme, target: Target, moment: Moment) -> None:
    """Draw a quiet icon button: no box until the pointer is over it."""
    is_hovered = moment.hovered is target or (
        moment.hovered is not None and moment.hovered.action == target.action
    )
    if is_hovered and target.is_enabled:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("hover_on_window"))
        painter.drawRoundedRect(target.rect, 8, 8)
    size = 14 if target.rect.width() < theme.px(28) else 16
    tone = ("text2" if is_hovered else "text3") if target.is_enabled else "disabled"
    icon = (target.icon, tone, theme.px(size))
    draw_icon(painter, theme, icon, target.rect, moment.pixel_ratio)
    if moment.focused is not None and moment.focused.action == target.action:
        draw_focus(painter, theme, target.rect)


def draw_text(
    painter: QPainter, rect: QRectF, text: str, font: QFont, color: QColor, *, right: bool = False
) -> None:
    """Draw one line of text, centred vertically, at the left or right edge of rect."""
    align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, text)


def fill_card(
    painter: QPainter, rect: QRectF, color: QColor, radius: float, ends: tuple[bool, bool]
) -> None:
    """Fill a card; where it goes on in another piece (ends: top, bottom) the corners are square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.drawRoundedRect(open_rect(rect, radius, ends), radius, radius)
    painter.restore()


def open_rect(rect: QRectF, radius: float, ends: tuple[bool, bool]) -> QRectF:
    """Give rect made longer where it goes on, so that its round corners fall outside."""
    top, bottom = ends
    return rect.adjusted(0, 0 if top else -2 * radius, 0, 0 if bottom else 2 * radius)
