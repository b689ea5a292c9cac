"""The words of the settings of speech."""

from __future__ import annotations

from functools import partial

from desktop.features.settings.row import Row, Section
from desktop.store import settings as declared
from desktop.ui.i18n import translate
from desktop.ui.spoken_languages import SPOKEN


def _silence_words(seconds: int) -> str:
    if seconds == 0:
        return translate("Settings", "Only when I stop it")
    return translate("Settings", "After %n second(s) of silence", "", seconds)


def _sound_words(days: int) -> str:
    if days == 0:
        return translate("Settings", "Until the text is there")
    if days < 0:
        return translate("Settings", "For ever")
    return translate("Settings", "For %n day(s)", "", days)


SPEECH = (
    Section(
        (
            Row(
                declared.SPEECH_LANGUAGE,
                lambda: translate("Settings", "Language that is spoken"),
                lambda: translate(
                    "Settings",
                    "Fewer mistakes when it is known. The built-in engine knows English.",
                ),
                options={
                    "": lambda: translate("Settings", "Recognise it"),
                    **{code: partial(str, name) for code, name in SPOKEN.items()},
                },
            ),
            Row(
                declared.SILENCE_S,
                lambda: translate("Settings", "End of a dictation"),
                lambda: translate("Settings", "What was said before is always written."),
                options={
                    seconds: partial(_silence_words, seconds)
                    for seconds in declared.SILENCE_S.choices
                },
            ),
            Row(
                declared.SPOKEN_PUNCTUATION,
                lambda: translate("Settings", "Spoken punctuation"),
                lambda: translate("Settings", "“Comma” and “new line” become what they mean."),
            ),
            Row(
                declared.DICTATION_DAYS,
                lambda: translate("Settings", "Keep the sound of dictations"),
                lambda: translate(
                    "Settings",
                    "Notes keep theirs until you delete them. Your files are never touched.",
                ),
                options={
                    days: partial(_sound_words, days) for days in declared.DICTATION_DAYS.choices
                },
            ),
            Row(
                declared.ALOUD_SPEED,
                lambda: translate("Settings", "Speed of reading aloud"),
                lambda: translate(
                    "Settings", "Voices are chosen by language in Speech, Read aloud."
                ),
                kind="per cent",
            ),
        )
    ),
)
