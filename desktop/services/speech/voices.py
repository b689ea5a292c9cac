"""The same voice gets the same key in all pieces: each piece numbers its speakers anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from desktop.core.transcript import Line


def renamed(
    old: tuple[Line, ...], new: tuple[Line, ...], same: Iterable[tuple[int, int]]
) -> tuple[Line, ...]:
    """Give the new lines with the keys of the old ones.

    `same` pairs the numbers of lines in which a word stands that both pieces heard: who says it in
    one says it in the other. A voice that says none keeps its key, or gets a free one when that
    key is another's by then.
    """
    keys = list(dict.fromkeys(line.speaker for line in new if line.speaker))
    if not keys:
        return new
    votes = Counter((new[two].speaker, old[one].speaker) for one, two in same)
    given: dict[str, str] = {}
    for (key, known), _ in votes.most_common():
        if key and known and key not in given and known not in given.values():
            given[key] = known
    taken = {line.speaker for line in old} | set(keys)
    for key in keys:
        if key not in given:
            is_free = key not in given.values()
            given[key] = key if is_free else _free(key, taken)
            taken.add(given[key])
    return tuple(replace(line, speaker=given.get(line.speaker, line.speaker)) for line in new)


def _free(key: str, taken: set[str]) -> str:
    return next(name for number in count(2) if (name := f"{key}-{number}") not in taken)
