"""Colours, sizes and fonts as data: one immutable `Theme` is passed to everything that draws.

Both palettes are ours (resources/themes), so the window looks the same on every platform; only the
font families are the system's, or the person's. Numbers follow resources/themes and the type scale
below: size and line height in pixels at zoom 1, one line height for Latin and Han text.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette

from desktop.core.resources import resource

Mode: TypeAlias = Literal["light", "dark"]
Type: TypeAlias = Literal["caption", "body", "reading", "heading", "title", "display", "code"]

_SIZES: dict[Type, int] = {
    "caption": 11, "body": 13, "reading": 15, "heading": 17, "title": 20, "display": 28, "code": 13,
}  # fmt: skip
_LINES: dict[Type, int] = {
    "caption": 16, "body": 20, "reading": 24, "heading": 24, "title": 28, "display": 36, "code": 20,
}  # fmt: skip
_ZH_SIZES: dict[Type, int] = {"caption": 12}  # 11 px Han are not legible
_ZH_LINES: dict[Type, int] = {"reading": 26, "heading": 26}  # Han fill their em box
_RADII = {"control": 8, "card": 8, "small": 6, "bubble": 12, "dialog": 12, "pill": 14}
_SPACES = {"xs": 4, "s": 8, "m": 12, "l": 16, "xl": 24, "xxl": 32}
_HAN_FAMILIES = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei UI", "WenQuanYi Micro Hei")
"""Named one by one: a fallback chosen by the system may draw Han in their Japanese shapes."""

MIN_ZOOM, MAX_ZOOM = 0.5, 3.0
AMBER = "amber"
"""The accent of the palettes themselves; the others are in resources/themes/accents.json."""


@dataclass(frozen=True, slots=True)
class Taste:
    """What a person likes beside palette and language: one accent, font families, contrast.

    An empty family is the system's; for `reading_font` it is that of the interface.
    """

    accent: str = AMBER
    font: str = ""
    reading_font: str = ""
    code_font: str = ""
    has_more_contrast: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """One look: palette, language of the interface and zoom of the reading text.

    `colors` maps a token ("window", "text2", "ring"...) to "#rrggbb".
    """

    mode: Mode
    colors: MappingProxyType[str, str] = field(repr=False)
    language: str = "en"
    zoom: float = 1.0
    taste: Taste = Taste()

    @property
    def is_chinese(self) -> bool:
        """Tell whether the interface is Chinese: larger captions, more leading."""
        return self.language.startswith("zh")

    def zoomed(self, zoom: float) -> Theme:
        """Give this theme at another zoom of the reading text, kept within 0.5 to 3."""
        return replace(self, zoom=min(MAX_ZOOM, max(MIN_ZOOM, zoom)))

    def px(self, size: float) -> int:
        """Give a length of the reading text, in pixels, at this zoom."""
        return round(size * self.zoom)

    def hex(self, token: str) -> str:
        """Give a colour token as #rrggbb."""
        return self.colors[token]

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """Give a colour token, alpha 0..1."""
        color = QColor(self.colors[token])
        if alpha < 1.0:
            color.setAlphaF(alpha)
        return color

    def size(self, role: Type) -> int:
        """Give the font size of a role in pixels at zoom 1."""
        return (_ZH_SIZES if self.is_chinese else {}).get(role, _SIZES[role])

    def line(self, role: Type) -> int:
        """Give the line height of a role in pixels at zoom 1."""
        return (_ZH_LINES if self.is_chinese else {}).get(role, _LINES[role])

    def font(self, role: Type = "body", weight: int = 400, *, zoomed: bool = False) -> QFont:
        """Give the font of a role; weight 400, 500 or 600; `zoomed` for reading text."""
        # Most Han families have Regular and Bold only: 500 would be bold on one system, not on
        # the next.
        font = QFont(_base_font(self._family(role, is_reading=zoomed), is_code=role == "code"))
        font.setWeight(QFont.Weight(400 if self.is_chinese and weight == 500 else weight))
        size = self.size(role)
        font.setPixelSize(self.px(size) if zoomed else size)
        return font

    def _family(self, role: Type, *, is_reading: bool) -> str:
        taste = self.taste
        if role == "code":
            return taste.code_font
        return (taste.reading_font or taste.font) if is_reading else taste.font

    def palette(self) -> QPalette:
        """Give a whole palette: native dialogs, menus and selections do not read the sheet."""
        palette = QPalette()
        for role, token in _PALETTE.items():
            palette.setColor(role, self.color(token))
        for role in (_ROLE.Text, _ROLE.WindowText, _ROLE.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("disabled"))
        return palette

    def style_sheet(self) -> str:
        """Give the application's style sheet with this theme's values filled in."""
        return re.sub(r"\{\{([\w.]+)\}\}", self._value, _sheet())

    def _value(self, match: re.Match[str]) -> str:
        group, _, name = match[1].rpartition(".")
        if group == "radius":
            return str(_RADII[name])
        return str(_SPACES[name]) if group == "space" else self.colors[name]


_ROLE = QPalette.ColorRole
_PALETTE = {
    _ROLE.Window: "window", _ROLE.Base: "window", _ROLE.AlternateBase: "panel",
    _ROLE.Button: "raised", _ROLE.ToolTipBase: "raised", _ROLE.WindowText: "text",
    _ROLE.Text: "text", _ROLE.ButtonText: "text", _ROLE.ToolTipText: "text",
    _ROLE.BrightText: "text", _ROLE.PlaceholderText: "text3", _ROLE.Highlight: "accent",
    _ROLE.HighlightedText: "on_accent", _ROLE.Link: "accent_ink", _ROLE.Accent: "accent",
    _ROLE.Mid: "hairline", _ROLE.Midlight: "hairline", _ROLE.Dark: "field",
    _ROLE.Light: "raised", _ROLE.Shadow: "shadow",
}  # fmt: skip


def load(mode: Mode, language: str = "en", zoom: float = 1.0, taste: Taste | None = None) -> Theme:
    """Give the theme of a mode in a language ("en", "zh_CN"), to somebody's taste."""
    taste = taste or Taste()
    colors = _colors(mode, taste.accent, has_more_contrast=taste.has_more_contrast)
    return Theme(mode, colors, language, zoom, taste)


def system_language() -> str:
    """Give the interface language that fits the system: "zh_CN" or "en"."""
    is_chinese = QLocale.system().language() == QLocale.Language.Chinese
    return "zh_CN" if is_chinese else "en"


def accent_colors(mode: Mode, accent: str) -> MappingProxyType[str, str]:
    """Give the palette of a mode with another accent, to show what a choice would look like."""
    return _colors(mode, accent, has_more_contrast=False)


@lru_cache(maxsize=16)
def _colors(mode: Mode, accent: str, *, has_more_contrast: bool) -> MappingProxyType[str, str]:
    colors: dict[str, str] = _data(mode)["color"]
    if accent != AMBER:  # only who wants another one reads that file
        colors = colors | _data("accents")[accent][mode]
    if has_more_contrast:
        colors = colors | {new: colors[old] for new, old in _STRONGER.items()}
    return MappingProxyType(colors)


_STRONGER = {"hairline": "field", "field": "control", "text3": "text2", "text2": "text"}
"""With more contrast each of these tokens has the colour of the next stronger one."""


def _data(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resource("themes", f"{name}.json").read_text("utf-8"))
    return data


@lru_cache(maxsize=1)
def _sheet() -> str:
    return resource("themes", "style.qss").read_text(encoding="utf-8")


@lru_cache(maxsize=8)
def _base_font(family: str, *, is_code: bool) -> QFont:
    kind = QFontDatabase.SystemFont
    font = QFontDatabase.systemFont(kind.FixedFont if is_code else kind.GeneralFont)
    # "Sans Serif" is no family: Qt would skip it and draw Latin text in the first Han font.
    wanted = [family] if family else []  # one that was uninstalled falls back to the system's
    font.setFamilies([*wanted, QFontInfo(font).family(), *_HAN_FAMILIES])
    # Sub-pixel advance keeps the spacing at 125 %, vertical hinting the base line at 100 %.
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    if is_code:
        for tag in ("calt", "liga"):  # "->" must look like what will be copied
            font.setFeature(QFont.Tag(tag), 0)
    return font
