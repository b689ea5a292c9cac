"""Where a hit is among the blocks of its message; unfolds what it is in."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF

from desktop.ui.transcript.blocks import Block
from desktop.ui.transcript.cards.treeview import TreeView
from desktop.ui.transcript.find.drawn import spans_in
from desktop.ui.transcript.find.ink import rects_of
from desktop.ui.transcript.find.seen import CHROME, row_words, tree_rows
from desktop.ui.transcript.find.texts import Piece
from desktop.ui.transcript.jsontree import Tree
from desktop.ui.transcript.marked import Matcher
from desktop.ui.transcript.sideways import SidewaysView
from desktop.ui.transcript.surface import Surface
from desktop.ui.transcript.view import BlockView


class Place(NamedTuple):
    """A hit: the piece that it is in, and which of its hits it is."""

    section: int
    nth: int
    ordinal: int


def place_of(pieces: list[Piece], find: Matcher, ordinal: int) -> Place | None:
    """Give the place of a message's hit."""
    for piece in pieces:
        count = len(find(piece.text))
        if ordinal < count:
            return Place(piece.section, piece.nth, ordinal)
        ordinal -= count
    return None


def hits_before(pieces: list[Piece], find: Matcher, blocks: list[Block], end: int) -> int:
    """Give how many hits stand before the block at `end` of a message's blocks."""
    if end >= len(blocks):
        return 0
    section = blocks[end].section
    index = sum(b.section == section and b.kind not in CHROME for b in blocks[:end])
    before = (piece for piece in pieces if (piece.section, piece.nth) < (section, index))
    return sum(len(find(piece.text)) for piece in before)


def block_at(blocks: list[Block], place: Place) -> int | None:
    """Give the index of the block that a place is in; None: it is inside something closed."""
    own = [i for i, b in enumerate(blocks) if b.section == place.section and b.kind not in CHROME]
    return own[place.nth] if place.nth < len(own) else None


def unfold(view: Surface, row: int, place: Place, find: Matcher) -> BlockView | None:
    """Give the view of the block that a place is in, with everything open that hides it."""
    model, message = view.model, view.model.messages[row]
    index = block_at(message.blocks(), place)
    is_folded = index is not None and message.is_left_out(index)
    if index is None or is_folded:
        model.toggle_fold(row, place.section)
        index = block_at(message.blocks(), place)
        if index is None:
            return None
    chain = message.blocks()[index].chain
    shown = view.layouts.view(row, index)
    rows = shown.rows_with(find)
    is_hidden = message.is_hidden(index) if rows is None else place.ordinal >= len(rows)
    if chain is not None and chain.is_folded and is_hidden:
        chain.is_folded = False
        model.refolded.emit(row)
    if isinstance(shown, TreeView) and open_branches(shown, find):
        model.refolded.emit(row)
    return view.layouts.view(row, index)


def open_branches(view: TreeView, find: Matcher) -> bool:
    """Open every branch of a tree with a hit in it; tell whether one was closed."""
    chain = view.block.chain
    tree = chain.state if chain is not None else None
    if not isinstance(tree, Tree):
        return False
    before = set(tree.opened), dict(tree.pages)
    places: dict[str, int] = {}
    counts: dict[str, int] = {}
    for row in tree_rows(view.block.source):
        above = row.path.rpartition("/")[0]
        places[row.path] = counts.get(above, 0)
        counts[above] = places[row.path] + 1
        if find(row_words(row)):
            tree.open_to(row.path, places)
    if before == (tree.opened, tree.pages):
        return False
    view.refresh()
    return True


def rect_of(view: BlockView, find: Matcher, ordinal: int) -> QRectF | None:
    """Give where a hit of a view is drawn: its first line; scrolls a wide block to it."""
    rows = view.rows_with(find)
    if rows is not None:
        return rows[ordinal] if ordinal < len(rows) else None
    spans = spans_in(view.doc, find)
    if ordinal >= len(spans):
        return None
    start, end = spans[ordinal]
    if isinstance(view, SidewaysView):
        _scroll_to(view, start, end)
    rects = rects_of(view.doc, [(start, end)])[0]
    return rects[0].translated(view.left - view.scroll_x, view.top) if rects else view.caret(start)


def _scroll_to(view: SidewaysView, start: int, end: int) -> None:
    """Scroll a wide block so that a hit is in sight."""
    left, right = view.pads
    low, high = (view.caret(at).x() + view.scroll_x - left for at in (start, end))
    lane, at = view.width - left - right, view.chain.scroll_x
    if low < at or high > at + lane:
        view.scroll((low + high - lane) / 2 - at)
        view.scroll_x = min(view.chain.scroll_x, view.overflow)
