"""How formulas and pictures stand in a QTextDocument: one character with a format that tells all."""

from __future__ import annotations

import hashlib

from PySide6.QtGui import QTextCharFormat, QTextFormat

OBJECT = "\ufffc"
FORMULA = QTextFormat.ObjectTypes.UserObject.value + 1
PICTURE = QTextFormat.ObjectTypes.UserObject.value + 2
SOURCE = QTextFormat.Property.UserProperty.value + 1
"""Property, str: the TeX without its dollars, or the address of the picture as it was written."""
IS_DISPLAY = SOURCE + 1
"""Property, bool: a formula in a paragraph of its own, drawn large in the middle of the column."""
TITLE = SOURCE + 2
"""Property, str: what the picture shows, in words."""
KEY = SOURCE + 3
"""Property, str: names a picture's address in a few characters; some are megabytes."""
TURN = SOURCE + 4
"""Property, int: counts how often the object came out different, so that Qt lays it out again."""

IS_OPEN = SOURCE + 5
"""Property, bool: a formula that is still arriving."""


def formula_format(
    base: QTextCharFormat, source: str, *, is_display: bool = False, is_open: bool = False
) -> QTextCharFormat:
    """Give the format of the character that stands for a formula, in text of the format base.

    `is_open`: more of it is coming; what cannot be drawn stays as it last was.
    """
    look = QTextCharFormat(base)
    look.setObjectType(FORMULA)
    look.setProperty(SOURCE, source)
    look.setProperty(IS_DISPLAY, is_display)
    if is_open:
        look.setProperty(IS_OPEN, True)
    return look


def picture_format(base: QTextCharFormat, source: str, title: str = "") -> QTextCharFormat:
    """Give the format of the character that stands for a picture, in text of the format base."""
    look = QTextCharFormat(base)
    look.setObjectType(PICTURE)
    look.setProperty(SOURCE, source)
    look.setProperty(TITLE, title)
    look.setProperty(KEY, key_of(source))
    return look


def key_of(source: str) -> str:
    """Give what names an address: itself, or the hash of one that is a whole picture."""
    if len(source) <= 2_000:
        return source
    return hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()
