"""Where the words of a query stand in a text, and the piece of the text around the first of them."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from desktop.core.plain_markdown import ends_in_code, plain
from desktop.store.search.words import FAR, SINGLE, is_single, phrases

_LOOKED_AT = 200_000
"""Characters of one message in which a hit is looked for: enough, and a few milliseconds."""
_BEFORE = 40
_AROUND = 1000
"""Characters before and after a hit of which the signs of Markdown are taken away."""
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


def excerpt(text: str, query: str, *, is_markdown: bool = False) -> Excerpt:
    """Give the piece around the first hit; the beginning where there is none.

    Of Markdown it is what a reader sees; where the hit is in what nobody sees, such as the address
    of a link, it is what was written.
    """
    looked_at = text[:_LOOKED_AT]
    pattern = _pattern(query)
    hit = pattern.search(folded(looked_at)) if pattern is not None else None
    if is_markdown:
        begin = _line_start(looked_at, hit.start() if hit is not None else 0)
        end = (hit.end() if hit is not None else 0) + _AROUND
        words = plain(looked_at[begin:end], is_code=ends_in_code(looked_at[:begin]))
        hit_in_words = pattern.search(folded(words)) if pattern is not None else None
        if (hit is None) is (hit_in_words is None):
            return _cut(words, hit_in_words, query, (begin > 0, end < len(text)))
    return _cut(looked_at, hit, query, (False, len(looked_at) < len(text)))


def _cut(text: str, hit: re.Match[str] | None, query: str, is_more: tuple[bool, bool]) -> Excerpt:
    """Give the piece around a hit; `is_more` tells of more before `text` and after it."""
    start = max(0, hit.start() - _BEFORE) if hit is not None else 0
    if start:
        start = _after_blank(text, start, hit.start() if hit is not None else start)
    piece = " ".join(text[start : start + _LENGTH].split())
    before, after = is_more[0] or start > 0, is_more[1] or start + _LENGTH < len(text)
    shown = ("…" if before else "") + piece + ("…" if after else "")
    return Excerpt(shown, marks_in(shown, query))


def _line_start(text: str, at: int) -> int:
    """Give where to begin to read before a hit: some lines above it, or in a very long line."""
    line = text.rfind("\n", 0, max(0, at - _BEFORE)) + 1
    return line if at - line < _AROUND else _after_blank(text, at - _AROUND, at)


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
