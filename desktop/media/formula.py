"""TeX becomes outlines, by ziamath: 2-10 ms of pure Python each, so never in the window's process.

`formula_worker` runs this in a process of its own, with limits to time and memory.
"""

from __future__ import annotations

import math
import re
import unicodedata
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ziafont.config import config as font_config
from ziafont.fonttypes import BBox
from ziafont.glyph import SimpleGlyph

from desktop.core.formula import EM, MAX_TEX, Drawing, Flaw, Glyph, Outline, Undrawn
from desktop.core.override import override
from desktop.media.mathml import corrected
from desktop.media.tex import depth_of, prepared

with warnings.catch_warnings():
    # It reads its font in a way that Python 3.11 calls deprecated, 3.13 does not.
    warnings.simplefilter("ignore", DeprecationWarning)
    from ziamath import zmath
    from ziamath.config import config as math_config
    from ziamath.escapes import unescape
    from ziamath.mathfont import MathFont
    from ziamath.nodes.mnode import _node_classes
    from ziamath.tex import tex2mml
    from ziamath.zmath import denamespace

    from desktop.media import formula_table

if TYPE_CHECKING:
    from ziamath.styles import MathVariant

MAX_DEPTH = 12
"""ziamath measures twice at every level: 8 take 0.3 s, 12 take 8 s, which the worker cuts short."""
_MAX_PATH = 200_000  # characters: some 30 times a line of an article
_TALLEST, _WIDEST = 100 * EM, 400 * EM
_NARROW = 0.6  # of an em, for a letter of unknown width
_ELEMENTS = frozenset(_node_classes) | {"math", "mtd", "mtr", "none", "ms", "mstyle"}
_TAG = re.compile(r"\\tag\s*\{([^{}]*)\}")
_UNKNOWN = re.compile(r">\s*(\\[a-zA-Z]+)")


def draw(tex: str, *, is_display: bool) -> Drawing | Undrawn:
    """Give a formula's outlines; never raises, whatever tex is, but may take long."""
    if len(tex) > MAX_TEX:
        return Undrawn(Flaw.TOO_LONG)
    if depth_of(tex) > MAX_DEPTH:
        return Undrawn(Flaw.TOO_DEEP)
    try:
        return _drawn(tex, is_display=is_display)
    except RecursionError:
        return Undrawn(Flaw.TOO_DEEP)
    except Exception as error:  # noqa: BLE001 - two libraries without a base class, and any text
        return Undrawn(Flaw.MALFORMED, _words_of(error))


def _drawn(tex: str, *, is_display: bool) -> Drawing | Undrawn:
    tex, number = _without_number(prepared(tex))
    mathml = tex2mml(tex, inline=not is_display)
    unknown = _UNKNOWN.search(mathml)
    if unknown is not None:
        return Undrawn(Flaw.UNKNOWN, unknown[1])
    # It begins with <math>: there is no place for a document type, the only thing that can hurt.
    tree = corrected(denamespace(ET.fromstring(unescape(mathml))))  # noqa: S314
    for element in tree.iter():
        if element.tag not in _ELEMENTS:
            element.tag = "mrow"  # as ziamath would, with a line in the log
    made = zmath.Math(tree, size=EM, margin=0)
    box, canvas = made.node.bbox, ET.Element("svg")
    left = min(0.0, box.xmin)
    made.node.draw(-left, 0, canvas)
    if number:
        _number(canvas, number, box.xmax - left)
    width = max(0.0, _right_edge(canvas, box.xmax - left))
    ascent, descent = max(0.0, box.ymax), max(0.0, -box.ymin)
    if not math.isfinite(width + ascent + descent) or width > _WIDEST or ascent > _TALLEST:
        return Undrawn(Flaw.TOO_LONG)
    outlines = _merged(_outlines(canvas))
    if sum(len(outline.path) for outline in outlines) > _MAX_PATH:
        return Undrawn(Flaw.TOO_LONG)
    return Drawing(width, ascent, min(descent, _TALLEST), outlines, tuple(_glyphs(canvas)))


def _without_number(tex: str) -> tuple[str, str]:
    found = _TAG.search(tex)
    return (_TAG.sub("", tex), f"({found[1]})") if found is not None else (tex, "")


def _number(canvas: ET.Element, number: str, x: float) -> None:
    r"""Put the equation's number (`\tag`) behind it."""
    made = zmath.Latex(rf"\text{{{number}}}", size=EM, margin=0)
    made.node.draw(x + 2 * EM, 0, canvas)
    canvas.set("right", str(x + 2 * EM + made.node.bbox.xmax))


def _right_edge(canvas: ET.Element, right: float) -> float:
    return float(canvas.get("right", right))


def _outlines(canvas: ET.Element) -> Iterator[Outline]:
    for shape in canvas.iter():
        color = shape.get("fill", "")
        match shape.tag:
            case "path" if shape.get("stroke-width"):
                yield Outline(shape.get("d", ""), shape.get("stroke") or "", _pen(shape))
            case "path":
                yield Outline(shape.get("d", ""), color)
            case "rect" | "ellipse" if shape.get("stroke-width"):
                if color not in {"", "none"}:
                    yield Outline(_box(shape), color)
                yield Outline(_box(shape), shape.get("stroke") or "", _pen(shape))
            case "rect":
                yield Outline(_box(shape), color)


def _merged(outlines: Iterator[Outline]) -> tuple[Outline, ...]:
    """Give one path for what follows each other with the same paint."""
    merged: list[Outline] = []
    for outline in outlines:
        paint = "" if outline.color in {"none", "black"} else outline.color
        last = merged[-1] if merged else None
        if last is not None and (last.color, last.pen) == (paint, outline.pen):
            merged[-1] = Outline(f"{last.path} {outline.path.strip()}", paint, last.pen)
        else:
            merged.append(Outline(outline.path.strip(), paint, outline.pen))
    return tuple(merged)


def _pen(shape: ET.Element) -> float:
    return max(1.0, float(shape.get("stroke-width", 1)))


def _box(shape: ET.Element) -> str:
    """Give the path of a rectangle, or that around an ellipse."""
    if shape.tag == "ellipse":
        return _ellipse(*(float(shape.get(name, 0)) for name in ("cx", "cy", "rx", "ry")))
    x, y, width, height = (float(shape.get(name, 0)) for name in ("x", "y", "width", "height"))
    return (
        f"M {x:g} {y:g} L {x + width:g} {y:g} L {x + width:g} {y + height:g} "
        f"L {x:g} {y + height:g} Z"
    )


def _ellipse(cx: float, cy: float, rx: float, ry: float) -> str:
    bend_x, bend_y = rx * 0.5523, ry * 0.5523  # the cubic nearest to a quarter of a circle
    return (
        f"M {cx - rx:g} {cy:g} "
        f"C {cx - rx:g} {cy - bend_y:g} {cx - bend_x:g} {cy - ry:g} {cx:g} {cy - ry:g} "
        f"C {cx + bend_x:g} {cy - ry:g} {cx + rx:g} {cy - bend_y:g} {cx + rx:g} {cy:g} "
        f"C {cx + rx:g} {cy + bend_y:g} {cx + bend_x:g} {cy + ry:g} {cx:g} {cy + ry:g} "
        f"C {cx - bend_x:g} {cy + ry:g} {cx - rx:g} {cy + bend_y:g} {cx - rx:g} {cy:g} Z"
    )


def _glyphs(canvas: ET.Element) -> Iterator[Glyph]:
    for shape in canvas.iter("text"):
        x, y, size = (float(shape.get(name, 0)) for name in ("x", "y", "size"))
        color = shape.get("fill", "")
        yield Glyph(shape.text or "", x, y, size, "" if color == "black" else color)


def _words_of(error: Exception) -> str:
    """Give the first words of a library's error: most are the bare name of a class."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__.removesuffix("Error"))
    return (str(error).partition("\n")[0] or name.lower())[:120]


class _Foreign(SimpleGlyph):
    """A character that the font lacks: it takes up room, and is drawn in the window's own font."""

    def __init__(self, char: str, font: MathFont) -> None:
        units = font.info.layout.unitsperem
        is_wide = unicodedata.east_asian_width(char) in {"W", "F"}
        self._char = char
        self._advance: int = round(units * (1.0 if is_wide else _NARROW))
        super().__init__(0, [], BBox(0, self._advance, -0.12 * units, 0.88 * units), font)

    @override
    def advance(self, *_beside: object, **_named: object) -> int:
        return self._advance

    @override
    def place(self, x: float, y: float, point_size: float) -> ET.Element:
        shape = ET.Element("text", x=f"{x:g}", y=f"{y:g}", size=f"{point_size:g}")
        shape.text = self._char
        return shape


class _Font(MathFont):
    """STIX Two Math, which knows no Han."""

    @override
    def findglyph(self, char: str, variant: MathVariant) -> SimpleGlyph:
        found = super().findglyph(char, variant)
        is_missing = found.index == 0 and not char.isspace()
        return _Foreign(char, self) if is_missing else found


def _set_up() -> None:
    vars(math_config).update(svg2=False)  # whole paths, no <use>
    vars(font_config).update(svg2=False, precision=1)  # a thousandth of an em
    assert formula_table.RuledTable.mtag == "mtable"  # it has taken the place of ziamath's own
    zmath.loadedfonts["default"] = _Font(zmath.fontname)


_set_up()
