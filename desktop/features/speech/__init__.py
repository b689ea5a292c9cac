"""Speech: recordings at the left; at the right the recorder, files, or what was said in one.

Read in this order: `view` (all of it side by side), `words` (times, titles, states), `list/` (the
recordings at the left), `dictate/` (the recorder and its live text), `files/` (what is transcribed),
`transcript/` (what was said in one), `aloud/` (a text is read), `sending` (into a chat).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.ui.feature import Feature, Host, Spot
from desktop.ui.i18n import translate
from desktop.ui.keymap import Shortcut

if TYPE_CHECKING:  # the window paints before the services are loaded
    from desktop.services.context import Services


def _create(services: Services, host: Host) -> QWidget:
    from desktop.features.speech.view import SpeechView

    return SpeechView(services, host)


def _spots(_host: Host) -> Sequence[Spot]:
    return (
        Spot("dictate", lambda: translate("Speech", "Dictate"), str),
        Spot("files", lambda: translate("Speech", "Files to transcribe"), str),
        Spot("aloud", lambda: translate("Speech", "Read aloud"), str),
    )


RECORD = Shortcut("record", lambda: translate("Speech", "Start or stop recording"), "Ctrl+D")
TRANSCRIBE = Shortcut("transcribe", lambda: translate("Speech", "Transcribe files"), "Ctrl+O")
SEARCH = Shortcut("search_speech", lambda: translate("Speech", "Search transcripts"), "Ctrl+L")
FEATURE = Feature(
    "speech",
    lambda: translate("Tabs", "Speech"),
    "audio-lines",
    _create,
    shortcut="Ctrl+2",
    shortcuts=(RECORD, TRANSCRIBE, SEARCH),
    spots=_spots,
)
