"""Files in base64, as they stand in JSON, as references to what they are: nothing keeps them twice.

A reference is "blob:<SHA-256> (image/png, 20 KB)". For worker threads; a text of many megabytes is
gone through in pieces, so that others have their turn.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

_WINDOW = 65_536
_LONGEST_HEAD = 400
_LEAST_ADDRESS, _LEAST_PLAIN = 64, 1_000
"""Characters: what is shorter is not worth a reference, or may be something else."""
_MAGIC = {
    "iVBORw0KGgo": "image/png",
    "/9j/": "image/jpeg",
    "\\/9j\\/": "image/jpeg",
    "R0lGOD": "image/gif",
    "UklGR": "image/webp",
    "JVBERi0": "application/pdf",
}
"""How the base64 of files begins that stand there without saying what they are."""
_HEAD = re.compile(
    r"data:(?P<type>[\w.+-]{1,60}\\?/[\w.+-]{1,100})?(?:;[\w=.-]{1,60}){0,3};base64,"
    r"|(?<![A-Za-z0-9+/])(?P<magic>" + "|".join(map(re.escape, _MAGIC)) + ")"
)
_RUN = re.compile(r"(?:[A-Za-z0-9+/]+|\\/)*")
_REFERENCE = re.compile(r"blob:[0-9a-f]{64} \([^()]{0,200}\)")
_UNITS = ("B", "KB", "MB", "GB")


class Found(NamedTuple):
    """A file in a text: where it stands, and its reference."""

    start: int
    end: int
    reference: str


def reference(name: str, media_type: str, size: int) -> str:
    """Give what stands for a file of so many bytes, whose SHA-256 is `name`."""
    return f"blob:{name} ({media_type}, {size_words(size)})"


def size_words(size: float) -> str:
    """Give a number of bytes in few words; they go into code, and are not translated."""
    unit = 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if size >= 10 or unit == 0 else f"{size:.1f} {_UNITS[unit]}"


def without_contents(value: object) -> object:
    """Give JSON with references instead of files."""
    if isinstance(value, str):
        return _shortened(value)
    if isinstance(value, Mapping):
        return {name: without_contents(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [without_contents(one) for one in value]
    return value


def contents(value: object) -> dict[str, str]:
    """Give the files in JSON as they stand there, by their references."""
    held: dict[str, str] = {}
    for text in _texts(value):
        held |= {one.reference: text[one.start : one.end] for one in _found(text)}
    return held


def with_contents(value: object, held: Mapping[str, str]) -> object:
    """Give JSON with files in the place of those references that are `held`."""
    if isinstance(value, str):
        return _REFERENCE.sub(lambda match: held.get(match[0], match[0]), value)
    if isinstance(value, Mapping):
        return {name: with_contents(one, held) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [with_contents(one, held) for one in value]
    return value


def thinned(pieces: Iterable[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """Give the pieces of an answer with references; each stands in the piece that ended its file."""
    held = list(pieces)
    whole = b"".join(chunk for _, chunk in held).decode("latin-1")  # a character for each byte
    found = list(_found(whole))
    if not found:
        return held
    thin: list[tuple[int, bytes]] = []
    end = next_one = 0
    for at, chunk in held:
        place, end = end, end + len(chunk)
        words: list[str] = []
        while place < end:
            file = found[next_one] if next_one < len(found) else None
            if file is None or file.start >= end:
                words.append(whole[place:end])
                place = end
                continue
            words.append(whole[place : max(place, file.start)])
            if file.end <= end:
                words.append(file.reference)
                next_one += 1
            place = min(file.end, end)
        thin.append((at, "".join(words).encode("latin-1")))
    return thin


def _shortened(text: str) -> str:
    pieces, at = [], 0
    for one in _found(text):
        pieces += [text[at : one.start], one.reference]
        at = one.end
    return "".join((*pieces, text[at:])) if pieces else text


def _texts(value: object) -> Iterator[str]:
    left = [value]
    while left:
        item = left.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, Mapping):
            left += item.values()
        elif isinstance(item, list | tuple):
            left += item


def _found(text: str) -> Iterator[Found]:
    at = 0
    while at < len(text):
        head = _HEAD.search(text, at, at + _WINDOW + _LONGEST_HEAD)
        if head is None:
            at += _WINDOW
            continue
        magic = head["magic"]
        begin = head.end() if magic is None else head.start()
        end = at = _end_of_run(text, begin)
        if end - begin >= (_LEAST_ADDRESS if magic is None else _LEAST_PLAIN):
            media_type = _MAGIC[magic] if magic else (head["type"] or "text/plain")
            yield Found(head.start(), end, _reference(text[begin:end], media_type))


def _end_of_run(text: str, at: int) -> int:
    """Give where the characters of base64 end, its padding included."""
    end = at
    while match := _RUN.match(text, end, end + _WINDOW):
        if match.end() == end:
            break
        end = match.end()
    return end + len(text[end : end + 2]) - len(text[end : end + 2].lstrip("="))


def _reference(encoded: str, media_type: str) -> str:
    plain = encoded.replace("\\/", "/").rstrip("=")
    found, size = hashlib.sha256(), 0
    for start in range(0, len(plain), _WINDOW):
        piece = plain[start : start + _WINDOW]
        try:
            raw = base64.b64decode(piece + "=" * (-len(piece) % 4))
        except binascii.Error:  # it was cut within four characters: its own text names it
            raw = piece.encode()
        found.update(raw)
        size += len(raw)
    return reference(found.hexdigest(), media_type.replace("\\/", "/"), size)
