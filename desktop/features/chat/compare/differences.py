"""Which words two texts do not share."""

from __future__ import annotations

import difflib
import re

_PIECE = re.compile(r"\s+|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+|[^\w\s]")
LIMIT = 200_000
"""Characters of both texts together; more would take seconds."""


def only_in_each(one: str, other: str) -> tuple[list[range], list[range]]:
    """Give the stretches of each text that the other does not have; for a worker.

    Words are compared, and characters where a script has no spaces between words.
    """
    left, right = list(_PIECE.finditer(one)), list(_PIECE.finditer(other))
    matcher = difflib.SequenceMatcher(
        None, [piece.group() for piece in left], [piece.group() for piece in right]
    )
    mine: list[range] = []
    theirs: list[range] = []
    for kind, start, end, from_, to in matcher.get_opcodes():
        if kind == "equal":
            continue
        if end > start:
            mine.append(range(left[start].start(), left[end - 1].end()))
        if to > from_:
            theirs.append(range(right[from_].start(), right[to - 1].end()))
    return mine, theirs
