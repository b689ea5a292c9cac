"""A drawn formula as SVG inside a page: its outlines are plain paths, sharp at any size."""

from __future__ import annotations

import html
import re

from desktop.core.formula import EM, Drawing

_PATH = re.compile(r"[MLQCZ0-9eE+.\- ]*")
_COLOR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{1,20}")


def to_svg(drawing: Drawing, tex: str) -> str:
    """Give the element; its base line is that of the text around it, `tex` what readers aloud say."""
    width, height = drawing.width / EM, (drawing.ascent + drawing.descent) / EM
    shapes = "".join(
        f'<path d="{outline.path}"{_ink(outline.color, outline.pen)}/>'
        for outline in drawing.outlines
        if _PATH.fullmatch(outline.path)
    )
    letters = "".join(
        f'<text x="{glyph.x:g}" y="{glyph.y:g}" font-size="{glyph.size:g}"{_ink(glyph.color, 0)}>'
        f"{html.escape(glyph.text)}</text>"
        for glyph in drawing.glyphs
    )
    box = f"0 {-drawing.ascent:g} {drawing.width:g} {drawing.ascent + drawing.descent:g}"
    style = f"width:{width:g}em;height:{height:g}em;vertical-align:{-drawing.descent / EM:g}em"
    return (
        f'<svg role="img" aria-label="{html.escape(tex)}" viewBox="{box}" style="{style}">'
        f"{shapes}{letters}</svg>"
    )


def _ink(color: str, pen: float) -> str:
    ink = color if _COLOR.fullmatch(color) else "currentColor"
    if pen:
        return f' fill="none" stroke="{ink}" stroke-width="{pen:g}"'
    return f' fill="{ink}"'
