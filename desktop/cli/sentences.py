"""What went wrong, in the words of a terminal: English, one line, no markup."""

from __future__ import annotations

import sys

from desktop.core.errors import AppError, Code

SENTENCES: dict[Code, str] = {
    Code.NO_NAME: "the server's name is not found",
    Code.PROXY: "the proxy cannot be reached or refuses",
    Code.CERTIFICATE: "the certificate file cannot be used; nothing was sent",
    Code.LACKS: "this server cannot do that",
    Code.TOO_LARGE: "this is too large for the server",
    Code.FLAGGED: "the check before sending objected; nothing was sent",
    Code.BLOCKED: "the server's rules do not allow this content",
    Code.UNREADABLE: "the file cannot be read",
    Code.UNWRITABLE: "the file cannot be written there",
    Code.UNSUITABLE: "the file is of another kind",
    Code.FILE_KIND: "files of this kind cannot be attached",
    Code.FILE_TOO_LARGE: "the file is too large",
    Code.FILE_DAMAGED: "the file is damaged",
    Code.FILE_LOCKED: "the file needs a password",
    Code.FILE_COMPLEX: "the document is too complex to read",
    Code.NO_READER: "the packages that read documents are not installed",
    Code.NO_TEXT: "the document holds no text",
    Code.OVER_BUDGET: "the budget of this month is used up; nothing was sent",
    Code.BLIND: "this model does not see pictures",
    Code.NO_ROUTE: "the server cannot be reached",
    Code.TIMEOUT: "the server was silent for too long",
    Code.TLS: "the server's certificate is not trusted; nothing was sent",
    Code.CUT: "the answer was cut off",
    Code.BAD_URL: "this address cannot be used",
    Code.KEY_REFUSED: "the server refused the key",
    Code.FORBIDDEN: "this key may not use this model",
    Code.NOT_FOUND: "the server does not know this model or address",
    Code.RATE_LIMITED: "the server asks to slow down; try again later",
    Code.QUOTA: "the account's credit is used up",
    Code.BAD_REQUEST: "the server did not accept the request",
    Code.TOO_LONG: "the question is too long for this model",
    Code.SERVER: "the server has a fault; try again later",
    Code.OVERLOADED: "the server is overloaded; try again later",
    Code.NOT_UNDERSTOOD: "the server's answer is not the OpenAI API",
    Code.ENGINE_MISSING: "the built-in model is not installed; use --url",
    Code.ENGINE_DAMAGED: "the built-in model's file is damaged; use --url",
    Code.ENGINE_CPU: "this processor cannot run the built-in model; use --url",
    Code.ENGINE_MEMORY: "there is not enough memory for the built-in model",
    Code.ENGINE_DIED: "the built-in engine stopped unexpectedly",
    Code.NO_PORTAUDIO: "what opens the microphone is not installed: libportaudio2 or portaudio",
    Code.NO_MICROPHONE: "there is no microphone",
    Code.MICROPHONE_DENIED: "the system keeps the microphone from this program",
    Code.MICROPHONE_BUSY: "another program is using the microphone",
    Code.MICROPHONE_SILENT: "the microphone delivers only silence",
    Code.MICROPHONE_STALLED: "the microphone sends no sound",
    Code.MICROPHONE_LOST: "the microphone is gone; what was recorded is kept",
    Code.NOT_A_SOUND: "there is no sound to read in this file",
    Code.SOUND_NEEDS_FFMPEG: "this kind of sound needs ffmpeg, which is not installed",
    Code.SOUND_TOO_LONG: "the recording is longer than a day",
    Code.SOUND_UNREAD: "the sound could not be read",
    Code.NO_SOUND_READER: "what reads sound files does not start",
    Code.SPEECH_LANGUAGE: "the built-in speech model only knows English; name a server with --connection",
    Code.NO_VOICE: "there is no voice for this language; install espeak-ng, or name one with --voice",
    Code.NO_SPEAKER: "there is nothing to play sound on",
    Code.NO_MODEL: "the server lists no model; name one with --model",
    Code.DISK_FULL: "the disk is full; the answer was not saved",
    Code.READ_ONLY: "the data folder cannot be written; the answer was not saved",
    Code.NEWER: "the data comes from a newer version; the answer was not saved",
    Code.DAMAGED: "the database is damaged; the answer was not saved",
    Code.BUSY: "another program keeps the database busy; the answer was not saved",
    Code.GONE: "the conversation was deleted meanwhile; the answer was not saved",
    Code.NO_KEYRING: "this system has no keyring, or it is locked",
    Code.UNEXPECTED: "something unexpected happened",
}


def fail(error: AppError) -> int:
    """Tell an error and give the exit status."""
    return fail_saying(sentence_of(error))


def sentence_of(error: AppError) -> str:
    """Give an error in words."""
    sentence = SENTENCES.get(error.code, str(error.code))
    return f"{sentence} ({error.detail})" if error.detail else sentence


def fail_saying(sentence: str) -> int:
    """Tell what is wrong and give the exit status."""
    sys.stderr.write(f"oriole: {sentence}\n")
    return 1
