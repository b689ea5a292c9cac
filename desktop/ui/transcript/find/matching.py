"""What somebody looks for, as a function that tells where it stands in a text.

`literal` takes a query as it was typed, for the bar; `by_words` as Find anything does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate

from desktop.ui.transcript.marked import Matcher, Spans

_CLUSTERS = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]+|[^\u0300-\u036f]|[\u0300-\u036f]")
"""Letters with the marks that are written after them."""
_BLANKS = "\t\u00a0\u2007\u2009\u200a\u202f\u3000"


def literal(query: str, *, matches_case: bool = False) -> Matcher | None:
    """Give where `query` stands as it was typed; None: there is nothing to look for.

    Without `matches_case` letters are compared as Unicode folds them: "ß" is "SS", "İ" is "i̇".
    Accents count, however they are encoded; all blanks are alike.
    """
    wanted = _folded(query, matches_case=matches_case)[0]
    if not wanted.strip():
        return None

    def find(text: str) -> Spans:
        folded, places = _folded(text, matches_case=matches_case)
        return list(_found(folded, wanted, places))

    return find


def by_words(query: str) -> Matcher | None:
    """Give where the words of a query stand, as Find anything marks them."""
    # The index's rules come with the store; who only types into the bar does without.
    from desktop.store.search.excerpts import marks_in  # noqa: PLC0415
    from desktop.store.search.words import phrases  # noqa: PLC0415

    if not phrases(query):
        return None
    return lambda text: [(start, start + length) for start, length in marks_in(text, query)]


def _found(folded: str, wanted: str, places: list[int] | None) -> Iterator[tuple[int, int]]:
    at, length = folded.find(wanted), len(wanted)
    while at >= 0:
        end = at + length
        if places is None:
            yield at, end
        elif places[at] != places[at - 1] and places[end] != places[end - 1]:
            yield places[at], places[end]
        else:  # it begins or ends inside a letter
            end = at + 1
        at = folded.find(wanted, end)


def _folded(text: str, *, matches_case: bool) -> tuple[str, list[int] | None]:
    """Give a text as it is compared, and where each of its characters was; None: at its place.

    The places end with that of the end, and `places[-1]`, before the first, is none of the others.
    """
    if text.isascii():
        return (text if matches_case else text.lower()).replace("\t", " "), None
    for blank in _BLANKS:
        text = text.replace(blank, " ")
    is_composed = unicodedata.is_normalized("NFC", text)
    whole = text if matches_case else text.casefold()
    if is_composed and len(whole) == len(text):  # no letter became two: none becomes nothing
        return whole, None
    letters = list(text) if is_composed else _CLUSTERS.findall(text)
    begins = accumulate(map(len, letters), initial=0)
    made = [_letter(letter, matches_case=matches_case) for letter in letters]
    places = [at for piece, at in zip(made, begins, strict=False) for _ in piece]
    return "".join(made), [*places, len(text), -1]


def _letter(letter: str, *, matches_case: bool) -> str:
    composed = unicodedata.normalize("NFC", letter)
    return composed if matches_case else composed.casefold()
