"""Words for what is wrong with a microphone or a sound: rows of `ui.error_text`."""

from __future__ import annotations

from desktop.core.errors import Code
from desktop.ui.i18n import QT_TRANSLATE_NOOP

SOUND_TEXTS: dict[Code, tuple[str, str]] = {
    Code.NO_PORTAUDIO: (
        QT_TRANSLATE_NOOP("Errors", "What opens the microphone is not installed."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Install the package libportaudio2 (Debian, Ubuntu) or portaudio (Fedora, Arch), then try again.",
        ),
    ),
    Code.NO_MICROPHONE: (
        QT_TRANSLATE_NOOP("Errors", "There is no microphone."),
        QT_TRANSLATE_NOOP(
            "Errors", "Plug one in, or switch it on in the system’s sound settings, then try again."
        ),
    ),
    Code.MICROPHONE_DENIED: (
        QT_TRANSLATE_NOOP("Errors", "This program may not use the microphone."),
        QT_TRANSLATE_NOOP("Errors", "Allow it in the system’s privacy settings, then try again."),
    ),
    Code.MICROPHONE_BUSY: (
        QT_TRANSLATE_NOOP("Errors", "Another program is using the microphone."),
        QT_TRANSLATE_NOOP("Errors", "Close it or choose another microphone, then try again."),
    ),
    Code.MICROPHONE_SILENT: (
        QT_TRANSLATE_NOOP("Errors", "The microphone delivers only silence."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Check that it is plugged in, not muted, and that the system lets this program use it.",
        ),
    ),
    Code.MICROPHONE_STALLED: (
        QT_TRANSLATE_NOOP("Errors", "The microphone has stopped sending sound."),
        QT_TRANSLATE_NOOP(
            "Errors", "The system’s sound service does not respond. What was recorded is kept."
        ),
    ),
    Code.MICROPHONE_LOST: (
        QT_TRANSLATE_NOOP("Errors", "The microphone is gone."),
        QT_TRANSLATE_NOOP(
            "Errors", "It was unplugged, or the sound service ended. What was recorded is kept."
        ),
    ),
    Code.NO_VOICE: (
        QT_TRANSLATE_NOOP("Errors", "There is no voice for this language."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Install the package espeak-ng (on Windows and macOS a voice in the system’s settings),"
            " or connect a server that speaks.",
        ),
    ),
    Code.NO_SPEAKER: (
        QT_TRANSLATE_NOOP("Errors", "There is nothing to play sound on."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Plug in a loudspeaker or headphones, or choose one in the system’s sound settings.",
        ),
    ),
    Code.SOUND_NEEDS_FFMPEG: (
        QT_TRANSLATE_NOOP("Errors", "This kind of sound needs ffmpeg."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Install the package “ffmpeg” as you install other programs, then try again."
            " Wav, flac, mp3 and ogg need nothing.",
        ),
    ),
    Code.SOUND_UNREAD: (
        QT_TRANSLATE_NOOP("Errors", "The sound could not be read."),
        QT_TRANSLATE_NOOP(
            "Errors", "It took too long or too much memory. Try again, or save it as wav or flac."
        ),
    ),
}
"""What happened, and what to do; all of them are worth another try."""
