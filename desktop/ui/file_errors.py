"""Words for what is wrong with a file that a person attaches: rows of `ui.error_text`."""

from __future__ import annotations

from desktop.core.errors import Code
from desktop.ui.i18n import QT_TRANSLATE_NOOP

FILE_TEXTS: dict[Code, tuple[str, str]] = {
    Code.FILE_KIND: (
        QT_TRANSLATE_NOOP("Errors", "This kind of file cannot be attached."),
        QT_TRANSLATE_NOOP(
            "Errors", "Pictures, PDF, Word (.docx), Excel (.xlsx), text and code can."
        ),
    ),
    Code.FILE_TOO_LARGE: (
        QT_TRANSLATE_NOOP("Errors", "This file is too large to attach."),
        QT_TRANSLATE_NOOP("Errors", "The limit is below. Attach a part of it, or a smaller copy."),
    ),
    Code.FILE_DAMAGED: (
        QT_TRANSLATE_NOOP("Errors", "This file is damaged."),
        QT_TRANSLATE_NOOP("Errors", "It is incomplete or broken. Check it in its own program."),
    ),
    Code.FILE_LOCKED: (
        QT_TRANSLATE_NOOP("Errors", "This document needs a password."),
        QT_TRANSLATE_NOOP("Errors", "Save a copy without the password and attach that."),
    ),
    Code.FILE_COMPLEX: (
        QT_TRANSLATE_NOOP("Errors", "This document is too complex to read."),
        QT_TRANSLATE_NOOP(
            "Errors", "Getting its text takes too long or too much memory. Attach a part of it."
        ),
    ),
    Code.NO_READER: (
        QT_TRANSLATE_NOOP("Errors", "What reads documents is not installed."),
        QT_TRANSLATE_NOOP("Errors", "Set the program up again, or attach the document as text."),
    ),
    Code.NO_TEXT: (
        QT_TRANSLATE_NOOP("Errors", "This document holds no text."),
        QT_TRANSLATE_NOOP(
            "Errors", "It seems to be scanned. Attach its pages as pictures to a model that sees."
        ),
    ),
}
"""What happened, and what to do; trying again helps with none of them."""
