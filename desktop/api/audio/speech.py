"""Text to speech: a text goes up, sound comes back while it is being made."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.api.adapting import Question, open_adapted
from desktop.api.kept import expect
from desktop.api.lessons import Dialect
from desktop.api.reading.failures import Problem, RefusedError, describe_page
from desktop.api.reading.fields import Json, text
from desktop.api.wire.big_json import decode, read_json
from desktop.api.wire.call import Call
from desktop.api.wire.event_reader import EventReader, lacking, read_events
from desktop.api.wire.http import Answer, Http
from desktop.api.wire.saving import at_most
from desktop.core.capabilities import Capability
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code

PATH = "/audio/speech"
MAX_CHARACTERS = 4_096
"""OpenAI's limit for a text (speech reference); longer ones are cut at sentences before."""
MIN_SPEED, MAX_SPEED = 0.25, 4.0
MAX_BYTES = 256 * 1024 * 1024
"""Far more than any speech of `MAX_CHARACTERS`: 5 minutes of WAV are 15 MB."""

_DROPPABLE = {"instructions", "speed", "stream_format"}
_PAGE_BYTES = 64 * 1024


class SoundFormat(StrEnum):
    """How the sound is written."""

    MP3 = "mp3"
    OPUS = "opus"
    AAC = "aac"
    FLAC = "flac"
    WAV = "wav"
    PCM = "pcm"  # 24 kHz, signed 16 bits, little-endian, mono


_KINDS = {
    SoundFormat.MP3: "audio/mpeg",
    SoundFormat.OPUS: "audio/ogg",
    SoundFormat.AAC: "audio/aac",
    SoundFormat.FLAC: "audio/flac",
    SoundFormat.WAV: "audio/wav",
    SoundFormat.PCM: "audio/pcm",
}


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """What to say and how; what is empty or None is left to the server.

    `voice` is a voice's name; with `is_own_voice` the id of one that the person has had made.
    `is_events` asks for the sound inside of events, which some proxies pass on more readily.
    """

    model: str
    text: str
    voice: str
    is_own_voice: bool = False
    instructions: str = ""
    response_format: SoundFormat = SoundFormat.MP3
    speed: float | None = None
    is_events: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    """Sound on its way: `async for chunk in speech.chunks`; `media_type` says what the chunks are."""

    media_type: str
    chunks: AsyncIterator[bytes] = field(repr=False)


def build(request: SpeechRequest, dialect: Dialect | None = None) -> Call:
    """Give the request.

    Raises:
        AppError: TOO_LONG for more than `MAX_CHARACTERS`; BAD_REQUEST for no text, or a speed
            outside `MIN_SPEED` to `MAX_SPEED`.
    """
    if len(request.text) > MAX_CHARACTERS:
        raise AppError(Code.TOO_LONG, f"{len(request.text)} characters, at most {MAX_CHARACTERS}")
    if not request.text.strip():
        raise AppError(Code.BAD_REQUEST, "nothing to say")
    if request.speed is not None and not MIN_SPEED <= request.speed <= MAX_SPEED:
        raise AppError(Code.BAD_REQUEST, f"speed {request.speed:g}")
    wanted: Json = {
        "instructions": request.instructions or None,
        "speed": request.speed,
        "stream_format": "sse" if request.is_events else None,
    }
    refused = dialect.refused if dialect is not None else frozenset()
    body: Json = {
        "model": request.model,
        "input": request.text,
        "voice": {"id": request.voice} if request.is_own_voice else request.voice,
        "response_format": request.response_format.value,
        **{name: one for name, one in wanted.items() if one is not None and name not in refused},
    }
    return Call(PATH, body, headers=(("accept", "application/octet-stream, text/event-stream"),))


@asynccontextmanager
async def open_speech(
    http: Http, endpoint: Endpoint, request: SpeechRequest
) -> AsyncIterator[Speech]:
    """Ask for sound and give it as it comes; leaving the context closes the connection.

    Raises:
        AppError: LACKS; as `build`; NOT_UNDERSTOOD for an answer that is no sound; otherwise as
            `open_adapted`. While the sound is read: CUT, TIMEOUT, TOO_LARGE.
        RefusedError: also for an error that came with a success.
    """
    question = Question(
        Capability.SPEECH, lambda dialect: build(request, dialect), request.model, _DROPPABLE
    )
    async with open_adapted(http, endpoint, question) as answer:
        with lacking(http, endpoint, Capability.SPEECH):
            await _check(answer, endpoint)
        kind = answer.media_type
        chunks = _unpacked(answer, endpoint) if kind == "text/event-stream" else _plain(answer)
        async with aclosing(chunks):
            known = kind if kind.startswith("audio/") else _KINDS[request.response_format]
            yield Speech(known, chunks)


async def _check(answer: Answer, endpoint: Endpoint) -> None:
    """Refuse what says of itself that it is no sound."""
    if answer.media_type == "application/json" or answer.media_type.endswith("+json"):
        expect(await read_json(answer, _PAGE_BYTES, endpoint.secrets), endpoint)
        raise AppError(Code.NOT_UNDERSTOOD, "JSON instead of sound")
    if answer.media_type in {"text/html", "text/plain", "application/xhtml+xml"}:
        page = await anext(answer, b"")
        problem = Problem(describe_page(page[:_PAGE_BYTES].decode("utf-8", "replace")))
        raise RefusedError(Code.NOT_UNDERSTOOD, problem).without(endpoint.secrets)


async def _plain(answer: Answer) -> AsyncGenerator[bytes, None]:
    is_empty = True
    async for chunk in at_most(answer, MAX_BYTES):
        is_empty = False
        yield chunk
    if is_empty:
        raise AppError(Code.NOT_UNDERSTOOD, "an empty sound")


async def _unpacked(answer: Answer, endpoint: Endpoint) -> AsyncGenerator[bytes, None]:
    async with aclosing(read_events(answer, _SpeechReader(), endpoint.secrets)) as events:
        async for chunk in at_most(events, MAX_BYTES):
            yield chunk


class _SpeechReader(EventReader[bytes]):
    """Reads `speech.audio.delta` and `speech.audio.done`."""

    def take(self, item: Json, name: str) -> Iterator[bytes]:
        if name == "speech.audio.delta":
            yield decode(text(item, "audio") or text(item, "delta"))
        elif name == "speech.audio.done":
            self.is_complete = True

    def finish(self, *, is_said: bool) -> Iterator[bytes]:
        if not (is_said or self.is_complete):
            raise AppError(Code.CUT)
        yield from ()
