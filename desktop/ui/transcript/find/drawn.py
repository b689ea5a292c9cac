"""What a laid-out document shows as text, and where in it something is found."""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextDocument

from desktop.ui.transcript import objects
from desktop.ui.transcript.marked import Matcher, Spans
from desktop.ui.transcript.objects.context import objects_in

_LINE_ENDS = str.maketrans(dict.fromkeys("\u2028\u2029\ufdd0\ufdd1", "\n"))
"""By these Qt parts lines, paragraphs and cells."""


def spans_in(doc: QTextDocument, find: Matcher) -> Spans:
    """Give where the hits are in a document; each formula or picture is one position."""
    text, places = drawn_text(doc)
    found = find(text)
    if places is None:
        return found
    return [(places[start], places[end - 1] + 1) for start, end in found]


def drawn_text(doc: QTextDocument) -> tuple[str, list[int] | None]:
    """Give what a document shows, and the position of each character; None: each is at its own."""
    raw = doc.toRawText()
    if raw.isascii():
        return raw, None
    text = raw.translate(_LINE_ENDS)
    has_objects = objects.OBJECT in text
    if not has_objects and max(text) <= "\uffff":
        return text, None
    words = {at: _words(look) for at, look in objects_in(doc)} if has_objects else {}
    out: list[str] = []
    places: list[int] = []
    at = 0
    for character in text:
        piece = words.get(at, character)
        out.append(piece)
        places += [at] * len(piece)
        at += 1 if character <= "\uffff" else 2
    return "".join(out), places


def _words(look: QTextCharFormat) -> str:
    is_formula = look.objectType() == objects.FORMULA
    return look.stringProperty(objects.SOURCE if is_formula else objects.TITLE)
