"""Walking through the laid-out blocks: from an anchor by pixels, to the end, over what is visible."""

from __future__ import annotations

from typing import NamedTuple

from desktop.ui.transcript.layout import Anchor, Layout
from desktop.ui.transcript.view import BlockView

END_ROOM = 16  # below the last block


class Placed(NamedTuple):
    """A visible block; y is where it begins in the viewport, `head` the room above its view."""

    message: int
    block: int
    y: int
    height: int
    head: int
    view: BlockView
    revision: int


def step(layout: Layout, row: int, index: int, by: int) -> tuple[int, int] | None:
    """Give the next (1) or previous (-1) block that is not folded away."""
    while True:
        index += by
        if index < 0:
            row -= 1
            if row < 0:
                return None
            index = len(layout.blocks(row))
            continue
        if row >= len(layout) or index >= len(layout.blocks(row)):
            if by < 0 and row < len(layout):
                continue
            row, index = row + 1, -1
            if row >= len(layout):
                return None
            continue
        if not layout.model.messages[row].is_hidden(index):
            return row, index


def anchor_at(layout: Layout, y: int) -> Anchor:
    """Give the anchor for a scroll position (estimates decide until it is drawn)."""
    if not len(layout):
        return Anchor(0, 0, 0)
    row = layout.message_at(max(0, y))
    y = max(0, y) - layout.message_top(row)
    heights = layout.blocks(row)
    index = heights.find(y)
    height = heights.values[index] if len(heights) else 0
    return Anchor(row, index, max(0, min(y - heights.before(index), height - 1)))


def settle(layout: Layout, anchor: Anchor, dy: int = 0) -> Anchor:
    """Move anchor by dy pixels through real heights, so that nothing jumps."""
    row, index, offset = anchor.message, anchor.block, anchor.offset + dy
    while offset < 0:
        before = step(layout, row, index, -1)
        if before is None:
            return Anchor(row, index, 0)
        row, index = before
        offset += _measured(layout, row, index)
    while offset >= (height := _measured(layout, row, index)):
        after = step(layout, row, index, 1)
        if after is None:
            break
        offset -= height
        row, index = after
    return Anchor(row, index, offset)


def end(layout: Layout, viewport: int) -> Anchor:
    """Give the anchor that shows the end at the bottom of viewport pixels."""
    last = step(layout, len(layout), 0, -1) if len(layout) else None
    if last is None:
        return Anchor(0, 0, 0)
    room = layout.theme.px(END_ROOM)
    return settle(layout, Anchor(*last, _measured(layout, *last)), room - viewport)


def place(layout: Layout, anchor: Anchor, viewport: int) -> list[Placed]:
    """Lay out what is visible from anchor on."""
    placed: list[Placed] = []
    at: tuple[int, int] | None = (anchor.message, anchor.block)
    y = -anchor.offset
    while at is not None and y < viewport and at[0] < len(layout) and len(layout.blocks(at[0])):
        view, height = layout.view(*at), layout.blocks(at[0]).values[at[1]]
        head = layout.head(*at)
        placed.append(Placed(*at, y, height, head, view, view.revision))
        y += height
        at = step(layout, *at, 1)
    return placed


def _measured(layout: Layout, row: int, index: int) -> int:
    if row >= len(layout) or index >= len(layout.blocks(row)):
        return 0
    layout.view(row, index)
    return layout.blocks(row).values[index]
