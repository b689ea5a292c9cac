"""Errors that a person may see.

An error carries a code, never a sentence: `desktop.ui.error_text` gives each code its words in
both languages, so nothing below the Qt line holds user-visible text.
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Every failure that we expect and can explain; the value is the stable name in the database."""

    # the way to the server
    NO_NAME = "net.no_name"  # the server's name is not found
    NO_ROUTE = "net.no_route"  # refused or unreachable
    TIMEOUT = "net.timeout"  # no first byte, or silence in mid-stream
    TLS = "net.tls"  # certificate not trusted or expired
    CUT = "net.cut"  # the stream ended without its end
    BAD_URL = "net.bad_url"  # the address of the connection cannot be used
    PROXY = "net.proxy"  # the proxy cannot be reached or refuses
    CERTIFICATE = "net.certificate"  # the person's own certificate or authority cannot be used
    # what the server said
    KEY_REFUSED = "api.key_refused"  # 401
    FORBIDDEN = "api.forbidden"  # 403
    NOT_FOUND = "api.not_found"  # 404: wrong address or unknown model
    RATE_LIMITED = "api.rate_limited"  # 429, worth a retry
    QUOTA = "api.quota"  # 429 that no retry helps: quota, credit, spend limit
    BAD_REQUEST = "api.bad_request"  # 400, 409, 413, 422
    TOO_LONG = "api.too_long"  # context_length_exceeded
    SERVER = "api.server"  # 5xx
    OVERLOADED = "api.overloaded"  # 503, slow_down
    LACKS = "api.lacks"  # the server has no such endpoint; detail is the capability's name
    TOO_LARGE = "api.too_large"  # 413: the request or a file in it
    FLAGGED = "api.flagged"  # the check before sending objected; detail: its categories
    BLOCKED = "api.blocked"  # the server's own rules about content refuse the request
    NOT_UNDERSTOOD = "api.not_understood"  # an answer that is not the API
    # files of the person
    UNREADABLE = "file.unreadable"  # a file cannot be opened or read
    UNWRITABLE = "file.unwritable"  # a file cannot be written where a person wants it
    UNSUITABLE = "file.unsuitable"  # a file that is not of the kind that is wanted
    FILE_KIND = "file.kind"  # a file of a kind that nothing here reads
    FILE_TOO_LARGE = "file.too_large"  # over our own limit, which the detail says
    FILE_DAMAGED = "file.damaged"  # incomplete, or not what its first bytes say
    FILE_LOCKED = "file.locked"  # it needs a password
    FILE_COMPLEX = "file.complex"  # its text takes too long or too much memory to get
    NO_READER = "file.no_reader"  # the packages that read documents are not installed
    NO_TEXT = "file.no_text"  # a document of pictures alone
    NOT_A_SOUND = "sound.none"  # of another kind, empty, or a film without sound
    SOUND_NEEDS_FFMPEG = "sound.needs_ffmpeg"  # m4a, mp4, webm, mkv, and no ffmpeg on this computer
    SOUND_TOO_LONG = "sound.too_long"  # over a day
    SOUND_UNREAD = "sound.unread"  # the process that reads it was ended over it
    NO_SOUND_READER = "sound.no_reader"  # that process does not start
    # the built-in engine
    ENGINE_MISSING = "engine.missing"  # its packages or weights are not installed
    ENGINE_DAMAGED = "engine.damaged"  # weights with another hash
    ENGINE_CPU = "engine.cpu"  # the processor lacks AVX2
    ENGINE_MEMORY = "engine.memory"  # out of memory
    ENGINE_DIED = "engine.died"  # ended by itself, in start or in mid-answer
    # the microphone
    NO_PORTAUDIO = "microphone.no_portaudio"  # the system's library of sound devices is missing
    NO_MICROPHONE = "microphone.none"
    MICROPHONE_DENIED = "microphone.denied"  # the system keeps it from this program
    MICROPHONE_BUSY = "microphone.busy"  # another program holds it
    MICROPHONE_SILENT = "microphone.silent"  # exact zeros: muted, unplugged, or kept from us
    MICROPHONE_STALLED = "microphone.stalled"  # the sound server does not answer
    MICROPHONE_LOST = "microphone.lost"  # unplugged, or the sound server died
    # speech
    SPEECH_LANGUAGE = "speech.language"  # the built-in model does not know it; detail: which
    NO_VOICE = "speech.no_voice"  # nobody here speaks the language, or the program is gone; detail
    NO_SPEAKER = "speech.no_speaker"  # no device for sound, or it cannot be opened
    # this computer
    DISK_FULL = "store.disk_full"
    READ_ONLY = "store.read_only"  # the data folder cannot be written
    NEWER = "store.newer"  # a database from a newer version
    DAMAGED = "store.damaged"  # the database cannot be read
    BUSY = "store.busy"  # another process holds the database for too long
    GONE = "store.gone"  # deleted for good, here or by another process
    NO_KEYRING = "store.no_keyring"  # the system has no keyring, or it is locked
    # everything else
    NO_MODEL = "chat.no_model"  # the connection offers no model
    OVER_BUDGET = "chat.over_budget"  # the month's budget is used up; nothing was sent
    BLIND = "chat.blind"  # the model does not see pictures
    UNEXPECTED = "unexpected"


class AppError(Exception):
    """A failure that we expected and can explain.

    Args:
        code: The key of its text.
        detail: What the other side said, for the "details" fold; may be empty, never a secret.
        retry_after_s: Seconds to wait before a retry may help; None: nobody said.
        status: The HTTP status where there was one.
        request_id: The server's own name for the request, for a report to its makers.
    """

    def __init__(
        self,
        code: Code,
        detail: str = "",
        *,
        retry_after_s: float | None = None,
        status: int | None = None,
        request_id: str = "",
    ) -> None:
        super().__init__(f"{code}: {detail}" if detail else str(code))
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s
        self.status = status
        self.request_id = request_id
