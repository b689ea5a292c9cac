"""What can be pressed in the pictures of a document, and where it is."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextCharFormat, QTextDocument

from desktop.ui.transcript.objects.context import Context, objects_in
from desktop.ui.transcript.objects.format import PICTURE, SOURCE, TITLE
from desktop.ui.transcript.shapes import origin_of, x_of

_PREFIX = "picture/"


class Spot(NamedTuple):
    """A place of the document that does something when it is pressed."""

    action: str
    rect: QRectF
    name: str


def spots(document: QTextDocument, context: Context) -> list[Spot]:
    """Give what can be pressed, in the order of the text."""
    found: list[Spot] = []
    for position, look in objects_in(document):
        if look.objectType() != PICTURE:
            continue
        corner = _place_of(document, position, look, context).topLeft()
        found += (
            Spot(f"{_PREFIX}{spot.verb}/{position}", spot.rect.translated(corner), spot.name)
            for spot in context.pictures.spots(document, look)
        )
    return found


class Shown(NamedTuple):
    """A picture that is drawn: its address, and what is to be seen on it."""

    source: str
    title: str


def shown_at(document: QTextDocument, context: Context, point: QPointF) -> Shown | None:
    """Give the picture that is drawn at a point of a document."""
    for position, look in objects_in(document):
        is_here = look.objectType() == PICTURE and _place_of(
            document, position, look, context
        ).contains(point)
        if is_here and context.pictures.is_shown(document, look):
            return Shown(look.stringProperty(SOURCE), look.stringProperty(TITLE))
    return None


def press(document: QTextDocument, context: Context, action: str) -> bool:
    """Do what an action of `spots` says; False: it is none of them."""
    if not action.startswith(_PREFIX):
        return False
    verb, _, position = action.removeprefix(_PREFIX).partition("/")
    for at, look in objects_in(document):
        if str(at) == position:
            context.pictures.press(look, verb)
            context.report([document])
    return True


def _place_of(
    document: QTextDocument, position: int, look: QTextCharFormat, context: Context
) -> QRectF:
    """Give where an object is drawn; it stands on the base line."""
    block = document.findBlock(position)
    column = position - block.position()
    line, origin = block.layout().lineForTextPosition(column), origin_of(block)
    size = context.pictures.size(document, look)
    base = origin.y() + line.y() + line.ascent()
    return QRectF(
        origin.x() + x_of(line, column), base - size.height(), size.width(), size.height()
    )
