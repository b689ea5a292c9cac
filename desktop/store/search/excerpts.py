"""Where the words of a query stand in a text, and the piece of the text around the first of them."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from desktop.store.search.words import FAR, SINGLE, is_single, phrases

_LOOKED_AT = 200_000
"""Characters of one message in which a hit is looked for: enough, and a few milliseconds."""
_BEFORE = 40
_LENGTH = 220
_ALONE = f"[{SINGLE}{FAR}]"
_BEGINS = f"(?:(?<![^\\W_])|(?<={_ALONE}))"
_ENDS = f"(?:(?![^\\W_])|(?={_ALONE}))"
_LAST_STRIPPED = 0x530  # Latin, Greek, Cyrillic: whose accents the index does not tell apart


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text on one line; `marks` are the (start, length) of what was asked for."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def marks_in(text: str, query: str) -> tuple[tuple[int, int], ...]:
    """Give the (start, length) of everything in `text` that a query asks for, in order."""
    pattern = _pattern(query)
    if pattern is None:
        return ()
    return tuple((hit.start(), hit.end() - hit.start()) for hit in pattern.finditer(folded(text)))


def excerpt(text: str, query: str) -> Excerpt:
    """Give the piece around the first hit; the beginning where there is none."""
    looked_at = text[:_LOOKED_AT]
    pattern = _pattern(query)
    hit = pattern.search(folded(looked_at)) if pattern is not None else None
    start = max(0, hit.start() - _BEFORE) if hit is not None else 0
    if start:
        start = _after_blank(looked_at, start, hit.start() if hit is not None else start)
    piece = " ".join(looked_at[start : start + _LENGTH].split())
    shown = ("…" if start else "") + piece + ("…" if start + _LENGTH < len(text) else "")
    return Excerpt(shown, marks_in(shown, query))


def folded(text: str) -> str:
    """Give `text` without case and accents, character by character: places stay what they are."""
    if text.isascii():
        return text.lower()
    return text.translate({ord(character): _folded(character) for character in set(text)})


def _folded(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).casefold()[:1] or character
    base = unicodedata.normalize("NFD", plain)[0]
    return base if ord(base) < _LAST_STRIPPED else plain


def _after_blank(text: str, start: int, end: int) -> int:
    """Give the first place after a blank between `start` and `end`, so that no word is cut."""
    blank = text.find(" ", start, end)
    return blank + 1 if blank >= 0 else start


@lru_cache(maxsize=8)
def _pattern(query: str) -> re.Pattern[str] | None:
    alternatives = [_phrase(phrase, is_open=is_open) for phrase, is_open in phrases(query)]
    wanted = [one for one in alternatives if one]
    return re.compile("|".join(wanted)) if wanted else None


def _phrase(phrase: str, *, is_open: bool) -> str:
    tokens = re.findall(r"[^\W_]+", folded(phrase))
    if not tokens:
        return ""
    made = [re.escape(_as_written(tokens[0]))]
    for before, after in itertools.pairwise(tokens):
        are_words = not is_single(before) and not is_single(after)
        made.append(("[\\W_]+" if are_words else "[\\W_]*") + re.escape(_as_written(after)))
    begins = "" if is_single(tokens[0]) else _BEGINS
    ends = "" if is_open or is_single(tokens[-1]) else _ENDS
    return begins + "".join(made) + ends


def _as_written(token: str) -> str:
    """Give the character that stands in the index by its number."""
    return chr(int(token[3:], 16)) if is_single(token) and len(token) > 1 else token
