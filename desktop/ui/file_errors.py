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
    Code.NOT_A_SOUND: (
        QT_TRANSLATE_NOOP("Errors", "There is no sound to read in this file."),
        QT_TRANSLATE_NOOP(
            "Errors", "Wav, flac, mp3, ogg, opus, aiff, m4a, mp4, webm and mkv can be read."
        ),
    ),
    Code.SOUND_TOO_LONG: (
        QT_TRANSLATE_NOOP("Errors", "This recording is longer than a day."),
        QT_TRANSLATE_NOOP("Errors", "Cut it into parts with another program, then add these."),
    ),
    Code.NO_SOUND_READER: (
        QT_TRANSLATE_NOOP("Errors", "What reads sound files does not start."),
        QT_TRANSLATE_NOOP("Errors", "Set the program up again, then start it anew."),
    ),
}
"""What happened, and what to do; trying again helps with none of them."""
