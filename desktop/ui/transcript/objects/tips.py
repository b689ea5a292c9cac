"""Why a formula is shown as its source, in words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextCursor, QTextDocument

from desktop.core.formula import Flaw, Undrawn
from desktop.ui.i18n import translate
from desktop.ui.transcript.objects.context import Context
from desktop.ui.transcript.objects.format import FORMULA


def tip_at(document: QTextDocument, context: Context, point: QPointF) -> str:
    """Give why the formula at a point of a document is not drawn; "": it is, or there is none."""
    at = document.documentLayout().hitTest(point, Qt.HitTestAccuracy.ExactHit)
    for position in (at, at - 1):  # a hit on its right half is the place after it
        cursor = QTextCursor(document)
        if not 0 <= position < document.characterCount() - 1:
            continue
        cursor.setPosition(position + 1)
        look = cursor.charFormat()
        if look.objectType() == FORMULA:
            undrawn = context.formulas.flaw(document, look)
            return flaw_text(undrawn) if undrawn is not None else ""
    return ""


def flaw_text(undrawn: Undrawn) -> str:
    """Give a flaw as a sentence."""
    match undrawn.flaw:
        case Flaw.TOO_LONG:
            return translate("Transcript", "This formula is too long to be drawn.")
        case Flaw.TOO_DEEP:
            return translate("Transcript", "This formula is nested too deeply to be drawn.")
        case Flaw.TOO_SLOW:
            return translate("Transcript", "This formula takes too long to be drawn.")
        case Flaw.UNKNOWN:
            words = translate(
                "Transcript", "%1 is not known, so the formula is shown as it was written."
            )
            return words.replace("%1", undrawn.detail)
        case Flaw.MALFORMED:
            return translate("Transcript", "This cannot be read as a formula.")
        case Flaw.UNAVAILABLE:
            return translate("Transcript", "Formulas cannot be drawn on this computer.")
