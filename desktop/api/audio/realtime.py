"""Live transcription as events: what is said to a realtime socket, and what it says back.

Pure: `live` has the socket. Where servers differ: OpenAI wants no model in the address (with one, the
session is a conversation), speaches and LocalAI want it there; vLLM has a small protocol of its own,
recognised by a `session.created` without a session.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from desktop.api.audio.live_events import (
    RATE_HZ,
    Committed,
    Completed,
    Delta,
    Failed,
    LiveEvent,
    SessionReady,
    SpeechStarted,
    SpeechStopped,
    Unknown,
)
from desktop.api.lessons import Dialect
from desktop.api.reading.failures import in_band
from desktop.api.reading.fields import Json, child, children, dump, load, number, text
from desktop.api.wire.address import join
from desktop.core.connection import Endpoint

PATH = "/realtime"

_VLLM_RATE_HZ = 16_000
_MAX_RAW = 2_000
_BINARY, _MALFORMED = RUBBISH = ("binary", "malformed")
_PIECE_BYTES = 1024 * 1024  # of audio an event; the API takes 15 MiB of base64, LocalAI 10 MB
_HEARD = "conversation.item.input_audio_transcription."
_SILENT = {
    "conversation.created",
    "conversation.item.done",
    "conversation.item.retrieved",
    "input_audio_buffer.cleared",
    "input_audio_buffer.timeout_triggered",
    "keepalive",
    "ping",
    "rate_limits.updated",
    "session.created",
    "transcription_session.created",
}
_NOTHING_HEARD = {"input_audio_buffer_commit_empty"}


@dataclass(frozen=True, slots=True)
class ServerVad:
    """The server commits after silence; defaults are the API's."""

    threshold: float = 0.5
    prefix_padding_ms: int = 300
    silence_duration_ms: int = 500


@dataclass(frozen=True, slots=True)
class SemanticVad:
    """The server commits where a thought seems to end; `eagerness`: low, medium, high, auto."""

    eagerness: str = "auto"


@dataclass(frozen=True, slots=True)
class LiveSettings:
    """What to listen for.

    `languages` are ISO-639-1 codes; `noise_reduction` is near_field, far_field or empty.
    `turn_detection` None: the caller commits, the only way with gpt-live-transcribe.
    """

    model: str
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    prompt: str = ""
    noise_reduction: str = ""
    turn_detection: ServerVad | SemanticVad | None = None
    wants_logprobs: bool = False


def build_url(endpoint: Endpoint, settings: LiveSettings, dialect: Dialect | None = None) -> str:
    """Give the socket's address; a query of the base stays.

    Raises:
        AppError: BAD_URL.
    """
    parts = urlsplit(join(endpoint.base_url, PATH))
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    query["intent"] = "transcription"
    if not (dialect or Dialect()).is_official:
        query["model"] = settings.model
    scheme = {"http": "ws", "https": "wss"}[parts.scheme]
    return urlunsplit(parts._replace(scheme=scheme, query=urlencode(query)))


def build_session(settings: LiveSettings) -> Json:
    """Give the event that makes a session what `settings` say."""
    transcription: Json = {
        "model": settings.model,
        "languages": list(settings.languages),
        "keywords": list(settings.keywords),
        "prompt": settings.prompt,
    }
    audio: Json = {
        "format": {"type": "audio/pcm", "rate": RATE_HZ},
        "transcription": {name: value for name, value in transcription.items() if value},
        "turn_detection": _turn_detection(settings),
    }
    if settings.noise_reduction:
        audio["noise_reduction"] = {"type": settings.noise_reduction}
    session: Json = {"type": "transcription", "audio": {"input": audio}}
    if settings.wants_logprobs:
        session["include"] = ["item.input_audio_transcription.logprobs"]
    return {"type": "session.update", "session": session}


def _turn_detection(settings: LiveSettings) -> Json | None:
    match settings.turn_detection:
        case ServerVad(threshold, prefix_padding_ms, silence_duration_ms):
            return {
                "type": "server_vad",
                "threshold": threshold,
                "prefix_padding_ms": prefix_padding_ms,
                "silence_duration_ms": silence_duration_ms,
            }
        case SemanticVad(eagerness):
            return {"type": "semantic_vad", "eagerness": eagerness}
        case None:
            return None


class Session:
    """Both sides of one conversation with a server, without its socket.

    The methods give the messages to send; `read` takes those that come.
    """

    def __init__(self, settings: LiveSettings) -> None:
        self._settings = settings
        self._is_vllm = False
        self._turns = 0  # vLLM: its turns have no names, so they are counted
        self._is_in_turn = False
        self._seen: set[str] = set()

    def greet(self, first: str | bytes) -> tuple[list[str], list[LiveEvent]]:
        """Take the server's first message; give what to send and what to tell.

        Raises:
            RefusedError: the server's first word is an error.
        """
        item = _object(first)
        is_created = text(item, "type").endswith("session.created")
        self._is_vllm = is_created and "session" not in item and "created" in item
        if self._is_vllm:
            update: Json = {"type": "session.update", "model": self._settings.model}
            if len(self._settings.languages) == 1:
                update["language"] = self._settings.languages[0]
            return [dump(update)], [SessionReady(_VLLM_RATE_HZ)]
        told = None if is_created else self.read(first)
        return [dump(build_session(self._settings))], [told] if told is not None else []

    def hear(self, pcm: bytes) -> list[str]:
        """Give the messages that carry `pcm`: 16-bit little-endian mono."""
        messages = []
        for start in range(0, len(pcm), _PIECE_BYTES):
            audio = base64.b64encode(pcm[start : start + _PIECE_BYTES]).decode()
            messages.append(dump({"type": "input_audio_buffer.append", "audio": audio}))
        if self._is_vllm and messages and not self._is_in_turn:
            self._is_in_turn = True
            self._turns += 1
            messages.append(dump({"type": "input_audio_buffer.commit"}))  # there: begin to listen
        return messages

    def commit(self) -> list[str]:
        """Give the message that ends a turn; the next audio belongs to the next one."""
        if not self._is_vllm:
            return [dump({"type": "input_audio_buffer.commit"})]
        if not self._is_in_turn:
            return []
        self._is_in_turn = False
        return [dump({"type": "input_audio_buffer.commit", "final": True})]

    def read(self, message: str | bytes) -> LiveEvent | None:
        """Give what a message says; None: nothing that matters.

        Raises:
            RefusedError: it is an error; its detail may repeat the request's key. The session may
                go on after it: whether it does is the socket's to tell.
        """
        if isinstance(message, bytes):
            return Unknown(_BINARY, "")
        item = _object(message)
        kind = text(item, "type")
        if not kind:
            if item.get("error"):
                raise in_band(item["error"])
            return Unknown(_MALFORMED, message[:_MAX_RAW])
        if kind == "error":
            return self._error(item)
        if kind.startswith(_HEARD):
            return _heard(item, kind.removeprefix(_HEARD)) or Unknown(kind, message)
        if kind.startswith("transcription."):
            return self._vllm(item, kind, message)
        return self._state(item, kind, message)

    def _error(self, item: Json) -> LiveEvent:
        said = item.get("error")
        if not isinstance(said, dict):
            said = {"message": said or item.get("message"), "code": item.get("code")}
        error = in_band(said)
        if error.problem.code in _NOTHING_HEARD:
            return Failed("", error)
        raise error

    def _state(self, item: Json, kind: str, message: str) -> LiveEvent | None:
        item_id, before = text(item, "item_id"), text(item, "previous_item_id")
        found: LiveEvent | None = None
        match kind:
            case "session.updated" | "transcription_session.updated":
                found = SessionReady()
            case "input_audio_buffer.committed":
                found = self._committed(item_id, before)
            case "conversation.item.added" | "conversation.item.created":
                # Some leave the name out where the turn is committed, and say it here.
                found = self._committed(text(child(item, "item"), "id"), before)
            case "input_audio_buffer.speech_started":
                found = SpeechStarted(item_id, number(item, "audio_start_ms"))
            case "input_audio_buffer.speech_stopped":
                found = SpeechStopped(item_id, number(item, "audio_end_ms"))
            case _ if kind not in _SILENT:
                found = Unknown(kind, message)
        return found

    def _committed(self, item_id: str, previous: str) -> Committed | None:
        if not item_id or item_id in self._seen:
            return None
        self._seen.add(item_id)
        return Committed(item_id, previous)

    def _vllm(self, item: Json, kind: str, message: str) -> LiveEvent:
        item_id = f"turn-{self._turns}"
        match kind:
            case "transcription.delta":
                return Delta(item_id, text(item, "delta"))
            case "transcription.done":
                return Completed(item_id, text(item, "text"), child(item, "usage") or None)
        return Unknown(kind, message)


def _object(message: str | bytes) -> Json:
    if isinstance(message, bytes):
        return {}
    try:
        item = load(message)
    except ValueError:
        return {}
    return item if isinstance(item, dict) else {}


def _heard(item: Json, kind: str) -> LiveEvent | None:
    item_id = text(item, "item_id")
    match kind:
        case "delta":
            return Delta(item_id, text(item, "delta"), text(item, "transcript"))
        case "completed":
            usage = child(item, "usage") or None
            return Completed(item_id, text(item, "transcript"), usage, _languages(item))
        case "failed":
            return Failed(item_id, in_band(item.get("error")))
    return None


def _languages(item: Json) -> tuple[str, ...]:
    """Read `[{"code": "en"}]`, or a list of codes."""
    codes = [
        text(entry, "code") or text(entry, "language") for entry in children(item, "languages")
    ]
    listed = item.get("languages")
    if not codes and isinstance(listed, list):
        codes = [entry for entry in listed if isinstance(entry, str)]
    return tuple(code for code in codes if code)
