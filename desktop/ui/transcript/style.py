"""How the text of a block is set: theme, size, tone and width, handed to every view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextFormat

from desktop.markdown.footnotes import is_address
from desktop.ui.theme import Theme, Type
from desktop.ui.transcript.link_check import PENDING, is_allowed

PATH = QTextFormat.Property.UserProperty.value + 11
"""Property of a paragraph, str: the lists and quotes that it stands in, outermost first."""
TARGET = PATH + 1
"""Property of characters, str: where a link leads, also where it must not be followed."""
STRONG, STRONGER = 600, 700
"""Weights of strong words, and of strong words in a heading, which is strong itself."""
FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value


@dataclass(frozen=True, slots=True)
class Style:
    """A theme with the role and tone of a block's text."""

    theme: Theme
    role: Type = "reading"
    tone: str = "text"

    def __hash__(self) -> int:
        theme = self.theme  # its colours are a mapping, which has no hash
        return hash((theme.mode, theme.language, theme.zoom, self.role, self.tone))

    def px(self, size: float) -> int:
        """Give a length at the theme's zoom."""
        return self.theme.px(size)

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """Give a colour of the theme."""
        return self.theme.color(token, alpha)

    def font(self, role: Type | None = None, weight: int = 400) -> QFont:
        """Give a font at the theme's zoom; without a role that of the text."""
        return self.theme.font(role or self.role, weight, zoomed=True)

    def line(self, role: Type | None = None) -> int:
        """Give a line height in pixels at the theme's zoom."""
        return self.px(self.theme.line(role or self.role))


@dataclass(frozen=True, slots=True)
class Mark:
    """What inline markup is in force at a place of the text."""

    strong: int = 0  # how many of each are open: they may stand in each other
    emphasis: int = 0
    struck: int = 0
    is_code: bool = False
    is_raised: bool = False
    target: str = ""
    tone: str = ""
    role: Type | None = None
    weight: int = 400
    has_space_after: bool = False


@lru_cache(maxsize=1024)
def char_format(style: Style, mark: Mark) -> QTextCharFormat:
    """Give the character format of marked text; made once per theme and mark."""
    weight = mark.weight if not mark.strong else STRONG if mark.weight < STRONG else STRONGER
    role: Type | None = "code" if mark.is_code else mark.role
    look = QTextCharFormat()
    if weight != 400 or role is not None:
        look.setFont(style.font(role, weight))
    if mark.is_code:
        look.setFontFixedPitch(True)  # by which Qt knows code when it writes Markdown
    look.setForeground(style.color(mark.tone or style.tone))
    if mark.emphasis:
        look.setFontItalic(True)
    if mark.struck:
        look.setFontStrikeOut(True)
    if mark.is_raised:
        look.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
    if mark.target:
        look.setProperty(TARGET, mark.target)
    if mark.target == PENDING or (mark.target and is_followed(mark.target)):
        look.setFontUnderline(not is_address(mark.target))
        look.setForeground(style.color("accent_ink"))
        if mark.target != PENDING:
            look.setAnchor(True)
            look.setAnchorHref(mark.target)
    if mark.has_space_after:  # room for the fill of inline code, without a character that is copied
        look.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        look.setFontLetterSpacing(style.px(4))
    return look


def block_format(line_px: int, *, left: int = 0, right: int = 0, top: int = 0) -> QTextBlockFormat:
    """Give a paragraph format with one line height for Latin and Han text."""
    look = QTextBlockFormat()
    look.setLineHeight(line_px, FIXED)
    if left:
        look.setLeftMargin(left)
    if right:
        look.setRightMargin(right)
    if top:
        look.setTopMargin(top)
    return look


def is_followed(url: str) -> bool:
    """Tell whether a link is drawn as one: its address is safe to open, or inside the message."""
    return is_address(url) or is_allowed(url)
