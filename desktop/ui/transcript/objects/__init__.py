"""What stands in a text like one character: formulas and pictures.

Whoever writes a document puts `OBJECT` there, with a format of `formula_format` or
`picture_format`; `register` lets the document draw them, `settle` gives them their place in the
line: call it after text was written. An unfinished formula is written as `completed` gives it.

Read `format`, then `context`; `drawings` and `formula`, `shelf` and `picture` are loaded with the
first of theirs.
"""

from __future__ import annotations

from desktop.ui.transcript.objects.context import Context, register, settle
from desktop.ui.transcript.objects.format import (
    FORMULA,
    IS_DISPLAY,
    OBJECT,
    PICTURE,
    SOURCE,
    TITLE,
    formula_format,
    picture_format,
)
from desktop.ui.transcript.objects.ground import Owner
from desktop.ui.transcript.objects.spots import Shown, press, shown_at, spots
from desktop.ui.transcript.objects.tips import tip_at
from desktop.ui.transcript.objects.unfinished import completed

__all__ = [
    "FORMULA", "IS_DISPLAY", "OBJECT", "PICTURE", "SOURCE", "TITLE", "Context", "Owner", "Shown",
    "completed", "formula_format", "picture_format", "press", "register", "settle", "shown_at",
    "spots", "tip_at",
]  # fmt: skip
