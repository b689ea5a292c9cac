"""JSON as text to be read and edited: what is too long for that stands in it by a name.

For a worker thread: it may be large.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TypeAlias

LONGEST = 4_000
"""Characters of one text; a longer line makes an editor slow."""
_BEGINNING = 60
_NOT_KEPT = "\u00a0\u2028\u2029\ufdd0\ufdd1"
"""Characters that an editor of Qt gives back as others; in JSON they can be written as escapes."""

Folded: TypeAlias = Mapping[str, str]
"""Long texts by what stands for them."""


def written(value: object) -> tuple[str, Folded]:
    """Give JSON over several lines with short texts only, and the long ones."""
    folded: dict[str, str] = {}
    text = json.dumps(_fold(value, folded), indent=2, ensure_ascii=False)
    for character in _NOT_KEPT:
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text, folded


def unfolded(value: object, folded: Folded) -> object:
    """Give a value with the long texts in their places again."""
    if isinstance(value, str):
        return folded.get(value, value)
    if isinstance(value, dict):
        return {name: unfolded(one, folded) for name, one in value.items()}
    if isinstance(value, list):
        return [unfolded(one, folded) for one in value]
    return value


def shortened(text: str) -> str:
    """Give a text of any kind with the ends of its long lines left out."""
    if len(text) <= LONGEST:
        return text
    return "\n".join(map(_short, text.split("\n")))


def _short(line: str) -> str:
    rest = len(line) - LONGEST
    return line if rest <= 0 else f"{line[:LONGEST]}… (+{rest:,})"


def _fold(value: object, folded: dict[str, str]) -> object:
    if isinstance(value, str) and len(value) > LONGEST:
        name = hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()[:12]
        beginning = " ".join(value[:_BEGINNING].split())
        mark = f"text:{name} ({len(value):,} characters) {beginning}…"
        folded[mark] = value
        return mark
    if isinstance(value, Mapping):
        return {name: _fold(one, folded) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_fold(one, folded) for one in value]
    return value
