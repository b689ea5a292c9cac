"""MathML as latex2mathml writes it, made what ziamath draws as TeX would."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

_LARGE = frozenset("∑∏∐∫∬∭∮∯∰⋃⋂⋁⋀⨁⨂⨀⨄⨆")
_BINARY = frozenset("∧∨∩∪⊕⊗⊖⊙⊎∖∘")
_RELATIONS = frozenset("⟹⟺⟸⟶⟵⟷⟼↦⇒⇔⇐→←↔↪⇌")
_ROWS = frozenset({"mrow", "math", "mtd", "mstyle"})
_SCRIPTS = frozenset({"munder", "mover", "munderover", "msub", "msup", "msubsup"})
# ziamath takes an em for 1.333 em.
_STRUT = {"width": "0", "height": "0.54em", "depth": "0.21em"}
_ROW_SPACE, _SHOWN_ROW_SPACE, _COLUMN_SPACE = "0.12em", "0.3em", "0.75em"


def corrected(root: ET.Element) -> ET.Element:
    """Change a tree in place; give it."""
    for parent, element in list(_pairs(root)):
        if element.tag == "mtable":
            _set_apart(parent, element)
            _space_out(element, is_small=parent.tag in _SCRIPTS)
        elif element.tag in {"mo", "mi"}:
            _correct_operator(parent, element)
    return root


def _pairs(parent: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    for child in parent:
        yield parent, child
        yield from _pairs(child)


def _correct_operator(parent: ET.Element, element: ET.Element) -> None:
    if element.tag == "mo" and len(element):  # \mathbin{...}: ziamath draws an <mo>'s text only
        element.tag = "mrow"
        for place, name in ((0, "lspace"), (len(element) + 1, "rspace")):
            element.insert(place, ET.Element("mspace", width=element.get(name, "0")))
        return
    sign = (element.text or "").strip()
    if sign in _LARGE:
        element.set("stretchy", "false")  # ziamath stretches it over its own limits
    elif sign in _BINARY or sign in _RELATIONS:
        is_inside = parent.tag in _ROWS and element not in {parent[0], parent[-1]}
        if is_inside:
            element.tag = "mo"
            space = "mediummathspace" if sign in _BINARY else "thickmathspace"
            element.set("lspace", space)
            element.set("rspace", space)


def _set_apart(parent: ET.Element, table: ET.Element) -> None:
    """Put a matrix and its brackets into a row of their own: they grow with it, not with others."""
    at = list(parent).index(table)
    around = list(parent)[max(0, at - 1) : at + 2]
    if len(parent) > 3 and [one.tag for one in around] == ["mo", "mtable", "mo"]:
        row = ET.Element("mrow")
        row.extend(around)
        for one in around:
            parent.remove(one)
        parent.insert(at - 1, row)


def _space_out(table: ET.Element, *, is_small: bool) -> None:
    """Give rows the height of a line and columns the distance that TeX gives them."""
    if is_small:
        return
    is_aligned = "columnspacing" in table.attrib
    table.set("rowspacing", _SHOWN_ROW_SPACE if is_aligned else _ROW_SPACE)
    if not is_aligned:
        table.set("columnspacing", _COLUMN_SPACE)
    for row in table:
        if len(row):
            row[0].insert(0, ET.Element("mspace", _STRUT))
