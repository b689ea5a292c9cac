"""The head of a box of code or data: what it is, and its tools at the right."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from desktop.ui.i18n import translate
from desktop.ui.transcript.ink import draw_focus, draw_icon, draw_text, fill_card
from desktop.ui.transcript.style import Style
from desktop.ui.transcript.view import Moment, Target

COPY_CODE = "copy_code"
HEAD, PAD, RADIUS = 32, 16, 8
_TOOL, _SIDE, _ICON = 24, 8, 14


class Tool(NamedTuple):
    """A button in a head; `word` stands beside its icon."""

    action: str
    icon: str
    name: str
    word: str = ""
    is_on: bool = False


def copy_tool() -> Tool:
    """Give the tool that copies all that is in a box."""
    name = translate("Transcript", "Copy code")
    return Tool(COPY_CODE, "copy", name, translate("Transcript", "Copy"))


class CodeHead:
    """Places and draws a head at one width."""

    def __init__(self, style: Style, width: float, tools: list[Tool]) -> None:
        self._style, self._width, self._tools = style, width, tools

    def targets(self) -> list[Target]:
        """Give the tools from left to right; the last one ends at the right edge."""
        px = self._style.px
        x = self._width - px(_SIDE)
        targets: list[Target] = []
        for tool in reversed(self._tools):
            width = px(_TOOL)
            if tool.word:
                metrics = QFontMetricsF(self._style.font("caption"))
                width = px(8 + _ICON + 6 + 8) + round(metrics.horizontalAdvance(tool.word))
            x -= width
            rect = QRectF(x, px((HEAD - _TOOL) / 2), width, px(_TOOL))
            targets.append(Target(tool.action, rect, tool.name, tool.icon))
        return targets[::-1]

    def paint(self, painter: QPainter, label: str, moment: Moment) -> None:
        """Draw it."""
        px, theme = self._style.px, self._style.theme
        targets = self.targets()
        right = targets[0].rect.x() if targets else self._width
        room = QRectF(px(PAD), 0, right - px(PAD) - px(8), px(HEAD))
        font = self._style.font("caption", 500)
        shown = QFontMetricsF(font).elidedText(label, Qt.TextElideMode.ElideRight, room.width())
        draw_text(painter, room, shown, font, theme.color("text3"))
        for tool, target in zip(self._tools, targets, strict=True):
            self._paint_tool(painter, (tool, target), moment)

    def _paint_tool(self, painter: QPainter, drawn: tuple[Tool, Target], moment: Moment) -> None:
        (tool, target), px, theme = drawn, self._style.px, self._style.theme
        rect = target.rect
        is_hovered = moment.hovered is not None and moment.hovered.action == tool.action
        if is_hovered or tool.is_on:
            fill_card(painter, rect, theme.color("pressed"), 6, (True, True))
        tone = "accent_ink" if tool.is_on else "text2"
        icon = QRectF(rect.x() + px(8), rect.y(), px(_ICON), rect.height()) if tool.word else rect
        draw_icon(painter, theme, (tool.icon, tone, px(_ICON)), icon, moment.pixel_ratio)
        if tool.word:
            words = rect.adjusted(px(8 + _ICON + 6), 0, 0, 0)
            font = self._style.font("caption")
            draw_text(painter, words, tool.word, font, theme.color("text2"))
        if moment.focused is not None and moment.focused.action == tool.action:
            draw_focus(painter, theme, rect, 6)
