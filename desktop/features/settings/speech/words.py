"""The names of what the page of speech holds."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.features.settings.declared import SPEECH, rows
from desktop.features.settings.search import Term
from desktop.store.settings import MICROPHONE, TRANSCRIPTION_CONNECTION, TRANSCRIPTION_MODEL
from desktop.ui.i18n import translate


def heading() -> str:
    """Name the page."""
    return translate("Settings", "Speech")


def microphone() -> str:
    """Name the choice of the microphone."""
    return translate("Settings", "Microphone")


def test() -> str:
    """Name the button that tries it."""
    return translate("Settings", "Test the microphone")


def connection() -> str:
    """Name the choice of who writes."""
    return translate("Settings", "Turned into text by")


def model() -> str:
    """Name the choice of its model."""
    return translate("Settings", "Model for speech")


def terms() -> Sequence[Term]:
    """Give what can be found on the page before it is made."""
    own = {
        MICROPHONE.key: microphone,
        "speech.test": test,
        TRANSCRIPTION_CONNECTION.key: connection,
        TRANSCRIPTION_MODEL.key: model,
    }
    return (
        *(Term(key, title) for key, title in own.items()),
        *(row.term for row in rows(SPEECH)),
    )
