"""What each error code says to a person: what happened, what to do, and the button that does it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.core.errors import AppError, Code
from desktop.ui.file_errors import FILE_TEXTS
from desktop.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop.ui.sound_errors import SOUND_TEXTS


class Remedy(StrEnum):
    """What the button beside an error does."""

    NONE = ""
    RETRY = "retry"
    CONNECT = "connect"  # open the connection's settings


@dataclass(frozen=True, slots=True)
class ErrorText:
    """Words in the interface's language."""

    title: str
    hint: str
    remedy: Remedy
    button: str


_CONTEXT = "Errors"
_RETRY, _CONNECT, _NONE = Remedy.RETRY, Remedy.CONNECT, Remedy.NONE

_TEXTS: dict[Code, tuple[str, str, Remedy]] = {
    **{code: (*words, _NONE) for code, words in FILE_TEXTS.items()},
    **{code: (*words, _RETRY) for code, words in SOUND_TEXTS.items()},
    Code.NO_NAME: (
        QT_TRANSLATE_NOOP("Errors", "The server’s name is not found."),
        QT_TRANSLATE_NOOP("Errors", "Check the spelling of its address, and that you are online."),
        _RETRY,
    ),
    Code.NO_ROUTE: (
        QT_TRANSLATE_NOOP("Errors", "The server cannot be reached."),
        QT_TRANSLATE_NOOP("Errors", "Check that it runs, and the address in its connection."),
        _RETRY,
    ),
    Code.TIMEOUT: (
        QT_TRANSLATE_NOOP("Errors", "The server has been silent for too long."),
        QT_TRANSLATE_NOOP("Errors", "It may be busy. Try again, or choose another model."),
        _RETRY,
    ),
    Code.TLS: (
        QT_TRANSLATE_NOOP("Errors", "The server’s certificate is not trusted."),
        QT_TRANSLATE_NOOP(
            "Errors", "Nothing was sent. Check the address and this computer’s clock."
        ),
        _CONNECT,
    ),
    Code.CUT: (
        QT_TRANSLATE_NOOP("Errors", "The answer was cut off."),
        QT_TRANSLATE_NOOP(
            "Errors", "The connection ended before the answer did. What had arrived is kept."
        ),
        _RETRY,
    ),
    Code.BAD_URL: (
        QT_TRANSLATE_NOOP("Errors", "This address cannot be used."),
        QT_TRANSLATE_NOOP(
            "Errors", "It must begin with http:// or https://, and hold no name or password."
        ),
        _CONNECT,
    ),
    Code.PROXY: (
        QT_TRANSLATE_NOOP("Errors", "The proxy does not let the request through."),
        QT_TRANSLATE_NOOP("Errors", "Check its address, name and password in the connection."),
        _CONNECT,
    ),
    Code.CERTIFICATE: (
        QT_TRANSLATE_NOOP("Errors", "Your certificate file cannot be used."),
        QT_TRANSLATE_NOOP(
            "Errors", "Nothing was sent. Check the file and its passphrase in the connection."
        ),
        _CONNECT,
    ),
    Code.KEY_REFUSED: (
        QT_TRANSLATE_NOOP("Errors", "The server refused the key."),
        QT_TRANSLATE_NOOP("Errors", "Check the key of this connection; it may have expired."),
        _CONNECT,
    ),
    Code.FORBIDDEN: (
        QT_TRANSLATE_NOOP("Errors", "This key may not use this model."),
        QT_TRANSLATE_NOOP("Errors", "Choose another model, or ask whoever manages the account."),
        _CONNECT,
    ),
    Code.NOT_FOUND: (
        QT_TRANSLATE_NOOP("Errors", "The server does not know this model or address."),
        QT_TRANSLATE_NOOP(
            "Errors", "Choose another model, or check that the address ends like /v1."
        ),
        _CONNECT,
    ),
    Code.RATE_LIMITED: (
        QT_TRANSLATE_NOOP("Errors", "The server asks to slow down."),
        QT_TRANSLATE_NOOP(
            "Errors", "Too many requests in a short time. Wait a little, then try again."
        ),
        _RETRY,
    ),
    Code.QUOTA: (
        QT_TRANSLATE_NOOP("Errors", "The account’s credit is used up."),
        QT_TRANSLATE_NOOP(
            "Errors", "Trying again does not help. Add credit, or use another connection."
        ),
        _CONNECT,
    ),
    Code.BAD_REQUEST: (
        QT_TRANSLATE_NOOP("Errors", "The server did not accept the request."),
        QT_TRANSLATE_NOOP("Errors", "Its reason is below. Another model may accept it."),
        _RETRY,
    ),
    Code.TOO_LONG: (
        QT_TRANSLATE_NOOP("Errors", "The conversation is too long for this model."),
        QT_TRANSLATE_NOOP("Errors", "Begin a new chat, or choose a model with a larger context."),
        _NONE,
    ),
    Code.SERVER: (
        QT_TRANSLATE_NOOP("Errors", "The server has a fault."),
        QT_TRANSLATE_NOOP("Errors", "This is not your doing. Try again in a moment."),
        _RETRY,
    ),
    Code.OVERLOADED: (
        QT_TRANSLATE_NOOP("Errors", "The server is overloaded."),
        QT_TRANSLATE_NOOP("Errors", "Try again in a moment, or choose another model."),
        _RETRY,
    ),
    Code.LACKS: (
        QT_TRANSLATE_NOOP("Errors", "This server cannot do that."),
        QT_TRANSLATE_NOOP(
            "Errors", "Choose another connection for it. A test of this one looks again."
        ),
        _CONNECT,
    ),
    Code.TOO_LARGE: (
        QT_TRANSLATE_NOOP("Errors", "This is too large for the server."),
        QT_TRANSLATE_NOOP("Errors", "Send less at once, or a smaller file."),
        _NONE,
    ),
    Code.FLAGGED: (
        QT_TRANSLATE_NOOP("Errors", "The check before sending objected."),
        QT_TRANSLATE_NOOP(
            "Errors", "Nothing was sent. Change the text, or switch the check off in the settings."
        ),
        _NONE,
    ),
    Code.BLOCKED: (
        QT_TRANSLATE_NOOP("Errors", "The server’s rules do not allow this content."),
        QT_TRANSLATE_NOOP("Errors", "Change the text or the picture; what it objects to is below."),
        _NONE,
    ),
    Code.UNREADABLE: (
        QT_TRANSLATE_NOOP("Errors", "The file cannot be read."),
        QT_TRANSLATE_NOOP("Errors", "Check that it is still there and that you may read it."),
        _RETRY,
    ),
    Code.UNWRITABLE: (
        QT_TRANSLATE_NOOP("Errors", "The file cannot be written."),
        QT_TRANSLATE_NOOP("Errors", "Choose another folder, or make room on the disk."),
        _NONE,
    ),
    Code.UNSUITABLE: (
        QT_TRANSLATE_NOOP("Errors", "This file is of another kind."),
        QT_TRANSLATE_NOOP("Errors", "Choose a file of the kind that is named here."),
        _NONE,
    ),
    Code.BLIND: (
        QT_TRANSLATE_NOOP("Errors", "This model does not see pictures."),
        QT_TRANSLATE_NOOP("Errors", "Choose a model that does. The picture will not be sent."),
        _NONE,
    ),
    Code.OVER_BUDGET: (
        QT_TRANSLATE_NOOP("Errors", "The budget of this month is used up."),
        QT_TRANSLATE_NOOP(
            "Errors", "Nothing was sent. Choose a free model, or change the budget in the settings."
        ),
        _NONE,
    ),
    Code.NOT_UNDERSTOOD: (
        QT_TRANSLATE_NOOP("Errors", "The server’s answer could not be understood."),
        QT_TRANSLATE_NOOP("Errors", "Perhaps this address is not an OpenAI-compatible server."),
        _CONNECT,
    ),
    Code.ENGINE_MISSING: (
        QT_TRANSLATE_NOOP("Errors", "The built-in model is not installed."),
        QT_TRANSLATE_NOOP("Errors", "Set the program up again, or connect a server."),
        _CONNECT,
    ),
    Code.ENGINE_DAMAGED: (
        QT_TRANSLATE_NOOP("Errors", "The built-in model’s file is damaged."),
        QT_TRANSLATE_NOOP(
            "Errors", "It differs from the published one and was not loaded. Set up again."
        ),
        _CONNECT,
    ),
    Code.ENGINE_CPU: (
        QT_TRANSLATE_NOOP("Errors", "This computer’s processor cannot run the built-in model."),
        QT_TRANSLATE_NOOP("Errors", "It lacks AVX2. Everything else works: connect a server."),
        _CONNECT,
    ),
    Code.ENGINE_MEMORY: (
        QT_TRANSLATE_NOOP("Errors", "There is not enough memory for the built-in model."),
        QT_TRANSLATE_NOOP("Errors", "Close other programs and try again, or connect a server."),
        _RETRY,
    ),
    Code.ENGINE_DIED: (
        QT_TRANSLATE_NOOP("Errors", "The built-in engine stopped unexpectedly."),
        QT_TRANSLATE_NOOP("Errors", "It starts again by itself. What had arrived is kept."),
        _RETRY,
    ),
    Code.DISK_FULL: (
        QT_TRANSLATE_NOOP("Errors", "The disk is full."),
        QT_TRANSLATE_NOOP(
            "Errors", "Make room, then try again. What is on the screen is not saved yet."
        ),
        _RETRY,
    ),
    Code.READ_ONLY: (
        QT_TRANSLATE_NOOP("Errors", "The data folder cannot be written."),
        QT_TRANSLATE_NOOP("Errors", "You can read everything. To go on, make the folder writable."),
        _NONE,
    ),
    Code.NEWER: (
        QT_TRANSLATE_NOOP("Errors", "Your data comes from a newer version of Oriole."),
        QT_TRANSLATE_NOOP(
            "Errors", "You can read everything. To go on, install the newer version."
        ),
        _NONE,
    ),
    Code.DAMAGED: (
        QT_TRANSLATE_NOOP("Errors", "The database is damaged."),
        QT_TRANSLATE_NOOP("Errors", "Nothing was changed. Backups lie in the data folder."),
        _NONE,
    ),
    Code.BUSY: (
        QT_TRANSLATE_NOOP("Errors", "Another program keeps the database busy."),
        QT_TRANSLATE_NOOP("Errors", "Close it, then try again."),
        _RETRY,
    ),
    Code.GONE: (
        QT_TRANSLATE_NOOP("Errors", "This is not there any more."),
        QT_TRANSLATE_NOOP("Errors", "It was deleted for good, here or by another window."),
        _NONE,
    ),
    Code.NO_KEYRING: (
        QT_TRANSLATE_NOOP("Errors", "This system has no keyring, or it is locked."),
        QT_TRANSLATE_NOOP("Errors", "Unlock it, or choose where the key is kept instead."),
        _NONE,
    ),
    Code.SPEECH_LANGUAGE: (
        QT_TRANSLATE_NOOP("Errors", "The built-in speech model only knows English."),
        QT_TRANSLATE_NOOP(
            "Errors", "For other languages, connect a server that transcribes speech."
        ),
        _CONNECT,
    ),
    Code.NO_MODEL: (
        QT_TRANSLATE_NOOP("Errors", "This connection offers no model."),
        QT_TRANSLATE_NOOP(
            "Errors", "Load a model in the server, or type its name in the connection."
        ),
        _CONNECT,
    ),
    Code.UNEXPECTED: (
        QT_TRANSLATE_NOOP("Errors", "Something unexpected happened."),
        QT_TRANSLATE_NOOP("Errors", "Nothing that was on the screen is lost. Try again."),
        _RETRY,
    ),
}


def error_text(code: str) -> ErrorText:
    """Give the words for a code as it stands in the database; unknown codes are unexpected."""
    known = Code(code) if code in set(Code) else Code.UNEXPECTED
    title, hint, remedy = _TEXTS[known]
    buttons = {
        Remedy.RETRY: translate("Errors", "Try again"),
        Remedy.CONNECT: translate("Errors", "Open connections"),
        Remedy.NONE: "",
    }
    return ErrorText(translate(_CONTEXT, title), translate(_CONTEXT, hint), remedy, buttons[remedy])


def code_of(error: BaseException) -> Code:
    """Give the code of any failure: our own, or `UNEXPECTED`."""
    return error.code if isinstance(error, AppError) else Code.UNEXPECTED
