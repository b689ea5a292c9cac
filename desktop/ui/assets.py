"""Icons, tinted by the theme and sharp at every scale; drawn once, then kept."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.core.resources import resource
from desktop.ui.theme import Theme

_STROKES_PX = {14: 1.3, 16: 1.35}  # small icons would look bold with the 1.5 px of the 20 px row


def pixmap(
    theme: Theme, name: str, tone: str = "text2", size_px: int = 20, dpr: float = 1.0
) -> QPixmap:
    """Give icon `name` in the theme's colour `tone`, size_px logical pixels wide."""
    return _drawn(name, theme.hex(tone), size_px, dpr)


@lru_cache(maxsize=512)
def _drawn(name: str, color: str, size_px: int, dpr: float) -> QPixmap:
    side = round(size_px * dpr)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    width = _STROKES_PX.get(size_px, 1.5) * 24 / size_px  # Lucide draws on a grid of 24
    svg = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    svg = svg.replace("currentColor", color)
    svg = re.sub(r'stroke-width="[\d.]+"', f'stroke-width="{width:.3f}"', svg)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(dpr)
    return picture
