"""A tree as lines that stay readable: what is shown stands at the left, other versions stand in.

A version that is not shown, and all that follows it, stands one step further in, before the one that
is. Long stretches without other versions are folded into one line.
"""

from __future__ import annotations

import bisect
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.store.outline import Outline, Sketch

_KEPT = 3  # lines that stay at either end of a folded stretch
_WORTH = 4  # how many lines are worth folding


@dataclass(frozen=True, slots=True)
class Line:
    """One message, or a folded stretch: `hidden` messages from this one on.

    `depth` 0 is what is on show. `position` and `count` place it among its versions; a deleted one
    has no place. `deleted_id` is the message to restore to get this one back. `rails` are the
    depths at which something goes on below it, `is_first` tells that its branch begins here.
    """

    sketch: Sketch
    depth: int
    position: int = 1
    count: int = 1
    deleted_id: int | None = None
    hidden: int = 0
    rails: frozenset[int] = frozenset()
    is_first: bool = False

    @property
    def is_shown(self) -> bool:
        """True for what the transcript shows."""
        return self.depth == 0 and self.deleted_id is None


class Tree:
    """The tree of an outline, with the deleted branches or without."""

    def __init__(self, outline: Outline, *, with_deleted: bool) -> None:
        self._children: dict[int | None, list[Sketch]] = {}
        self._selected: dict[int | None, int | None] = {None: outline.selected_root}
        for sketch in outline.sketches:
            self._selected[sketch.id] = sketch.selected_child
            if with_deleted or not sketch.is_deleted:
                self._children.setdefault(sketch.parent_id, []).append(sketch)

    def lines(self, opened: Collection[int] = ()) -> list[Line]:
        """Give the lines; the stretches that begin with the ids in `opened` are not folded."""
        return _railed(list(_folded(list(self._all()), opened)))

    def _all(self) -> Iterator[Line]:
        waiting = self._below(None, 0, None)
        while waiting:
            line = waiting.pop()
            yield line
            waiting += self._below(line.sketch.id, line.depth, line.deleted_id)

    def _below(self, parent_id: int | None, depth: int, deleted_id: int | None) -> list[Line]:
        """Give the versions below a message, the first to be shown last."""
        versions = self._children.get(parent_id, [])
        alive = [one for one in versions if not one.is_deleted]
        # Of a deleted branch, too, one version stands out; but never where a living one is shown.
        shown = _shown(alive if deleted_id is None else versions, self._selected[parent_id])
        places = {one.id: at for at, one in enumerate(alive, 1)}
        found = [
            Line(
                one,
                depth + (one is not shown),
                places.get(one.id, 0),
                len(alive),
                deleted_id or (one.id if one.is_deleted else None),
            )
            for one in sorted(versions, key=lambda one: (one is shown, one.id))
        ]
        return found[::-1]


def _shown(versions: Sequence[Sketch], remembered: int | None) -> Sketch | None:
    """Give the version on show, as the store chooses it."""
    if not versions:
        return None
    if remembered is None:
        return versions[-1]
    at = bisect.bisect_right(versions, remembered, key=lambda one: one.id)
    return versions[max(at - 1, 0)]


def _folded(lines: Sequence[Line], opened: Collection[int]) -> Iterator[Line]:
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and _continues(lines[end - 1], lines[end]):
            end += 1
        first, last = start + _KEPT, end - _KEPT
        if last - first < _WORTH or lines[first].sketch.id in opened:
            yield from lines[start:end]
        else:
            yield from lines[start:first]
            head = lines[first]
            yield Line(head.sketch, head.depth, deleted_id=head.deleted_id, hidden=last - first)
            yield from lines[last:end]
        start = end


def _continues(line: Line, following: Line) -> bool:
    """Tell whether one message follows the other and is the only one to do so."""
    is_only = following.count <= 1 and following.deleted_id == line.deleted_id
    return (
        following.sketch.parent_id == line.sketch.id and following.depth == line.depth and is_only
    )


def _railed(lines: Sequence[Line]) -> list[Line]:
    """Give the lines with what is drawn at their left."""
    found: list[Line] = []
    rails: frozenset[int] = frozenset()
    deeper = False
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        mine = rails | {line.depth} if deeper else rails
        before = lines[at - 1] if at else None
        is_first = before is None or before.depth < line.depth
        found.append(replace(line, rails=mine, is_first=is_first))
        # A branch that begins here is not to be seen further up.
        rails = frozenset(depth for depth in rails if depth < line.depth)
        rails |= frozenset() if is_first else {line.depth}
        deeper = is_first and before is not None
    return found[::-1]
